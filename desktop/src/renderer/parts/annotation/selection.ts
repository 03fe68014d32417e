/**
 * What is selected on the pages, page by page, in points and words.
 * What must stay true: only letters count, never the space between lines; nothing outside the pages is taken.
 */
import { lines, mostQuads, quoteOf, type Box, type Quote } from './quads.ts'
import type { Placed } from './surface.ts'

export interface Selected {
  readonly page: number
  readonly quads: readonly Box[]
  readonly quote: Quote | undefined
}

interface Run {
  readonly node: Text
  /** Where this run begins in the text of the page. */
  readonly at: number
}

/** The letters of a text layer in order, as the page's text. */
function runsOf(layer: Element): { readonly text: string; readonly runs: readonly Run[] } {
  let text = ''
  const runs: Run[] = []
  for (const child of layer.children) {
    if (child.tagName === 'BR') text += '\n'
    const node = child.tagName === 'SPAN' ? child.firstChild : null
    if (!(node instanceof Text)) continue
    runs.push({ node, at: text.length })
    text += node.data
  }
  return { text, runs }
}

function onPage(range: Range, placed: Placed, layer: Element): Selected | null {
  const { surface, element } = placed
  const { text, runs } = runsOf(layer)
  const frame = element.getBoundingClientRect()
  const boxes: Box[] = []
  let start = Infinity
  let end = -1
  for (const { node, at } of runs) {
    if (!range.intersectsNode(node)) continue
    const from = node === range.startContainer ? range.startOffset : 0
    const to = node === range.endContainer ? range.endOffset : node.length
    if (to <= from) continue
    start = Math.min(start, at + from)
    end = Math.max(end, at + to)
    if (node.data.slice(from, to).trim() === '') continue
    const part = new Range()
    part.setStart(node, from)
    part.setEnd(node, to)
    for (const rect of part.getClientRects())
      boxes.push(surface.boxToPage([rect.left - frame.left, rect.top - frame.top, rect.width, rect.height]))
  }
  if (boxes.length === 0) return null
  const across = boxes.reduce((sum, box) => sum + box[2] - box[3], 0)
  const quads = lines(boxes, across >= 0 ? 0 : 1).slice(0, mostQuads)
  return quads.length === 0 ? null : { page: surface.page, quads, quote: quoteOf(text, start, end) }
}

/** The selection on all pages it touches; empty when it lies elsewhere. */
export function selectedOn(selection: Selection | null, pages: Iterable<Placed>): readonly Selected[] {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return []
  const range = selection.getRangeAt(0)
  const found: Selected[] = []
  for (const placed of pages) {
    const layer = placed.element.querySelector('.nt-text')
    if (!layer || !range.intersectsNode(layer)) continue
    const one = onPage(range, placed, layer)
    if (one) found.push(one)
  }
  return found.sort((a, b) => a.page - b.page)
}

export interface Caret {
  readonly node: Text
  readonly offset: number
}

const inText = (node: Node | null | undefined, offset: number): Caret | null =>
  node instanceof Text && node.parentElement?.closest('.nt-text') ? { node, offset } : null

function exactCaret(x: number, y: number): Caret | null {
  const found = document.caretPositionFromPoint?.(x, y)
  if (found) return inText(found.offsetNode, found.offset)
  // Safari knows only the older call.
  const older = document as { caretRangeFromPoint?: (x: number, y: number) => Range | null }
  const range = older.caretRangeFromPoint?.(x, y)
  return range ? inText(range.startContainer, range.startOffset) : null
}

/** The letter under a place of the screen, else the end of the nearest words of `page`. */
export function caretAt(page: HTMLElement, x: number, y: number): Caret | null {
  const exact = exactCaret(x, y)
  if (exact && page.contains(exact.node)) return exact
  let best: { far: number; node: Text; after: boolean } | null = null
  for (const span of page.querySelectorAll('.nt-text > span')) {
    const node = span.firstChild
    if (!(node instanceof Text)) continue
    const box = span.getBoundingClientRect()
    const dx = Math.max(box.left - x, 0, x - box.right)
    const dy = Math.max(box.top - y, 0, y - box.bottom)
    // Another line is farther away than any word of the same line.
    const far = dx + dy * 50
    if (!best || far < best.far) best = { far, node, after: x > box.left + box.width / 2 }
  }
  return best && { node: best.node, offset: best.after ? best.node.length : 0 }
}
