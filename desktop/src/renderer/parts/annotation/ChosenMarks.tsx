/**
 * What the lasso has chosen on a page, framed, and what can be done with it together.
 * What must stay true: everything works by keyboard too: arrows move, Delete deletes, Escape lets go.
 */
import { ActionIcon } from '@mantine/core'
import { IconCheck, IconTrash } from '@tabler/icons-react'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { annotationWords } from '../../ui/words/annotation.ts'
import { useWords } from '../../ui/words/words.ts'
import { useAnnotating } from './annotating.tsx'
import { chosenMarks, moveChosen, rewrite } from './choosing.ts'
import { markColours, paint, signs } from './colours.ts'
import { around } from './hit.ts'
import { bound, united } from './lasso.ts'
import { atType, type Surface } from './surface.ts'

/** Points an arrow key moves by. */
const step = 4
/** Of the bar, CSS pixels with letters of the usual size. */
const barWidth = 374

export function ChosenMarks({ surface }: { readonly surface: Surface }) {
  const now = useAnnotating()
  // Read anew whenever one of the layers changes.
  const here =
    now.chosen.length === 0 ? [] : chosenMarks(now).filter(({ mark }) => mark.page === surface.page)
  return here.length === 0 ? null : <Frame here={here} surface={surface} />
}

function Frame({
  here,
  surface,
}: {
  readonly here: ReturnType<typeof chosenMarks>
  readonly surface: Surface
}) {
  const say = useWords(annotationWords)
  const now = useAnnotating()
  const bar = useRef<HTMLDivElement>(null)
  const by = useSyncExternalStore(now.ink.subscribe, () => {
    const choosing = now.ink.now().choosing
    return choosing?.page === surface.page ? choosing.by : undefined
  })
  useEffect(() => {
    bar.current?.querySelector('button')?.focus({ preventScroll: true })
    bar.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [])
  const all = united(here.map(({ mark }) => mark))
  if (!all) return null
  const still = here.some(({ mark }) => bound(mark))
  const [x, y, w, h] = surface.boxToView(all)
  const [zeroX, zeroY] = surface.toView([0, 0])
  const [byX, byY] = by ? surface.toView([by[0], by[1]]) : [zeroX, zeroY]
  const [dx, dy] = [byX - zeroX, byY - zeroY]
  const wide = atType(barWidth)
  const left = Math.min(Math.max(4, x + w / 2 - wide / 2), Math.max(4, surface.width - wide - 4))
  const keys = (event: React.KeyboardEvent): void => {
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, step],
      ArrowDown: [0, -step],
    }
    const move = moves[event.key]
    if (move) moveChosen(now, move[0], move[1])
    else if (event.key === 'Delete' || event.key === 'Backspace') drop()
    else if (event.key === 'Escape') now.setChosen([])
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const drop = (): void => {
    rewrite(now, chosenMarks(now), () => null)
    now.setChosen([])
  }
  return (
    <>
      {here.map(({ layer, id, mark }) => {
        const [bx, by2, bw, bh] = surface.boxToView(around(mark))
        return (
          <span
            key={`${layer.name} ${id}`}
            className="nt-chosen"
            style={{ left: bx - 3, top: by2 - 3, width: bw + 6, height: bh + 6 }}
          />
        )
      })}
      <span
        className="nt-chosen-all"
        style={{ left: x - 8 + dx, top: y - 8 + dy, width: w + 16, height: h + 16 }}
      />
      <div
        ref={bar}
        className="nt-chosen-bar"
        data-mark-ui
        role="toolbar"
        aria-label={say('chosen', { count: here.length })}
        style={{ left, top: y + h + 14, width: wide }}
        onKeyDown={keys}
      >
        <span className="nt-chosen-count" role="status">
          {say('chosen', { count: here.length })}
        </span>
        {markColours.map((colour) => (
          <button
            key={colour}
            type="button"
            className="nt-swatch"
            aria-label={say('colour', { meaning: say(`colour.${colour}`) })}
            title={say(`colour.${colour}`)}
            style={{ background: paint[colour].soft }}
            onClick={() =>
              rewrite(now, chosenMarks(now), (mark) => (mark.colour === colour ? mark : { ...mark, colour }))
            }
          >
            {signs[colour]}
          </button>
        ))}
        <ActionIcon size={44} color="red" aria-label={say('deleteChosen')} onClick={drop}>
          <IconTrash size={22} />
        </ActionIcon>
        <ActionIcon size={44} color="gray" aria-label={say('doneChosen')} onClick={() => now.setChosen([])}>
          <IconCheck size={22} />
        </ActionIcon>
        <small>{say(still ? 'chosenBound' : 'chosenDrag')}</small>
      </div>
    </>
  )
}
