/**
 * What can happen to a public vote, and what each event means in records.
 * What must stay true: an event of old logs keeps its meaning for ever; a choice has its owner as only reader until the
 * result is announced; counts and hashes come with the event, never from a later reading.
 */
import { z } from 'zod'
import { desk, everyone, members, nobody, type Audience } from './audience.ts'
import { countBallot } from './count.ts'
import { publicKey, signature } from './devices.ts'
import { event, speaker } from './feature.ts'
import { shortCode } from './manifest.ts'
import type { Ballot } from './records.ts'
import { voteRuleSchema } from './rules/types.ts'
import { gone, type Put, type State } from './state.ts'
import { id, sha256Hex, text } from './text.ts'

const option = z.object({
  id: z.string().regex(/^[a-z0-9_]{1,40}$/),
  label: z.object({ vi: text(200), en: text(200) }),
  counts: z.enum(['yes', 'no', 'abstain', 'other']),
})

const drafted = z.object({
  ballot: id,
  item: id,
  document: id.nullable(),
  question: text(1000),
  options: z.array(option).min(2).max(40),
  rule: voteRuleSchema,
  method: z.enum(['electronic', 'show_of_hands', 'written_opinion']),
  durationSeconds: z.int().min(10).max(3600).nullable(),
  pointOf: id.nullable(),
  round: z.int().min(1),
  repeats: id.nullable(),
})

const frozen = z.object({ total: z.int(), present: z.int(), eligible: z.array(id) })
export const onlyBallot = z.object({ ballot: id })
export const castProof = z.object({
  key: publicKey,
  signature,
  seen: z.object({ seq: z.int().min(1), head: sha256Hex }).optional(),
})

const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString()

const manifest = z.object({
  entries: z.array(z.object({ code: z.string(), choice: z.string(), person: id.nullable() })),
  hash: sha256Hex,
})

/**
 * Drafts are the desk's; from arming on everybody knows what will be voted. A written opinion is the members' matter
 * until its result is announced.
 */
const audienceIn = ({ state, method }: Pick<Ballot, 'state' | 'method'>): Audience =>
  state === 'draft' ? desk : method === 'written_opinion' && state !== 'published' ? members : everyone

export function change(state: State, ballot: string, how: (old: Ballot) => Partial<Ballot>): readonly Put[] {
  const old = state.one('ballot', ballot)
  if (!old) return []
  const next = { ...old, ...how(old) }
  return [{ ...next, audience: audienceIn(next) }]
}

