/**
 * The delegate's ballot: three great buttons, and exactly how far the choice has got.
 * What must stay true: "recorded" is said only with the server's receipt; until then it says "sending" or "kept on this
 * device"; a refusal is shown with its reason.
 */
import { Button, Group, Stack, Text } from '@mantine/core'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import {
  IconAlertTriangle,
  IconDeviceFloppy,
  IconDevices,
  IconFileText,
  IconHandStop,
  IconRosetteDiscountCheck,
  IconSend,
} from '@tabler/icons-react'
import { useOutbox } from '../../client/outbox.ts'
import { codeOf } from '../../client/witness.ts'
import { useConnection, useOne, useSelect, useView, useYou } from '../../client/view.ts'
import { BigChoice } from '../../ui/kit/BigChoice.tsx'
import { Note } from '../../ui/kit/Note.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { useCalmLine } from '../../ui/kit/StatusLine.tsx'
import { TimerRing } from '../../ui/kit/TimerRing.tsx'
import { ballotWords } from '../../ui/words/ballot.ts'
import { handsWords } from '../../ui/words/hands.ts'
import { machinesWords } from '../../ui/words/machines.ts'
import { opinionWords } from '../../ui/words/opinion.ts'
import { useWords } from '../../ui/words/words.ts'
import { useChoiceKeys } from './keys.ts'
import { NeedsLine } from './NeedsLine.tsx'
import {
  inHall,
  optionMark,
  optionTone,
  useBases,
  useCountdown,
  useMyVote,
  useOptionLabel,
} from './reading.ts'
import classes from './ballot.module.css'

export function VotingCard({
  ballot,
  onOpenDocument,
}: {
  readonly ballot: Ballot
  readonly onOpenDocument?: (document: string) => void
}) {
  const say = useWords(ballotWords)
  const sayHands = useWords(handsWords)
  const sayOpinion = useWords(opinionWords)
  const you = useYou()
  const bases = useBases(ballot)
  const labelOf = useOptionLabel()
  const turnout = useOne('turnout', ballot.id)
  const countdown = useCountdown(ballot)
  const mine = useMyVote(ballot)
  const view = useView()
  const outbox = useOutbox()
  const eligible = useSelect(
    (records) => records.one('electorate', ballot.id)?.people.includes(you.person) ?? false,
  )
  const byHands = ballot.method === 'show_of_hands'
  const takes = ballot.state === 'open'
  const turnoutWords = (figures: { cast: number; eligible: number }): string =>
    inHall(ballot) ? say('turnout', figures) : sayOpinion('answered', figures)
  const choose = (choice: string): void => {
    const { records, offsetMs, seq, head, machine } = view.now()
    void outbox.cast({
      session: view.session,
      ballot: ballot.id,
      round: ballot.round,
      choice,
      lastSeq: records.one('cast', `${ballot.id}:${you.person}`)?.clientSeq ?? 0,
      nowMs: Date.now() + offsetMs,
      // A server that names no epoch is of an earlier version, and would not know what is signed.
      ...(machine === null || head === '' ? {} : { seen: { seq, head } }),
    })
  }
  // Several rounds may wait on one page: there a number key would not say which.
  const keyed = takes && eligible && ballot.method === 'electronic'
  useChoiceKeys(ballot.options, keyed, choose)
  return (
    <Stack gap="md">
      <div className={classes['top']}>
        <Stack gap="xs" flex={1} miw={0}>
          <h2 className={classes['question']}>{ballot.question}</h2>
          <NeedsLine rule={ballot.rule} bases={bases} inWriting={!inHall(ballot)} />
          {ballot.rule.secrecy === 'anonymous' ? (
            <Text size="sm">
              <strong>{say('anonymous')}.</strong> {say('anonymousHint')}
            </Text>
          ) : null}
        </Stack>
        {countdown ? (
          <TimerRing
            leftSeconds={countdown.leftSeconds}
            totalSeconds={countdown.totalSeconds}
            amberSeconds={10}
            label={say('timer')}
            word={say(countdown.paused ? 'pausedWord' : 'left')}
            size="6.75rem"
          />
        ) : null}
      </div>
      {byHands ? (
        <Note quiet tone="other" icon={IconHandStop}>
          {sayHands('voterHint')}
        </Note>
      ) : eligible ? (
        <BigChoice
          label={say('choose')}
          options={ballot.options.map((option) => ({
            id: option.id,
            label: labelOf(option),
            tone: optionTone(option, ballot),
            ...optionMark(option, ballot),
          }))}
          chosen={'choice' in mine ? mine.choice : null}
          pending={mine.kind === 'sending' ? mine.choice : null}
          disabled={!takes}
          chosenWord={say('chosen')}
          onChoose={choose}
        />
      ) : (
        <Text>{say(you.roles.includes('delegate') ? 'notEligible' : 'viewerOnly')}</Text>
      )}
      {keyed ? (
        <Text className={classes['keys'] ?? ''} size="sm" c="dimmed">
          {sayHands('keys', {
            keys: ballot.options
              .slice(0, 9)
              .map((option, at) => `${at + 1} ${labelOf(option)}`)
              .join(' · '),
          })}
        </Text>
      ) : null}
      <VoteStatus ballot={ballot} />
      <Group justify="space-between" gap="sm">
        <Text fw={500}>
          {turnout ? turnoutWords({ cast: turnout.cast, eligible: turnout.eligible }) : ''}
        </Text>
        {ballot.document && onOpenDocument ? (
          <Button
            variant="default"
            leftSection={<IconFileText size="1.25rem" aria-hidden />}
            onClick={() => ballot.document && onOpenDocument(ballot.document)}
          >
            {say('document')}
          </Button>
        ) : null}
      </Group>
    </Stack>
  )
}

