/**
 * The result as announced: bars with shares of both totals, the verdict in a sentence, the hall by tổ, the list of names.
 * What must stay true: all figures are the record's; percentages are printed by the shared arithmetic; names only where the
 * rule publishes them.
 */
import { Stack, Text } from '@mantine/core'
import type { Ballot, Result } from '@nghi-truong/shared/domain/records'
import { percent } from '@nghi-truong/shared/domain/rules/tally'
import { IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react'
import { useMemo } from 'react'
import { groupDelegates } from '../../client/people.ts'
import { useEvery, useOne, useYou } from '../../client/view.ts'
import { Bars, type Bar } from '../../ui/kit/Bars.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { SeatLegend, SeatMap, type SeatGroup } from '../../ui/kit/SeatMap.tsx'
import { ballotWords } from '../../ui/words/ballot.ts'
import { opinionWords } from '../../ui/words/opinion.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'
import { NeedsLine } from './NeedsLine.tsx'
import { ComparisonAlarm, ComparisonNote, ManifestList, WitnessAlarm, WitnessLine } from './Comparison.tsx'
import { inHall, isNeutral, optionMark, optionTone, useBases, useOptionLabel } from './reading.ts'
import classes from './ballot.module.css'

export function useVerdict(): (result: Result) => string {
  const say = useWords(ballotWords)
  return ({ passed, yes, needed }) =>
    passed === null || needed === null
      ? say('noVerdict')
      : passed
        ? `${say('passed')}: ${say('verdictPassed', { yes, needed })}`
        : `${say('failed')}: ${say('verdictFailed', { yes, needed, missing: Math.max(0, needed - yes) })}`
}

export function useBars(ballot: Ballot, result: Result): readonly Bar[] {
  const say = useWords(ballotWords)
  const language = useLanguage()
  const labelOf = useOptionLabel()
  const sayOpinion = useWords(opinionWords)
  const written = !inHall(ballot)
  // What decides comes first: it is the one the bar is drawn by, and the only one on the wall.
  const shares = (count: number, voted = true): readonly string[] => {
    if (written) return [sayOpinion('ofAsked', { percent: percent(count, result.total, language) })]
    const total = say('ofTotal', { percent: percent(count, result.total, language) })
    const present = say('ofPresent', { percent: percent(count, result.present, language) })
    const { denominator } = ballot.rule
    if (denominator === 'cast' && voted)
      return [say('ofCast', { percent: percent(count, result.cast, language) }), present]
    return denominator === 'totalDelegates' ? [total, present] : [present, total]
  }
  return [
    ...ballot.options.map((option) => {
      const count = result.counts[option.id] ?? 0
      return {
        id: option.id,
        label: labelOf(option),
        tone: optionTone(option, ballot),
        ...optionMark(option, ballot),
        count,
        shares: shares(count),
      }
    }),
    {
      id: '',
      label: written ? sayOpinion('notAnswered') : say('notCast'),
      tone: 'none' as const,
      count: result.notCast,
      shares: shares(result.notCast, false),
    },
  ]
}

/** The hall by tổ with each one's announced choice; empty while names are not published. */
export function useResultSeats(ballot: Ballot): readonly SeatGroup[] {
  const say = useWords(ballotWords)
  const sayOpinion = useWords(opinionWords)
  const labelOf = useOptionLabel()
  const people = useEvery('person')
  const groups = useEvery('group')
  const casts = useEvery('cast')
  const electorate = useOne('electorate', ballot.id)
  return useMemo(() => {
    const choices = new Map(
      casts.filter((cast) => cast.ballot === ballot.id).map((cast) => [cast.person, cast.choice]),
    )
    // A written opinion asks some; the others have no place in its result.
    const written = !inHall(ballot)
    const shown = written ? people.filter((person) => electorate?.people.includes(person.id)) : people
    return groupDelegates(shown, groups).map((group) => ({
      id: group.id,
      name: group.name || say('outsideGroups'),
      seats: group.people.map((person) => {
        const option = ballot.options.find((one) => one.id === choices.get(person.id))
        return {
          person: person.id,
          name: person.name,
          tone: option ? optionTone(option, ballot) : ('none' as const),
          ...(option ? optionMark(option, ballot) : {}),
          state: option
            ? labelOf(option)
            : written
              ? sayOpinion('notAnswered')
              : say(electorate?.people.includes(person.id) ? 'didNotVote' : 'notInList'),
        }
      }),
    }))
  }, [ballot, casts, electorate, groups, labelOf, people, say, sayOpinion])
}

export function Verdict({ result }: { readonly result: Result }) {
  const say = useWords(ballotWords)
  const { passed, yes, needed } = result
  if (passed === null || needed === null)
    return (
      <div className={classes['verdict']} data-tone="none">
        <IconInfoCircle size="2.25rem" aria-hidden />
        <strong>{say('noVerdict')}</strong>
      </div>
    )
  const Icon = passed ? IconCircleCheck : IconCircleX
  return (
    <div className={classes['verdict']} data-tone={passed ? 'yes' : 'no'}>
      <Icon size="2.5rem" aria-hidden />
      <div>
        <strong>{say(passed ? 'passed' : 'failed')}</strong>
        {passed
          ? say('verdictPassed', { yes, needed })
          : say('verdictFailed', { yes, needed, missing: Math.max(0, needed - yes) })}
      </div>
    </div>
  )
}

export function ResultBody({ ballot }: { readonly ballot: Ballot }) {
  const result = useOne('result', ballot.id)
  return result ? <ResultFigures ballot={ballot} result={result} /> : null
}

function ResultFigures({ ballot, result }: { readonly ballot: Ballot; readonly result: Result }) {
  const say = useWords(ballotWords)
  const sayOpinion = useWords(opinionWords)
  const labelOf = useOptionLabel()
  const you = useYou()
  const mine = useOne('cast', `${ballot.id}:${you.person}`)
  const bars = useBars(ballot, result)
  const seats = useResultSeats(ballot)
  const bases = useBases(ballot)
  const counted = useOne('handCount', ballot.id)
  // Hands counted without names leave no names to show.
  const named = ballot.state === 'published' && ballot.rule.publishNames && !counted
  const myOption = ballot.options.find((option) => option.id === mine?.choice)
  return (
    <Stack gap="lg">
      <ComparisonAlarm ballot={ballot} />
      <WitnessAlarm ballot={ballot} />
      <Verdict result={result} />
      <Bars
        bars={bars}
        of={result.base}
        mark={
          result.needed === null ? null : { at: result.needed, label: say('line', { needed: result.needed }) }
        }
        label={say('bars')}
      />
      <NeedsLine rule={ballot.rule} bases={bases} inWriting={!inHall(ballot)} />
      <Text c="dimmed">
        {inHall(ballot)
          ? say('figures', { total: result.total, present: result.present, cast: result.cast })
          : sayOpinion('figures', { total: result.total, cast: result.cast })}{' '}
        · <span title={say('codeHint')}>{say('code', { code: result.code.toUpperCase() })}</span>
      </Text>
      {myOption ? (
        <div>
          <Chip tone={optionTone(myOption, ballot)} {...(isNeutral(ballot) ? { icon: null } : {})}>
            {say('mine', { choice: labelOf(myOption) })}
          </Chip>
        </div>
      ) : null}
      <ComparisonNote ballot={ballot} />
      <WitnessLine ballot={ballot} />
      <ManifestList ballot={ballot} />
      {named ? (
        <>
          {inHall(ballot) ? (
            <>
              <SeatMap groups={seats} label={say('map')} />
              <SeatLegend
                entries={[
                  ...ballot.options.map((option) => ({
                    tone: optionTone(option, ballot),
                    ...optionMark(option, ballot),
                    label: labelOf(option),
                  })),
                  { tone: 'none', label: say('didNotVoteOrAbsent') },
                ]}
              />
            </>
          ) : null}
          <details className={classes['disclosure']} open={!inHall(ballot)}>
            <summary>{say('rollCall')}</summary>
            {seats.map((group) => (
              <section key={group.id} aria-label={group.name}>
                <Text fw={600} mt="sm">
                  {group.name}
                </Text>
                <ul className={classes['rollCall']}>
                  {group.seats.map((seat) => (
                    <li key={seat.person}>
                      <span>{seat.name}</span>
                      <Chip tone={seat.tone} {...(seat.mark ? { icon: null } : {})}>
                        {seat.state}
                      </Chip>
                    </li>
                  ))}
                </ul>
              </section>
            ))}
          </details>
        </>
      ) : ballot.state === 'published' ? (
        <Text c="dimmed">{say('noNames')}</Text>
      ) : (
        <Text c="dimmed">{say('notPublishedYet')}</Text>
      )}
    </Stack>
  )
}
