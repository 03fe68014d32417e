/** The marks of one layer on one page: highlights under the letters' darkness, ink over it, stickies as buttons. */
import { IconNote } from '@tabler/icons-react'
import type { Mark } from '@nghi-truong/shared/protocol/rooms'
import { memo, useMemo } from 'react'
import { usePageMarks, useStrokes, type Entry, type Layer } from '../../client/notes.ts'
import { annotationWords } from '../../ui/words/annotation.ts'
import { useWords } from '../../ui/words/words.ts'
import { useAnnotating } from './annotating.tsx'
import { callName, paint, personColour } from './colours.ts'
import { decodePath, outlineOf } from './path.ts'
import { matrixOf, type Surface } from './surface.ts'

type TextMark = Extract<Mark, { kind: 'highlight' | 'underline' }>
type PenMark = Extract<Mark, { kind: 'pen' }>
type NoteMark = Extract<Mark, { kind: 'note' }>

const of = <K extends Mark['kind']>(entries: readonly Entry[], ...kinds: readonly K[]) =>
  entries.filter(([, mark]) =>
    (kinds as readonly string[]).includes(mark.kind),
  ) as unknown as readonly (readonly [string, Extract<Mark, { kind: K }>])[]

const TextShape = memo(function TextShape({ id, mark }: { readonly id: string; readonly mark: TextMark }) {
  const { soft, ink } = paint[mark.colour]
  return (
    <g data-mark={id} data-kind={mark.kind} data-author={mark.author}>
      {mark.quads.map(([x, y, w, h], n) =>
        mark.kind === 'highlight' ? (
          <rect key={n} x={x} y={y - h * 0.04} width={w} height={h * 1.08} rx={1.2} fill={soft} />
        ) : (
          <rect key={n} x={x} y={y - 1.2} width={w} height={1.7} rx={0.8} fill={ink} />
        ),
      )}
    </g>
  )
})

const PenShape = memo(function PenShape({ id, mark }: { readonly id: string; readonly mark: PenMark }) {
  const d = useMemo(() => outlineOf(decodePath(mark.path), mark.width / 10, true), [mark])
  return <path data-mark={id} data-kind="pen" data-author={mark.author} d={d} fill={paint[mark.colour].ink} />
})

/** In the margin beside the marks of others stands by whom they are; a bar in his colour stands at the mark. */
function NameTag({ mark, surface }: { readonly mark: Mark; readonly surface: Surface }) {
  const { nameOf } = useAnnotating()
  const box = mark.kind === 'highlight' || mark.kind === 'underline' ? mark.quads[0] : mark.box
  if (!box) return null
  const [x, y, , h] = surface.boxToView(box)
  const background = personColour(mark.author)
  return (
    <>
      <span className="nt-mark-bar" style={{ left: x - 5, top: y, height: Math.max(8, h), background }} />
      <span className="nt-mark-name" style={{ top: y, background }} title={nameOf(mark.author)}>
        {callName(nameOf(mark.author))}
      </span>
    </>
  )
}

function NotePin({
  layer,
  id,
  mark,
  surface,
}: {
  readonly layer: Layer
  readonly id: string
  readonly mark: NoteMark
  readonly surface: Surface
}) {
  const say = useWords(annotationWords)
  const { person, nameOf, setOpen, open } = useAnnotating()
  const [x, y, w, h] = surface.boxToView(mark.box)
  const mine = mark.author === person
  const name = say('noteOf', { name: mine ? say('mine') : nameOf(mark.author) })
  return (
    <button
      type="button"
      className="nt-pin"
      data-mark={id}
      data-kind="note"
      data-author={mark.author}
      data-mark-ui
      aria-label={mark.text === '' ? name : `${name}: ${mark.text}`}
      aria-expanded={open?.id === id}
      style={{
        left: x + w / 2,
        top: y + h / 2,
        background: paint[mark.colour].soft,
        borderColor: mine ? paint[mark.colour].ink : personColour(mark.author),
      }}
      onClick={() => setOpen({ layer: layer.name, id, page: mark.page })}
    >
      <IconNote size={20} stroke={1.8} color="#222" />
    </button>
  )
}

export const RoomMarks = memo(function RoomMarks({
  layer,
  surface,
}: {
  readonly layer: Layer
  readonly surface: Surface
}) {
  const { person, covered } = useAnnotating()
  const here = usePageMarks(layer.room, surface.page)
  const own = layer.name.startsWith('private:')
  const entries = own ? here.filter(([id]) => !covered.has(id)) : here
  const strokes = useStrokes(layer.room).filter((one) => one.page === surface.page)
  const transform = matrixOf(surface)
  const others = entries.filter(([, mark]) => mark.author !== person)
  return (
    <>
      <svg className="nt-under" width={surface.width} height={surface.height} aria-hidden="true">
        <g transform={transform}>
          {of(entries, 'highlight', 'underline').map(([id, mark]) => (
            <TextShape key={id} id={id} mark={mark} />
          ))}
        </g>
      </svg>
      <svg className="nt-over" width={surface.width} height={surface.height} aria-hidden="true">
        <g transform={transform}>
          {of(entries, 'pen').map(([id, mark]) => (
            <PenShape key={id} id={id} mark={mark} />
          ))}
          {strokes.map((stroke) => (
            <path
              key={stroke.id}
              data-stroke={stroke.person}
              d={outlineOf(decodePath(stroke.path), stroke.width / 10, false)}
              fill={paint[stroke.colour].ink}
            />
          ))}
        </g>
      </svg>
      {others.slice(0, 60).map(([id, mark]) => (
        <NameTag key={id} mark={mark} surface={surface} />
      ))}
      {of(entries, 'note').map(([id, mark]) => (
        <NotePin key={id} layer={layer} id={id} mark={mark} surface={surface} />
      ))}
    </>
  )
})
