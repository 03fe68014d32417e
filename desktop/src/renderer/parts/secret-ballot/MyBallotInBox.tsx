/**
 * After closing the device looks for its own ballot in the box, by itself.
 * What must stay true: the tick is this device's own finding; what is not found can be reported with one tap.
 */
import { Button, Group, Loader, Stack, Text } from '@mantine/core'
import type { SecretBallot } from '@nghi-truong/shared/domain/secret-records'
import { hexDigest } from '@nghi-truong/shared/secret-ballot/digest'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { IconAlertTriangle, IconRosetteDiscountCheck } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { CastBallot } from '../../client/secret-ballot/casting.ts'
import type { SecretDevice } from '../../client/secret-ballot/device.ts'
import { lookInBox, type Found } from '../../client/secret-ballot/in-box.ts'
import { useBoxDesk } from '../../client/secret-ballot/use.ts'
import { useWish } from '../../client/send.ts'
import { useOne, useYou } from '../../client/view.ts'
import { Refused } from '../../ui/kit/Refused.tsx'
import { Note } from '../../ui/kit/Note.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'

export function MyBallotInBox({
  ballot,
  cast,
  device,
}: {
  readonly ballot: SecretBallot
  readonly cast: CastBallot
  readonly device: SecretDevice
}) {
  const say = useWords(secretWords)
  const you = useYou()
  const desk = useBoxDesk()
  const told = useOne('secretComplaint', `${ballot.id}:${you.person}`)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [found, setFound] = useState<Found | 'unreachable' | null>(null)
  const [round, setRound] = useState(0)
  const { id, uuid, setupHead, closed } = ballot
  const closingHead = closed?.head ?? ''
  const { text, receipt } = cast
  useEffect(() => {
    let wanted = true
    const look = async (): Promise<Found | 'unreachable'> => {
      const events = await desk.events(id)
      if (events === 'unreachable' || isRefusal(events)) return 'unreachable'
      const heads = [...(await device.heads(uuid ?? '')), ...(receipt ? [receipt.head] : [])]
      return lookInBox(events, { ballot: hexDigest(text), setupHead: setupHead ?? '', closingHead, heads })
    }
    setFound(null)
    look().then(
      (answer) => wanted && setFound(answer),
      () => wanted && setFound('unreachable'),
    )
    return () => {
      wanted = false
    }
  }, [desk, device, id, uuid, setupHead, closingHead, text, receipt, round])
  if (found === null)
    return (
      <Group>
        <Loader size="sm" />
        <Text>{say('checking')}</Text>
      </Group>
    )
  if (found === 'inBox')
    return (
      <Note tone="yes" icon={IconRosetteDiscountCheck}>
        <strong>{say('inBox')}</strong>
      </Note>
    )
  if (found === 'unreachable')
    return (
      <Stack gap="xs">
        <Refused refusal={null} unreachable />
        <Button variant="default" onClick={() => setRound((old) => old + 1)}>
          {say('tryAgain')}
        </Button>
      </Stack>
    )
  return (
    <Stack gap="sm">
      <Note tone="no" icon={IconAlertTriangle} alert>
        <strong>{say('notInBox')}</strong>
      </Note>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      {told ? (
        <Text fw={600}>{say('complained')}</Text>
      ) : (
        <Button
          size="lg"
          loading={pending}
          onClick={() => void wish('secretBallot.complain', { ballot: id, reason: found })}
        >
          {say('complain')}
        </Button>
      )}
    </Stack>
  )
}
