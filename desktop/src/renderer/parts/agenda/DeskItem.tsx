/** One item while preparing: its handle, its buttons, its documents with theirs. */
import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { ActionIcon, Button, Menu } from '@mantine/core'
import { sessionOf } from '@nghi-truong/shared/domain/find'
import { readingOf } from '@nghi-truong/shared/domain/reading'
import { readings, type DocumentRecord, type Item } from '@nghi-truong/shared/domain/records'
import {
  IconCheck,
  IconDots,
  IconGripVertical,
  IconPencil,
  IconReplace,
  IconSend,
  IconTrash,
  IconUpload,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useEvery, useSelect } from '../../client/view.ts'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { agendaWords } from '../../ui/words/agenda.ts'
import { copyWords } from '../../ui/words/copy.ts'
import { useWords } from '../../ui/words/words.ts'
import { AgendaItem } from './AgendaItem.tsx'
import { DocumentRow, type RenderSignature } from './DocumentRow.tsx'

export interface UploadInto {
  readonly item: Item
  readonly replaces: string | null
}

export function DeskItem({
  item,
  onEdit,
  onUpload,
  onOpen,
  renderSignature,
}: {
  readonly item: Item
  readonly onEdit: () => void
  readonly onUpload: (into: UploadInto) => void
  readonly onOpen: (document: string) => void
  readonly renderSignature: RenderSignature
}) {
  const say = useWords(agendaWords)
  const all = useEvery('document')
  const documents = all
    .filter((document) => document.item === item.id && document.replacedBy === null)
    .toSorted((a, b) => a.position - b.position || a.version - b.version)
  const published = useSelect((records) => sessionOf(records)?.agendaPublished ?? false)
  const [removing, setRemoving] = useState(false)
  const { refusal, unreachable, dismiss, wish } = useWish()
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({ id: item.id })
  const { title } = item
  return (
    <div
      ref={setNodeRef}
      style={{ transform: CSS.Translate.toString(transform), transition: transition ?? '' }}
    >
      <AgendaItem
        item={item}
        documents={documents}
        dragging={isDragging}
        handle={
          <ActionIcon
            ref={setActivatorNodeRef}
            {...attributes}
            {...listeners}
            aria-label={say('moveItemNamed', { title })}
            style={{ cursor: 'grab', touchAction: 'none' }}
          >
            <IconGripVertical size="1.5rem" aria-hidden />
          </ActionIcon>
        }
        actions={
          <>
            <ActionIcon aria-label={say('editItemNamed', { title })} onClick={onEdit}>
              <IconPencil size="1.5rem" aria-hidden />
            </ActionIcon>
            <ActionIcon aria-label={say('removeItemNamed', { title })} onClick={() => setRemoving(true)}>
              <IconTrash size="1.5rem" aria-hidden />
            </ActionIcon>
          </>
        }
        foot={
          <Button
            variant="light"
            leftSection={<IconUpload size="1.25rem" aria-hidden />}
            aria-label={say('uploadNamed', { title })}
            onClick={() => onUpload({ item, replaces: null })}
          >
            {say('upload')}
          </Button>
        }
      >
        {documents.map((document) => (
          <DocumentRow
            key={document.id}
            document={document}
            onOpen={onOpen}
            renderSignature={renderSignature}
            withState={published}
            actions={
              <DocumentMenu document={document} onReplace={() => onUpload({ item, replaces: document.id })} />
            }
          />
        ))}
      </AgendaItem>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      <ConfirmDialog
        opened={removing}
        title={say('removeItem')}
        confirm={say('removeItem')}
        danger
        onClose={() => setRemoving(false)}
        onConfirm={() => {
          setRemoving(false)
          void wish('agenda.remove', { item: item.id })
        }}
      >
        {say('removeSure', { title })}
      </ConfirmDialog>
    </div>
  )
}

const detailsOf = ({ id, title, number, documentType, classification, visibility }: DocumentRecord) => ({
  document: id,
  title,
  number,
  documentType,
  classification,
  visibility,
})

function DocumentMenu({
  document,
  onReplace,
}: {
  readonly document: DocumentRecord
  readonly onReplace: () => void
}) {
  const say = useWords(agendaWords)
  const sayCopy = useWords(copyWords)
  const [withdrawing, setWithdrawing] = useState(false)
  const { refusal, unreachable, dismiss, wish } = useWish()
  if (document.state === 'withdrawn') return null
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={say('actions', { title: document.title })}>
            <IconDots size="1.5rem" aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {document.state === 'draft' ? (
            <Menu.Item
              leftSection={<IconSend size="1.25rem" aria-hidden />}
              onClick={() => void wish('documents.publish', { document: document.id })}
            >
              {say('publishDocument')}
            </Menu.Item>
          ) : null}
          <Menu.Item leftSection={<IconReplace size="1.25rem" aria-hidden />} onClick={onReplace}>
            {say('newVersion')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{sayCopy('reading')}</Menu.Label>
          {readings.map((reading) => (
            <Menu.Item
              key={reading}
              role="menuitemradio"
              aria-checked={readingOf(document) === reading}
              leftSection={
                readingOf(document) === reading ? <IconCheck size="1.25rem" aria-hidden /> : <span />
              }
              onClick={() => void wish('documents.change', { ...detailsOf(document), reading })}
            >
              {sayCopy(`reading.${reading}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconTrash size="1.25rem" aria-hidden />}
            onClick={() => setWithdrawing(true)}
          >
            {say('withdrawDocument')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      <ConfirmDialog
        opened={withdrawing}
        title={say('withdrawDocument')}
        confirm={say('withdrawDocument')}
        reason={say('withdrawReason')}
        danger
        onClose={() => setWithdrawing(false)}
        onConfirm={(reason) => {
          setWithdrawing(false)
          void wish('documents.withdraw', { document: document.id, reason })
        }}
      >
        {say('withdrawSure', { title: document.title })}
      </ConfirmDialog>
    </>
  )
}
