/** Fetches what the agenda offers, quietly, and keeps the session for the time without a network. */
import { keepsOnDevice } from '@nghi-truong/shared/domain/reading'
import { useMemo } from 'react'
import { usePrefetch } from '../../client/files.ts'
import { useKeepSession } from '../../client/pack.ts'
import { useEvery } from '../../client/view.ts'

export function QuietPrefetch() {
  const documents = useEvery('document')
  const wanted = useMemo(
    () =>
      documents
        .filter(
          (document) =>
            document.state === 'published' && document.replacedBy === null && keepsOnDevice(document),
        )
        .map(({ facts }) => ({ sha256: facts.sha256, size: facts.size })),
    [documents],
  )
  usePrefetch(wanted)
  useKeepSession()
  return null
}
