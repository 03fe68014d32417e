/**
 * What one mark says: who, when, its words; one's own can be changed here.
 * What must stay true: what others wrote can only be read; a sticky without words is not kept.
 */
import { ActionIcon, Button, Textarea } from '@mantine/core'
import { IconTrash, IconX } from '@tabler/icons-react'
import type { Mark } from '@nghi-truong/shared/protocol/rooms'
import { useEffect, useRef, useState } from 'react'
import { useMarks, type Layer } from '../../client/notes.ts'
import { dateTime } from '../../ui/dates.ts'
import { annotationWords } from '../../ui/words/annotation.ts'
import { useWords } from '../../ui/words/words.ts'
import { useAnnotating, type OpenMark } from './annotating.tsx'
import { markColours, paint, penColours, personColour, signs } from './colours.ts'
import { atType, type Surface } from './surface.ts'
import { Thread } from './Thread.tsx'

const boxOf = (mark: Mark): readonly [number, number, number, number] => {
  if (mark.kind === 'reply') return [0, 0, 0, 0]
  return 'quads' in mark ? (mark.quads.at(-1) ?? [0, 0, 0, 0]) : mark.box
}

export function MarkCard({ open, surface }: { readonly open: OpenMark; readonly surface: Surface }) {
  const { layers } = useAnnotating()
  const layer = layers.find((one) => one.name === open.layer)
  return layer ? <Card layer={layer} open={open} surface={surface} /> : null
}

/** CSS pixels with letters of the usual size: room for all colours and the bin in one row. */
const cardWidth = 322

function Card({
  layer,
  open,
  surface,
}: {
  readonly layer: Layer
  readonly open: OpenMark
  readonly surface: Surface
}) {
  const say = useWords(annotationWords)
  const { person, nameOf, layerName, setOpen, change } = useAnnotating()
  const mark = useMarks(layer.room).get(open.id)
  const card = useRef<HTMLDivElement>(null)
  useEffect(() => {
    card.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    const escape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setOpen(null)
    }
    window.addEventListener('keydown', escape)
    return () => window.removeEventListener('keydown', escape)
  }, [setOpen])
  if (!mark) return null
  const mine = mark.author === person && layer.right === 'write'
  const [x, y, w, h] = surface.boxToView(boxOf(mark))
  const wide = atType(cardWidth)
  const left = Math.min(Math.max(4, x + w / 2 - wide / 2), Math.max(4, surface.width - wide - 4))
  const replace = (next: { colour?: Mark['colour']; text?: string; from?: Mark['from'] }): void =>
    // Fields that are absent stay as they are; none is set to nothing.
    change([layer.room], () => layer.room.marks.put([[open.id, { ...mark, ...next }]]))
  const remove = (): void => change([layer.room], () => layer.room.marks.remove([open.id]))
  const lines = mark.kind === 'pen' || mark.kind === 'shape'
  const { from } = mark
  return (
    <div
      ref={card}
      className="nt-card"
      data-mark-ui
      role="dialog"
      aria-label={say(`kind.${mark.kind}`)}
      style={{ left, top: y + h + 6, width: wide, maxWidth: 'calc(100vw - 16px)' }}
    >
      <div className="nt-card-head">
        <span className="nt-dot" style={{ background: personColour(mark.author) }} />
        <span>
          <strong>{mark.author === person ? say('mine') : nameOf(mark.author)}</strong>
          <br />
          <small>
            {layerName(layer.name)} · {dateTime(mark.at)}
          </small>
        </span>
        <ActionIcon size={44} color="gray" aria-label={say('close')} onClick={() => setOpen(null)}>
          <IconX size={22} />
        </ActionIcon>
      </div>
      {mark.kind === 'bookmark' && (
        <NoteText
          text={mark.text}
          mine={mine}
          label={say('bookmarkText')}
          most={200}
          onText={(text) => replace({ text })}
          onEmpty={() => undefined}
          onDone={() => setOpen(null)}
        />
      )}
      {mark.kind === 'note' && (
        <NoteText
          label={say('noteText')}
          most={4000}
          text={mark.text}
          mine={mine}
          onText={(text) => replace({ text })}
          onEmpty={remove}
          onDone={() => setOpen(null)}
        />
      )}
      {mark.kind === 'stamp' && <strong>{say(`stamp.${mark.stamp}`)}</strong>}
      {'quads' in mark && mark.quote && <blockquote className="nt-quote">{mark.quote.exact}</blockquote>}
      {from && from.how === 'moved' && (
        <div className="nt-moved">
          {say('movedFrom', { page: from.page })}
          {mine && (
            <Button
              mt={6}
              fullWidth
              variant="default"
              onClick={() => replace({ from: { ...from, how: 'placed' } })}
            >
              {say('movedRight')}
            </Button>
          )}
        </div>
      )}
      <div className="nt-card-foot">
        {mine &&
          mark.kind !== 'stamp' &&
          mark.kind !== 'bookmark' &&
          (lines ? penColours : markColours).map((colour) => (
            <button
              key={colour}
              type="button"
              className="nt-swatch"
              aria-label={say('colour', { meaning: say(`colour.${colour}`) })}
              title={say(`colour.${colour}`)}
              aria-pressed={mark.colour === colour}
              style={{
                background: lines ? paint[colour].ink : paint[colour].soft,
                color: lines ? '#fff' : '#14181c',
              }}
              onClick={() => replace({ colour })}
            >
              {signs[colour]}
            </button>
          ))}
        {mine && (
          <ActionIcon
            size={44}
            color="red"
            ml="auto"
            aria-label={say('delete')}
            onClick={() => {
              remove()
              setOpen(null)
            }}
          >
            <IconTrash size={22} />
          </ActionIcon>
        )}
        {mark.kind !== 'bookmark' && (
          <span className="nt-meaning">
            {signs[mark.colour]} {say(`colour.${mark.colour}`)}
          </span>
        )}
      </div>
      {mark.kind !== 'bookmark' && <Thread layer={layer} id={open.id} page={open.page} />}
    </div>
  )
}

function NoteText({
  text,
  mine,
  label,
  most,
  onText,
  onEmpty,
  onDone,
}: {
  readonly text: string
  readonly mine: boolean
  readonly label: string
  /** Letters. */
  readonly most: number
  readonly onText: (text: string) => void
  readonly onEmpty: () => void
  readonly onDone: () => void
}) {
  const say = useWords(annotationWords)
  const [typed, setTyped] = useState(text)
  const kept = useRef({ saved: text, typed: text, onText, onEmpty })
  kept.current = { ...kept.current, typed, onText, onEmpty }
  const save = (): void => {
    const now = kept.current
    const clean = now.typed.normalize('NFC').trim()
    if (clean === now.saved || clean === '') return
    now.saved = clean
    now.onText(clean)
  }
  useEffect(() => {
    // Kept while one writes: a dead battery loses at most these moments.
    const timer = setTimeout(save, 700)
    return () => clearTimeout(timer)
  }, [typed])
  useEffect(
    () => () => {
      save()
      if (kept.current.typed.trim() === '') kept.current.onEmpty()
    },
    [],
  )
  if (!mine) return <p className="nt-note-text">{text}</p>
  return (
    <>
      <Textarea
        autosize
        autoFocus
        minRows={most > 200 ? 3 : 1}
        maxRows={9}
        maxLength={most}
        size="md"
        aria-label={label}
        placeholder={say('notePlaceholder')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button mt={8} fullWidth onClick={onDone}>
        {say('save')}
      </Button>
    </>
  )
}
