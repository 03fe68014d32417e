/**
 * Folds an exported log anew and counts every public vote a second time, by a bookkeeping of its own.
 * What must stay true: the bookkeeping reads the entries alone and uses none of the domain's counting, then is held
 * against `domain/count` and against what the log recorded at the close; every difference is named with its seq.
 */
import { catalogOf } from '@nghi-truong/shared/domain/catalog'
import { countBallot } from '@nghi-truong/shared/domain/count'
import { apply } from '@nghi-truong/shared/domain/decide'
import { castText } from '@nghi-truong/shared/domain/devices'
import { witnessText } from '@nghi-truong/shared/domain/witness'
import type { Ballot, Result } from '@nghi-truong/shared/domain/records'
import { createMemory, type Memory } from '@nghi-truong/shared/domain/state'
import type { Entry } from '@nghi-truong/shared/log/chain'
import type { Tools } from './read-export.ts'

export interface RecountFault {
  readonly fault: string
  readonly seq: number
  readonly detail: string
}

export interface Recounted {
  readonly ballot: string
  readonly question: string
  readonly round: number
  readonly state: Ballot['state']
  readonly counts: Readonly<Record<string, number>>
  readonly cast: number
  readonly base: number
  readonly needed: number | null
  readonly passed: boolean | null
  /** How many of the counted casts carry a device's signature that fits. */
  readonly signed: number
  readonly code: string
  readonly agrees: boolean
  /** Whether the log holds an announced list, which was written anew and compared. */
  readonly listed: boolean
  /** Devices that have held the list against their own vote, and what they found. */
  readonly witnesses: { readonly agree: number; readonly differ: number }
}

interface Mine {
  readonly eligible: ReadonlySet<string>
  readonly casts: Map<string, { choice: string; clientSeq: number; seq: number; signature: string | null }>
  hands: Readonly<Record<string, number>> | null
  open: boolean
}

interface Cast {
  readonly ballot: string
  readonly person: string
  readonly choice: string
  readonly clientSeq: number
  readonly by?: 'self' | 'secretariat'
  readonly proof: Proof | null
}

interface Proof {
  readonly key: string
  readonly signature: string
  readonly seen?: { readonly seq: number; readonly head: string }
}

export interface Recount {
  readonly state: Memory
  /** Votes whose devices had seen entries that another machine recorded and this one did not have when it took over. */
  readonly lostBefore: number
  /** Votes that name the last entry their device knew, and it is the one in this log. */
  readonly witnessed: number
  readonly ballots: readonly Recounted[]
  readonly faults: readonly RecountFault[]
}

/** @param entries a whole chain from the first entry, already checked link by link */
export function recount(log: string, entries: readonly Entry[], tools: Tools): Recount {
  const catalog = catalogOf(log)
  const state = createMemory()
  const books = new Map<string, Mine>()
  const closed = new Map<string, Recounted>()
  const faults: RecountFault[] = []
  const hashes = new Map(entries.map(({ header, hash }) => [header.seq, hash]))
  const sums = { lostBefore: 0, witnessed: 0 }
  /** Where the machine that wrote the rest took over. */
  let takenOver = Infinity
  for (const { header, payload } of entries) {
    const { seq, type } = header
    const say = (fault: string, detail: string) => faults.push({ fault, seq, detail })
    if (type === 'server.promoted') takenOver = seq
    if (type === 'ballot.cast') {
      const sight = sightOf(payload.data as unknown as Cast, seq, hashes, takenOver)
      if (sight === 'other') say('cast.seen', (payload.data as unknown as Cast).person)
      else if (sight !== null) sums[sight]++
    }
    const known = Object.hasOwn(catalog.events, type) ? catalog.events[type] : undefined
    const data = known?.data.safeParse(payload.data)
    if (!known || !data?.success) {
      // From here on the fold would be a guess.
      say(known ? 'event.malformed' : 'event.unknown', type)
      break
    }
    note(books, log, state, header.actor, seq, type, payload.data, say, tools)
    // The data as they stand, as the server folded them: checked, but not put into shape by the check.
    state.put(
      apply(catalog, state, { type, data: payload.data }, { seq, at: header.ts, actor: header.actor }),
    )
    if (type === 'ballot.closed') {
      const recorded = payload.data as unknown as Recorded
      const result = compare(log, state, books.get(recorded.ballot), recorded, say, tools)
      if (result) closed.set(recorded.ballot, result)
    }
  }
  const ballots = [...closed.values()].map((one) => ({
    ...one,
    // It may have been announced or voided since.
    state: state.one('ballot', one.ballot)?.state ?? one.state,
    witnesses: {
      agree: state.one('witnessed', one.ballot)?.agree ?? 0,
      differ: state.one('witnessed', one.ballot)?.differ ?? 0,
    },
  }))
  return { state, ballots, faults, ...sums }
}

