/** Gives a role what it needs to compose the reader: the document as this person sees it, and whose place it is. */
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import type { ReactNode } from 'react'
import { useClient } from '../../client/client.tsx'
import type { Keep } from '../../client/keep.ts'
import { useOne, useYou } from '../../client/view.ts'
import { Refused } from '../../ui/kit/Refused.tsx'

export interface DocumentInHand {
  readonly document: DocumentRecord
  readonly person: string
  readonly keep: Keep
}

export function WithDocument({
  document: id,
  children,
}: {
  readonly document: string
  readonly children: (inHand: DocumentInHand) => ReactNode
}) {
  const document = useOne('document', id)
  const { person } = useYou()
  const { keep } = useClient()
  if (!document) return <Refused refusal={{ refused: 'document.notSeen' }} />
  return children({ document, person, keep })
}
