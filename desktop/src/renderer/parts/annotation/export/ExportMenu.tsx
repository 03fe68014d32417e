/**
 * "Bản ghi chú cá nhân": one's marks of this document as a PDF of their own or as text, made on this device.
 * What must stay true: nothing leaves the device; the document's own bytes are only read.
 */
import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import { useState } from 'react'
import { dateTime } from '../../../ui/dates.ts'
import { saveFile } from '../../../ui/save-file.ts'
import { annotationWords } from '../../../ui/words/annotation.ts'
import { exportWords } from '../../../ui/words/notebook.ts'
import { useWords } from '../../../ui/words/words.ts'
import { useAnnotating } from '../annotating.tsx'
import { useVersions } from '../versions/versions.tsx'
import { notesText, type ExportWords, type NotesOf } from './notes-text.ts'
import { personalCopy } from './personal-copy.ts'
import { fileName } from './save.ts'

/** The words a copy is written in; `nameOf` and `layerName` from where they are known. */
export function useExportWords(
  nameOf: (person: string) => string,
  layerName: (layer: string) => string,
): ExportWords {
  const say = useWords(annotationWords)
  return {
    kind: (mark) => (mark.kind === 'stamp' ? say(`stamp.${mark.stamp}`) : say(`kind.${mark.kind}`)),
    meaning: (mark) => say(`colour.${mark.colour}`),
    layer: layerName,
    name: nameOf,
    time: dateTime,
    page: (page) => say('page', { page }),
  }
}

export function ExportMenu({
  document,
  pictures,
}: {
  readonly document: DocumentRecord
  /** Whether pages of the document may be copied. */
  readonly pictures: boolean
}) {
  const say = useWords(exportWords)
  const marksSay = useWords(annotationWords)
  const now = useAnnotating()
  const versions = useVersions()
  const words = useExportWords(now.nameOf, now.layerName)
  const [state, setState] = useState<'' | 'making' | 'failed'>('')
  const { title, number, version, facts } = document
  const mine = now.all.filter(({ mark }) => mark.author === now.person)
  const notes: NotesOf = { title, number, version, file: facts.sha256, marks: mine, answers: now.answers }
  const created = new Date()
  const head = [
    say('facts.version', { version, count: mine.length }),
    say('facts.file', { code: facts.sha256 }),
    say('facts.made', { name: now.nameOf(now.person), time: dateTime(created.toISOString()) }),
    say('facts.notOriginal'),
    ...(pictures ? [] : [say('facts.noPictures')]),
  ]
  const asText = (): void => {
    const text = notesText([notes], [say('title'), ...head], words)
    saveFile(new Blob([text], { type: 'text/plain;charset=utf-8' }), fileName(title, 'txt'))
  }
  const asPdf = async (): Promise<void> => {
    if (!versions) return
    setState('making')
    const pdf = await versions.library.pdf(document)
    const bytes = await personalCopy(
      pdf,
      notes,
      now.nameOf(now.person),
      created,
      pictures,
      {
        ...words,
        title: say('title'),
        stamp: (stamp) => marksSay(`stamp.${stamp}`),
        footer: say('footer', { name: now.nameOf(now.person) }),
        blank: say('blank'),
        facts: head,
      },
      () => undefined,
    )
    saveFile(new Blob([bytes.slice().buffer], { type: 'application/pdf' }), fileName(title, 'pdf'))
    setState('')
  }
  return (
    <>
      <Menu position="top-start" width={300} shadow="md">
        <Menu.Target>
          <Button
            size="md"
            fullWidth
            variant="default"
            leftSection={<IconDownload size={20} />}
            loading={state === 'making'}
            disabled={mine.length === 0}
          >
            {say('title')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{say(pictures ? 'hint' : 'hintBlank')}</Menu.Label>
          <Menu.Item mih={48} onClick={() => void asPdf().catch(() => setState('failed'))}>
            {say(pictures ? 'asPdf' : 'asPdfBlank')}
          </Menu.Item>
          <Menu.Item mih={48} onClick={asText}>
            {say('asText')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {state === 'failed' && <p role="alert">{say('failed')}</p>}
    </>
  )
}
