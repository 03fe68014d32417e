/**
 * The standby machine on the administrator's screen: whether it follows, and the pairing.
 * What must stay true: the code is shown as it came, once, and kept nowhere; amber says in words what it means for votes.
 */
import { Button, Code, Group, Stack, Text } from '@mantine/core'
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { AnswerOf } from '@nghi-truong/shared/protocol/routes'
import { useEffect, useState } from 'react'
import { useAsk, useCall } from '../../client/ask.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { backupWords } from '../../ui/words/backup.ts'
import { useWords } from '../../ui/words/words.ts'

const everyMs = 3000

const shown = {
  starting: { tone: 'none', word: 'starting' },
  following: { tone: 'yes', word: 'following' },
  late: { tone: 'abstain', word: 'lateStandby' },
  gone: { tone: 'abstain', word: 'goneStandby' },
  ahead: { tone: 'no', word: 'ahead' },
} as const

function Standing({ state }: { readonly state: AnswerOf<'standby'> }) {
  const say = useWords(backupWords)
  if (state.superseded !== null)
    return <Chip tone="no">{say('superseded', { epoch: state.superseded })}</Chip>
  if (state.state === null) return <Text>{say('unpaired')}</Text>
  const { tone, word } = shown[state.state]
  return (
    <Stack gap={4} role="status" align="flex-start">
      <Chip tone={tone}>{say(word)}</Chip>
      {state.peer && <Text>{say('peer', { host: state.peer.host })}</Text>}
    </Stack>
  )
}

export function StandbyDesk() {
  const say = useWords(backupWords)
  const call = useCall()
  const { answer, refusal: notSeen, unreachable, again } = useAsk('standby')
  const [said, setSaid] = useState<Refusal | null>(null)
  const [code, setCode] = useState<AnswerOf<'pairStandby'> | null>(null)
  useEffect(() => {
    const timer = setInterval(again, everyMs)
    return () => clearInterval(timer)
  }, [again])
  const pair = async (): Promise<void> => {
    const made = await call('pairStandby', { body: {} })
    if (made !== 'unreachable') {
      setSaid(isRefusal(made) ? made : null)
      setCode(isRefusal(made) ? null : made)
    }
    again()
  }
  const unpair = async (): Promise<void> => {
    setCode(null)
    await call('unpairStandby')
    again()
  }
  const paired = answer?.state !== null
  const [asking, setAsking] = useState<'again' | 'end' | null>(null)
  return (
    <Card title={say('standby')} hint={say('standbyHint')}>
      <Stack gap="md">
        <Refused refusal={said ?? notSeen} unreachable={unreachable} />
        {answer && <Standing state={answer} />}
        {code && (
          <Stack gap={4}>
            <Text fw={600}>{say('code')}</Text>
            <Code block fz="xl">
              {code.code}
            </Code>
            <Text>{say('codeHint', { port: code.port })}</Text>
          </Stack>
        )}
        {answer?.possible && answer.superseded === null && (
          <Group>
            <Button
              variant={paired ? 'default' : 'filled'}
              onClick={() => (paired ? setAsking('again') : void pair())}
            >
              {say(paired ? 'pairAgain' : 'pair')}
            </Button>
            {paired && (
              <Button variant="subtle" color="var(--nt-no)" onClick={() => setAsking('end')}>
                {say('unpair')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
      <ConfirmDialog
        opened={asking !== null}
        title={say(asking === 'end' ? 'unpairSure' : 'pairAgainSure')}
        confirm={say(asking === 'end' ? 'unpair' : 'pairAgain')}
        danger
        onClose={() => setAsking(null)}
        onConfirm={() => {
          setAsking(null)
          void (asking === 'end' ? unpair() : pair())
        }}
      >
        {say(asking === 'end' ? 'unpairHint' : 'pairAgainHint')}
      </ConfirmDialog>
    </Card>
  )
}