/** What a vote's device had seen of the log, held against the log as it stands here. */
function sightOf(
  { proof }: Cast,
  seq: number,
  hashes: ReadonlyMap<number, string>,
  takenOver: number,
): 'witnessed' | 'lostBefore' | 'other' | null {
  const seen = proof?.seen
  if (!seen) return null
  if (seen.seq < seq && hashes.get(seen.seq) === seen.head) return 'witnessed'
  // Signed before another machine took over, and offered to it afterwards.
  return seen.seq >= takenOver ? 'lostBefore' : 'other'
}

function note(
  books: Map<string, Mine>,
  log: string,
  state: Memory,
  actor: string,
  seq: number,
  type: string,
  data: unknown,
  say: (fault: string, detail: string) => void,
  tools: Tools,
): void {
  const { ballot } = (data ?? {}) as { ballot?: string }
  if (ballot === undefined) return
  const mine = books.get(ballot)
  if (type === 'ballot.opened' || type === 'opinion.opened') {
    const list = data as { eligible?: readonly string[]; people?: readonly string[] }
    const eligible = new Set(list.eligible ?? list.people)
    books.set(ballot, { eligible, casts: new Map(), hands: null, open: true })
  } else if (type === 'ballot.witnessed') {
    noteWitness(log, state, mine, actor, data as Seen, say, tools)
  } else if (type === 'ballot.closed' || type === 'ballot.voided') {
    if (mine) mine.open = false
  } else if (type === 'ballot.handsCounted') {
    if (mine?.open) mine.hands = (data as { counts: Record<string, number> }).counts
    else say('cast.outside', ballot)
  } else if (type === 'ballot.cast') {
    const cast = data as Cast
    const who = `${cast.person} (${ballot})`
    if (!mine?.open) return say('cast.outside', who)
    if (!mine.eligible.has(cast.person)) return say('cast.notEligible', who)
    if ((cast.by ?? 'self') === 'self' && actor !== cast.person) return say('cast.otherActor', who)
    const before = mine.casts.get(cast.person)
    if (before && before.clientSeq >= cast.clientSeq) return say('cast.older', who)
    if (cast.proof !== null && !proven(log, state, cast, tools)) say('cast.signature', who)
    const { choice, clientSeq } = cast
    mine.casts.set(cast.person, { choice, clientSeq, seq, signature: cast.proof?.signature ?? null })
  }
}

interface Seen {
  readonly ballot: string
  readonly person: string
  readonly manifest: string
  readonly agrees: boolean
  readonly proof: { readonly key: string; readonly signature: string } | null
}

/** What a device said of the announced list: by its owner, of the list the log holds, and signed where it says so. */
function noteWitness(
  log: string,
  state: Memory,
  mine: Mine | undefined,
  actor: string,
  seen: Seen,
  say: (fault: string, detail: string) => void,
  { verify }: Tools,
): void {
  const { ballot, person, manifest, agrees, proof } = seen
  const who = `${person} (${ballot})`
  if (actor !== person || !mine?.eligible.has(person)) say('witness.otherActor', who)
  if (state.one('manifest', ballot)?.hash !== manifest) say('witness.otherList', who)
  if (proof === null) return
  const { key, signature } = proof
  const owner = state.one('deviceKey', key)
  const own = owner?.person === person && owner.revokedAt === null
  const text = witnessText({ log, ballot, manifest, person, agrees, key })
  if (!own || !verify(key, text, signature)) say('witness.signature', who)
}

