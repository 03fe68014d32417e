/**
 * What the hall saw against what this device sent: one sentence of agreement or a plain alarm, the announced list by
 * code, and how many devices have compared.
 * What must stay true: agreement is said only after the device itself has compared; an alarm says what to do.
 */
import { Text } from '@mantine/core'
import type { Comparison } from '@nghi-truong/shared/domain/manifest'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { IconAlertTriangle, IconInfoCircle, IconShieldCheck } from '@tabler/icons-react'
import { useRef } from 'react'
import { useNameOf } from '../../client/people.ts'
import { useOne, useSelect, useYou } from '../../client/view.ts'
import { useComparison, useWitnessing } from '../../client/witness.ts'
import { Chip } from '../../ui/kit/Chip.tsx'
import { Note } from '../../ui/kit/Note.tsx'
import { compareWords } from '../../ui/words/compare.ts'
import { useWords } from '../../ui/words/words.ts'
import { isNeutral, optionTone, useOptionLabel } from './reading.ts'
import classes from './ballot.module.css'

const whyWord = {
  hash: 'differsHash',
  counts: 'differsCounts',
  missing: 'differsMissing',
  choice: 'differsChoice',
  unknownVote: 'differsUnknownVote',
} as const

function useFinding(ballot: Ballot): { readonly found: Comparison; readonly choice: string } | null {
  const found = useComparison(ballot)
  const labelOf = useOptionLabel()
  if (!found) return null
  const option = 'choice' in found ? ballot.options.find((one) => one.id === found.choice) : undefined
  return { found, choice: option ? labelOf(option) : '' }
}

/** Before everything else of a result: figures that do not hold must not be read first. */
export function ComparisonAlarm({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(compareWords)
  const found = useComparison(ballot)
  if (found?.kind !== 'differs') return null
  return (
    <div className={classes['alarm']} role="alert">
      <IconAlertTriangle size="2.5rem" aria-hidden />
      <div>
        <strong>{say('differs')}</strong>
        {say(whyWord[found.why])}
        <br />
        {say('tell')}
      </div>
    </div>
  )
}

export function ComparisonNote({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(compareWords)
  const finding = useFinding(ballot)
  if (!finding) return null
  const { found, choice } = finding
  if (found.kind === 'differs') return null
  if (found.kind === 'noEntries' || found.kind === 'notVoted')
    return (
      <Note quiet tone="other" icon={IconInfoCircle}>
        {say(found.kind)}
      </Note>
    )
  const code = found.code.toUpperCase()
  return (
    <Note quiet tone="yes" icon={IconShieldCheck}>
      <strong>{say('agrees')}</strong>
      <br />
      {say(found.kind === 'agrees' ? 'agreesDetail' : 'agreesRecord', { code, choice })}
    </Note>
  )
}

/** The announced list, each line with its code; one's own marked by a word. */
export function ManifestList({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(compareWords)
  const labelOf = useOptionLabel()
  const nameOf = useNameOf()
  const manifest = useOne('manifest', ballot.id)
  const result = useOne('result', ballot.id)
  const found = useComparison(ballot)
  if (ballot.state !== 'published' || !manifest || !result || manifest.entries.length === 0) return null
  const mine = found && 'code' in found ? found.code : null
  const named = ballot.rule.publishNames
  return (
    <details className={classes['disclosure']}>
      <summary>{say('list')}</summary>
      <Text size="sm" c="dimmed">
        {say('listHint', { code: result.code.toUpperCase() })}
      </Text>
      <ul className={classes['rollCall']}>
        {manifest.entries.map((entry) => {
          const option = ballot.options.find((one) => one.id === entry.choice)
          return (
            <li key={`${entry.code} ${entry.person ?? ''}`}>
              <span>
                <code className={classes['entryCode']}>{entry.code.toUpperCase()}</code>
                {named && entry.person ? ` ${nameOf(entry.person)}` : ''}
                {entry.code === mine ? <strong> ({say('yours')})</strong> : null}
              </span>
              <Chip
                tone={option ? optionTone(option, ballot) : 'none'}
                {...(isNeutral(ballot) ? { icon: null } : {})}
              >
                {option ? labelOf(option) : entry.choice}
              </Chip>
            </li>
          )
        })}
      </ul>
      <Text size="sm" c="dimmed" mt="sm">
        {say('fullHash')}: <code className={classes['fullHash']}>{manifest.hash}</code>
      </Text>
    </details>
  )
}

/** Devices that do not agree; the desk is told by name whose. */
export function WitnessAlarm({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(compareWords)
  const nameOf = useNameOf()
  const witnessed = useOne('witnessed', ballot.id)
  const differing = useSelect((records) =>
    records
      .every('witness')
      .filter((one) => one.ballot === ballot.id && !one.agrees)
      .map((one) => one.person),
  )
  if (ballot.state !== 'published' || !witnessed || witnessed.differ === 0) return null
  const count = witnessed.differ
  return (
    <div className={classes['alarm']} role="status">
      <IconAlertTriangle size="1.75rem" aria-hidden />
      <span>
        {differing.length > 0
          ? say('differ', { count, names: differing.map(nameOf).join(', ') })
          : say('differCount', { count })}
      </span>
    </div>
  )
}

/** How many devices have compared. */
export function WitnessLine({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(compareWords)
  const witnessed = useOne('witnessed', ballot.id)
  if (ballot.state !== 'published' || !witnessed) return null
  return (
    <Text size="sm" c="dimmed" role="status">
      {say('witnessed', { agree: witnessed.agree, eligible: ballot.frozen?.eligible ?? 0 })}
    </Text>
  )
}

/** Compares every announced vote of this person by itself, whatever page is open, and says what was found. */
export function Witnesses() {
  const you = useYou()
  const session = useSelect((records) => records.every('session')[0]?.state)
  // Only what was announced while this page was open, or not yet said: an old session is left in peace.
  const open = useSelect((records) =>
    records
      .every('ballot')
      .filter(
        (one) =>
          one.state === 'published' &&
          records.one('manifest', one.id) !== undefined &&
          (records.one('electorate', one.id)?.people.includes(you.person) ?? false),
      )
      .slice(-20),
  )
  if (session === undefined) return null
  return open.map((ballot) => <OneWitness key={ballot.id} ballot={ballot} />)
}

function OneWitness({ ballot }: { readonly ballot: Ballot }) {
  const found = useComparison(ballot)
  // Said once by this page for each finding: two devices of one person must not talk each other down for ever.
  const said = useRef(new Set<string>())
  const kind = found ? `${found.kind === 'differs'}` : null
  const fresh = kind !== null && !said.current.has(kind)
  useWitnessing(ballot, fresh ? found : null, () => kind !== null && said.current.add(kind))
  return null
}
