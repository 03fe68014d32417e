/**
 * The state of a search: what is asked, what was found, where one stands.
 * What must stay true: a new question stops the old one; results keep the place one stands at while more come in.
 */
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { PageHits } from './TextLayer.tsx'
import type { FindState } from './FindPanel.tsx'
import { foldQuery } from './find.ts'
import { Texts, type Finding, type Hit } from './texts.ts'

export interface Find {
  readonly state: FindState
  readonly setQuery: (query: string) => void
  readonly setExact: (exact: boolean) => void
  readonly go: (at: number) => void
  /** What to mark on a page; the same value while nothing changes there. */
  readonly onPage: (page: number) => PageHits | null
}

export function useFind(
  document: PDFDocumentProxy,
  page: number,
  open: boolean,
  goTo: (hit: Hit) => void,
  asked: string,
): Find {
  const texts = useMemo(() => new Texts(document), [document])
  const [query, setQuery] = useState(asked)
  useEffect(() => {
    if (asked !== '') setQuery(asked)
  }, [asked])
  const [exact, setExact] = useState(false)
  const [finding, setFinding] = useState<Finding | null>(null)
  const [current, setCurrent] = useState<Hit | null>(null)
  const here = useRef(page)
  here.current = page

  useEffect(() => {
    setFinding(null)
    setCurrent(null)
    if (!open || foldQuery(query, { exact }) === '') return undefined
    const stop = new AbortController()
    const timer = setTimeout(() => {
      void texts.find(query, { exact }, here.current, setFinding, stop.signal)
    }, 180)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [texts, query, exact, open])

  const hits = finding?.hits
  const at = useMemo(
    () =>
      current && hits
        ? hits.findIndex((one) => one.page === current.page && one.index === current.index)
        : -1,
    [hits, current],
  )
  const go = useCallback(
    (index: number) => {
      // The first step leads to the first result from the page one is on.
      const from = hits?.findIndex((one) => one.page >= here.current) ?? -1
      const hit = hits?.[at < 0 && index === 0 && from > 0 ? from : index]
      if (!hit) return
      setCurrent(hit)
      goTo(hit)
    },
    [hits, at, goTo],
  )
  const byPage = useMemo(() => {
    const pages = new Map<number, PageHits>()
    if (!open) return pages
    for (const hit of hits ?? []) {
      const of = pages.get(hit.page)
      pages.set(hit.page, {
        matches: [...(of?.matches ?? []), hit.match],
        current: current?.page === hit.page ? current.index : -1,
      })
    }
    return pages
  }, [hits, current, open])
  return {
    state: { query, exact, finding, at },
    setQuery,
    setExact,
    go,
    onPage: (one) => byPage.get(one) ?? null,
  }
}
