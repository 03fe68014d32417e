/**
 * Small pictures of the pages, two in a row.
 * What must stay true: only those in sight are drawn; the page one is on is marked and in sight when the panel opens.
 */
import { useVirtualizer } from '@tanstack/react-virtual'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useMemo, useRef, useState } from 'react'
import { documentWords } from '../../ui/words/document.ts'
import { useWords } from '../../ui/words/words.ts'
import { useReaderFace } from './frame.ts'
import type { Rotation } from './geometry.ts'
import { Painter } from './painter.ts'
import styles from './reader.module.css'

const width = 130
const height = 184

function Thumbnail({
  painter,
  page,
  label,
  current,
  turn,
  onClick,
}: {
  readonly painter: Painter
  readonly page: number
  readonly label: string
  readonly current: boolean
  readonly turn: Rotation
  readonly onClick: () => void
}) {
  const say = useWords(documentWords)
  const holder = useRef<HTMLSpanElement>(null)
  const [across, setAcross] = useState(1 / Math.SQRT2)
  useEffect(() => {
    const show = (): void => {
      const drawing = painter.drawing(page)
      if (!drawing || drawing.turn !== turn) return
      holder.current?.replaceChildren(drawing.canvas)
      setAcross(drawing.canvas.width / drawing.canvas.height)
    }
    show()
    return painter.subscribe(page, show)
  }, [painter, page, turn])
  const fit = Math.min(width, height * across)
  return (
    <button
      type="button"
      className={styles['thumb']}
      style={{ left: page % 2 === 1 ? 0 : '50%' }}
      aria-current={current}
      aria-label={say('pageOf', { page: label })}
      onClick={onClick}
    >
      <span ref={holder} style={{ width: fit, height: fit / across }} />
      <span>{label}</span>
    </button>
  )
}

export function Thumbnails({
  document,
  labels,
  turn,
}: {
  readonly document: PDFDocumentProxy
  readonly labels: readonly string[] | null
  readonly turn: Rotation
}) {
  const { page, pages, goTo } = useReaderFace()
  const scroller = useRef<HTMLDivElement>(null)
  const painter = useMemo(
    () => new Painter(document, { ratio: 1.5, canvasPixels: 120_000, allPixels: 6_000_000 }),
    [document],
  )
  useEffect(() => () => painter.close(), [painter])
  const rows = useVirtualizer({
    count: Math.ceil(pages / 2),
    getScrollElement: () => scroller.current,
    estimateSize: () => height + 42,
    overscan: 1,
  })
  const shown = rows.getVirtualItems()
  const from = shown[0]?.index ?? 0
  const to = shown.at(-1)?.index ?? -1
  useEffect(() => {
    const wants = []
    for (let n = from * 2 + 1; n <= Math.min(pages, to * 2 + 2); n++)
      wants.push({ page: n, scale: width / 595, turn, sight: null, area: width * height })
    painter.want(wants)
  }, [painter, from, to, pages, turn])
  useEffect(() => {
    rows.scrollToIndex(Math.floor((page - 1) / 2), { align: 'auto' })
  }, [rows, page])
  return (
    <div ref={scroller} className={styles['panelBody']}>
      <div style={{ position: 'relative', flex: 'none', height: rows.getTotalSize() }}>
        {shown.map((row) => (
          <div key={row.key} style={{ position: 'absolute', top: row.start, left: 0, right: 0 }}>
            {[row.index * 2 + 1, row.index * 2 + 2]
              .filter((one) => one <= pages)
              .map((one) => (
                <Thumbnail
                  key={one}
                  painter={painter}
                  page={one}
                  label={labels?.[one - 1] ?? String(one)}
                  current={one === page}
                  turn={turn}
                  onClick={() => goTo({ page: one })}
                />
              ))}
          </div>
        ))}
      </div>
    </div>
  )
}
