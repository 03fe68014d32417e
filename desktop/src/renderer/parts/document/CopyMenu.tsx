/**
 * Printing and keeping a copy, where the document allows it.
 * What must stay true: every copy is made by the server for this person and this moment; without a network there is none.
 */
import { ActionIcon, Loader, Menu, Text } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import type { Refusal } from '@nghi-truong/shared/domain/refusal'
import { useCopies } from '../../client/copies.ts'
import { Refused } from '../../ui/kit/Refused.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { copyWords } from '../../ui/words/copy.ts'
import { useWords } from '../../ui/words/words.ts'
import { useReaderFace } from './frame.ts'
import { PrintDialog } from './PrintDialog.tsx'

export function CopyMenu({ document, title }: { readonly document: string; readonly title: string }) {
  const say = useWords(copyWords)
  const { page, pages } = useReaderFace()
  const make = useCopies()
  const [making, setMaking] = useState(false)
  const [failed, setFailed] = useState<Refusal | 'unreachable' | null>(null)
  const [printing, setPrinting] = useState(false)
  const copy = useCallback(async (): Promise<Uint8Array<ArrayBuffer> | null> => {
    setFailed(null)
    setMaking(true)
    const made = await make(document)
    setMaking(false)
    if (made instanceof Uint8Array) return made
    setFailed(made)
    return null
  }, [make, document])
  const download = async (): Promise<void> => {
    const bytes = await copy()
    const name = title.replace(/[\\/:*?"<>|]+/gu, ' ').slice(0, 80)
    if (bytes) saveFile(new Blob([bytes], { type: 'application/pdf' }), `Bản sao - ${name}.pdf`)
  }
  return (
    <>
      <Menu shadow="md" width={320} position="bottom-end">
        <Menu.Target>
          <ActionIcon
            size={48}
            radius="md"
            variant="subtle"
            color="gray"
            aria-label={say(making ? 'making' : 'menu')}
          >
            {making ? <Loader size={22} /> : <IconPrinter size={24} />}
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item h={48} leftSection={<IconPrinter size={20} />} onClick={() => setPrinting(true)}>
            {say('print')}
          </Menu.Item>
          <Menu.Item
            h={48}
            leftSection={<IconDownload size={20} />}
            disabled={making}
            onClick={() => void download()}
          >
            {say('download')}
          </Menu.Item>
          <Text size="sm" p="xs">
            {say('hint')}
          </Text>
        </Menu.Dropdown>
      </Menu>
      {failed === null ? null : (
        <div style={{ position: 'fixed', left: 16, right: 16, bottom: 88, zIndex: 400 }}>
          <Refused
            refusal={failed === 'unreachable' ? null : failed}
            unreachable={failed === 'unreachable'}
            onDismiss={() => setFailed(null)}
          />
        </div>
      )}
      {printing ? (
        <PrintDialog page={page} pages={pages} copy={copy} onClose={() => setPrinting(false)} />
      ) : null}
    </>
  )
}
