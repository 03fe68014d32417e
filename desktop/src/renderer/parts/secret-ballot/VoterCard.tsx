/**
 * The delegate's own card of a secret ballot, from taking the paper to finding it in the box.
 * What must stay true: "in the box" is said only with a receipt this device checked; after casting nothing on the screen
 * says what was chosen; a paper that does not fit is a red screen and no vote.
 */
import { Button, Group, Loader, Stack, Text } from '@mantine/core'
import { presentDelegates } from '@nghi-truong/shared/domain/find'
import type { SecretBallot } from '@nghi-truong/shared/domain/secret-records'
import {
  IconAlertTriangle,
  IconDeviceFloppy,
  IconDevices,
  IconHourglass,
  IconMailbox,
  IconRosetteDiscountCheck,
  IconSend,
  IconTicket,
} from '@tabler/icons-react'
import { shortCode, type CastReason } from '@nghi-truong/shared/protocol/ballot-box'
import type { ReactNode } from 'react'
import type { SecretDevice } from '../../client/secret-ballot/device.ts'
import type { CastBallot } from '../../client/secret-ballot/casting.ts'
import { useCastBallot } from '../../client/secret-ballot/use.ts'
import { useConnection, useSelect, useYou } from '../../client/view.ts'
import { time } from '../../ui/dates.ts'
import { Note } from '../../ui/kit/Note.tsx'
import { secretWords, castReasonWord } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { Filling } from './Filling.tsx'
import { MyBallotInBox } from './MyBallotInBox.tsx'
import { ResultBody } from './ResultBody.tsx'
import { Troubled } from './Troubled.tsx'
import { TrialChip, WhySecret } from './Trial.tsx'
import type { Trouble } from './trouble.ts'
import { usePaper, useTaken, type Checked } from './voting.ts'
import classes from './secret.module.css'

export function VoterCard({
  ballot,
  device,
  testBase,
}: {
  readonly ballot: SecretBallot
  readonly device: SecretDevice
  /** Address of the page on which another device checks a test ballot. */
  readonly testBase: string
}) {
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
        <h2 className={classes['question']}>{ballot.title}</h2>
        <div className={classes['mark']}>
          <TrialChip />
        </div>
      </Group>
      <Body ballot={ballot} device={device} testBase={testBase} />
      <WhySecret />
    </Stack>
  )
}

type BodyProps = { readonly ballot: SecretBallot; readonly device: SecretDevice; readonly testBase: string }

function Body(props: BodyProps) {
  const { ballot, device } = props
  const say = useWords(secretWords)
  const cast = useCastBallot(device, ballot.uuid)
  const { taken, take, pending, trouble } = useTaken(device, ballot)
  const inBrowser = !window.nghiTruong
  if (ballot.state === 'paper')
    return (
      <Note tone="abstain" icon={IconMailbox}>
        {say('movedNotice')}
      </Note>
    )
  if (ballot.state === 'void')
    return (
      <Note tone="no" icon={IconAlertTriangle}>
        {say('voided', { reason: ballot.voidReason ?? '' })}
      </Note>
    )
  if (ballot.state === 'published') return <ResultBody ballot={ballot} />
  if (inBrowser && !ballot.browsers)
    return (
      <Note tone="no" icon={IconDevices}>
        {say('browserRefused')}
      </Note>
    )
  if (taken === undefined) return <Loader />
  return (
    <>
      {inBrowser ? <Text c="var(--nt-abstain)">{say('browserWarning')}</Text> : null}
      {cast && cast.state !== 'refused' ? (
        <Sent ballot={ballot} cast={cast} device={device} />
      ) : ['issuing', 'freezing', 'armed'].includes(ballot.state) ? (
        <Taking taken={taken} onTake={() => void take()} pending={pending} trouble={trouble} />
      ) : ['open', 'paused'].includes(ballot.state) ? (
        taken === null ? (
          <NotHere>{say('notTaken')}</NotHere>
        ) : cast?.refusal && final.includes(cast.refusal.reason) ? (
          <NotRecorded cast={cast} />
        ) : (
          <Voting {...props} credential={taken} refused={cast} />
        )
      ) : (
        <After ballot={ballot} taken={taken !== null} refused={cast} />
      )}
    </>
  )
}

/** After these no other ballot of this device can be counted. */
const final: readonly CastReason[] = ['closed', 'alreadyCast', 'credential', 'ended']

/** This device has no ballot; another one may. */
function NotHere({ children }: { readonly children: ReactNode }) {
  const say = useWords(secretWords)
  return (
    <Note tone="abstain" icon={IconDevices} alert>
      <strong>{children}</strong>
      <br />
      {say('takenElsewhere')}
    </Note>
  )
}

