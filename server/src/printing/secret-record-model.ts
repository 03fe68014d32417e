/**
 * What the biên bản kiểm phiếu of an electronic secret ballot says, as plain data.
 * What must stay true: made from the records that the reader may see and from nothing else; only a counted ballot has one;
 * it says "thử nghiệm" on its face; it carries the hashes by which anybody finds the very record that was counted.
 */
import { sessionOf } from '@nghi-truong/shared/domain/find'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { SecretVerdict } from '@nghi-truong/shared/domain/secret-records'
import { theMatter, wholeBallots } from '@nghi-truong/shared/domain/secret-result'
import type { State } from '@nghi-truong/shared/domain/state'
import type { Entry } from '@nghi-truong/shared/log/chain'
import { dataOf } from './marks.ts'
import { outcomeWord, type PaperMarks } from './record-model.ts'
import { baseWord, needsOf, share } from './words.ts'

export interface SecretMarks {
  readonly log: string
  readonly board: PaperMarks['board']
  /** The keys it was counted with. */
  readonly keys: { readonly holders: number; readonly threshold: number }
  readonly openedAt: string
  readonly closedAt: string
  readonly counted: { readonly seq: number; readonly at: string; readonly hash: string }
}

export interface SecretRecordModel {
  readonly council: string
  readonly place: string
  readonly ordinal: number
  readonly term: string
  readonly title: string
  readonly kind: string
  readonly legalBasis: string
  readonly decision: string
  readonly round: number
  readonly seats: number
  readonly rehearsal: boolean
  readonly announced: boolean
  readonly board: readonly { readonly name: string; readonly duty: string }[]
  readonly head: string
  readonly secretary: string
  readonly total: number
  readonly present: number
  readonly issued: number
  readonly collected: number
  /** Valid and invalid ballots; null where each person's row is judged by itself. */
  readonly whole: { readonly valid: number; readonly invalid: number } | null
  readonly tested: number
  readonly bases: readonly { readonly word: string; readonly size: number }[]
  readonly options: readonly string[]
  readonly people: readonly {
    readonly name: string
    readonly post: string
    readonly cells: readonly (readonly string[])[]
    readonly invalid: number
    readonly outcome: string
  }[]
  readonly needs: string | null
  readonly threshold: number
  readonly holders: number
  readonly openedBy: readonly string[]
  readonly verdicts: readonly Pick<SecretVerdict, 'tool' | 'version' | 'verdict'>[]
  readonly uuid: string
  readonly fingerprint: string
  readonly finalHead: string
  readonly rollHash: string
  readonly code: string
  readonly marks: SecretMarks
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Null while the ballot is not counted. */
export async function markSecret(
  log: string,
  entries: AsyncIterable<Entry>,
  ballot: string,
): Promise<SecretMarks | null> {
  let board: SecretMarks['board'] | null = null
  let keys = { holders: 0, threshold: 0 }
  let openedAt = ''
  let closedAt = ''
  let marks: SecretMarks | null = null
  for await (const entry of entries) {
    const { type, seq, ts } = entry.header
    if (type !== 'committee.elected' && !/^secret(Ballot|Keys)\./.test(type)) continue
    const data = dataOf(entry)
    if (type === 'committee.elected') {
      const members = Array.isArray(data['members']) ? data['members'].map(text) : []
      board = { head: text(data['head']), secretary: text(data['secretary']), members }
    }
    if (type === 'secretKeys.started')
      keys = {
        holders: Array.isArray(data['members']) ? data['members'].length : 0,
        threshold: Number(data['threshold']),
      }
    if (data['ballot'] !== ballot) continue
    if (type === 'secretBallot.opened') openedAt = ts
    if (type === 'secretBallot.closed') closedAt = ts
    if (type === 'secretBallot.counted' && board)
      marks = { log, board, keys, openedAt, closedAt, counted: { seq, at: ts, hash: entry.hash } }
  }
  return marks
}

/** @param state cut for the reader */
export function secretRecordModel(
  state: State,
  which: string,
  marks: SecretMarks | null,
): SecretRecordModel | Refusal {
  const session = sessionOf(state)
  const ballot = state.one('secretBallot', which)
  if (!session || !ballot) return refuse('secretBallot.notSeen')
  const result = state.one('secretResult', which)
  if (!result || !marks) return refuse('secretBallot.wrongState')
  const nameOf = (person: string): string => state.one('person', person)?.name ?? ''
  const mode = state.one('secretMode', 'secretMode')
  const { head, secretary, members } = marks.board
  const sizes = {
    totalDelegates: ballot.frozen?.total ?? 0,
    present: ballot.frozen?.present ?? 0,
    cast: result.collected,
    collected: result.collected,
    valid: result.valid,
  }
  const bases = [...new Set([ballot.rule.denominator, ...ballot.rule.alsoReported])].map((base) => ({
    word: baseWord(base),
    size: sizes[base],
  }))
  // On a list there is no "no": a name chosen, or not struck, is a vote for the person.
  const onList = ballot.form === 'list' || ballot.form === 'strike'
  const options = onList ? ballot.rule.options.filter((one) => one.counts === 'yes') : ballot.options
  const subjects =
    ballot.subjects.length > 0 ? ballot.subjects : [{ id: theMatter, name: ballot.title, post: '' }]
  return {
    council: session.council,
    place: session.place,
    ordinal: session.ordinal,
    term: session.term,
    title: ballot.title,
    kind: ballot.rule.title.vi,
    legalBasis: ballot.rule.legalBasis,
    decision: mode ? `${mode.number} ngày ${mode.date.split('-').reverse().join('/')}` : '',
    round: ballot.round,
    seats: ballot.rule.code === 'elect_office' ? ballot.seats : 0,
    rehearsal: ballot.rehearsal,
    announced: ballot.state === 'published',
    board: [
      { name: nameOf(head), duty: 'Trưởng ban' },
      { name: nameOf(secretary), duty: 'Thư ký' },
      ...members
        .filter((member) => member !== head && member !== secretary)
        .map((member) => ({ name: nameOf(member), duty: 'Ủy viên' })),
    ],
    head: nameOf(head),
    secretary: nameOf(secretary),
    total: sizes.totalDelegates,
    present: sizes.present,
    issued: result.issued,
    collected: result.collected,
    whole: wholeBallots(ballot.form, result),
    tested: state.one('secretBox', which)?.tested ?? 0,
    bases,
    options: onList ? ['Số phiếu bầu'] : options.map((option) => option.label.vi),
    people: subjects.map(({ id, name, post }) => {
      const own = result.subjects.find((one) => one.subject === id)
      return {
        name,
        post,
        cells: options.map((option) => {
          const count = own?.counts[option.id] ?? 0
          return [String(count), ...bases.map((base) => share(count, base.size))]
        }),
        invalid: own?.invalid ?? 0,
        outcome: ballot.rehearsal ? '' : outcomeWord(ballot, own?.outcome ?? 'none'),
      }
    }),
    needs: needsOf(ballot.rule, result.base),
    ...marks.keys,
    openedBy: result.openedBy.map(nameOf),
    verdicts: result.verdicts.map(({ tool, version, verdict }) => ({ tool, version, verdict })),
    uuid: ballot.uuid ?? '',
    fingerprint: ballot.fingerprint ?? '',
    finalHead: result.head,
    rollHash: ballot.rollHash ?? '',
    code: result.head.slice(0, 8),
    marks,
  }
}
