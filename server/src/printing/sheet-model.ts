/**
 * What a result sheet says, as plain data: figures, roll-call, marks of the log.
 * What must stay true: made from the records that the reader may see, and from nothing else; only an announced vote has a
 * sheet; figures are those of the result record; names only where the rule publishes them and hands were not counted.
 */
import type { Ballot, BallotOption, Result, Session } from '@nghi-truong/shared/domain/records'
import { choosesOne } from '@nghi-truong/shared/domain/count'
import { sessionOf } from '@nghi-truong/shared/domain/find'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { warningsFor } from '@nghi-truong/shared/domain/rules/custom'
import type { Base } from '@nghi-truong/shared/domain/rules/types'
import { warningText } from '@nghi-truong/shared/domain/rules/warning-words'
import type { State } from '@nghi-truong/shared/domain/state'
import { baseWord, needsOf, share } from './words.ts'

/** Where a vote stands in the log: found by `markBallot`. */
export interface BallotMarks {
  readonly log: string
  /** The entry that closed it: `hash` is the head of the log at that instant. */
  readonly closed: { readonly seq: number; readonly at: string; readonly hash: string }
  /** SHA-256 over the counted set, 64 hex digits; the result code is its beginning. */
  readonly setHash: string
  /** SHA-256 of the announced list, which the result code begins; null in logs of earlier versions. */
  readonly manifest: string | null
  readonly published: { readonly seq: number; readonly at: string; readonly by: string }
}

export interface SheetRow {
  readonly label: string
  readonly count: number
  /** One for each of `bases`, with the sign: "80,00 %". */
  readonly shares: readonly string[]
}

export interface RollGroup {
  readonly name: string
  readonly people: readonly {
    readonly name: string
    readonly position: string
    readonly choice: string
    /** Of his line in the announced list; empty for who did not vote. */
    readonly code: string
  }[]
}

export interface ResultSheet {
  readonly council: string
  readonly ordinal: number
  readonly term: string
  readonly item: string
  readonly question: string
  readonly document: string | null
  readonly title: string
  readonly legalBasis: string
  /** Our reading of the law, no source behind it yet: said on the paper. */
  readonly unconfirmed: boolean
  readonly round: number
  readonly method: 'electronic' | 'handsByName' | 'handsCounted' | 'writtenOpinion'
  /** The counts alone are shown: names are kept out of every screen and paper. */
  readonly anonymous: boolean
  /** In what the rule departs from the law, a sentence each. */
  readonly departures: readonly string[]
  readonly openedAt: string
  readonly total: number
  readonly present: number
  readonly cast: number
  readonly notCast: number
  readonly bases: readonly { readonly word: string; readonly size: number }[]
  readonly rows: readonly SheetRow[]
  readonly yes: number
  readonly needs: string | null
  readonly passed: boolean | null
  /** The winning entry where several stood for choice. */
  readonly chosen: string | null
  readonly missing: number
  readonly code: string
  readonly marks: BallotMarks
  readonly roll: readonly RollGroup[] | null
  /** The announced list where it bears no names; null where the roll-call shows it. */
  readonly list: readonly { readonly code: string; readonly choice: string }[] | null
  readonly chair: string
  readonly secretary: string
}

export const notBallotted = 'Có mặt, không bấm phiếu'
export const notAnswered = 'Không trả lời'

/** The bases a result knows, the deciding one first. */
function basesOf({ rule, method }: Ballot, result: Result): { word: string; size: number }[] {
  const sizes: Partial<Record<Base, number>> = {
    totalDelegates: result.total,
    present: result.present,
    cast: result.cast,
  }
  return [...new Set<Base>([rule.denominator, ...rule.alsoReported])].flatMap((base) => {
    const size = sizes[base]
    return size === undefined ? [] : [{ word: baseWord(base, method), size }]
  })
}

function chosenOf(options: readonly BallotOption[], result: Result): string | null {
  if (!choosesOne(options) || result.passed !== true) return null
  return options.find((option) => result.counts[option.id] === result.yes)?.label.vi ?? null
}

