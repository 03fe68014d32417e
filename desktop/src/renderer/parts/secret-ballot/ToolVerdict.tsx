/** What the independent program said on a machine of the hall, entered by a member of the committee. */
import { Button, Card as Surface, Group, Stack, Text, TextInput } from '@mantine/core'
import type { SecretBallot } from '@nghi-truong/shared/domain/secret-records'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useOne } from '../../client/view.ts'
import { Refused } from '../../ui/kit/Refused.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'

const usual = 'belenios-tool 2.0'

/** Nothing where that program has spoken already. */
export function ToolVerdict({ ballot }: { readonly ballot: SecretBallot }) {
  const say = useWords(secretWords)
  const result = useOne('secretResult', ballot.id)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [version, setVersion] = useState(usual)
  if (!result || ballot.state !== 'counted' || ballot.rehearsal) return null
  const { head } = result
  if (result.verdicts.some((one) => one.tool === 'belenios-tool' && one.head === head)) return null
  const enter = (verdict: 'accept' | 'reject'): void =>
    void wish('secretBallot.enterVerdict', { ballot: ballot.id, version, verdict, head })
  return (
    <Surface withBorder>
      <Stack gap="sm">
        <Text fw={600}>{say('toolTitle')}</Text>
        <Text>{say('toolHint')}</Text>
        <TextInput
          label={say('toolVersion')}
          value={version}
          maxLength={80}
          onChange={(event) => setVersion(event.currentTarget.value)}
        />
        <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
        <Group gap="sm">
          <Button loading={pending} disabled={version.trim() === ''} onClick={() => enter('accept')}>
            {say('toolAccepts')}
          </Button>
          <Button
            variant="default"
            loading={pending}
            disabled={version.trim() === ''}
            onClick={() => enter('reject')}
          >
            {say('toolRejects')}
          </Button>
        </Group>
      </Stack>
    </Surface>
  )
}