function Taking({
  taken,
  onTake,
  pending,
  trouble,
}: {
  readonly taken: string | null
  readonly onTake: () => void
  readonly pending: boolean
  readonly trouble: Trouble
}) {
  const say = useWords(secretWords)
  const { person } = useYou()
  const here = useSelect((records) => presentDelegates(records).some((one) => one.id === person))
  if (taken !== null)
    return (
      <Note tone="yes" icon={IconRosetteDiscountCheck}>
        {say('taken')}
      </Note>
    )
  if (!here)
    return (
      <Note tone="abstain" icon={IconHourglass}>
        {say('takePaperAbsent')}
      </Note>
    )
  return (
    <Stack gap="sm">
      <Text size="lg">{say('takePaperHint')}</Text>
      <Button
        size="xl"
        fullWidth
        leftSection={<IconTicket size="1.75rem" aria-hidden />}
        loading={pending}
        onClick={onTake}
      >
        {say('takePaper')}
      </Button>
      <Troubled trouble={trouble} />
    </Stack>
  )
}

function Voting({
  ballot,
  device,
  testBase,
  credential,
  refused,
}: BodyProps & { readonly credential: string; readonly refused: CastBallot | undefined }) {
  const say = useWords(secretWords)
  const { checked, again } = usePaper(device, ballot, credential)
  if (checked.kind === 'loading')
    return (
      <Group>
        <Loader size="sm" />
        <Text size="lg">{say('loadingPaper')}</Text>
      </Group>
    )
  if (checked.kind === 'trouble')
    return (
      <Stack gap="sm">
        <Troubled trouble={checked.trouble} />
        <Button variant="default" onClick={again}>
          {say('tryAgain')}
        </Button>
      </Stack>
    )
  if (checked.kind === 'bad') return <BadPaper faults={checked.faults} />
  return (
    <>
      {refused?.refusal ? <NotRecorded cast={refused} /> : null}
      <Filling ballot={ballot} device={device} testBase={testBase} checked={checked} />
    </>
  )
}

function BadPaper({ faults }: { readonly faults: Extract<Checked, { kind: 'bad' }>['faults'] }) {
  const say = useWords(secretWords)
  // Taken again on another device before the list was fixed: the usual reason, and no fault.
  if (faults.every((fault) => fault === 'paper.notListed')) return <NotHere>{say('notListed')}</NotHere>
  const why = faults.map((fault) => say(`fault_${fault.slice('paper.'.length) as 'election'}`)).join(', ')
  return (
    <Note tone="no" icon={IconAlertTriangle} alert>
      <strong>{say('badPaper')}</strong>
      <br />
      {say('badPaperWhy', { why })}
    </Note>
  )
}

function NotRecorded({ cast }: { readonly cast: CastBallot }) {
  const say = useWords(secretWords)
  const { refusal } = cast
  return (
    <Note tone="no" icon={IconAlertTriangle} alert>
      <strong>{say('refusedTitle')}</strong>: {refusal ? say(castReasonWord[refusal.reason]) : ''}
      {refusal?.first ? ` ${say('firstCode', { code: shortCode(refusal.first) })}` : ''}
    </Note>
  )
}

/** The ballot is on its way or in the box; nothing here knows what is in it. */
function Sent({
  ballot,
  cast,
  device,
}: {
  readonly ballot: SecretBallot
  readonly cast: CastBallot
  readonly device: SecretDevice
}) {
  const say = useWords(secretWords)
  const line = useConnection()
  if (cast.state === 'sending')
    return (
      <Note
        tone={line === 'online' ? 'other' : 'abstain'}
        icon={line === 'online' ? IconSend : IconDeviceFloppy}
      >
        {say(line === 'online' ? 'sending' : 'sendingOffline')}
      </Note>
    )
  return (
    <Stack gap="md">
      {/* Once the box is closed only the search in it may say that the ballot is there. */}
      <Note tone={ballot.closed ? 'other' : 'yes'} icon={IconRosetteDiscountCheck}>
        <strong>{say('recorded', { time: time(cast.at) })}</strong>
        <br />
        {say(ballot.closed ? 'recordedReceipt' : 'recordedHint')}
      </Note>
      <div>
        <Text>{say('codeOfMine')}</Text>
        <span className={classes['shortCode']}>{shortCode(cast.tracker)}</span>
      </div>
      {ballot.closed ? <MyBallotInBox ballot={ballot} cast={cast} device={device} /> : null}
      {ballot.closed ? <Text c="dimmed">{say('waitResult')}</Text> : null}
    </Stack>
  )
}

function After({
  ballot,
  taken,
  refused,
}: {
  readonly ballot: SecretBallot
  readonly taken: boolean
  readonly refused: CastBallot | undefined
}) {
  const say = useWords(secretWords)
  return (
    <Stack gap="sm">
      {refused?.refusal ? <NotRecorded cast={refused} /> : null}
      <Text size="lg">
        {ballot.state === 'closing' ? say('closingNow') : say(taken ? 'notCast' : 'notTaken')}
      </Text>
    </Stack>
  )
}
