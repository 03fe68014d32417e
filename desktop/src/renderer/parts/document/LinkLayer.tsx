/**
 * Links of the document, as buttons over the page.
 * What must stay true: a link to a page of this document leads there; an address outside is never opened here, only told
 * to the reader, who asks the person.
 */
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { memo, useEffect, useState } from 'react'
import { useWords } from '../../ui/words/words.ts'
import { copyWords } from '../../ui/words/copy.ts'
import { documentWords } from '../../ui/words/document.ts'
import { useReaderFace, type PageFrame } from './frame.ts'
import { boxToView, type Box } from './geometry.ts'
import { targetOf, type Target } from './outline.ts'
import styles from './reader.module.css'

interface Link {
  readonly box: Box
  /** A page of this document, or an address outside it. */
  readonly to: Target | string
}

interface LinkAnnotation {
  readonly subtype?: string
  readonly rect?: readonly number[]
  readonly dest?: string | readonly unknown[] | null
  /** Cleaned by pdf.js: http, https, ftp, mailto or tel only. */
  readonly url?: string
}

/** Of an address outside, only what a browser would show as a page. */
const pageOutside = (url: string | undefined): string | null =>
  url !== undefined && /^https?:\/\//i.test(url) && url.length < 2000 ? url : null

async function readLinks(document: PDFDocumentProxy, page: number): Promise<readonly Link[]> {
  const proxy = await document.getPage(page)
  const annotations = (await proxy.getAnnotations({ intent: 'display' })) as readonly LinkAnnotation[]
  const links: Link[] = []
  for (const { subtype, rect, dest, url } of annotations) {
    if (subtype !== 'Link' || !rect || links.length >= 300) continue
    const to = dest ? await targetOf(document, dest) : pageOutside(url)
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = rect
    if (to !== null)
      links.push({ to, box: [Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1)] })
  }
  return links
}

export const LinkLayer = memo(function LinkLayer({
  document,
  frame,
  onOutside,
}: {
  readonly document: PDFDocumentProxy
  readonly frame: PageFrame
  readonly onOutside: (address: string) => void
}) {
  const sayCopy = useWords(copyWords)
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
  return links.map(({ box, to }, n) => {
    const [left, top, width, height] = boxToView(geometry, box)
    return (
      <button
        key={n}
        type="button"
        className={styles['link']}
        style={{ left, top, width, height }}
        aria-label={
          typeof to === 'string' ? sayCopy('outsideLink', { address: to }) : say('pageOf', { page: to.page })
        }
        onClick={() => {
          if (typeof to === 'string') onOutside(to)
          else goTo(to.y === null ? { page: to.page } : { page: to.page, at: [0, to.y] })
        }}
      />
    )
  })
})
