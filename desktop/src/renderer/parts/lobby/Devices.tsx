/** Where this account is signed in, and the password. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { IconDeviceTablet, IconLogout } from '@tabler/icons-react'
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { useState } from 'react'
import { useAsk, useCall } from '../../client/ask.ts'
import { useSignIn, type Outcome } from '../../client/session.ts'
import { dateTime } from '../../ui/dates.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { PasswordField } from '../../ui/kit/PasswordField.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { lobbyWords } from '../../ui/words/lobby.ts'
import { useWords } from '../../ui/words/words.ts'

export function Devices() {
  const say = useWords(lobbyWords)
  const { answer, refusal, unreachable, again } = useAsk('devices')
  const call = useCall()
  const [failed, setFailed] = useState<Refusal | 'unreachable' | null>(null)
  const signOut = async (id: string): Promise<void> => {
    const done = await call('revokeDevice', { params: { id } })
    setFailed(done === 'unreachable' || isRefusal(done) ? done : null)
    again()
  }
  return (
    <Card title={say('devices')} hint={say('devicesHint')}>
      <Refused
        refusal={refusal ?? (failed === 'unreachable' ? null : failed)}
        unreachable={unreachable || failed === 'unreachable'}
      />
      {(answer?.devices ?? []).map((device) => (
        <Group key={device.id} justify="space-between" gap="sm">
          <Group gap="sm" wrap="nowrap">
            <IconDeviceTablet size="1.75rem" aria-hidden />
            <div>
              <Text fw={600}>{device.name}</Text>
              <Text size="sm" c="dimmed">
                {say('lastSeen', { at: dateTime(device.seenAt) })}
              </Text>
            </div>
          </Group>
          {device.current ? (
            <Chip tone="yes">{say('thisDevice')}</Chip>
          ) : (
            <Button
              variant="default"
              leftSection={<IconLogout size="1.25rem" aria-hidden />}
              aria-label={say('signOutDevice', { name: device.name })}
              onClick={() => void signOut(device.id)}
            >
              {say('signOutDevice', { name: '' }).trim()}
            </Button>
          )}
        </Group>
      ))}
    </Card>
  )
}

export function ChangePassword() {
  const say = useWords(lobbyWords)
  const signIn = useSignIn()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [outcome, setOutcome] = useState<Outcome | 'done'>(null)
  const submit = async (): Promise<void> => {
    const result = await signIn.changePassword({ current, next })
    setOutcome(result ?? 'done')
    if (!result) {
      setCurrent('')
      setNext('')
    }
  }
  return (
    <Card title={say('changePassword')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Stack gap="md" maw="30rem">
          <PasswordField
            label={say('currentPassword')}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            autoComplete="current-password"
          />
          <PasswordField
            label={say('newPassword')}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
            autoComplete="new-password"
          />
          <div role="status">
            {outcome === 'done' ? <Chip tone="yes">{say('passwordChanged')}</Chip> : null}
          </div>
          <Refused
            refusal={outcome === 'unreachable' || outcome === 'done' ? null : outcome}
            unreachable={outcome === 'unreachable'}
          />
          <Button type="submit" variant="default" disabled={current === '' || next === ''}>
            {say('changePassword')}
          </Button>
        </Stack>
      </form>
    </Card>
  )
}
