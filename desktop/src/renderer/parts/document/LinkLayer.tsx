/**
 * Links inside the document, as buttons over the page.
 * What must stay true: only links to a page of this document work; an address outside does nothing at all.
 */
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { memo, useEffect, useState } from 'react'
import { useWords } from '../../ui/words/words.ts'
import { documentWords } from '../../ui/words/document.ts'
import { useReaderFace, type PageFrame } from './frame.ts'
import { boxToView, type Box } from './geometry.ts'
import { targetOf, type Target } from './outline.ts'
import styles from './reader.module.css'

interface Link {
  readonly box: Box
  readonly target: Target
}

interface LinkAnnotation {
  readonly subtype?: string
  readonly rect?: readonly number[]
  readonly dest?: string | readonly unknown[] | null
}

async function readLinks(document: PDFDocumentProxy, page: number): Promise<readonly Link[]> {
  const proxy = await document.getPage(page)
  const annotations = (await proxy.getAnnotations({ intent: 'display' })) as readonly LinkAnnotation[]
  const links: Link[] = []
  for (const { subtype, rect, dest } of annotations) {
    if (subtype !== 'Link' || !dest || !rect || links.length >= 300) continue
    const target = await targetOf(document, dest)
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = rect
    if (target)
      links.push({ target, box: [Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1)] })
  }
  return links
}

export const LinkLayer = memo(function LinkLayer({
  document,
  frame,
}: {
  readonly document: PDFDocumentProxy
  readonly frame: PageFrame
}) {
  const say = useWords(documentWords)
  const { goTo } = useReaderFace()
  const [links, setLinks] = useState<readonly Link[]>([])
  const { page, geometry } = frame
  useEffect(() => {
    let gone = false
    readLinks(document, page).then(
      (found) => {
        if (!gone) setLinks(found)
      },
      // Without its links a page is still readable.
      () => undefined,
    )
    return () => {
      gone = true
    }
  }, [document, page])
  return links.map(({ box, target }, n) => {
    const [left, top, width, height] = boxToView(geometry, box)
    return (
      <button
        key={n}
        type="button"
        className={styles['link']}
        style={{ left, top, width, height }}
        aria-label={say('pageOf', { page: target.page })}
        onClick={() =>
          goTo(target.y === null ? { page: target.page } : { page: target.page, at: [0, target.y] })
        }
      />
    )
  })
})
