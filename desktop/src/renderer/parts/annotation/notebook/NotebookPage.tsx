/**
 * "Ghi chú của tôi": all marks of the session in one list, filtered, searched, gone to.
 * What must stay true: marks of different documents never mix up; words are found without diacritics too.
 */
import { Button, Group, NativeSelect, Progress, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconArrowLeft, IconDownload, IconSearch } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import { useNameOf } from '../../../client/people.ts'
import { useEvery, useYou } from '../../../client/view.ts'
import { dateTime } from '../../../ui/dates.ts'
import { saveFile } from '../../../ui/save-file.ts'
import { annotationWords } from '../../../ui/words/annotation.ts'
import { exportWords, notebookWords } from '../../../ui/words/notebook.ts'
import { useWords } from '../../../ui/words/words.ts'
import { useExportWords } from '../export/ExportMenu.tsx'
import { notesText, type NotesOf } from '../export/notes-text.ts'
import { fileName } from '../export/save.ts'
import { paint, signs } from '../colours.ts'
import styles from '../dock.module.css'
import { listed, textOf, type Filter, type Listed } from '../list.ts'
import { MarkFilters } from '../MarkFilters.tsx'
import { useCollected } from './collect.tsx'

/** Rows drawn at once. */
const most = 600

interface Row extends Listed {
  readonly document: DocumentRecord
}

export function NotebookPage({
  onOpen,
  onBack,
}: {
  readonly onOpen: (document: string, page: number) => void
  readonly onBack: () => void
}) {
  const say = useWords(notebookWords)
  const words = useWords(annotationWords)
  const sayExport = useWords(exportWords)
  const { person } = useYou()
  const nameOf = useNameOf()
  const groups = useEvery('group')
  const documents = useEvery('document')
  const ordered = useMemo(
    () =>
      documents
        .filter(({ state }) => state !== 'withdrawn')
        .toSorted((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : b.version - a.version)),
    [documents],
  )
  const { found, of, working } = useCollected(ordered)
  const [filter, setFilter] = useState<Filter>({ who: 'mine', text: '' })
  const [only, setOnly] = useState('')
  const layerName = (layer: string): string => {
    if (layer.startsWith('private:')) return words('layer.private')
    if (layer === 'presenter') return words('layer.presenter')
    return groups.find(({ id }) => layer === `group:${id}`)?.name ?? layer
  }
  const exported = useExportWords(nameOf, layerName)
  const rows = useMemo(
    () =>
      ordered.flatMap((document): Row[] =>
        (found.get(document.id)?.list ?? []).map((one) => ({ ...one, document })),
      ),
    [ordered, found],
  )
  const shown = useMemo(
    () => listed(rows, filter, person).filter(({ document }) => only === '' || document.id === only),
    [rows, filter, person, only],
  )
  const some = ordered.filter(({ id }) => (found.get(id)?.list.length ?? 0) > 0)
  const unseen = [...found.values()].filter(({ whole }) => !whole).length
  const titleOf = ({ title, version, replacedBy }: DocumentRecord): string =>
    replacedBy === null ? title : say('old', { title, version })
  const asText = (): void => {
    const notes = some.flatMap((document): NotesOf[] => {
      const marks = shown.filter((row) => row.document === document)
      if (marks.length === 0) return []
      const { title, number, version, facts } = document
      const answers = found.get(document.id)?.answers ?? new Map<string, readonly Listed[]>()
      return [{ title, number, version, file: facts.sha256, marks, answers }]
    })
    const made = { name: nameOf(person), time: dateTime(new Date().toISOString()) }
    const head = [sayExport('title'), sayExport('facts.made', made), sayExport('facts.notOriginal')]
    saveFile(
      new Blob([notesText(notes, head, exported)], { type: 'text/plain;charset=utf-8' }),
      fileName('', 'txt'),
    )
  }
  return (
    <Stack gap="md">
      {working}
      <Group>
        <Button variant="default" leftSection={<IconArrowLeft size={20} />} onClick={onBack}>
          {say('back')}
        </Button>
        <Title order={1} style={{ flex: 1 }}>
          {say('title')}
        </Title>
        <Button
          variant="default"
          leftSection={<IconDownload size={20} />}
          disabled={shown.length === 0}
          onClick={asText}
        >
          {say('asText')}
        </Button>
      </Group>
      <Text c="dimmed">{say('hint')}</Text>
      <div className={styles['notebookFilters']}>
        <MarkFilters filter={filter} onChange={setFilter} />
        <NativeSelect
          size="md"
          aria-label={say('document')}
          value={only}
          onChange={(event) => setOnly(event.currentTarget.value)}
          data={[
            { value: '', label: say('anyDocument') },
            ...some.map((one) => ({ value: one.id, label: titleOf(one) })),
          ]}
        />
        <TextInput
          size="md"
          type="search"
          leftSection={<IconSearch size={20} />}
          aria-label={say('search')}
          placeholder={say('search')}
          value={filter.text}
          onChange={(event) => setFilter({ ...filter, text: event.currentTarget.value })}
        />
      </div>
      {found.size < of && (
        <>
          <Text role="status">{say('collecting', { done: found.size, of })}</Text>
          <Progress value={(100 * found.size) / Math.max(1, of)} aria-label={say('title')} />
        </>
      )}
      {found.size >= of && (
        <Text role="status">
          {rows.length === 0
            ? say('none')
            : `${say('collected', { count: rows.length, documents: some.length })} ${say('shown', { count: shown.length })}`}
          {unseen > 0 && ` ${say('unread', { count: unseen })}`}
        </Text>
      )}
      {rows.length > 0 && shown.length === 0 && <Text>{say('noMatch')}</Text>}
      <div>
        {shown.slice(0, most).map((row, n) => (
          <Entry
            key={`${row.document.id} ${row.layer} ${row.id}`}
            row={row}
            head={shown[n - 1]?.document === row.document ? null : titleOf(row.document)}
            answers={found.get(row.document.id)?.answers.get(`${row.layer} ${row.id}`)?.length ?? 0}
            who={row.mark.author === person ? words('mine') : nameOf(row.mark.author)}
            layer={layerName(row.layer)}
            onGo={() => onOpen(row.document.id, row.mark.page)}
          />
        ))}
      </div>
      {shown.length > most && <Text c="dimmed">{say('more', { count: shown.length - most })}</Text>}
    </Stack>
  )
}

