/**
 * Readings of secret ballots that their screens share.
 * What must stay true: nothing here counts or decides; outcomes and figures are the record's.
 */
import type {
  SecretBallot,
  SecretBallotState,
  SecretResult,
  SecretSubjectResult,
} from '@nghi-truong/shared/domain/secret-records'
import { wholeBallots } from '@nghi-truong/shared/domain/secret-result'
import { percent } from '@nghi-truong/shared/domain/rules/tally'
import type { State } from '@nghi-truong/shared/domain/state'
import type { Tone } from '../../ui/kit/tone.ts'
import { lawWords } from '../../ui/words/law.ts'
import { secretWords } from '../../ui/words/secret.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'

/** The hall is busy with it. */
const busyStates: readonly SecretBallotState[] = [
  'armed',
  'issuing',
  'freezing',
  'open',
  'paused',
  'closing',
  'closed',
  'opening',
  'counted',
]

export const isBusy = (ballot: SecretBallot): boolean => busyStates.includes(ballot.state)

/** Until then one tap moves it to paper. */
const beforeOpening: readonly SecretBallotState[] = [
  'armed',
  'issuing',
  'freezing',
  'open',
  'paused',
  'closing',
  'closed',
]

export const mayMoveToPaper = (ballot: SecretBallot): boolean =>
  !ballot.rehearsal && beforeOpening.includes(ballot.state)

/** The one delegates deal with: from handing out to the result. */
export const runningSecret = (records: State): SecretBallot | undefined =>
  records.every('secretBallot').find((one) => isBusy(one) && one.state !== 'armed')

/** What the screen of the hall shows during an item: the one running, else the last announced. */
export const secretOnScreen = (records: State, item: string): SecretBallot | undefined =>
  runningSecret(records) ??
  records
    .every('secretBallot')
    .filter((one) => one.item === item && one.state === 'published' && !one.rehearsal)
    .at(-1)

const outcomeTone: Readonly<Record<SecretSubjectResult['outcome'], Tone>> = {
  elected: 'yes',
  revote: 'abstain',
  qualified_not_elected: 'none',
  not_qualified: 'no',
  passed: 'yes',
  failed: 'no',
  may_resign: 'abstain',
  submit_relief: 'no',
  none: 'none',
}

export const toneOfOutcome = (outcome: SecretSubjectResult['outcome']): Tone => outcomeTone[outcome]

const levels: Readonly<Record<string, Tone>> = { high: 'yes', medium: 'other', low: 'no' }

/** Colour of an option: what it counts as; levels of confidence by themselves. */
export function toneOfOption(ballot: SecretBallot, option: string): Tone {
  const counts = ballot.rule.options.find((one) => one.id === option)?.counts
  return counts === undefined || counts === 'other' ? (levels[option] ?? 'other') : counts
}

export const isList = (ballot: SecretBallot): boolean => ballot.form === 'list' || ballot.form === 'strike'

export interface ResultRow {
  readonly id: string
  readonly name: string
  readonly post: string
  readonly outcome: SecretSubjectResult['outcome']
  readonly counts: readonly {
    readonly option: string
    readonly label: string
    readonly tone: Tone
    readonly count: number
    readonly share: string
  }[]
}

/** The result as rows of words and numbers, for screens of every size. */
export function useRows(ballot: SecretBallot, result: SecretResult): readonly ResultRow[] {
  const language = useLanguage()
  const say = useWords(secretWords)
  const counted = (count: number) => ({ count, share: `${percent(count, result.base, language)} %` })
  const several = wholeBallots(ballot.form, result) === null
  const unmarked = several && result.subjects.some((row) => row.invalid > 0)
  return result.subjects.map((row) => {
    const subject = ballot.subjects.find((one) => one.id === row.subject)
    const shown = isList(ballot)
      ? ballot.options.filter((option) => toneOfOption(ballot, option.id) === 'yes')
      : ballot.options
    return {
      id: row.subject,
      name: subject?.name ?? '',
      post: subject?.post ?? '',
      outcome: row.outcome,
      counts: [
        ...shown.map((option) => ({
          option: option.id,
          // On a list there is no "no": a mark is a vote for the person.
          label: isList(ballot) ? say('votes') : option.label[language],
          tone: toneOfOption(ballot, option.id),
          ...counted(row.counts[option.id] ?? 0),
        })),
        ...(unmarked
          ? [{ option: '', label: say('noMarkColumn'), tone: 'none' as const, ...counted(row.invalid) }]
          : []),
      ],
    }
  })
}

const baseWord = {
  totalDelegates: 'baseTotal',
  present: 'basePresent',
  cast: 'baseCast',
  collected: 'baseCollected',
  valid: 'baseValid',
} as const

/** What was handed out, came back and was valid; where validity is each person's own, his row says it. */
export function useFigures(ballot: SecretBallot, result: SecretResult): string {
  const say = useWords(secretWords)
  const { issued, collected } = result
  const whole = wholeBallots(ballot.form, result)
  return whole ? say('figures', { issued, collected, ...whole }) : say('figuresShort', { issued, collected })
}

/** "Tính trên tổng số đại biểu: 9" */
export function useBaseLine(ballot: SecretBallot, result: SecretResult): string {
  const say = useWords(secretWords)
  const sayLaw = useWords(lawWords)
  return say('base', { base: sayLaw(baseWord[ballot.rule.denominator]), of: result.base })
}

/** What must have accepted the finished record before it is announced: both programs; ours alone for a rehearsal. */
export function mayAnnounce(ballot: SecretBallot, result: SecretResult | undefined): boolean {
  const said = (result?.verdicts ?? []).filter((one) => one.head === result?.head)
  const accepts = (tool: string) => said.some((one) => one.tool === tool && one.verdict === 'accept')
  if (said.some((one) => one.verdict === 'reject')) return false
  return accepts('nghi-truong') && (ballot.rehearsal || accepts('belenios-tool'))
}

/** First characters of a fingerprint or head, as the hall compares them. */
export const short = (whole: string | null | undefined): string => (whole ?? '').slice(0, 10)
