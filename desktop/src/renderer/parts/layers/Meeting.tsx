/**
 * Two devices of one person side by side: both show six digits, the person compares.
 * What must stay true: the digits come from what the two devices said to each other, never from the server; "they differ"
 * is as easy to press as "they are the same".
 */
import { Button, Group, Loader, Stack, Text } from '@mantine/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import {
  askToBeLetIn,
  receive,
  useKeyring,
  useWaitingDevices,
  type Keyring,
  type KeyringOutcome,
  type Seen,
} from '../../client/notes.ts'
import { useClient } from '../../client/client.tsx'
import { layersWords } from '../../ui/words/layers.ts'
import { useWords } from '../../ui/words/words.ts'
import { Failed } from './Failed.tsx'
import styles from './layers.module.css'

const everyMs = 1000

interface Meeting {
  readonly look: () => Promise<Seen>
  readonly confirm: () => Promise<KeyringOutcome>
  readonly stop: () => void
}

type Stage =
  { readonly kind: 'waiting' | 'gone' | 'said' } | { readonly kind: 'digits'; readonly digits: string }

/** Looks every second until both ends have spoken; ends the meeting when the screen is left before. */
function useMeeting(open: () => Promise<Meeting | null>) {
  const [stage, setStage] = useState<Stage>({ kind: 'waiting' })
  const meeting = useRef<Meeting | null>(null)
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let gone = false
    let timer: ReturnType<typeof setTimeout> | undefined
    let finished = false
    setStage({ kind: 'waiting' })
    const look = async (): Promise<void> => {
      try {
        meeting.current ??= await open()
        const seen = meeting.current ? await meeting.current.look() : null
        if (gone) return
        if (seen === 'gone') return setStage({ kind: 'gone' })
        if (seen !== null) return setStage({ kind: 'digits', digits: seen.digits })
      } catch {
        // Not reached: the next second tries again.
      }
      if (!gone) timer = setTimeout(() => void look(), everyMs)
    }
    void look()
    return () => {
      gone = true
      clearTimeout(timer)
      if (!finished) meeting.current?.stop()
      finished = true
      meeting.current = null
    }
  }, [open, attempt])
  const again = useCallback(() => setAttempt((n) => n + 1), [])
  const differ = useCallback(() => {
    meeting.current?.stop()
    setStage({ kind: 'gone' })
  }, [])
  return { stage, setStage, meeting, again, differ }
}

function Waiting({ children }: { readonly children: string }) {
  return (
    <Group gap="sm" wrap="nowrap" role="status">
      <Loader size="sm" style={{ flex: 'none' }} />
      <Text>{children}</Text>
    </Group>
  )
}

function Digits({ digits }: { readonly digits: string }) {
  const say = useWords(layersWords)
  return (
    <>
      <Text>{say('meetCompare')}</Text>
      <output className={styles['digits']} data-digits aria-label={digits.split('').join(' ')}>
        {digits.slice(0, 3)} {digits.slice(3)}
      </output>
    </>
  )
}

function Answer({
  onSame,
  onDiffer,
  pending,
}: Readonly<Record<'onSame' | 'onDiffer', () => void>> & { readonly pending: boolean }) {
  const say = useWords(layersWords)
  return (
    <Stack gap="xs">
      <Button size="lg" loading={pending} onClick={onSame}>
        {say('meetSame')}
      </Button>
      <Button size="lg" variant="default" onClick={onDiffer}>
        {say('meetDifferent')}
      </Button>
    </Stack>
  )
}

/** On the new device. */
export function MeetOld({
  ring,
  person,
  onBack,
  onDone,
}: {
  readonly ring: Keyring
  readonly person: string
  readonly onBack: () => void
  readonly onDone: () => void
}) {
  const say = useWords(layersWords)
  const { http, deviceName } = useClient()
  const { state } = useKeyring(person)
  const open = useCallback(
    () => askToBeLetIn({ http, person, keyring: ring }, deviceName()),
    [http, person, ring, deviceName],
  )
  const { stage, setStage, meeting, again, differ } = useMeeting(open)
  const said = stage.kind === 'said'
  useEffect(() => {
    if (!said) return undefined
    // The other device may be confirmed a moment later.
    const timer = setInterval(() => void ring.refresh(), everyMs)
    return () => clearInterval(timer)
  }, [said, ring])
  const done = said && state.kind === 'ready'
  return (
    <Stack>
      {stage.kind === 'waiting' && (
        <>
          <Text>{say('meetStep1')}</Text>
          <Waiting>{say('meetWaiting')}</Waiting>
        </>
      )}
      {stage.kind === 'digits' && (
        <>
          <Digits digits={stage.digits} />
          <Answer
            pending={false}
            onDiffer={differ}
            onSame={() => {
              void meeting.current?.confirm()
              setStage({ kind: 'said' })
            }}
          />
        </>
      )}
      {said && <Text role="status">{say(done ? 'meetDone' : 'meetAlmost')}</Text>}
      {stage.kind === 'gone' && (
        <>
          <Text role="alert">{say('meetGone')}</Text>
          <Button onClick={again}>{say('meetAgain')}</Button>
        </>
      )}
      <Button variant={done ? 'filled' : 'default'} onClick={done ? onDone : onBack}>
        {say(done ? 'close' : 'back')}
      </Button>
    </Stack>
  )
}

/** On the old device: waits for a new one, then compares. */
export function MeetNew({
  ring,
  person,
  onDone,
}: {
  readonly ring: Keyring
  readonly person: string
  readonly onDone: (name: string | null) => void
}) {
  const say = useWords(layersWords)
  const { http } = useClient()
  const [waiting] = useWaitingDevices()
  const [taken, setTaken] = useState<typeof waiting>()
  // The first that asks is served; others may come after.
  useEffect(() => {
    if (!taken && waiting) setTaken(waiting)
  }, [taken, waiting])
  const open = useCallback(
    async () => (taken ? receive({ http, person, keyring: ring }, taken) : null),
    [http, person, ring, taken],
  )
  const { stage, meeting, differ } = useMeeting(open)
  const [pending, setPending] = useState(false)
  const [outcome, setOutcome] = useState<KeyringOutcome>(null)
  const same = async (): Promise<void> => {
    setPending(true)
    const done = (await meeting.current?.confirm()) ?? null
    setPending(false)
    setOutcome(done)
    if (done === null) onDone(taken?.name ?? '')
  }
  return (
    <Stack>
      {!taken && <Waiting>{say('approveWaiting')}</Waiting>}
      {taken && stage.kind !== 'gone' && <Text fw={600}>{say('approveOne', { name: taken.name })}</Text>}
      {stage.kind === 'digits' && (
        <>
          <Digits digits={stage.digits} />
          <Answer pending={pending} onDiffer={differ} onSame={() => void same()} />
        </>
      )}
      {stage.kind === 'gone' && <Text role="alert">{say('meetGone')}</Text>}
      <Failed outcome={outcome} />
      <Button variant="default" onClick={() => onDone(null)}>
        {say('cancel')}
      </Button>
    </Stack>
  )
}
