/**
 * The signature of a document in one or two words.
 * What must stay true: the words are those of the record's verdict; icon and words say what the colour says.
 */
import type { FileFacts } from '@nghi-truong/shared/domain/records'
import { Chip } from '../../ui/kit/Chip.tsx'
import { signatureWords } from '../../ui/words/signature.ts'
import { useWords } from '../../ui/words/words.ts'
import { harsher, iconOf, toneOf } from './look.ts'
import styles from './signature.module.css'

export function SignatureBadge({
  facts,
  onOpen,
}: {
  readonly facts: FileFacts
  /** Makes the badge a button. */
  readonly onOpen?: () => void
}) {
  const say = useWords(signatureWords)
  const { colour, code } = harsher(facts.signature, null)
  const word = say(`short.${code}`)
  const chip = (
    <Chip tone={toneOf(colour)} icon={iconOf(colour)}>
      {word}
    </Chip>
  )
  return onOpen ? (
    <button
      type="button"
      className={styles['badge']}
      aria-label={say('open', { state: word })}
      onClick={onOpen}
    >
      {chip}
    </button>
  ) : (
    chip
  )
}
