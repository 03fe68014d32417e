/**
 * The agenda as the secretariat prepares it: add, edit, drag to its place, upload, publish.
 * What must stay true: an item moves by hand, finger or keyboard alike; the order shown is the server's again as soon as it
 * has answered.
 */
import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
  type Announcements,
  type DragEndEvent,
  type UniqueIdentifier,
} from '@dnd-kit/core'
import {
  SortableContext,
  sortableKeyboardCoordinates,
  verticalListSortingStrategy,
  arrayMove,
} from '@dnd-kit/sortable'
import { Button, Stack, Text, Title, Group } from '@mantine/core'
import { itemsInOrder, sessionOf } from '@nghi-truong/shared/domain/find'
import type { Item } from '@nghi-truong/shared/domain/records'
import { IconListDetails, IconPlus, IconSend } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useSelect } from '../../client/view.ts'
import { Chip } from '../../ui/kit/Chip.tsx'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { EmptyState } from '../../ui/kit/EmptyState.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { agendaWords } from '../../ui/words/agenda.ts'
import { useWords } from '../../ui/words/words.ts'
import { DeskItem, type UploadInto } from './DeskItem.tsx'
import type { RenderSignature } from './DocumentRow.tsx'
import { ItemForm } from './ItemForm.tsx'
import { UploadDialog } from './UploadDialog.tsx'

export function AgendaDesk({
  onOpen,
  renderSignature,
}: {
  readonly onOpen: (document: string) => void
  readonly renderSignature: RenderSignature
}) {
  const say = useWords(agendaWords)
  const session = useSelect(sessionOf)
  const inOrder = useSelect(itemsInOrder)
  /** Where the items stand on this screen until the server has answered. */
  const [moved, setMoved] = useState<readonly Item[] | null>(null)
  const [editing, setEditing] = useState<Item | 'new' | null>(null)
  const [uploading, setUploading] = useState<UploadInto | null>(null)
  const [publishing, setPublishing] = useState(false)
  const wish = useWish()
  useEffect(() => setMoved(null), [inOrder])
  const items = moved ?? inOrder
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const titleOf = (id: UniqueIdentifier): string => items.find((item) => item.id === id)?.title ?? ''
  const placeOf = (id: UniqueIdentifier): number => items.findIndex((item) => item.id === id) + 1
  const announcements: Announcements = {
    onDragStart: ({ active }) => say('lifted', { title: titleOf(active.id), place: placeOf(active.id) }),
    onDragOver: ({ active, over }) =>
      over ? say('over', { title: titleOf(active.id), place: placeOf(over.id) }) : undefined,
    onDragEnd: ({ active, over }) =>
      say('dropped', { title: titleOf(active.id), place: placeOf(over?.id ?? active.id) }),
    onDragCancel: ({ active }) => say('dropCancelled', { title: titleOf(active.id) }),
  }
  const drop = async ({ active, over }: DragEndEvent): Promise<void> => {
    if (!over || active.id === over.id) return
    const from = items.findIndex((item) => item.id === active.id)
    const to = items.findIndex((item) => item.id === over.id)
    const order = arrayMove([...items], from, to)
    setMoved(order)
    const before = order[to + 1]?.id
    const done = await wish.wish('agenda.move', {
      item: String(active.id),
      ...(before === undefined ? {} : { before }),
    })
    if (!done) setMoved(null)
  }
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <Title order={1}>{say('title')}</Title>
          {session?.agendaPublished ? (
            <Chip tone="yes">{say('published')}</Chip>
          ) : (
            <Chip tone="other">{say('draft')}</Chip>
          )}
        </Group>
        <Group gap="sm">
          <Button
            variant="default"
            leftSection={<IconPlus size="1.25rem" aria-hidden />}
            onClick={() => setEditing('new')}
          >
            {say('addItem')}
          </Button>
          {session?.agendaPublished ? null : (
            <Button
              leftSection={<IconSend size="1.25rem" aria-hidden />}
              disabled={items.length === 0}
              onClick={() => setPublishing(true)}
            >
              {say('publish')}
            </Button>
          )}
        </Group>
      </Group>
      <Refused refusal={wish.refusal} unreachable={wish.unreachable} onDismiss={wish.dismiss} />
      {items.length === 0 ? (
        <EmptyState title={say('empty')} icon={IconListDetails}>
          {say('emptyHint')}
        </EmptyState>
      ) : null}
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={(event) => void drop(event)}
        accessibility={{ announcements, screenReaderInstructions: { draggable: say('moveHelp') } }}
      >
        <SortableContext items={items.map((item) => item.id)} strategy={verticalListSortingStrategy}>
          <Stack gap="sm">
            {items.map((item) => (
              <DeskItem
                key={item.id}
                item={item}
                onEdit={() => setEditing(item)}
                onUpload={setUploading}
                onOpen={onOpen}
                renderSignature={renderSignature}
              />
            ))}
          </Stack>
        </SortableContext>
      </DndContext>
      {editing ? (
        <ItemForm
          key={editing === 'new' ? 'new' : editing.id}
          item={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      ) : null}
      {uploading ? (
        <UploadDialog
          item={uploading.item}
          replaces={uploading.replaces}
          renderSignature={renderSignature}
          onClose={() => setUploading(null)}
        />
      ) : null}
      <ConfirmDialog
        opened={publishing}
        title={say('publishSure')}
        confirm={say('publish')}
        pending={wish.pending}
        onClose={() => setPublishing(false)}
        onConfirm={() => {
          setPublishing(false)
          void wish.wish('agenda.publish', {})
        }}
      >
        <Text>{say('publishHint')}</Text>
      </ConfirmDialog>
    </Stack>
  )
}
