/**
 * Search across all documents of the session: by the server, and without a network over what is on this device.
 * What must stay true: results are by document and page, the words found marked; pressing one opens that page with the
 * words shown; what was not searched is said.
 */
import { Paper, Progress, Stack, Text, TextInput, Title } from '@mantine/core'
import { itemsInOrder } from '@nghi-truong/shared/domain/find'
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useMemo, useState } from 'react'
import { useSearch, type Found } from '../../client/search.ts'
import { useConnection, useEvery, useSelect } from '../../client/view.ts'
import { EmptyState } from '../../ui/kit/EmptyState.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { searchWords } from '../../ui/words/search.ts'
import { useWords } from '../../ui/words/words.ts'
import { byDocument, type DocumentHits } from './by-document.ts'
import classes from './search.module.css'

export interface HeldFound extends Found {
  readonly done: number
  readonly count: number
}

/** Searches what is on this device; brought by the role, for it needs the PDF reader. */
export type SearchHeld = (
  documents: readonly DocumentRecord[],
  words: string,
  tell: (found: HeldFound) => void,
  signal: AbortSignal,
) => Promise<void>

export interface SearchPageProps {
  readonly onOpen: (document: string, page: number, find: string) => void
  readonly searchHeld: SearchHeld
  /** What was searched for the last time on this page. */
  readonly words: string
  readonly onWords: (words: string) => void
}

function useHeld(
  active: boolean,
  documents: readonly DocumentRecord[],
  words: string,
  searchHeld: SearchHeld,
): HeldFound | null {
  const [found, setFound] = useState<HeldFound | null>(null)
  useEffect(() => {
    setFound(null)
    if (!active || words.length < 2) return undefined
    const stop = new AbortController()
    const timer = setTimeout(() => {
      // A document that cannot be opened here is not searched; the count says so.
      searchHeld(documents, words, setFound, stop.signal).catch(() => undefined)
    }, 300)
    return () => {
      clearTimeout(timer)
      stop.abort(new Error('another search'))
    }
  }, [active, documents, words, searchHeld])
  return found
}

export function SearchPage({ onOpen, searchHeld, words, onWords }: SearchPageProps) {
  const say = useWords(searchWords)
  const line = useConnection()
  const all = useEvery('document')
  const items = useSelect(itemsInOrder)
  const documents = useMemo(() => {
    const place = new Map(items.map((item) => [item.id, item.position]))
    return all
      .filter((one) => one.state !== 'withdrawn' && one.replacedBy === null)
      .toSorted((a, b) => (place.get(a.item) ?? 0) - (place.get(b.item) ?? 0) || a.position - b.position)
  }, [all, items])
  const asked = words.normalize('NFC').trim()
  const searching = useSearch(line === 'online' || line === 'connecting' ? words : '')
  const away = line === 'offline' || searching.kind === 'unreachable'
  const held = useHeld(away, documents, asked, searchHeld)
  const found = away ? held : searching.kind === 'found' ? searching.found : null
  const groups = useMemo(
    () =>
      byDocument(
        found?.hits ?? [],
        documents.map((one) => one.id),
        found?.more ?? [],
      ),
    [found, documents],
  )
  const scans = documents.filter((one) => !one.facts.hasText).length
  const done = !away || held?.done === held?.count
  return (
    <Stack gap="md">
      <div>
        <Title order={1}>{say('title')}</Title>
        <Text c="dimmed">{say('hint')}</Text>
      </div>
      <TextInput
        size="lg"
        type="search"
        aria-label={say('label')}
        placeholder={say('placeholder')}
        leftSection={<IconSearch size={22} aria-hidden />}
        value={words}
        onChange={(event) => onWords(event.currentTarget.value)}
        maxLength={200}
        data-autofocus
      />
      <div role="status" className={classes['status']}>
        {away ? (
          <Text>
            {held && !done
              ? say('offlineAt', { done: held.done, count: held.count })
              : say('offline', { count: held?.count ?? 0 })}
          </Text>
        ) : null}
        {held && away && !done ? (
          <Progress value={(held.done / Math.max(1, held.count)) * 100} aria-hidden="true" />
        ) : null}
        {searching.kind === 'searching' ? <Text>{say('searching')}</Text> : null}
        {found && asked.length >= 2 && groups.length > 0 ? (
          <Text fw={600}>
            {say((found.more ?? []).length > 0 ? 'foundMore' : 'found', {
              hits: found.hits.length,
              documents: groups.length,
            })}
          </Text>
        ) : null}
        {found && found.pending > 0 ? <Text>{say('pending', { count: found.pending })}</Text> : null}
        {found && scans > 0 ? <Text c="dimmed">{say('scan', { count: scans })}</Text> : null}
      </div>
      <Refused refusal={searching.kind === 'refused' ? searching.refusal : null} />
      {found && done && asked.length >= 2 && groups.length === 0 ? (
        <EmptyState title={say('none', { words: asked })} icon={IconSearch} />
      ) : null}
      {groups.map((group) => (
        <Group
          key={group.document}
          group={group}
          title={documents.find((one) => one.id === group.document)?.title ?? ''}
          onOpen={(page) => onOpen(group.document, page, asked)}
        />
      ))}
    </Stack>
  )
}

function Group({
  group,
  title,
  onOpen,
}: {
  readonly group: DocumentHits
  readonly title: string
  readonly onOpen: (page: number) => void
}) {
  const say = useWords(searchWords)
  return (
    <Paper component="section" withBorder p="md" aria-label={title}>
      <Title order={2} className={classes['document']}>
        {title}
      </Title>
      <ul className={classes['hits']}>
        {group.hits.map(({ page, before, match, after }, n) => (
          <li key={n}>
            <button
              type="button"
              className={classes['hit']}
              aria-label={say('open', { title, page, text: `${before}${match}${after}`.trim() })}
              onClick={() => onOpen(page)}
            >
              <span className={classes['page']}>{say('page', { page })}</span>
              <span>
                {before}
                <mark>{match}</mark>
                {after}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {group.more ? (
        <button
          type="button"
          className={classes['more']}
          onClick={() => onOpen(group.hits.at(-1)?.page ?? 1)}
        >
          {say('moreHere')}
        </button>
      ) : null}
    </Paper>
  )
}
