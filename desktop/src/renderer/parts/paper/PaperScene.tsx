/**
 * A secret ballot on the screen of the hall: that it is under way, that it is being counted, and the announced result.
 * What must stay true: no figure before the announcement; everything fits one screen, sizes following its height.
 */
import { percent } from '@nghi-truong/shared/domain/rules/tally'
import type { PaperBallot, PaperResult, SubjectOutcome } from '@nghi-truong/shared/domain/records'
import { IconCircleCheck, IconCircleX, IconInfoCircle, IconMailbox, IconMinus } from '@tabler/icons-react'
import type { CSSProperties } from 'react'
import { useOne } from '../../client/view.ts'
import { useNeeds } from '../../ui/law.ts'
import { paperWords } from '../../ui/words/paper.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'
import { sumOf } from './PaperResult.tsx'
import { isElection, toneOfOption, useBaseWord, useOutcomeWords } from './reading.ts'
import classes from './scene.module.css'

export function PaperScene({ ballot: id }: { readonly ballot: string }) {
  const ballot = useOne('paperBallot', id)
  const result = useOne('paperResult', id)
  if (!ballot) return null
  return ballot.state === 'published' && result ? (
    <Announced ballot={ballot} result={result} />
  ) : (
    <UnderWay ballot={ballot} />
  )
}

function UnderWay({ ballot }: { readonly ballot: PaperBallot }) {
  const say = useWords(paperWords)
  const needs = useNeeds()(ballot.rule, {
    total: ballot.frozen?.total ?? 0,
    present: ballot.frozen?.present ?? 0,
  })
  const stage =
    ballot.state === 'counting'
      ? say('screenCounting')
      : ballot.state === 'counted'
        ? say('screenCounted')
        : say('screenIssuing')
  return (
    <div className={classes['column']}>
      <p className={classes['over']}>
        <IconMailbox size="1.2em" aria-hidden /> {stage}
      </p>
      <h1 className={classes['title']}>{ballot.title}</h1>
      <ol className={classes['names']} data-many={ballot.subjects.length > 6}>
        {ballot.subjects.map((subject) => (
          <li key={subject.id}>
            <strong>{subject.name}</strong>
            <small>{subject.post}</small>
          </li>
        ))}
      </ol>
      <p className={classes['under']}>
        {[
          ballot.rule.threshold === null ? '' : needs.sentence,
          isElection(ballot.rule) ? say('seats', { seats: ballot.seats }) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </div>
  )
}

function Announced({ ballot, result }: { readonly ballot: PaperBallot; readonly result: PaperResult }) {
  const say = useWords(paperWords)
  const baseWord = useBaseWord()
  const columns = result.outcomes.length > 7 ? 2 : 1
  return (
    <div className={classes['announced']}>
      <p className={classes['over']}>{say('screenResult')}</p>
      <h1 className={classes['question']}>{ballot.title}</h1>
      <p className={classes['figures']}>
        {`${say('figures', {
          issued: result.count.issued,
          returned: result.count.returned,
          valid: result.valid,
          invalid: sumOf(result.count.invalid),
        })} · ${say('base', { base: baseWord(ballot.rule.denominator), of: result.base })}`}
      </p>
      <ul
        className={classes['rows']}
        data-columns={columns}
        data-many={result.outcomes.length > 2}
        style={{ '--nt-rows': Math.ceil(result.outcomes.length / columns) } as CSSProperties}
      >
        {result.outcomes.map((outcome) => (
          <Row key={outcome.subject} ballot={ballot} result={result} outcome={outcome} />
        ))}
      </ul>
    </div>
  )
}

const outcomeIcon = {
  yes: IconCircleCheck,
  no: IconCircleX,
  abstain: IconMinus,
  other: IconInfoCircle,
  none: IconInfoCircle,
} as const

function Row({
  ballot,
  result,
  outcome,
}: {
  readonly ballot: PaperBallot
  readonly result: PaperResult
  readonly outcome: SubjectOutcome
}) {
  const language = useLanguage()
  const words = useOutcomeWords()(ballot, result, outcome)
  const subject = ballot.subjects.find((one) => one.id === outcome.subject)
  const counts = result.count.subjects.find((one) => one.subject === outcome.subject)?.counts
  const Icon = outcomeIcon[words.tone]
  return (
    <li>
      <div className={classes['who']}>
        <strong>{subject?.name}</strong>
        <small>{subject?.post}</small>
      </div>
      <dl className={classes['counts']}>
        {ballot.rule.options.map((option) => (
          <div key={option.id} data-tone={toneOfOption(option)}>
            <dt>{option.label[language]}</dt>
            <dd>
              {counts?.[option.id] ?? 0}
              <small>{`${percent(counts?.[option.id] ?? 0, result.base, language)} %`}</small>
            </dd>
          </div>
        ))}
      </dl>
      {outcome.outcome === 'none' ? (
        <span />
      ) : (
        <p className={classes['outcome']} data-tone={words.tone}>
          <Icon size="1.2em" aria-hidden />
          <span>{words.word}</span>
        </p>
      )}
    </li>
  )
}
