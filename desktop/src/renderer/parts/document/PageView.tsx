/**
 * One page on the sheet: its picture, its text, and what others draw upon it.
 * What must stay true: the page has its place and size before anything is drawn; the old picture, stretched, stays until
 * the new one is ready.
 */
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { memo, useEffect, useMemo, useRef, useState, type CSSProperties, type ReactNode } from 'react'
import { useWords } from '../../ui/words/words.ts'
import { documentWords } from '../../ui/words/document.ts'
import { frameOf, type PageFrame } from './frame.ts'
import { rightAngle, type Rotation } from './geometry.ts'
import { LinkLayer } from './LinkLayer.tsx'
import type { Painter } from './painter.ts'
import type { References } from './reader-props.ts'
import styles from './reader.module.css'
import { TextLayer, type PageHits } from './TextLayer.tsx'
import type { PageShape } from './use-sheet.ts'

export interface PageViewProps {
  readonly document: PDFDocumentProxy
  readonly painter: Painter
  readonly page: number
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly scale: number
  readonly turn: Rotation
  /** Whether the sheet is being scrolled. */
  readonly moving: boolean
  readonly shape: PageShape | undefined
  readonly hits: PageHits | null
  readonly layers: ((frame: PageFrame) => ReactNode) | undefined
  readonly references: References | undefined
  readonly onOutside: (address: string) => void
}

const percent = (fraction: number): string => `${fraction * 100}%`

export const PageView = memo(function PageView(props: PageViewProps) {
  const { document, painter, page, left, top, width, height, scale, turn, shape, hits, layers } = props
  const { references, onOutside, moving } = props
  const say = useWords(documentWords)
  const paper = useRef<HTMLDivElement>(null)
  const [drawn, setDrawn] = useState(false)
  const [failed, setFailed] = useState(false)
  // Nobody selects letters of a page that rushes past: they are laid when it comes to rest, and then stay.
  const settled = useRef(false)
  if (drawn && !moving) settled.current = true
  const lettered = drawn && settled.current

  useEffect(() => {
    const show = (): void => {
      const drawing = painter.drawing(page)
      const detail = painter.detail(page)
      const canvases: HTMLCanvasElement[] = []
      if (drawing && drawing.turn === turn) {
        canvases.push(drawing.canvas)
        if (detail && detail.turn === turn) {
          const [x, y, w, h] = detail.part
          Object.assign(detail.canvas.style, {
            left: percent(x),
            top: percent(y),
            width: percent(w),
            height: percent(h),
          })
          canvases.push(detail.canvas)
        }
      }
      paper.current?.replaceChildren(...canvases)
      setDrawn(canvases.length > 0)
      setFailed(painter.failed(page))
    }
    show()
    return painter.subscribe(page, show)
  }, [painter, page, turn])

  const frame = useMemo<PageFrame | null>(
    () =>
      shape
        ? frameOf(page, { view: shape.view, rotation: rightAngle(shape.rotate + turn), scale }, width, height)
        : null,
    [shape, page, width, height, scale, turn],
  )
  const style = {
    left,
    top,
    width,
    height,
    '--total-scale-factor': String(scale),
  } as CSSProperties
  return (
    <section
      className={styles['page']}
      style={style}
      data-page={page}
      data-drawn={drawn || undefined}
      aria-label={say('pageOf', { page })}
    >
      <div ref={paper} className={styles['paper']} />
      {failed && <p className={styles['pageFailed']}>{say('pageFailed')}</p>}
      {shape && lettered && (
        <TextLayer document={document} page={page} turn={turn} hits={hits} references={references} />
      )}
      {frame && lettered && <LinkLayer document={document} frame={frame} onOutside={onOutside} />}
      {frame && layers?.(frame)}
    </section>
  )
})
