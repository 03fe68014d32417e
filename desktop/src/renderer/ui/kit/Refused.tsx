/**
 * A "no", in the sentence of the closed list; or the server's silence.
 * What must stay true: the text is the shared list's, in the person's language; it is read out when it appears.
 */
import { Alert, CloseButton, Group, Text } from '@mantine/core'
import { refusalText, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { commonWords } from '../words/common.ts'
import { useLanguage, useWords } from '../words/words.ts'
import { WarnIcon } from './tone.ts'

export function Refused({
  refusal,
  unreachable = false,
  onDismiss,
}: {
  readonly refusal: Refusal | null
  readonly unreachable?: boolean
  readonly onDismiss?: () => void
}) {
  const say = useWords(commonWords)
  const language = useLanguage()
  if (!refusal && !unreachable) return null
  return (
    <Alert
      role="alert"
      color={refusal ? 'var(--nt-no)' : 'var(--nt-abstain)'}
      variant="outline"
      icon={<WarnIcon size="1.5rem" aria-hidden />}
      p="sm"
    >
      <Group justify="space-between" wrap="nowrap" align="center">
        <Text fw={500}>{refusal ? refusalText(refusal, language) : say('unreachable')}</Text>
        {onDismiss ? <CloseButton aria-label={say('close')} onClick={onDismiss} size="2.5rem" /> : null}
      </Group>
    </Alert>
  )
}