export const ballotEvents = {
  'ballot.drafted': event({
    data: drafted,
    apply: (state, { ballot, ...rest }): readonly Put[] => {
      const old = state.one('ballot', ballot)
      return [
        {
          kind: 'ballot',
          id: ballot,
          ...rest,
          audience: desk,
          state: 'draft',
          voidReason: null,
          openedAt: old?.openedAt ?? null,
          endsAt: null,
          remainingMs: null,
          frozen: null,
        },
      ]
    },
  }),
  'ballot.discarded': event({
    data: onlyBallot,
    apply: (state, { ballot }) => [
      gone('ballot', ballot),
      ...(state.one('opinion', ballot) ? [gone('opinion', ballot)] : []),
    ],
  }),
  'ballot.armed': event({
    data: onlyBallot,
    apply: (state, { ballot }) => change(state, ballot, () => ({ state: 'armed' })),
  }),
  'ballot.opened': event({
    data: z.object({ ballot: id, ...frozen.shape }),
    apply: (state, { ballot, total, present, eligible }, { at }) => [
      ...change(state, ballot, (old) => ({
        state: 'open',
        openedAt: at,
        endsAt: old.durationSeconds === null ? null : later(at, old.durationSeconds * 1000),
        frozen: { total, present, eligible: eligible.length },
      })),
      { kind: 'electorate', id: ballot, audience: everyone, people: eligible },
      { kind: 'turnout', id: ballot, audience: everyone, cast: 0, eligible: eligible.length },
      { kind: 'voted', id: ballot, audience: desk, people: [] },
    ],
  }),
  'ballot.paused': event({
    data: onlyBallot,
    apply: (state, { ballot }, { at }) =>
      change(state, ballot, (old) => ({
        state: 'paused',
        endsAt: null,
        remainingMs: old.endsAt === null ? null : Math.max(0, Date.parse(old.endsAt) - Date.parse(at)),
      })),
  }),
  'ballot.resumed': event({
    data: onlyBallot,
    apply: (state, { ballot }, { at }) =>
      change(state, ballot, (old) => ({
        state: 'open',
        endsAt: old.remainingMs === null ? null : later(at, old.remainingMs),
        remainingMs: null,
      })),
  }),
  'ballot.cast': event({
    data: z.object({
      ballot: id,
      person: id,
      choice: z.string(),
      clientSeq: z.int(),
      by: z.enum(['self', 'secretariat']),
      proof: castProof.nullable(),
    }),
    apply(state, { ballot, person, proof, ...rest }, { seq, at }): readonly Put[] {
      const key = `${ballot}:${person}`
      const first = !state.one('cast', key)
      const turnout = state.one('turnout', ballot)
      const voted = state.one('voted', ballot)
      return [
        {
          kind: 'cast',
          id: key, // What the secretariat entered it may look at; what a delegate cast is his alone.
          audience: rest.by === 'secretariat' ? [...desk, `person:${person}`] : [`person:${person}`],
          ballot,
          person,
          ...rest,
          proof: proof && { key: proof.key, signature: proof.signature },
          at,
          seq,
        },
        ...(first && turnout ? [{ ...turnout, cast: turnout.cast + 1 }] : []),
        ...(first && voted ? [{ ...voted, people: [...voted.people, person] }] : []),
      ]
    },
  }),
  'ballot.handsCounted': event({
    data: z.object({ ballot: id, counts: z.record(z.string(), z.int().min(0)) }),
    apply(state, { ballot, counts }): readonly Put[] {
      const turnout = state.one('turnout', ballot)
      const cast = Object.values(counts).reduce((sum, count) => sum + count, 0)
      return [
        { kind: 'handCount', id: ballot, audience: desk, counts },
        ...(turnout ? [{ ...turnout, cast }] : []),
      ]
    },
  }),
  'ballot.closing': event({
    data: z.object({ ballot: id, graceMs: z.int() }),
    apply: (state, { ballot, graceMs: grace }, { at }) =>
      change(state, ballot, () => ({ state: 'closing', endsAt: later(at, grace), remainingMs: null })),
  }),
  /** After a restart in the middle: open again, the countdown held until the chair goes on. */
  'ballot.recovered': event({
    data: onlyBallot,
    apply: (state, { ballot }) =>
      change(state, ballot, () => ({ state: 'open', endsAt: null, remainingMs: null })),
  }),
  'ballot.closed': event({
    data: z.object({
      ballot: id,
      count: z.int(),
      lastSeq: z.int(),
      setHash: z.string(),
      /** Absent in logs of earlier versions. */
      manifest: manifest.optional(),
    }),
    apply(state, { ballot, setHash, manifest: list }): readonly Put[] {
      const closed = state.one('ballot', ballot)
      if (!closed) return []
      return [
        ...change(state, ballot, () => ({ state: 'closed', endsAt: null })),
        {
          kind: 'result',
          id: ballot,
          audience: desk,
          ...countBallot(state, closed),
          code: shortCode(list?.hash ?? setHash),
        },
        ...(list ? [{ kind: 'manifest' as const, id: ballot, audience: nobody, ...list }] : []),
      ]
    },
  }),
  'ballot.published': event({
    data: onlyBallot,
    apply(state, { ballot }): readonly Put[] {
      const result = state.one('result', ballot)
      const old = state.one('ballot', ballot)
      const named = old?.rule.publishNames ?? false
      const shown = <R extends Put>(records: readonly R[]): readonly R[] =>
        records.map((record) => ({ ...record, audience: everyone }))
      // Of a written opinion the lists of the asked were the members' alone until now.
      const lists =
        old?.method === 'written_opinion'
          ? [state.one('electorate', ballot), state.one('turnout', ballot)].filter((one) => one !== undefined)
          : []
      return [
        ...change(state, ballot, () => ({ state: 'published' })),
        ...shown(result ? [result] : []),
        ...shown(state.every('handCount').filter((count) => count.id === ballot)),
        ...shown(named ? state.every('cast').filter((cast) => cast.ballot === ballot) : []),
        ...shown(named ? state.every('remark').filter((one) => one.ballot === ballot) : []),
        ...shown(state.every('manifest').filter((one) => one.id === ballot)),
        ...shown(lists),
      ]
    },
  }),
  'ballot.voided': event({
    data: z.object({ ballot: id, reason: text(500) }),
    apply: (state, { ballot, reason }) =>
      change(state, ballot, () => ({ state: 'void', voidReason: reason, endsAt: null, remainingMs: null })),
  }),
}

export const sayBallot = speaker(ballotEvents)
