/** Gives a role the document it composes a reading room around, as this person sees it. */
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import type { ReactNode } from 'react'
import { useOne } from '../../client/view.ts'
import { Refused } from '../../ui/kit/Refused.tsx'

export function WithDocument({
  document: id,
  children,
}: {
  readonly document: string
  readonly children: (document: DocumentRecord) => ReactNode
}) {
  const document = useOne('document', id)
  return document ? children(document) : <Refused refusal={{ refused: 'document.notSeen' }} />
}
