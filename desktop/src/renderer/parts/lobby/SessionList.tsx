/** The sessions this person takes part in, with a door for each role. */
import { Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import type { Role } from '@nghi-truong/shared/domain/audience'
import { IconArrowRight, IconCalendarEvent } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useAsk } from '../../client/ask.ts'
import { useKeptSessions } from '../../client/pack.ts'
import { day } from '../../ui/dates.ts'
import { Chip } from '../../ui/kit/Chip.tsx'
import { EmptyState } from '../../ui/kit/EmptyState.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { lobbyWords, roleWord } from '../../ui/words/lobby.ts'
import { useWords } from '../../ui/words/words.ts'

/** Roles that have a page, the most active first. */
export const doors: readonly Role[] = [
  'chair',
  'secretariat',
  'delegate',
  'committee',
  'guest',
  'auditor',
  'projector',
]

const stateTone = { preparing: 'other', open: 'yes', recess: 'abstain', closed: 'none' } as const

const renewMs = 15_000

export function SessionList({ onEnter }: { readonly onEnter: (session: string, role: Role) => void }) {
  const say = useWords(lobbyWords)
  const { answer, refusal, unreachable, pending, again } = useAsk('sessions')
  useEffect(() => {
    const timer = setInterval(again, renewMs)
    return () => clearInterval(timer)
  }, [again])
  const kept = useKeptSessions()
  const sessions = answer?.sessions ?? (unreachable ? kept.map((one) => ({ ...one, id: one.session })) : [])
  return (
    <Stack gap="md">
      <div>
        <Title order={1}>{say('sessions')}</Title>
        <Text c="dimmed">{say('sessionsHint')}</Text>
      </div>
      <Refused refusal={refusal} unreachable={unreachable} />
      {pending && !answer ? <Skeleton height="9rem" radius="lg" /> : null}
      {answer && sessions.length === 0 ? (
        <EmptyState title={say('noSessions')} icon={IconCalendarEvent}>
          {say('noSessionsHint')}
        </EmptyState>
      ) : null}
      {sessions.map((session) => {
        const roles = doors.filter((role) => session.roles.includes(role))
        return (
          <Paper key={session.id} component="article" withBorder p="lg" aria-label={session.title}>
            <Stack gap="sm">
              <Group justify="space-between" align="flex-start" gap="sm">
                <div style={{ flex: '1 1 16rem' }}>
                  <Title order={2}>{session.title}</Title>
                  <Text c="dimmed">
                    {session.council} · {say('startsOn', { day: day(session.startsOn) })}
                  </Text>
                </div>
                <Chip tone={stateTone[session.state]}>{say(session.state)}</Chip>
              </Group>
              <Group gap="sm">
                {roles.map((role, index) => (
                  <Button
                    key={role}
                    variant={index === 0 ? 'filled' : 'default'}
                    rightSection={<IconArrowRight size="1.25rem" aria-hidden />}
                    onClick={() => onEnter(session.id, role)}
                  >
                    {say('enterAs', { role: say(roleWord[role]).toLocaleLowerCase('vi') })}
                  </Button>
                ))}
              </Group>
            </Stack>
          </Paper>
        )
      })}
    </Stack>
  )
}
