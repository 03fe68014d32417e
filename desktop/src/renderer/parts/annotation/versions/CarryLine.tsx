/**
 * How bringing marks over from an earlier version went, in one line above the tools.
 * What must stay true: it says first what is well; what needs a look is one tap away; it can be put aside.
 */
import { IconArrowsExchange, IconInfoCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { versionWords } from '../../../ui/words/versions.ts'
import { useWords } from '../../../ui/words/words.ts'
import styles from '../dock.module.css'
import { useVersions } from './versions.tsx'

export function CarryLine({
  onUnmatched,
  onChanges,
}: {
  readonly onUnmatched: () => void
  readonly onChanges: () => void
}) {
  const say = useWords(versionWords)
  const versions = useVersions()
  const [aside, setAside] = useState('')
  if (!versions || versions.older.length === 0) return null
  const { brought, waiting, progress, failed, current, lastRead } = versions
  const total = brought.sure + brought.moved
  const state = `${total} ${waiting.length} ${failed}`
  if (aside === state) return null
  if (failed)
    return (
      <div className={styles['line']} role="status">
        <IconInfoCircle size={20} />
        {say('carryFailed')}
        <button type="button" onClick={() => setAside(state)}>
          {say('ok')}
        </button>
      </div>
    )
  if (total === 0 && waiting.length === 0) {
    if (progress)
      return (
        <div className={styles['line']} data-tone="calm" role="status">
          <IconArrowsExchange size={20} />
          {say('carrying', { page: progress.pages, of: progress.of })}
        </div>
      )
    if (!lastRead) return null
    return (
      <div className={styles['line']} data-tone="calm">
        <IconInfoCircle size={20} />
        {say('newVersion', { version: current.version, read: lastRead.version })}
        <button type="button" onClick={onChanges}>
          {say('whatsNew')}
        </button>
        <button type="button" onClick={() => setAside(state)}>
          {say('ok')}
        </button>
      </div>
    )
  }
  return (
    <div className={styles['line']} data-tone={waiting.length > 0 ? undefined : 'calm'} role="status">
      <IconArrowsExchange size={20} style={{ flex: 'none' }} />
      <span>
        {total > 0 && say('carried', { count: total, version: current.version })}{' '}
        {brought.moved > 0 && say('carriedMoved', { count: brought.moved })}{' '}
        {waiting.length > 0 && say('carriedWaiting', { count: waiting.length })}
      </span>
      {waiting.length > 0 && (
        <button type="button" onClick={onUnmatched}>
          {say('see')}
        </button>
      )}
      <button type="button" onClick={onChanges}>
        {say('whatsNew')}
      </button>
      <button type="button" onClick={() => setAside(state)}>
        {say('ok')}
      </button>
    </div>
  )
}
