/** The agenda as everybody reads it: in order, the current item marked, each with its documents. */
import { Stack } from '@mantine/core'
import { itemsInOrder } from '@nghi-truong/shared/domain/find'
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import { IconListDetails } from '@tabler/icons-react'
import { useEvery, useSelect } from '../../client/view.ts'
import { EmptyState } from '../../ui/kit/EmptyState.tsx'
import { agendaWords } from '../../ui/words/agenda.ts'
import { useWords } from '../../ui/words/words.ts'
import { AgendaItem } from './AgendaItem.tsx'
import { DocumentRow, type RenderSignature } from './DocumentRow.tsx'

/** The documents of an item as a reader needs them: in order, an older version only where the newer is not in sight. */
export function readable(all: readonly DocumentRecord[], item: string): readonly DocumentRecord[] {
  const seen = new Set(all.map((document) => document.id))
  return all
    .filter(
      (document) =>
        document.item === item &&
        document.state !== 'withdrawn' &&
        !(document.replacedBy !== null && seen.has(document.replacedBy)),
    )
    .toSorted((a, b) => a.position - b.position || a.version - b.version)
}

export function AgendaList({
  onOpen,
  renderSignature,
}: {
  readonly onOpen: (document: string) => void
  readonly renderSignature: RenderSignature
}) {
  const say = useWords(agendaWords)
  const items = useSelect(itemsInOrder)
  const documents = useEvery('document')
  if (items.length === 0)
    return (
      <EmptyState title={say('notPublished')} icon={IconListDetails}>
        {say('notPublishedHint')}
      </EmptyState>
    )
  return (
    <Stack gap="sm">
      {items.map((item) => {
        const own = readable(documents, item.id)
        return (
          <AgendaItem key={item.id} item={item} documents={own}>
            {own.map((document) => (
              <DocumentRow
                key={document.id}
                document={document}
                onOpen={onOpen}
                renderSignature={renderSignature}
              />
            ))}
          </AgendaItem>
        )
      })}
    </Stack>
  )
}
