/** Small words over the pages: what is being shown, or that this is a new version. Neither covers what one reads for long. */
import { CloseButton } from '@mantine/core'
import { useEffect, useState } from 'react'
import { copyWords } from '../../ui/words/copy.ts'
import { searchWords } from '../../ui/words/search.ts'
import { useWords } from '../../ui/words/words.ts'
import styles from './reader.module.css'

const carriedMs = 8000

export function ReaderNotice({
  looking,
  carried,
  onStop,
}: {
  readonly looking: string
  readonly carried: boolean
  readonly onStop: () => void
}) {
  const say = useWords(searchWords)
  const sayCopy = useWords(copyWords)
  const [told, setTold] = useState(false)
  useEffect(() => {
    if (!carried) return undefined
    const timer = setTimeout(() => setTold(true), carriedMs)
    return () => clearTimeout(timer)
  }, [carried])
  if (looking !== '')
    return (
      <div className={styles['notice']} role="status">
        <span>{say('lookingFor', { words: looking })}</span>
        <CloseButton size={44} iconSize={20} aria-label={say('stopLooking')} onClick={onStop} />
      </div>
    )
  return carried && !told ? (
    <div className={styles['notice']} role="status">
      <span>{sayCopy('carried')}</span>
      <CloseButton size={44} iconSize={20} aria-label={say('stopLooking')} onClick={() => setTold(true)} />
    </div>
  ) : null
}
