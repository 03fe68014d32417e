/** Small words over the pages: what is being shown, or that this is a new version. Neither covers what one reads for long. */
import { Button, CloseButton } from '@mantine/core'
import { useEffect, useState } from 'react'
import { copyWords } from '../../ui/words/copy.ts'
import { searchWords } from '../../ui/words/search.ts'
import { useWords } from '../../ui/words/words.ts'
import type { PassageHere } from './reader-props.ts'
import styles from './reader.module.css'

const surelyMs = 8000
/** What is uncertain stays longer. */
const perhapsMs = 20_000

export function ReaderNotice({
  looking,
  carried,
  passage,
  gone,
  onGo,
  onStop,
}: {
  readonly looking: string
  /** A version not read yet, opened at the place of the one before. */
  readonly carried: boolean
  readonly passage: PassageHere | null
  /** The passage was gone to. */
  readonly gone: boolean
  readonly onGo: () => void
  readonly onStop: () => void
}) {
  const say = useWords(searchWords)
  const [told, setTold] = useState('')
  const how = passage?.how ?? 'page'
  const state = `${how} ${gone}`
  useEffect(() => {
    if (!carried || how === 'searching') return undefined
    const timer = setTimeout(() => setTold(state), how === 'near' || how === 'unknown' ? perhapsMs : surelyMs)
    return () => clearTimeout(timer)
  }, [carried, how, state])
  if (looking !== '')
    return (
      <div className={styles['notice']} role="status">
        <span>{say('lookingFor', { words: looking })}</span>
        <CloseButton size={44} iconSize={20} aria-label={say('stopLooking')} onClick={onStop} />
      </div>
    )
  if (!carried || told === state) return null
  return (
    <div className={styles['notice']} role="status" data-passage={how}>
      <NewVersion passage={passage} />
      {passage && 'page' in passage && !gone ? <GoThere onGo={onGo} /> : null}
      <CloseButton size={44} iconSize={20} aria-label={say('stopLooking')} onClick={() => setTold(state)} />
    </div>
  )
}

function GoThere({ onGo }: { readonly onGo: () => void }) {
  const say = useWords(copyWords)
  return (
    <Button size="md" variant="light" onClick={onGo} style={{ flex: 'none' }}>
      {say('carriedGo')}
    </Button>
  )
}

function NewVersion({ passage }: { readonly passage: PassageHere | null }) {
  const say = useWords(copyWords)
  if (passage === null) return <span>{say('carried')}</span>
  if (!('page' in passage))
    return <span>{say(passage.how === 'searching' ? 'carriedSearching' : 'carriedUnknown')}</span>
  return <span>{say(passage.how === 'same' ? 'carriedSame' : 'carriedNear', { page: passage.page })}</span>
}