/** The announced list written anew from the book, by the words of the form alone. */
function listFaults(
  log: string,
  ballot: Ballot,
  casts: readonly { person: string; choice: string; clientSeq: number; signature: string | null }[],
  counts: Readonly<Record<string, number>>,
  recorded: Recorded['manifest'],
  hash: Tools['hash'],
): string[] {
  // Logs of earlier versions hold none.
  if (!recorded) return []
  const named = ballot.rule.publishNames
  const lines = casts
    .map(({ person, choice, clientSeq, signature }) => {
      const own = signature ?? `${person} ${clientSeq}`
      const code = hash(['nghi-truong-entry/v1', ballot.id, String(ballot.round), own].join('\n')).slice(0, 8)
      return `${code}\t${choice}\t${named ? person : '-'}`
    })
    .sort()
  const text = [
    'nghi-truong-manifest/v1',
    log,
    ballot.id,
    String(ballot.round),
    ...ballot.options.map(({ id }) => `=\t${id}\t${counts[id] ?? 0}`),
    ...lines,
  ].join('\n')
  const told = recorded.entries.map(({ code, choice, person }) => `${code}\t${choice}\t${person ?? '-'}`)
  return [
    ...(recorded.hash === hash(text) ? [] : ['manifest']),
    ...(told.join('\n') === lines.join('\n') ? [] : ['manifest lines']),
  ]
}

function proven(log: string, state: Memory, cast: Cast, { verify }: Tools): boolean {
  const { ballot, person, choice, clientSeq, proof } = cast
  if (proof === null) return false
  const { key, signature, seen } = proof
  const owner = state.one('deviceKey', key)
  if (owner?.person !== person || owner.revokedAt !== null) return false
  const round = state.one('ballot', ballot)?.round ?? 0
  return verify(key, castText({ log, ballot, round, person, choice, clientSeq, key, seen }), signature)
}

/** Counts from the book alone. */
function tally(mine: Mine, options: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = Object.fromEntries(options.map((option) => [option, 0]))
  for (const { choice } of mine.casts.values()) counts[choice] = (counts[choice] ?? 0) + 1
  return mine.hands ? { ...counts, ...mine.hands } : counts
}

const sameCounts = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean =>
  Object.keys({ ...a, ...b }).every((key) => a[key] === b[key])

/** What the log says of a vote at its close. */
interface Recorded {
  readonly ballot: string
  readonly count: number
  readonly lastSeq: number
  readonly setHash: string
  readonly manifest?: {
    readonly entries: readonly {
      readonly code: string
      readonly choice: string
      readonly person: string | null
    }[]
    readonly hash: string
  }
}

function compare(
  log: string,
  state: Memory,
  mine: Mine | undefined,
  recorded: Recorded,
  say: (fault: string, detail: string) => void,
  { hash }: Tools,
): Recounted | undefined {
  const ballot = state.one('ballot', recorded.ballot)
  const result: Result | undefined = state.one('result', recorded.ballot)
  if (!mine || !ballot || !result) {
    say('close.withoutVote', recorded.ballot)
    return undefined
  }
  const casts = [...mine.casts].map(([person, cast]) => ({ person, ...cast }))
  const counts = tally(
    mine,
    ballot.options.map((option) => option.id),
  )
  const set = casts
    .map(({ person, choice, seq }) => `${person}\t${choice}\t${seq}`)
    .sort()
    .join('\n')
  const domain = countBallot(state, ballot)
  const differences = [
    recorded.count !== casts.length && `count ${recorded.count}/${casts.length}`,
    recorded.lastSeq !== casts.reduce((most, cast) => Math.max(most, cast.seq), 0) && 'lastSeq',
    recorded.setHash !== hash(set) && 'setHash',
    !sameCounts(counts, result.counts) && 'counts',
    !sameCounts(counts, domain.counts) && 'domain counts',
    domain.passed !== result.passed && 'passed',
    ...listFaults(log, ballot, casts, counts, recorded.manifest, hash),
  ].filter((one) => one !== false)
  for (const difference of differences) say('recount.differs', `${recorded.ballot}: ${difference}`)
  return {
    ballot: ballot.id,
    question: ballot.question,
    round: ballot.round,
    state: ballot.state,
    counts,
    cast: domain.cast,
    base: domain.base,
    needed: domain.needed,
    passed: domain.passed,
    signed: casts.filter((cast) => cast.signature !== null).length,
    code: (recorded.manifest?.hash ?? recorded.setHash).slice(0, 8),
    agrees: differences.length === 0,
    listed: recorded.manifest !== undefined,
    witnesses: { agree: 0, differ: 0 },
  }
}
