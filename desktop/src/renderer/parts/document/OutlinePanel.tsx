/** The table of contents beside the pages; the entry one is reading is marked. */
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useMemo, useRef, useState } from 'react'
import { documentWords } from '../../ui/words/document.ts'
import { useWords } from '../../ui/words/words.ts'
import { useReaderFace } from './frame.ts'
import { entryOf, readOutline, type OutlineEntry } from './outline.ts'
import styles from './reader.module.css'

interface Line {
  readonly entry: OutlineEntry
  readonly depth: number
}

const flatten = (entries: readonly OutlineEntry[], depth = 0): readonly Line[] =>
  entries.flatMap((entry) => [{ entry, depth }, ...flatten(entry.children, depth + 1)])

export function OutlinePanel({
  document,
  labels,
}: {
  readonly document: PDFDocumentProxy
  readonly labels: readonly string[] | null
}) {
  const say = useWords(documentWords)
  const { page, goTo } = useReaderFace()
  const [entries, setEntries] = useState<readonly OutlineEntry[] | null>(null)
  useEffect(() => {
    let gone = false
    readOutline(document).then(
      (found) => {
        if (!gone) setEntries(found)
      },
      () => {
        if (!gone) setEntries([])
      },
    )
    return () => {
      gone = true
    }
  }, [document])
  const lines = useMemo(() => flatten(entries ?? []), [entries])
  const here = useMemo(() => (entries ? entryOf(entries, page) : null), [entries, page])
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [here])
  if (entries === null) return null
  if (lines.length === 0) return <p className={styles['note']}>{say('noOutline')}</p>
  return (
    <ul ref={list} className={styles['plainList']}>
      {lines.map(({ entry, depth }, n) => (
        <li key={n}>
          <button
            type="button"
            className={styles['entry']}
            style={{ paddingLeft: 12 + depth * 18 }}
            aria-current={entry === here}
            disabled={entry.page === null}
            onClick={() => {
              if (entry.page !== null)
                goTo(entry.y === null ? { page: entry.page } : { page: entry.page, at: [0, entry.y] })
            }}
          >
            <span>{entry.title}</span>
            <span>{entry.page === null ? '' : (labels?.[entry.page - 1] ?? entry.page)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
