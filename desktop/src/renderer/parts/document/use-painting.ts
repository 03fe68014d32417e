/**
 * Tells the painter what to draw: what is in sight, then its neighbours, once zooming has come to rest.
 * What must stay true: nothing is drawn for sizes that are only passed through; memory is bounded by the device.
 */
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useMemo } from 'react'
import type { Box, Rotation } from './geometry.ts'
import { Painter, type Want } from './painter.ts'
import type { Sheet } from './use-sheet.ts'

/** Pages drawn ahead before and after those in sight. */
const ahead = 2

function limits(): { ratio: number; canvasPixels: number; allPixels: number } {
  // Gigabytes, rounded by the browser; absent on some.
  const memory = (navigator as { deviceMemory?: number }).deviceMemory ?? 4
  // A pixel costs four bytes, and in the window four more where the browser composes without a graphics card.
  const all = memory >= 8 ? 18_000_000 : memory >= 4 ? 16_000_000 : 12_000_000
  const one = memory >= 8 ? 12_000_000 : memory >= 4 ? 7_200_000 : 4_000_000
  return { ratio: Math.min(3, devicePixelRatio || 1), canvasPixels: one, allPixels: all }
}

function wantsOf(sheet: Sheet, turn: Rotation): readonly Want[] {
  const { layout, inSight, current, scroller } = sheet
  const element = scroller.current
  const [first = current] = inSight
  const last = inSight.at(-1) ?? first
  const order = [current, ...inSight.filter((page) => page !== current)]
  for (let n = 1; n <= ahead; n++) order.push(last + n, first - n)
  const wants: Want[] = []
  for (const page of order) {
    const placed = layout.pages[page - 1]
    if (!placed || !element) continue
    const top = Math.max(0, element.scrollTop - placed.top)
    const left = Math.max(0, element.scrollLeft - placed.left)
    const bottom = Math.min(placed.height, element.scrollTop + element.clientHeight - placed.top)
    const right = Math.min(placed.width, element.scrollLeft + element.clientWidth - placed.left)
    const sight: Box | null = inSight.includes(page) ? [left, top, right - left, bottom - top] : null
    wants.push({ page, scale: placed.scale, turn, sight, area: placed.width * placed.height })
  }
  return wants
}

export function usePainting(document: PDFDocumentProxy, sheet: Sheet, turn: Rotation): Painter {
  const painter = useMemo(() => new Painter(document, limits()), [document])
  useEffect(() => () => painter.close(), [painter])
  const { layout, inSight, rest } = sheet
  useEffect(() => {
    if (inSight.length === 0) return undefined
    const timer = setTimeout(() => painter.want(wantsOf(sheet, turn)), sheet.zooming() ? 140 : 0)
    return () => clearTimeout(timer)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the sheet is a fresh value at each drawing; these are what counts
  }, [painter, layout, inSight, rest, turn])
  return painter
}
