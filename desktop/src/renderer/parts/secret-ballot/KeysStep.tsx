/** The ceremony as the chair leads it: begun, who is awaited, the code to be read aloud, done; or what went wrong. */
import { Button, Group, Stack, Text } from '@mantine/core'
import type { SecretKeys } from '@nghi-truong/shared/domain/secret-records'
import { IconKey, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { useNameOf } from '../../client/people.ts'
import { useWish } from '../../client/send.ts'
import { useOne, useYou } from '../../client/view.ts'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { Progress } from './Progress.tsx'
import classes from './secret.module.css'

export function KeysStep() {
  const say = useWords(secretWords)
  const you = useYou()
  const keys = useOne('secretKeys', 'secretKeys')
  const committee = useOne('committee', 'committee')
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [asking, setAsking] = useState(false)
  if (!committee) return <Text>{say('boardMissing')}</Text>
  const leads = you.roles.includes('chair') || committee.head === you.person
  const awaited = keys && keys.state !== 'ready' && keys.state !== 'failed' ? waitingFor(keys) : []
  // Leaving somebody out needs a majority of the committee to remain.
  const without = keys && keys.members.length - awaited.length >= keys.threshold ? awaited : []
  const start = (leaving: readonly string[]): void => void wish('secretKeys.start', { without: [...leaving] })
  return (
    <Stack gap="sm">
      {keys ? <KeysState keys={keys} /> : <Text>{say('keysNone')}</Text>}
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      {leads ? (
        <Group gap="sm">
          {!keys || keys.state === 'failed' ? (
            <Button
              size="lg"
              leftSection={<IconKey size="1.5rem" aria-hidden />}
              loading={pending}
              disabled={(keys?.mismatches ?? 0) >= 2}
              onClick={() => start(keys?.fault?.member ? [keys.fault.member] : [])}
            >
              {say(keys ? 'keysAgain' : 'keysStart')}
            </Button>
          ) : null}
          {without.length > 0 && keys?.state !== 'confirming' ? (
            <Button variant="default" loading={pending} onClick={() => start(without)}>
              {say('keysWithout')}
            </Button>
          ) : null}
          {keys && keys.state !== 'failed' ? (
            <Button
              variant="subtle"
              leftSection={<IconRefresh size="1.25rem" aria-hidden />}
              loading={pending}
              onClick={() => setAsking(true)}
            >
              {say('keysAgain')}
            </Button>
          ) : null}
        </Group>
      ) : null}
      <ConfirmDialog
        opened={asking}
        title={say('keysAgainSure')}
        confirm={say('keysAgain')}
        danger
        onClose={() => setAsking(false)}
        onConfirm={() => start([])}
      >
        {say('keysAgainHint')}
      </ConfirmDialog>
    </Stack>
  )
}

const waitingFor = (keys: SecretKeys): readonly string[] =>
  keys.members.filter((member) => !keys.done.includes(member))

function KeysState({ keys }: { readonly keys: SecretKeys }) {
  const say = useWords(secretWords)
  const nameOf = useNameOf()
  const all = keys.members.length
  const done = keys.done.length
  const awaited = waitingFor(keys).map(nameOf).join(', ')
  switch (keys.state) {
    case 'ready':
      return (
        <>
          <Text fw={500}>{say('keysReady', { threshold: keys.threshold, all })}</Text>
          <Text>
            {say('codeLabel')}: <strong>{keys.code ?? ''}</strong>
          </Text>
        </>
      )
    case 'failed':
      return (
        <>
          <Text fw={600} c="var(--nt-no)">
            {say('keysFailed')} <Fault keys={keys} />
          </Text>
          {keys.mismatches >= 2 ? <Text fw={600}>{say('keysOnlyPaper')}</Text> : null}
        </>
      )
    case 'confirming':
      return (
        <>
          <Text>{say('keysCompare')}</Text>
          <Code code={keys.code ?? ''} />
          <Progress done={done} all={all} label={say('keysCompared', { done, all })} />
          {awaited ? <Text c="dimmed">{say('keysWaitFor', { names: awaited })}</Text> : null}
        </>
      )
    default:
      return (
        <>
          <Progress
            done={keys.state === 'assembling' ? all : done}
            all={all}
            label={say(keys.state === 'certificate' ? 'keysTaking' : 'keysMaking', {
              done: keys.state === 'assembling' ? all : done,
              all,
            })}
          />
          {awaited && keys.state !== 'assembling' ? (
            <Text c="dimmed">{say('keysWaitFor', { names: awaited })}</Text>
          ) : null}
        </>
      )
  }
}

/** Who said that something is wrong, and with whose part. */
export function Fault({ keys }: { readonly keys: SecretKeys }) {
  const say = useWords(secretWords)
  const nameOf = useNameOf()
  const { fault } = keys
  if (!fault) return null
  const by = nameOf(fault.by)
  if (fault.reason === 'code') return say('keysFaultCode', { by })
  return fault.member === null
    ? say('keysFaultUnknown', { by })
    : say('keysFault', { by, name: nameOf(fault.member) })
}

export function Code({ code }: { readonly code: string }) {
  const say = useWords(secretWords)
  return (
    <p className={classes['code']}>
      <span className="nt-visually-hidden">{say('codeLabel')}: </span>
      {code}
    </p>
  )
}