function Entry({
  row: { mark },
  head,
  answers,
  who,
  layer,
  onGo,
}: {
  readonly row: Row
  readonly head: string | null
  readonly answers: number
  readonly who: string
  readonly layer: string
  readonly onGo: () => void
}) {
  const words = useWords(annotationWords)
  const text = textOf(mark)
  const kind = mark.kind === 'stamp' ? words(`stamp.${mark.stamp}`) : words(`kind.${mark.kind}`)
  const ink = mark.kind === 'pen' || mark.kind === 'shape'
  return (
    <>
      {head !== null && <h3 className={styles['head']}>{head}</h3>}
      <button type="button" className={styles['item']} data-note={mark.kind} onClick={onGo}>
        <i
          style={{
            background: ink ? paint[mark.colour].ink : paint[mark.colour].soft,
            color: ink ? '#fff' : '#14181c',
          }}
          aria-hidden="true"
        >
          {mark.kind === 'bookmark' ? '★' : signs[mark.colour]}
        </i>
        <q>{text === '' ? kind : text}</q>
        <small>
          {words('page', { page: mark.page })} · {text !== '' && `${kind} · `}
          {mark.kind !== 'bookmark' && `${words(`colour.${mark.colour}`)} · `}
          {answers > 0 && `${words('answers', { count: answers })} · `}
          {who} · {layer} · {dateTime(mark.at)}
        </small>
      </button>
    </>
  )
}
