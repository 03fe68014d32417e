/**
 * What can be done with the letters just selected, beside them: one touch marks them in a colour.
 * What must stay true: it never covers the selection; it goes away with it.
 */
import { ActionIcon } from '@mantine/core'
import { IconCopy, IconUnderline } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { annotationWords } from '../../ui/words/annotation.ts'
import { useWords } from '../../ui/words/words.ts'
import { useAnnotating } from './annotating.tsx'
import { markColours, paint, signs } from './colours.ts'
import styles from './dock.module.css'
import { markSelection } from './gestures.ts'

interface At {
  readonly left: number
  readonly top: number
}

const barWidth = 330
const barHeight = 58

function placeFor(selection: Selection): At | null {
  const range = selection.getRangeAt(0)
  const inText =
    range.commonAncestorContainer instanceof Element
      ? range.commonAncestorContainer
      : range.commonAncestorContainer.parentElement
  const within = inText?.closest('.nt-text') ?? inText?.querySelector('.nt-text')
  if (!within) return null
  const boxes = [...range.getClientRects()].filter((box) => box.width > 0)
  const last = boxes.at(-1)
  const first = boxes[0]
  if (!last || !first || selection.toString().trim() === '') return null
  const left = Math.min(Math.max(8, last.left + last.width / 2 - barWidth / 2), innerWidth - barWidth - 8)
  // Below the end of the selection; above its beginning when there is no room.
  const below = last.bottom + 14
  const top = below + barHeight < innerHeight - 130 ? below : Math.max(8, first.top - barHeight - 14)
  return { left: Math.max(8, left), top }
}

export function SelectionBar() {
  const say = useWords(annotationWords)
  const now = useAnnotating()
  const [at, setAt] = useState<At | null>(null)
  const idle = now.tools.tool === 'select'
  useEffect(() => {
    if (!idle) return setAt(null)
    let timer = 0
    let pressed = false
    const look = (): void => {
      clearTimeout(timer)
      timer = window.setTimeout(() => {
        const selection = getSelection()
        const some = selection && !selection.isCollapsed && selection.rangeCount > 0 && !pressed
        setAt(some ? placeFor(selection) : null)
      }, 160)
    }
    const down = (event: PointerEvent): void => {
      pressed = !(event.target instanceof Element && event.target.closest('[data-mark-ui]'))
    }
    const up = (): void => {
      pressed = false
      look()
    }
    document.addEventListener('selectionchange', look)
    document.addEventListener('pointerdown', down)
    document.addEventListener('pointerup', up)
    document.addEventListener('pointercancel', up)
    document.addEventListener('scroll', look, { capture: true, passive: true })
    return () => {
      clearTimeout(timer)
      document.removeEventListener('selectionchange', look)
      document.removeEventListener('pointerdown', down)
      document.removeEventListener('pointerup', up)
      document.removeEventListener('pointercancel', up)
      document.removeEventListener('scroll', look, { capture: true })
    }
  }, [idle])
  if (!at) return null
  const done = (): void => setAt(null)
  return (
    <div className={styles['bar']} style={at} role="toolbar" aria-label={say('selection')} data-mark-ui>
      {markColours.map((colour) => (
        <button
          key={colour}
          type="button"
          className={styles['swatch']}
          aria-label={say('selectionColour', { meaning: say(`colour.${colour}`) })}
          title={say(`colour.${colour}`)}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => {
            markSelection(now, 'highlight', colour)
            done()
          }}
        >
          <i style={{ background: paint[colour].soft, color: '#14181c' }}>{signs[colour]}</i>
        </button>
      ))}
      <ActionIcon
        size={46}
        color="gray"
        aria-label={say('selectionUnderline')}
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => {
          markSelection(now, 'underline')
          done()
        }}
      >
        <IconUnderline size={24} />
      </ActionIcon>
      <ActionIcon
        size={46}
        color="gray"
        aria-label={say('selectionCopy')}
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => {
          // On plain http the newer clipboard does not exist.
          document.execCommand('copy')
          done()
        }}
      >
        <IconCopy size={24} />
      </ActionIcon>
    </div>
  )
}
