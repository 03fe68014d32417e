/** Why it did not work, in words. */
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { Alert } from '@mantine/core'
import type { KeyringOutcome } from '../../client/notes.ts'
import { Refused } from '../../ui/kit/Refused.tsx'
import { layersWords } from '../../ui/words/layers.ts'
import { useWords } from '../../ui/words/words.ts'

export function Failed({ outcome }: { readonly outcome: KeyringOutcome | 'kept' }) {
  const say = useWords(layersWords)
  if (isRefusal(outcome)) return <Refused refusal={outcome} />
  if (outcome !== 'unreachable' && outcome !== 'wrongCode' && outcome !== 'noCode') return null
  return (
    <Alert role="alert" color="var(--nt-abstain)" variant="outline">
      {say(outcome)}
    </Alert>
  )
}
