/**
 * Finding words in the document: what to find, how many, and where.
 * What must stay true: results appear while the rest is still searched; the page one reads is searched first; Enter and
 * the arrows lead from one to the next.
 */
import { ActionIcon, Checkbox, Progress, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconSearch } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { documentWords } from '../../ui/words/document.ts'
import { useWords } from '../../ui/words/words.ts'
import styles from './reader.module.css'
import type { Finding, Hit } from './texts.ts'

export interface FindState {
  readonly query: string
  readonly exact: boolean
  readonly finding: Finding | null
  /** Index into the hits, -1 before the first was gone to. */
  readonly at: number
}

export interface FindPanelProps {
  readonly state: FindState
  readonly labels: readonly string[] | null
  readonly onQuery: (query: string) => void
  readonly onExact: (exact: boolean) => void
  readonly onGo: (at: number) => void
}

export function FindPanel({ state, labels, onQuery, onExact, onGo }: FindPanelProps) {
  const say = useWords(documentWords)
  const { query, exact, finding, at } = state
  const hits = finding?.hits ?? []
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [])
  const step = (by: number): void => {
    if (hits.length > 0) onGo((at + by + hits.length) % hits.length)
  }
  return (
    <>
      <div style={{ display: 'grid', gap: 8, padding: '6px 14px 12px' }}>
        <TextInput
          ref={input}
          size="md"
          type="search"
          aria-label={say('find')}
          placeholder={say('findPlaceholder')}
          leftSection={<IconSearch size={20} />}
          value={query}
          onChange={(event) => onQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') step(event.shiftKey ? -1 : 1)
          }}
        />
        <div style={{ display: 'flex', alignItems: 'center', gap: 4 }}>
          <Checkbox
            size="md"
            label={say('findExact')}
            checked={exact}
            onChange={(event) => onExact(event.currentTarget.checked)}
          />
          <div style={{ flex: 1 }} />
          <ActionIcon
            size={48}
            variant="subtle"
            aria-label={say('previousHit')}
            disabled={hits.length === 0}
            onClick={() => step(-1)}
          >
            <IconChevronUp size={24} />
          </ActionIcon>
          <ActionIcon
            size={48}
            variant="subtle"
            aria-label={say('nextHit')}
            disabled={hits.length === 0}
            onClick={() => step(1)}
          >
            <IconChevronDown size={24} />
          </ActionIcon>
        </div>
        <FindStatus state={state} />
      </div>
      <HitList hits={hits} at={at} labels={labels} onGo={onGo} />
    </>
  )
}

function FindStatus({ state }: { readonly state: FindState }) {
  const say = useWords(documentWords)
  const { query, finding, at } = state
  const hits = finding?.hits.length ?? 0
  const sentence = (): string => {
    if (query.trim() === '') return say('findHint')
    if (!finding) return ''
    if (finding.done && !finding.anyText) return say('findNoText')
    if (finding.more) return say('findCountMore', { hits })
    if (at >= 0) return say('findAt', { at: at + 1, hits })
    if (hits === 0 && finding.done) return say('findNone')
    return hits > 0 ? say('findCount', { hits }) : ''
  }
  return (
    <div role="status" style={{ display: 'grid', gap: 6, fontSize: 15 }}>
      <span>{sentence()}</span>
      {finding && !finding.done && (
        <>
          <Progress size="sm" value={(finding.searched / finding.pages) * 100} aria-hidden="true" />
          <span style={{ color: 'var(--mantine-color-dimmed)' }}>
            {say('findSearching', { searched: finding.searched, pages: finding.pages })}
          </span>
        </>
      )}
    </div>
  )
}

/** Rows on screen at once; the rest follow when one scrolls by stepping through them. */
const listed = 400

function HitList({
  hits,
  at,
  labels,
  onGo,
}: {
  readonly hits: readonly Hit[]
  readonly at: number
  readonly labels: readonly string[] | null
  readonly onGo: (at: number) => void
}) {
  const say = useWords(documentWords)
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [at])
  const from = Math.max(0, Math.min(at - listed / 2, hits.length - listed))
  return (
    <div className={styles['panelBody']}>
      <ul ref={list} className={styles['plainList']} aria-label={say('hits')}>
        {hits.slice(from, from + listed).map((hit, n) => {
          const index = from + n
          const head = index === 0 || hits[index - 1]?.page !== hit.page
          return (
            <li key={`${hit.page}.${hit.index}`}>
              {head && (
                <p className={styles['hitPage']}>
                  {say('pageOf', { page: labels?.[hit.page - 1] ?? hit.page })}
                </p>
              )}
              <button
                type="button"
                className={styles['entry']}
                aria-current={index === at}
                onClick={() => onGo(index)}
              >
                <span>
                  {hit.snippet.before}
                  <mark>{hit.snippet.match}</mark>
                  {hit.snippet.after}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
