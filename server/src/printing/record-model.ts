/**
 * What a biên bản kiểm phiếu says, as plain data.
 * What must stay true: made from the records that the reader may see and from nothing else; only an agreed count has a
 * record; the figures are those of the result, never counted again here; nothing says who chose what.
 */
import type { PaperBallot, PaperResult, SubjectOutcome } from '@nghi-truong/shared/domain/records'
import { sessionOf } from '@nghi-truong/shared/domain/find'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { Base } from '@nghi-truong/shared/domain/rules/types'
import type { State } from '@nghi-truong/shared/domain/state'
import { baseWord, needsOf, share, shareWord } from './words.ts'

/** Where the count stands in the log, and the board that made it: found by `markPaper`. */
export interface PaperMarks {
  readonly log: string
  readonly board: { readonly head: string; readonly secretary: string; readonly members: readonly string[] }
  readonly startedAt: string
  readonly counted: { readonly seq: number; readonly at: string; readonly hash: string }
}

export interface RecordPerson {
  readonly name: string
  readonly post: string
  /** One for each option: the count, then its share of each base. */
  readonly cells: readonly (readonly string[])[]
  /** Papers invalid for this person alone. */
  readonly invalid: number
  readonly outcome: string
}

export interface TallyRecord {
  readonly council: string
  readonly place: string
  readonly ordinal: number
  readonly term: string
  readonly title: string
  readonly kind: string
  readonly legalBasis: string
  readonly round: number
  readonly seats: number
  readonly announced: boolean
  readonly board: readonly { readonly name: string; readonly duty: string }[]
  readonly head: string
  readonly secretary: string
  readonly total: number
  readonly present: number
  readonly issued: number
  readonly returned: number
  readonly valid: number
  readonly invalid: readonly { readonly reason: string; readonly count: number }[]
  readonly bases: readonly { readonly word: string; readonly size: number }[]
  readonly options: readonly string[]
  readonly people: readonly RecordPerson[]
  readonly needs: string | null
  readonly enteredBy: readonly string[]
  readonly marks: PaperMarks
}

const reasons: Readonly<Record<string, string>> = {
  not_issued_form: 'không theo mẫu phiếu do Ban kiểm phiếu phát',
  no_seal: 'không có dấu',
  over_vote: 'chọn quá số người được bầu',
  blank: 'bỏ trống hoặc gạch hết',
  added_name_or_text: 'ghi thêm tên hoặc nội dung khác',
  multiple_marks: 'đánh dấu nhiều ý kiến cho một người',
  unreadable: 'không đọc được',
}

const outcomes: Record<Exclude<SubjectOutcome['outcome'], 'none'>, string> = {
  elected: 'Trúng cử',
  revote: 'Bằng phiếu, bầu lại',
  qualified_not_elected: 'Đủ phiếu nhưng không trúng cử',
  not_qualified: 'Không đủ phiếu trúng cử',
  passed: 'Đủ điều kiện thông qua',
  failed: 'Không đủ điều kiện thông qua',
  may_resign: 'Có thể xin từ chức',
  submit_relief: 'Trình miễn nhiệm',
}

export function outcomeWord({ rule }: Pick<PaperBallot, 'rule'>, outcome: SubjectOutcome['outcome']): string {
  if (outcome === 'none') return 'Không phải xin từ chức, không trình miễn nhiệm'
  const consequence = rule.consequences?.find((one) => one.action === outcome)
  const option = rule.options.find((one) => one.id === consequence?.option)?.label.vi
  if (!consequence || option === undefined) return outcomes[outcome]
  return `${outcomes[outcome]} (${shareWord(consequence.threshold)} ${baseWord(rule.denominator)} là “${option}”)`
}

function basesOf(ballot: PaperBallot, result: PaperResult): { word: string; size: number }[] {
  const sizes: Record<Base, number> = {
    totalDelegates: ballot.frozen?.total ?? 0,
    present: ballot.frozen?.present ?? 0,
    cast: result.count.returned,
    collected: result.count.returned,
    valid: result.valid,
  }
  const named = [...new Set<Base>([ballot.rule.denominator, ...ballot.rule.alsoReported])]
  return named.map((base) => ({ word: baseWord(base), size: sizes[base] }))
}

/** @param state cut for the reader */
export function tallyRecord(state: State, which: string, marks: PaperMarks | null): TallyRecord | Refusal {
  const session = sessionOf(state)
  const ballot = state.one('paperBallot', which)
  if (!session || !ballot) return refuse('paper.notSeen')
  const result = state.one('paperResult', which)
  if (!['counted', 'published'].includes(ballot.state) || !result || !marks) return refuse('paper.wrongState')
  const nameOf = (person: string): string => state.one('person', person)?.name ?? ''
  const { count } = result
  const bases = basesOf(ballot, result)
  const { head, secretary, members } = marks.board
  const others = members.filter((member) => member !== head && member !== secretary)
  return {
    council: session.council,
    place: session.place,
    ordinal: session.ordinal,
    term: session.term,
    title: ballot.title,
    kind: ballot.rule.title.vi,
    legalBasis: ballot.rule.legalBasis,
    round: ballot.round,
    seats: ballot.rule.code === 'elect_office' ? ballot.seats : 0,
    announced: ballot.state === 'published',
    board: [
      { name: nameOf(head), duty: 'Trưởng ban' },
      { name: nameOf(secretary), duty: 'Thư ký' },
      ...others.map((member) => ({ name: nameOf(member), duty: 'Ủy viên' })),
    ],
    head: nameOf(head),
    secretary: nameOf(secretary),
    total: ballot.frozen?.total ?? 0,
    present: ballot.frozen?.present ?? 0,
    issued: count.issued,
    returned: count.returned,
    valid: result.valid,
    invalid: Object.entries(count.invalid)
      .filter(([, papers]) => papers > 0)
      .map(([reason, papers]) => ({ reason: reasons[reason] ?? reason, count: papers })),
    bases,
    options: ballot.rule.options.map((option) => option.label.vi),
    people: ballot.subjects.map(({ id, name, post }) => {
      const own = count.subjects.find((one) => one.subject === id)
      const outcome = result.outcomes.find((one) => one.subject === id)?.outcome ?? 'none'
      return {
        name,
        post,
        cells: ballot.rule.options.map((option) => {
          const papers = own?.counts[option.id] ?? 0
          return [String(papers), ...bases.map((base) => share(papers, base.size))]
        }),
        invalid: own?.invalid ?? 0,
        outcome: outcomeWord(ballot, outcome),
      }
    }),
    needs: needsOf(ballot.rule, result.base),
    enteredBy: result.enteredBy.map(nameOf),
    marks,
  }
}
