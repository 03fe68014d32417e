/** The delegate's own attendance: one press, then the receipt. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { IconHandStop, IconUserCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useSend, useWish, type Sent } from '../../client/send.ts'
import { useOne, useYou } from '../../client/view.ts'
import { time } from '../../ui/dates.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { attendanceWords } from '../../ui/words/attendance.ts'
import { useWords } from '../../ui/words/words.ts'

export function CheckIn({ quietWhenDone = false }: { readonly quietWhenDone?: boolean }) {
  const say = useWords(attendanceWords)
  const you = useYou()
  const mine = useOne('attendance', you.person)
  const send = useSend()
  const excuse = useWish()
  const [sent, setSent] = useState<Sent | null>(null)
  const [pending, setPending] = useState(false)
  const [excusing, setExcusing] = useState(false)
  if (!mine) return null
  const checkIn = async (): Promise<void> => {
    setPending(true)
    const again = sent?.kind === 'unreachable' ? sent.id : undefined
    setSent(await send('attendance.checkIn', {}, again))
    setPending(false)
  }
  if (mine.state === 'present') {
    const done = (
      <Group gap="sm" role="status">
        <Chip tone="yes">
          {say(mine.by === 'secretariat' ? 'checkedInFor' : 'checkedIn', {
            at: mine.at ? time(mine.at) : '',
          })}
        </Chip>
        {sent?.kind === 'accepted' ? (
          <Text size="sm" c="dimmed">
            {say('receipt', { code: sent.receipt.hash.slice(0, 8) })}
          </Text>
        ) : null}
      </Group>
    )
    return quietWhenDone ? done : <Card title={say('title')}>{done}</Card>
  }
  return (
    <Card title={say('title')} hint={say('checkInHint')}>
      <Stack gap="sm">
        {mine.state === 'unknown' ? null : (
          <Group>
            <Chip tone="abstain">{say('reportedAbsent')}</Chip>
          </Group>
        )}
        <Group gap="sm">
          <Button
            size="lg"
            leftSection={<IconUserCheck size="1.5rem" aria-hidden />}
            loading={pending}
            onClick={() => void checkIn()}
          >
            {say('checkIn')}
          </Button>
          {mine.state === 'unknown' ? (
            <Button
              variant="default"
              leftSection={<IconHandStop size="1.25rem" aria-hidden />}
              onClick={() => setExcusing(true)}
            >
              {say('excuse')}
            </Button>
          ) : null}
        </Group>
        <Refused
          refusal={sent?.kind === 'refused' ? sent.refusal : excuse.refusal}
          unreachable={sent?.kind === 'unreachable' || excuse.unreachable}
        />
      </Stack>
      <ConfirmDialog
        opened={excusing}
        title={say('excuseTitle')}
        confirm={say('sendExcuse')}
        reason={say('reason')}
        pending={excuse.pending}
        onClose={() => setExcusing(false)}
        onConfirm={(reason) => {
          setExcusing(false)
          void excuse.wish('attendance.excuse', { reason })
        }}
      />
    </Card>
  )
}