function rollOf(state: State, ballot: Ballot): RollGroup[] {
  const casts = new Map(
    state
      .every('cast')
      .filter((cast) => cast.ballot === ballot.id)
      .map((cast) => [cast.person, cast.choice]),
  )
  const label = (person: string): string => {
    const choice = casts.get(person)
    if (choice === undefined) return missingWord(ballot)
    const word = ballot.options.find((option) => option.id === choice)?.label.vi ?? choice
    const remark = state.one('remark', `${ballot.id}:${person}`)?.text ?? ''
    return remark === '' ? word : `${word}. Ý kiến bổ sung: ${remark}`
  }
  const codes = new Map(
    state.one('manifest', ballot.id)?.entries.map(({ person, code }) => [person, code.toUpperCase()]),
  )
  const people = (state.one('electorate', ballot.id)?.people ?? []).flatMap(
    (id) => state.one('person', id) ?? [],
  )
  const inGroup = (group: string | null) =>
    people
      .filter((person) => person.group === group)
      .map((person) => ({
        name: person.name,
        position: person.position,
        choice: label(person.id),
        code: codes.get(person.id) ?? '',
      }))
  return [
    ...state.every('group').map((group) => ({ name: group.name, people: inGroup(group.id) })),
    { name: 'Ngoài tổ', people: inGroup(null) },
  ].filter((group) => group.people.length > 0)
}

/** How those are called who took no part. */
const missingWord = ({ method }: Ballot): string =>
  method === 'written_opinion' ? notAnswered : notBallotted

/** In what the rule of this vote departs from the law, in the words of the screens. */
export function departuresOf(session: Session, { rule }: Ballot): string[] {
  const { basedOn } = session.profile
  return warningsFor(basedOn, rule, session.startsOn).map((one) =>
    warningText(one, basedOn, rule, session.startsOn, 'vi'),
  )
}

function listOf(state: State, ballot: Ballot): { code: string; choice: string }[] | null {
  const entries = state.one('manifest', ballot.id)?.entries ?? []
  if (ballot.rule.publishNames || entries.length === 0) return null
  return entries.map(({ code, choice }) => ({
    code: code.toUpperCase(),
    choice: ballot.options.find((option) => option.id === choice)?.label.vi ?? choice,
  }))
}

const methodOf = ({ method }: Ballot, counted: boolean): ResultSheet['method'] =>
  method === 'electronic'
    ? 'electronic'
    : method === 'written_opinion'
      ? 'writtenOpinion'
      : counted
        ? 'handsCounted'
        : 'handsByName'

/** @param state cut for the reader */
export function resultSheet(state: State, which: string, marks: BallotMarks | null): ResultSheet | Refusal {
  const session = sessionOf(state)
  const ballot = state.one('ballot', which)
  if (!session || !ballot) return refuse('ballot.notSeen')
  const result = state.one('result', which)
  if (ballot.state !== 'published' || !result || !marks) return refuse('ballot.wrongState')
  const { rule } = ballot
  const hands = state.one('handCount', which)
  const bases = basesOf(ballot, result)
  const row = (label: string, count: number): SheetRow => ({
    label,
    count,
    shares: bases.map((base) => share(count, base.size)),
  })
  const document = ballot.document === null ? undefined : state.one('document', ballot.document)
  const secretaries = state.every('person').filter((one) => one.roles.includes('secretariat'))
  return {
    council: session.council,
    ordinal: session.ordinal,
    term: session.term,
    item: state.one('item', ballot.item)?.title ?? '',
    question: ballot.question,
    document: document ? [document.title, document.number].filter(Boolean).join(', số ') : null,
    title: rule.title.vi,
    legalBasis: rule.legalBasis,
    unconfirmed: rule.status === 'to confirm' || rule.toConfirm.includes('threshold'),
    round: ballot.round,
    method: methodOf(ballot, hands !== undefined),
    anonymous: rule.secrecy === 'anonymous',
    departures: departuresOf(session, ballot),
    openedAt: ballot.openedAt ?? marks.closed.at,
    total: result.total,
    present: result.present,
    cast: result.cast,
    notCast: result.notCast,
    bases,
    rows: [
      ...ballot.options.map((option) => row(option.label.vi, result.counts[option.id] ?? 0)),
      row(missingWord(ballot), result.notCast),
    ],
    yes: result.yes,
    needs: needsOf(rule, result.base, ballot.method),
    passed: result.passed,
    chosen: chosenOf(ballot.options, result),
    missing: Math.max(0, (result.needed ?? 0) - result.yes),
    code: result.code,
    marks,
    roll: rule.publishNames && !hands ? rollOf(state, ballot) : null,
    list: listOf(state, ballot),
    chair: state.one('person', marks.published.by)?.name ?? '',
    secretary: secretaries.length === 1 ? (secretaries[0]?.name ?? '') : '',
  }
}
