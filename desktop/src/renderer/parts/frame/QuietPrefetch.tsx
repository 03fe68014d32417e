/** Fetches what the agenda offers, quietly, so that opening needs no waiting. */
import { useMemo } from 'react'
import { usePrefetch } from '../../client/files.ts'
import { useEvery } from '../../client/view.ts'

export function QuietPrefetch() {
  const documents = useEvery('document')
  const wanted = useMemo(
    () =>
      documents
        .filter((document) => document.state === 'published' && document.replacedBy === null)
        .map(({ facts }) => ({ sha256: facts.sha256, size: facts.size })),
    [documents],
  )
  usePrefetch(wanted)
  return null
}
