/** Several PDFs at once into one item: each with its progress, what was found, and its details. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import type { Item } from '@nghi-truong/shared/domain/records'
import { useRef, useState, type DragEvent } from 'react'
import { useSend } from '../../client/send.ts'
import { uploadWords } from '../../ui/words/upload.ts'
import { commonWords } from '../../ui/words/common.ts'
import { useWords } from '../../ui/words/words.ts'
import type { RenderSignature } from './DocumentRow.tsx'
import { UploadRow } from './UploadRow.tsx'
import { useUploads, type Upload } from './upload-state.ts'
import classes from './upload.module.css'

const refusedClasses = ['confidential', 'secret', 'top_secret']

export function UploadDialog({
  item,
  replaces,
  renderSignature,
  onClose,
}: {
  readonly item: Item
  /** The document a single new file takes the place of. */
  readonly replaces: string | null
  readonly renderSignature: RenderSignature
  readonly onClose: () => void
}) {
  const say = useWords(uploadWords)
  const sayCommon = useWords(commonWords)
  const send = useSend()
  const uploads = useUploads(item.id)
  const chooser = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [pending, setPending] = useState(false)
  const ready = uploads.all.filter(
    (one) => one.stage.kind === 'ready' && !refusedClasses.includes(one.details.classification),
  )
  const settled = uploads.all.length > 0 && uploads.all.every((one) => one.stage.kind === 'attached')

  const attach = async (one: Upload): Promise<void> => {
    if (one.stage.kind !== 'ready') return
    const { facts } = one.stage
    const sent = await send('documents.attach', {
      item: item.id,
      file: facts.sha256,
      ...one.details,
      ...(replaces ? { replaces } : {}),
    })
    if (sent.kind === 'accepted') uploads.settle(one.id, { kind: 'attached', facts })
    if (sent.kind === 'refused') uploads.settle(one.id, { kind: 'failed', refusal: sent.refusal })
  }
  const attachAll = async (): Promise<void> => {
    setPending(true)
    // One after the other: they stand in the item in this order.
    for (const one of ready) await attach(one)
    setPending(false)
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    uploads.add([...event.dataTransfer.files])
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="56rem"
      title={say('title', { item: item.title })}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': sayCommon('close') }}
    >
      <Stack gap="md">
        <div
          className={classes['drop']}
          data-over={over}
          onDragOver={(event) => {
            event.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <IconUpload size="2rem" aria-hidden />
          <Text fw={500}>{say('drop')}</Text>
          <Text size="sm" c="dimmed">
            {say('noSecrets')}
          </Text>
          <Button variant="default" onClick={() => chooser.current?.click()}>
            {say('choose')}
          </Button>
          <input
            ref={chooser}
            type="file"
            accept="application/pdf,.pdf"
            multiple={replaces === null}
            className="nt-visually-hidden"
            tabIndex={-1}
            aria-label={say('choose')}
            onChange={(event) => {
              uploads.add([...(event.currentTarget.files ?? [])])
              event.currentTarget.value = ''
            }}
          />
        </div>
        <ul className={classes['files']}>
          {uploads.all.map((one) => (
            <UploadRow key={one.id} upload={one} uploads={uploads} renderSignature={renderSignature} />
          ))}
        </ul>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {settled ? say('done') : sayCommon('close')}
          </Button>
          {settled ? null : (
            <Button loading={pending} disabled={ready.length === 0} onClick={() => void attachAll()}>
              {ready.length > 1 ? say('attachCount', { count: ready.length }) : say('attach')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}
