/** The place of a mark on the page of the version it was made on, with the mark upon it. */
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import type { PlacedMark } from '@nghi-truong/shared/protocol/rooms'
import { useEffect, useRef, useState } from 'react'
import { annotationWords } from '../../../ui/words/annotation.ts'
import { versionWords } from '../../../ui/words/versions.ts'
import { useWords } from '../../../ui/words/words.ts'
import { drawMarks, type ToPixels } from '../draw.ts'
import { around } from '../hit.ts'
import { pictureOf } from './extract.ts'
import type { Library } from './library.ts'

/** Of the page, in pixels; and how much around the mark is shown, in points. */
const pageWidth = 1000
const margin = 70

export function OldPicture({
  old,
  mark,
  library,
}: {
  readonly old: DocumentRecord
  readonly mark: PlacedMark
  readonly library: Library
}) {
  const say = useWords(versionWords)
  const words = useWords(annotationWords)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [state, setState] = useState<'drawing' | 'drawn' | 'failed'>('drawing')
  const latest = useRef(words)
  latest.current = words
  useEffect(() => {
    let gone = false
    const draw = async (): Promise<void> => {
      const pdf = await library.pdf(old)
      const page = await pdf.getPage(mark.page)
      const whole = await pictureOf(page, pageWidth)
      const pen = whole.getContext('2d')
      const target = canvas.current
      if (gone || !pen || !target) return
      const flat = page.getViewport({ scale: 1 })
      const scale = pageWidth / flat.width
      const to = page.getViewport({ scale }).transform as unknown as ToPixels
      drawMarks(pen, [mark], to, { stamp: (stamp) => latest.current(`stamp.${stamp}`) })
      const [x, y, w, h] = around(mark)
      const corners = [
        [x - margin, y - margin],
        [x + w + margin, y + h + margin],
      ].map(([px = 0, py = 0]) => [to[0] * px + to[2] * py + to[4], to[1] * px + to[3] * py + to[5]])
      const xs = corners.map(([px = 0]) => px)
      const ys = corners.map(([, py = 0]) => py)
      const left = Math.max(0, Math.min(...xs))
      const top = Math.max(0, Math.min(...ys))
      const width = Math.min(whole.width, Math.max(...xs)) - left
      const height = Math.min(whole.height, Math.max(...ys)) - top
      target.width = Math.max(1, Math.round(width))
      target.height = Math.max(1, Math.round(height))
      target.getContext('2d')?.drawImage(whole, left, top, width, height, 0, 0, target.width, target.height)
      whole.width = 0
      setState('drawn')
    }
    draw().catch(() => {
      if (!gone) setState('failed')
    })
    return () => {
      gone = true
    }
  }, [library, old, mark])
  return (
    <>
      {state === 'failed' && <p>{say('pictureFailed')}</p>}
      <canvas
        ref={canvas}
        role="img"
        aria-label={say('picture', { page: mark.page, version: old.version })}
        data-picture={state}
        style={{ width: '100%', height: 'auto', border: '1px solid var(--mantine-color-default-border)' }}
      />
    </>
  )
}
