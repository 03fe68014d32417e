/**
 * The text of a page, laid invisibly over its picture so that it can be selected, and the results of a search upon it.
 * What must stay true: zooming costs nothing here (sizes follow a CSS variable); results lie exactly on their letters.
 */
import { TextLayer as PdfTextLayer, type PDFDocumentProxy } from 'pdfjs-dist'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import { copyWords } from '../../ui/words/copy.ts'
import { useWords } from '../../ui/words/words.ts'
import type { References } from './reader-props.ts'
import type { Rotation } from './geometry.ts'
import type { Match } from './find.ts'
import { joinItems, itemAt } from './texts.ts'
import './text-layer.css'

export interface PageHits {
  readonly matches: readonly Match[]
  /** The one gone to, or -1. */
  readonly current: number
}

interface Laid {
  readonly text: string
  readonly divs: readonly HTMLElement[]
  readonly starts: readonly number[]
}

/** Where a stretch of text lies, as fractions of `within`. */
function boxesOf({ divs, starts }: Laid, { start, end }: Match, within: DOMRect): readonly DOMRect[] {
  const from = itemAt(starts, start)
  const to = itemAt(starts, end - 1)
  const boxes: DOMRect[] = []
  for (let item = from.item; item <= to.item; item++) {
    const node = divs[item]?.firstChild
    if (!node || node.nodeType !== Node.TEXT_NODE) continue
    const length = node.textContent?.length ?? 0
    const range = new Range()
    range.setStart(node, item === from.item ? Math.min(from.inside, length) : 0)
    range.setEnd(node, item === to.item ? Math.min(to.inside + 1, length) : length)
    for (const rect of range.getClientRects())
      if (rect.width > 0)
        boxes.push(
          new DOMRect(
            (rect.left - within.left) / within.width,
            (rect.top - within.top) / within.height,
            rect.width / within.width,
            rect.height / within.height,
          ),
        )
  }
  return boxes
}

const percent = (fraction: number): string => `${(fraction * 100).toFixed(3)}%`

export const TextLayer = memo(function TextLayer({
  document,
  page,
  turn,
  hits,
  references,
}: {
  readonly document: PDFDocumentProxy
  readonly page: number
  readonly turn: Rotation
  readonly hits: PageHits | null
  readonly references: References | undefined
}) {
  const say = useWords(copyWords)
  const container = useRef<HTMLDivElement>(null)
  const [laid, setLaid] = useState<Laid | null>(null)
  const [boxes, setBoxes] = useState<readonly { readonly box: DOMRect; readonly current: boolean }[]>([])

  useEffect(() => {
    const element = container.current
    if (!element) return undefined
    let gone = false
    let layer: PdfTextLayer | null = null
    const lay = async (): Promise<void> => {
      const proxy = await document.getPage(page)
      const content = await proxy.getTextContent()
      if (gone) return
      element.replaceChildren()
      const viewport = proxy.getViewport({ scale: 1, rotation: (proxy.rotate + turn) % 360 })
      layer = new PdfTextLayer({ textContentSource: content, container: element, viewport })
      await layer.render()
      if (gone) return
      const stop = element.ownerDocument.createElement('div')
      stop.className = 'nt-text-end'
      element.append(stop)
      setLaid({
        divs: layer.textDivs,
        ...joinItems(content.items as { str?: string; hasEOL?: boolean }[]),
      })
    }
    // Without its text a page can still be read; it is laid again when it comes near the next time.
    lay().catch(() => undefined)
    return () => {
      gone = true
      layer?.cancel()
      setLaid(null)
    }
  }, [document, page, turn])

  useEffect(() => {
    const within = container.current?.parentElement?.getBoundingClientRect()
    if (!laid || !hits || !within || within.width === 0) return setBoxes([])
    setBoxes(
      hits.matches.flatMap((match, n) =>
        boxesOf(laid, match, within).map((box) => ({ box, current: n === hits.current })),
      ),
    )
  }, [laid, hits])

  const spoken = useMemo(() => {
    const within = container.current?.parentElement?.getBoundingClientRect()
    if (!laid || !references || !within || within.width === 0) return []
    return references.find(laid.text).map((one) => ({
      ...one,
      words: laid.text.slice(one.start, one.end),
      boxes: boxesOf(laid, one, within),
    }))
  }, [laid, references])

  return (
    <>
      <div className="nt-hits" aria-hidden="true">
        {boxes.map(({ box, current }, n) => (
          <div
            key={n}
            data-current={current || undefined}
            style={{
              left: percent(box.x),
              top: percent(box.y),
              width: percent(box.width),
              height: percent(box.height),
            }}
          />
        ))}
      </div>
      <div ref={container} className="nt-text" data-text={laid ? 'ready' : undefined} />
      {spoken.flatMap(({ document: target, page: to, words, boxes: where }, n) =>
        where.map((box, part) => (
          <button
            key={`${n}.${part}`}
            type="button"
            className="nt-reference"
            aria-label={say('goTo', { words: words.replace(/\s+/gu, ' ') })}
            // A reference over two lines is one thing to whoever goes through with the keys.
            tabIndex={part === 0 ? 0 : -1}
            aria-hidden={part > 0}
            onClick={() => references?.open(target, to)}
            style={{
              left: percent(box.x),
              top: percent(box.y),
              width: percent(box.width),
              height: percent(box.height),
            }}
          />
        )),
      )}
    </>
  )
})
