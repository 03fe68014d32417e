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

interface Caret {
  readonly node: Node
  readonly offset: number
}

/** The letter under a place of the screen, for selecting with finger or pen. */
export function caretAt(x: number, y: number): Caret | null {
  const found = document.caretPositionFromPoint?.(x, y)
  if (found) {
    const { offsetNode: node, offset } = found
    return node instanceof Text && node.parentElement?.closest('.nt-text') ? { node, offset } : null
  }
  // Safari knows only the older call.
  const older = document as { caretRangeFromPoint?: (x: number, y: number) => Range | null }
  const range = older.caretRangeFromPoint?.(x, y)
  const node = range?.startContainer
  return range && node instanceof Text && node.parentElement?.closest('.nt-text')
    ? { node, offset: range.startOffset }
    : null
}
