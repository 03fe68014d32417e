/**
 * Votes in the words of the minutes.
 * What must stay true: figures only of what was announced; percentages by the rule's own bases, two decimals; an annulled
 * vote is told with its reason.
 */
import { sessionOf } from '@nghi-truong/shared/domain/find'
import type { Ballot, Result } from '@nghi-truong/shared/domain/records'
import type { Base } from '@nghi-truong/shared/domain/rules/types'
import type { State } from '@nghi-truong/shared/domain/state'
import { literal } from './lines.ts'
import { outcomeWord } from './record-model.ts'
import { departuresOf, notAnswered, notBallotted } from './sheet-model.ts'
import { textField, type Sentence, type Told } from './told.ts'
import { baseWord, share, timeOf } from './words.ts'

/** Entries of that vote up to this one that its sentence rests on. */
const trail = (log: readonly Told[], told: Told, key: string, types: readonly string[]): number[] =>
  log
    .filter(
      (one) =>
        one.seq <= told.seq && types.includes(one.type) && textField(one, key) === textField(told, key),
    )
    .map((one) => one.seq)

function figures(ballot: Ballot, result: Result): string {
  const sizes: Partial<Record<Base, number>> = {
    totalDelegates: result.total,
    present: result.present,
    cast: result.cast,
  }
  const bases = [...new Set<Base>([ballot.rule.denominator, ...ballot.rule.alsoReported])]
  const shares = (count: number): string =>
    bases
      .flatMap((base) => {
        const size = sizes[base]
        return size === undefined ? [] : [`${share(count, size)} ${baseWord(base, ballot.method)}`]
      })
      .join(', ')
  const options = ballot.options.map((option) => {
    const count = result.counts[option.id] ?? 0
    return `${literal(option.label.vi).toLocaleLowerCase('vi')} ${count} (${shares(count)})`
  })
  const missing = ballot.method === 'written_opinion' ? notAnswered : notBallotted
  return [...options, `${missing.toLocaleLowerCase('vi')} ${result.notCast}`].join('; ')
}

const verdicts = (passed: boolean | null): string =>
  passed === null ? '' : passed ? ' **Đủ điều kiện thông qua.**' : ' **Không đủ điều kiện thông qua.**'

export function tellBallot(state: State, log: readonly Told[], told: Told): Sentence | null {
  const ballot = state.one('ballot', textField(told, 'ballot'))
  if (!ballot) return null
  const written = ballot.method === 'written_opinion'
  const title = `${written ? 'Lấy ý kiến bằng phiếu' : 'Biểu quyết'} “${literal(ballot.question)}”${ballot.round > 1 ? ` (lần ${ballot.round})` : ''}`
  const seqs = trail(log, told, 'ballot', [
    'ballot.opened',
    'opinion.opened',
    'opinion.extended',
    'ballot.closed',
    'ballot.published',
    'ballot.voided',
  ])
  const line = (text: string): Sentence => ({ text: `${timeOf(told.at)}: ${text}`, seqs })
  if (told.type === 'ballot.voided')
    return line(`${title} bị hủy. Lý do: ${literal(ballot.voidReason ?? '')}.`)
  if (told.type === 'ballot.closed')
    return ballot.state === 'closed' ? line(`${title} đã kết thúc; kết quả chưa công bố.`) : null
  const result = state.one('result', ballot.id)
  if (!result || !['published', 'void'].includes(ballot.state)) return null
  const session = sessionOf(state)
  const departures = session ? departuresOf(session, ballot) : []
  const own =
    departures.length > 0
      ? ` Áp dụng quy tắc riêng, khác quy định chung: ${literal(departures.join('; '))}.`
      : ''
  return line(
    `${title}: ${figures(ballot, result)}.${verdicts(result.passed)}${own} Mã kết quả ${result.code.toUpperCase()}.`,
  )
}

export function tellPaper(state: State, log: readonly Told[], told: Told): Sentence | null {
  const ballot = state.one('paperBallot', textField(told, 'paperBallot'))
  if (!ballot) return null
  const title = `Bỏ phiếu kín “${literal(ballot.title)}”${ballot.round > 1 ? ` (lần ${ballot.round})` : ''}`
  const seqs = trail(log, told, 'paperBallot', [
    'paper.opened',
    'paper.counted',
    'paper.published',
    'paper.voided',
  ])
  const line = (text: string): Sentence => ({ text: `${timeOf(told.at)}: ${text}`, seqs })
  if (told.type === 'paper.voided')
    return line(`${title} bị hủy. Lý do: ${literal(ballot.voidReason ?? '')}.`)
  const result = state.one('paperResult', ballot.id)
  if (!result) return null
  const { count } = result
  const people = ballot.subjects.map(({ id, name }) => {
    const own = count.subjects.find((one) => one.subject === id)
    const marks = ballot.rule.options.map((option) => {
      const papers = own?.counts[option.id] ?? 0
      return `${literal(option.label.vi).toLocaleLowerCase('vi')} ${papers} (${share(papers, result.base)})`
    })
    const outcome = result.outcomes.find((one) => one.subject === id)?.outcome ?? 'none'
    return `${literal(name)}: ${marks.join(', ')}: ${outcomeWord(ballot, outcome)}`
  })
  return line(
    `${title}: phát ra ${count.issued}, thu về ${count.returned}, hợp lệ ${result.valid}. Tỷ lệ trên ${baseWord(ballot.rule.denominator)} (${result.base}): ${people.join('; ')}.`,
  )
}