/** Where my choice stands, and where the vote stands. */
function VoteStatus({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(ballotWords)
  const sayMachines = useWords(machinesWords)
  const sayHands = useWords(handsWords)
  const sayOpinion = useWords(opinionWords)
  const byHands = ballot.method === 'show_of_hands'
  const labelOf = useOptionLabel()
  const mine = useMyVote(ballot)
  const line = useConnection()
  const calm = useCalmLine(line === 'refused' ? 'offline' : line)
  const word = (choice: string): string => {
    const option = ballot.options.find((one) => one.id === choice)
    return option ? labelOf(option) : choice
  }
  const stage =
    ballot.state === 'paused'
      ? say('paused')
      : ballot.state === 'closing'
        ? say('closing')
        : ballot.state === 'closed'
          ? say('closed')
          : null
  return (
    <div role="status" aria-live="polite">
      <Stack gap="xs">
        {mine.kind === 'sending' ? (
          calm === 'online' ? (
            <Note quiet tone="other" icon={IconSend}>
              {say('sending')}
            </Note>
          ) : (
            <Note quiet tone="abstain" icon={IconDeviceFloppy}>
              {say('stored')}
            </Note>
          )
        ) : null}
        {mine.kind === 'recorded' ? (
          <Note quiet tone="yes" icon={IconRosetteDiscountCheck}>
            <strong>{say('recorded', { code: mine.code ?? '' })}</strong>
            <br />
            {say('recordedChoice', { choice: word(mine.choice) })}
            {ballot.state === 'open'
              ? ` · ${inHall(ballot) ? say('changeable') : sayOpinion('changeable')}`
              : ''}
          </Note>
        ) : null}
        {mine.kind === 'otherDevice' ? (
          <Note quiet tone="yes" icon={byHands ? IconHandStop : IconDevices}>
            {byHands
              ? sayHands('enteredForYou', { choice: word(mine.choice) })
              : say('otherDevice', { choice: word(mine.choice) })}
          </Note>
        ) : null}
        {mine.kind === 'refused' ? <Refused refusal={mine.posted.refusal} /> : null}
        {mine.kind === 'refused' &&
        mine.posted.receipt &&
        mine.posted.refusal?.refused !== 'ballot.notOpen' ? (
          <Note quiet tone="no" icon={IconAlertTriangle}>
            {sayMachines('lostThere', { code: codeOf(mine.posted) })}
          </Note>
        ) : null}
        {stage ? (
          <Text fw={600}>{stage}</Text>
        ) : mine.kind === 'none' && ballot.state === 'open' && inHall(ballot) ? (
          <Text c="dimmed">{say('hidden')}</Text>
        ) : null}
      </Stack>
    </div>
  )
}
