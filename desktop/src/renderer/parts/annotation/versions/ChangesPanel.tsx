/**
 * "Có gì mới từ lần tôi đọc?": the pages that changed since the version this person read last.
 * What must stay true: pages of which only the line breaks moved are told apart from changed ones; every entry can be seen
 * side by side.
 */
import { Loader, NativeSelect } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import { versionWords } from '../../../ui/words/versions.ts'
import { useWords } from '../../../ui/words/words.ts'
import styles from '../dock.module.css'
import { compare } from './compare.ts'
import { shownChanges, type Comparison, type Shown } from './pairs.ts'
import { SideBySide } from './SideBySide.tsx'
import { useVersions, type Versions } from './versions.tsx'

function useComparison(
  versions: Versions,
  old: DocumentRecord | undefined,
): Comparison | 'running' | 'failed' {
  const { library, current } = versions
  const [state, setState] = useState<Comparison | 'running' | 'failed'>('running')
  useEffect(() => {
    if (!old) return undefined
    const ending = new AbortController()
    setState('running')
    const run = async (): Promise<void> => {
      const [older, newer] = [await library.text(old), await library.text(current)]
      const found = await compare({ what: 'changes', older, newer }, ending.signal)
      if (!ending.signal.aborted) setState({ old, older, newer, changes: shownChanges(found, older, newer) })
    }
    run().catch(() => {
      if (!ending.signal.aborted) setState('failed')
    })
    return () => ending.abort(new Error('left'))
  }, [library, current, old])
  return state
}

export function ChangesPanel({ onGo }: { readonly onGo: (page: number) => void }) {
  const versions = useVersions()
  return versions && versions.older.length > 0 ? <Changes versions={versions} onGo={onGo} /> : null
}

const quiet = (one: Shown): boolean => one.kind === 'reflowed'

function Changes({ versions, onGo }: { readonly versions: Versions; readonly onGo: (page: number) => void }) {
  const say = useWords(versionWords)
  const { older, lastRead, progress } = versions
  const [chosen, setChosen] = useState<string | null>(null)
  const base = older.find(({ id }) => id === chosen) ?? lastRead ?? older[0]
  const state = useComparison(versions, base)
  const [open, setOpen] = useState<number | null>(null)
  const list = typeof state === 'string' ? [] : state.changes.filter((one) => !quiet(one))
  const reflowed = typeof state === 'string' ? 0 : state.changes.length - list.length
  return (
    <>
      <div className={styles['filters']}>
        <NativeSelect
          size="md"
          label={say('since')}
          value={base?.id ?? ''}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={older.map((one) => ({
            value: one.id,
            label: say(one.id === lastRead?.id ? 'versionRead' : 'version', { version: one.version }),
          }))}
        />
      </div>
      {state === 'running' && (
        <p className={styles['note']} role="status">
          <Loader size="sm" type="dots" />{' '}
          {progress ? say('comparingPage', { page: progress.pages, of: progress.of }) : say('comparing')}
        </p>
      )}
      {state === 'failed' && (
        <p className={styles['note']} role="alert">
          {say('compareFailed')}
        </p>
      )}
      {typeof state !== 'string' && (
        <>
          <p className={styles['note']} role="status">
            {list.length === 0 ? say('nothingNew') : say('changedPages', { count: list.length })}
            {reflowed > 0 && ` ${say('reflowedPages', { count: reflowed })}`}
          </p>
          <div className={styles['list']}>
            {list.map((one, n) => (
              <button
                key={`${one.old} ${one.fresh}`}
                type="button"
                className={styles['changeItem']}
                data-change={one.kind}
                onClick={() => {
                  setOpen(n)
                  if (one.fresh !== undefined) onGo(one.fresh)
                }}
              >
                <strong>{say('page', { page: one.fresh ?? one.old ?? 0 })}</strong>
                <span>{say(one.fresh === undefined ? 'change.deleted' : `change.${one.kind}`)}</span>
                <small>
                  {one.visual
                    ? say('changeVisual')
                    : one.old !== undefined && one.fresh !== undefined
                      ? say('changeKept', { page: one.old, percent: Math.floor(one.kept * 100) })
                      : ''}
                </small>
              </button>
            ))}
          </div>
          {open !== null && (
            <SideBySide
              comparison={{ ...state, changes: list }}
              versions={versions}
              at={open}
              onAt={setOpen}
              onClose={() => setOpen(null)}
            />
          )}
        </>
      )}
    </>
  )
}
