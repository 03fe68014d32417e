/** A vote on the big screen: the question and what it needs; turnout while open; bars, verdict and the hall when announced. */
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useOne } from '../../client/view.ts'
import { Bars } from '../../ui/kit/Bars.tsx'
import { SeatLegend, SeatMap } from '../../ui/kit/SeatMap.tsx'
import { TimerRing } from '../../ui/kit/TimerRing.tsx'
import { ballotWords } from '../../ui/words/ballot.ts'
import { compareWords } from '../../ui/words/compare.ts'
import { projectorWords } from '../../ui/words/projector.ts'
import { useWords } from '../../ui/words/words.ts'
import { useNeeds } from '../../ui/law.ts'
import { optionMark, optionTone, useBases, useCountdown, useOptionLabel } from '../ballot/reading.ts'
import { useBars, useResultSeats } from '../ballot/ResultCard.tsx'
import classes from './projector.module.css'

/** Seats of a tổ that are still large side by side in a quarter of the wall. */
const inOneRow = 12

export function BallotScene({ ballot: id }: { readonly ballot: string }) {
  const ballot = useOne('ballot', id)
  const result = useOne('result', id)
  if (!ballot) return null
  return ballot.state === 'published' && result ? <Announced ballot={ballot} /> : <Running ballot={ballot} />
}

function Running({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(projectorWords)
  const sayBallot = useWords(ballotWords)
  const needs = useNeeds()(ballot.rule, useBases(ballot))
  const turnout = useOne('turnout', ballot.id)
  const countdown = useCountdown(ballot)
  const cast = turnout?.cast ?? 0
  const eligible = turnout?.eligible ?? 0
  const byHands = ballot.method === 'show_of_hands'
  const stage =
    ballot.state === 'closed'
      ? `${say('counted')} · ${say('awaiting')}`
      : ballot.state === 'paused'
        ? say('paused')
        : say(byHands ? 'byHands' : 'inProgress')
  return (
    <div className={classes['column']}>
      <p className={classes['over']}>{stage}</p>
      <h1 className={classes['big']}>{ballot.question}</h1>
      <p className={classes['under']}>
        {needs.sentence} · {needs.why}
      </p>
      <div className={classes['turnout']}>
        <div className={classes['turnoutMain']}>
          <p className={classes['figure']}>
            {cast}
            <small>/{eligible}</small>
          </p>
          <p className={classes['under']}>{say('voted')}</p>
          <div className={classes['track']} aria-hidden>
            <div
              className={classes['fill']}
              style={{ width: `${eligible > 0 ? (cast / eligible) * 100 : 0}%` }}
            />
          </div>
        </div>
        {countdown ? (
          <TimerRing
            leftSeconds={countdown.leftSeconds}
            totalSeconds={countdown.totalSeconds}
            amberSeconds={10}
            label={sayBallot('timer')}
            word={sayBallot(countdown.paused ? 'pausedWord' : 'left')}
            size="34vh"
          />
        ) : null}
      </div>
    </div>
  )
}

function Announced({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(ballotWords)
  const labelOf = useOptionLabel()
  const result = useOne('result', ballot.id)
  const sayCompare = useWords(compareWords)
  const witnessed = useOne('witnessed', ballot.id)
  const seats = useResultSeats(ballot)
  const bars = useResultBars(ballot)
  if (!result) return null
  const { passed, needed, yes } = result
  const Icon = passed ? IconCircleCheck : IconCircleX
  const named = ballot.rule.publishNames
  const widest = Math.max(0, ...seats.map((group) => group.seats.length))
  return (
    <div className={classes['announced']}>
      <h1 className={classes['question']}>{ballot.question}</h1>
      {passed === null || needed === null ? null : (
        <p className={classes['verdict']} data-passed={passed}>
          <Icon size="1.3em" aria-hidden />
          <span>
            {say(passed ? 'passedBig' : 'failedBig')}
            <small>
              {passed
                ? say('verdictPassed', { yes, needed })
                : say('verdictFailed', { yes, needed, missing: Math.max(0, needed - yes) })}
            </small>
          </span>
        </p>
      )}
      <div className={classes['halves']} data-one={!named}>
        <div>
          <Bars
            large
            bars={bars}
            of={result.base}
            mark={needed === null ? null : { at: needed, label: say('line', { needed }) }}
            label={say('bars')}
          />
          <p className={classes['code']}>
            {say('figures', { total: result.total, present: result.present, cast: result.cast })}
          </p>
          <p className={classes['manifest']}>
            {say('code', { code: '' })}
            <strong>{result.code.toUpperCase()}</strong>
            {witnessed ? (
              <small>
                {witnessed.differ > 0
                  ? sayCompare('differCount', { count: witnessed.differ })
                  : sayCompare('witnessed', {
                      agree: witnessed.agree,
                      eligible: ballot.frozen?.eligible ?? 0,
                    })}
              </small>
            ) : null}
          </p>
        </div>
        {named ? (
          <div className={classes['hall']}>
            <SeatMap large groups={seats} label={say('map')} rows={widest > inOneRow ? 2 : 1} />
            <SeatLegend
              large
              entries={[
                ...ballot.options.map((option) => ({
                  tone: optionTone(option, ballot),
                  ...optionMark(option, ballot),
                  label: labelOf(option),
                })),
                { tone: 'none', label: say('didNotVoteOrAbsent') },
              ]}
            />
          </div>
        ) : null}
      </div>
    </div>
  )
}

/** One share beside each bar: what decides. The full figures are on the devices. */
function useResultBars(ballot: Ballot) {
  const result = useOne('result', ballot.id)
  const bars = useBars(ballot, result ?? emptyResult)
  return bars.map((bar) => ({ ...bar, shares: bar.shares.slice(0, 1) }))
}

const emptyResult = {
  kind: 'result',
  id: '',
  audience: [],
  counts: {},
  yes: 0,
  cast: 0,
  notCast: 0,
  base: 0,
  total: 0,
  present: 0,
  needed: null,
  passed: null,
  code: '',
} as const
