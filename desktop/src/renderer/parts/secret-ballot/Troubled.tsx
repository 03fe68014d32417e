/** What went wrong with a step on this device, in a sentence. */
import { IconAlertTriangle } from '@tabler/icons-react'
import { Refused } from '../../ui/kit/Refused.tsx'
import { Note } from '../../ui/kit/Note.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import type { Trouble } from './trouble.ts'

export function Troubled({ trouble }: { readonly trouble: Trouble }) {
  const say = useWords(secretWords)
  return (
    <>
      <Refused refusal={trouble.refusal} unreachable={trouble.unreachable} />
      {trouble.failed ? (
        <Note tone="no" icon={IconAlertTriangle} alert>
          {say('failedHere')}
        </Note>
      ) : null}
    </>
  )
}
