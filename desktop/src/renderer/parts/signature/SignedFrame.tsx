/**
 * Around a document shown as it was signed: says so for as long as it is shown, and one press leads back.
 * What must stay true: an earlier revision is never on the screen without these words.
 */
import { Button } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { signatureWords } from '../../ui/words/signature.ts'
import { useWords } from '../../ui/words/words.ts'
import styles from './signature.module.css'

export function SignedFrame({
  n,
  onBack,
  children,
}: {
  /** Which signature: 1, 2, … */
  readonly n: number
  readonly onBack: () => void
  readonly children: ReactNode
}) {
  const say = useWords(signatureWords)
  return (
    <div className={styles['signed']}>
      <div className={styles['signedBar']} role="status">
        <IconHistory size={26} aria-hidden />
        <span>{say('signed.showing', { n })}</span>
        <Button size="md" onClick={onBack}>
          {say('signed.back')}
        </Button>
      </div>
      <div>{children}</div>
    </div>
  )
}
