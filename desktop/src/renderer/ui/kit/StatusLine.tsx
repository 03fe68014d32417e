/**
 * Whether the network is there, said calmly: nothing for the first two seconds of a break, then one quiet line.
 * What must stay true: no alarm for what mends itself; the sentence says what still works.
 */
import { IconCloudCheck, IconCloudOff, IconRefresh } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { commonWords } from '../words/common.ts'
import { useWords } from '../words/words.ts'
import classes from './kit.module.css'

export type LineState = 'connecting' | 'online' | 'offline'

export const calmMs = 2000

/** The state as it may be shown: a break shorter than two seconds stays unsaid. */
export function useCalmLine(line: LineState): LineState {
  const [shown, setShown] = useState<LineState>('online')
  const broken = line !== 'online'
  useEffect(() => {
    if (!broken) {
      setShown('online')
      return undefined
    }
    const timer = setTimeout(() => setShown('offline'), calmMs)
    return () => clearTimeout(timer)
  }, [broken])
  return shown === 'online' ? 'online' : line === 'connecting' ? 'connecting' : 'offline'
}

export function StatusMark({ line }: { readonly line: LineState }) {
  const say = useWords(commonWords)
  const shown = useCalmLine(line)
  const Icon = shown === 'online' ? IconCloudCheck : shown === 'connecting' ? IconRefresh : IconCloudOff
  const word = say(shown === 'offline' ? 'offlineShort' : shown)
  return (
    <span className={classes['statusMark']} data-line={shown} role="img" aria-label={word} title={word}>
      <Icon size="1.5rem" aria-hidden />
    </span>
  )
}

export function StatusLine({ line }: { readonly line: LineState }) {
  const say = useWords(commonWords)
  const shown = useCalmLine(line)
  return (
    <div role="status" aria-live="polite">
      {shown === 'online' ? null : (
        <div className={classes['statusLine']}>
          <IconCloudOff size="1.25rem" aria-hidden />
          <span>{say('offline')}</span>
        </div>
      )}
    </div>
  )
}
