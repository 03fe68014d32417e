/**
 * The result of a paper ballot: the sheet's figures, each person's votes as bars, what follows and by which article.
 * What must stay true: every figure is the record's; nobody's choice exists anywhere to be shown.
 */
import { Stack, Text } from '@mantine/core'
import type { PaperBallot, PaperResult, SubjectOutcome } from '@nghi-truong/shared/domain/records'
import { useNameOf } from '../../client/people.ts'
import { useOne } from '../../client/view.ts'
import { Bars } from '../../ui/kit/Bars.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { paperWords } from '../../ui/words/paper.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'
import { RuleLine } from './RuleLine.tsx'
import { toneOfOption, useOutcomeWords, useShares } from './reading.ts'
import classes from './paper.module.css'

export const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, one) => all + one, 0)

export function PaperResultBody({ ballot }: { readonly ballot: PaperBallot }) {
  const result = useOne('paperResult', ballot.id)
  return result ? <Figures ballot={ballot} result={result} /> : null
}

function Figures({ ballot, result }: { readonly ballot: PaperBallot; readonly result: PaperResult }) {
  const say = useWords(paperWords)
  const nameOf = useNameOf()
  return (
    <Stack gap="md">
      <SheetFigures result={result} />
      <ul className={classes['outcomes']} aria-label={say('result')}>
        {result.outcomes.map((outcome) => (
          <Outcome key={outcome.subject} ballot={ballot} result={result} outcome={outcome} />
        ))}
      </ul>
      <RuleLine ballot={ballot} />
      <Text size="sm" c="dimmed">
        {[
          say('enteredBy', { names: result.enteredBy.map(nameOf).join(', ') }),
          say(ballot.state === 'published' ? 'secretNote' : 'notPublishedYet'),
        ].join(' · ')}
      </Text>
    </Stack>
  )
}

/** Phát ra, thu về, hợp lệ, không hợp lệ: the four figures of the sheet. */
export function SheetFigures({ result }: { readonly result: PaperResult }) {
  const say = useWords(paperWords)
  const figures = [
    [say('issued'), result.count.issued],
    [say('returned'), result.count.returned],
    [say('valid'), result.valid],
    [say('invalid'), sumOf(result.count.invalid)],
  ] as const
  return (
    <dl className={classes['figures']}>
      {figures.map(([label, figure]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{figure}</dd>
        </div>
      ))}
    </dl>
  )
}

function Outcome({
  ballot,
  result,
  outcome,
}: {
  readonly ballot: PaperBallot
  readonly result: PaperResult
  readonly outcome: SubjectOutcome
}) {
  const say = useWords(paperWords)
  const language = useLanguage()
  const subject = ballot.subjects.find((one) => one.id === outcome.subject)
  const count = result.count.subjects.find((one) => one.subject === outcome.subject)
  const shares = useShares(ballot, result)
  const words = useOutcomeWords()(ballot, result, outcome)
  return (
    <li className={classes['outcome']}>
      <div className={classes['outcomeHead']}>
        <div>
          <Text fw={600}>{subject?.name}</Text>
          <Text size="sm" c="dimmed">
            {subject?.post}
          </Text>
        </div>
        <Chip tone={words.tone}>{words.word}</Chip>
      </div>
      <Bars
        bars={[
          ...ballot.rule.options.map((option) => ({
            id: option.id,
            label: option.label[language],
            tone: toneOfOption(option),
            count: count?.counts[option.id] ?? 0,
            shares: shares(count?.counts[option.id] ?? 0),
          })),
          ...(count && count.invalid > 0
            ? [
                {
                  id: '',
                  label: say('invalidForHim'),
                  tone: 'none' as const,
                  count: count.invalid,
                  shares: [],
                },
              ]
            : []),
        ]}
        of={result.base}
        mark={
          result.needed === null ? null : { at: result.needed, label: say('line', { needed: result.needed }) }
        }
        label={subject?.name ?? ''}
      />
      {words.why ? (
        <Text size="sm">
          {words.why} <span className={classes['basis']}>{say('basis', { basis: words.legalBasis })}</span>
        </Text>
      ) : null}
    </li>
  )
}
