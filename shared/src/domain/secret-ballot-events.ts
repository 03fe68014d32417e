/**
 * What can happen to an electronic secret ballot, and the records that follow from it.
 * What must stay true: nothing here names a choice or pairs a person with a ballot; the counts of options enter with
 * `secretBallot.counted`, once, after the opening; heads of the box anchored here are never taken back.
 */
import { z } from 'zod'
import { desk, everyone, members, type Audience } from './audience.ts'
import { event, speaker } from './feature.ts'
import { voteRuleSchema } from './rules/types.ts'
import { countSecret } from './secret-result.ts'
import type { SecretBallot, SecretBox } from './secret-records.ts'
import { gone, type Put, type State } from './state.ts'
import { id, sha256Hex, text } from './text.ts'

const tellers: Audience = [...desk, 'role:committee', 'role:auditor']

export const secretSubject = z.object({ id, name: text(200), post: text(300, 0), person: id.nullable() })
export const secretOption = z.object({
  id: z.string().regex(/^[a-z0-9_]{1,40}$/),
  label: z.object({ vi: text(200), en: text(200) }),
})
export const secretForm = z.enum(['list', 'strike', 'columns', 'options'])
const natural = z.int().min(0).max(1_000_000)
const fingerprint = z.string().regex(/^[A-Za-z0-9+/]{43}$/)
const only = z.object({ ballot: id })

const drafted = z.object({
  ballot: id,
  item: id,
  title: text(500),
  rule: voteRuleSchema,
  form: secretForm,
  subjects: z.array(secretSubject).max(100),
  options: z.array(secretOption).min(2).max(40),
  seats: z.int().min(1).max(100),
  round: z.int().min(1),
  repeats: id.nullable(),
  rehearsal: z.boolean(),
  browsers: z.boolean(),
})

export const boxFigures = z.object({
  issued: natural,
  cast: natural,
  tested: natural,
  waiting: natural,
  head: sha256Hex.nullable(),
})

/** Drafts are the desk's; from arming on everybody knows what will be voted. */
const change = (state: State, ballot: string, how: Partial<SecretBallot>): readonly Put[] => {
  const old = state.one('secretBallot', ballot)
  return old ? [{ ...old, ...how, audience: (how.state ?? old.state) === 'draft' ? desk : everyone }] : []
}

const box = (state: State, ballot: string, how: Partial<SecretBox>): readonly Put[] => {
  const old = state.one('secretBox', ballot)
  return old ? [{ ...old, ...how }] : []
}

const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString()

export const secretBallotEvents = {
  'secretBallot.drafted': event({
    data: drafted,
    apply: (_state, { ballot, ...rest }): readonly Put[] => [
      {
        kind: 'secretBallot',
        id: ballot,
        audience: desk,
        ...rest,
        state: 'draft',
        voidReason: null,
        paper: null,
        keys: null,
        uuid: null,
        frozen: null,
        fingerprint: null,
        setupHead: null,
        rollHash: null,
        receiptKey: null,
        closesAt: null,
        closed: null,
      },
    ],
  }),
  'secretBallot.discarded': event({
    data: only,
    apply: (_state, { ballot }) => [gone('secretBallot', ballot)],
  }),
  'secretBallot.armed': event({
    data: z.object({ ballot: id, keys: z.int(), uuid: z.string(), text: z.string() }),
    apply: (state, { ballot, keys, uuid, text: election }): readonly Put[] => [
      ...change(state, ballot, { state: 'armed', keys, uuid }),
      { kind: 'secretElection', id: ballot, audience: everyone, uuid, text: election },
      {
        kind: 'secretBox',
        id: ballot,
        audience: everyone,
        issued: 0,
        cast: 0,
        tested: 0,
        waiting: 0,
        head: null,
        opened: 0,
      },
    ],
  }),
  'secretBallot.issuing': event({
    data: only,
    apply: (state, { ballot }) => change(state, ballot, { state: 'issuing' }),
  }),
  /** The chair opens: the roll is frozen of those present at this instant; the box answers with `opened` or `thawed`. */
  'secretBallot.freezing': event({
    data: z.object({ ballot: id, total: natural, present: natural, people: z.array(id), absent: natural }),
    apply: (state, { ballot, total, present, people, absent }): readonly Put[] => [
      ...change(state, ballot, { state: 'freezing', frozen: { total, present, issued: 0, absent } }),
      // Who may be on the roll: seen by those who check it.
      { kind: 'electorate', id: ballot, audience: tellers, people },
    ],
  }),
  'secretBallot.thawed': event({
    data: z.object({ ballot: id, issued: natural }),
    apply: (state, { ballot, issued }): readonly Put[] => [
      ...change(state, ballot, { state: 'issuing', frozen: null }),
      ...box(state, ballot, { issued }),
      gone('electorate', ballot),
    ],
  }),
  'secretBallot.opened': event({
    data: z.object({
      ballot: id,
      issued: natural,
      absent: natural,
      rollHash: sha256Hex,
      fingerprint,
      setupHead: sha256Hex,
      receiptKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    }),
    apply(state, { ballot, issued, absent, ...rest }): readonly Put[] {
      const frozen = state.one('secretBallot', ballot)?.frozen
      return [
        ...change(state, ballot, {
          state: 'open',
          ...rest,
          frozen: frozen ? { ...frozen, issued, absent } : null,
        }),
        ...box(state, ballot, { issued, head: rest.setupHead }),
      ]
    },
  }),
  'secretBallot.progressed': event({
    data: boxFigures.extend({ ballot: id }),
    apply: (state, { ballot, ...figures }) => box(state, ballot, figures),
  }),
  'secretBallot.paused': event({
    data: only,
    apply: (state, { ballot }) => change(state, ballot, { state: 'paused', closesAt: null }),
  }),
  'secretBallot.resumed': event({
    data: only,
    apply: (state, { ballot }) => change(state, ballot, { state: 'open' }),
  }),
  'secretBallot.closing': event({
    data: z.object({ ballot: id, graceMs: natural }),
    apply: (state, { ballot, graceMs }, { at }) =>
      change(state, ballot, { state: 'closing', closesAt: later(at, graceMs) }),
  }),
  'secretBallot.closed': event({
    data: z.object({
      ballot: id,
      /** Hash of the EndBallots event. */
      head: sha256Hex,
      /** Hash of the EncryptedTally event: the last one now. */
      tallied: sha256Hex,
      ballots: natural,
      tested: natural,
      codes: z.array(z.string().max(10)),
      complaintSeconds: natural,
    }),
    apply: (state, { ballot, head, tallied, ballots, tested, codes, complaintSeconds }, { at }) => [
      ...change(state, ballot, {
        state: 'closed',
        closesAt: null,
        closed: { head, ballots, complaintsUntil: later(at, complaintSeconds * 1000) },
      }),
      ...box(state, ballot, { cast: ballots, tested, waiting: 0, head: tallied }),
      { kind: 'secretCodes' as const, id: ballot, audience: everyone, codes },
    ],
  }),
  'secretBallot.complained': event({
    data: z.object({ ballot: id, person: id, reason: z.enum(['not_in_box', 'other_head', 'other']) }),
    apply: (_state, { ballot, person, reason }, { at }): readonly Put[] => [
      {
        kind: 'secretComplaint',
        id: `${ballot}:${person}`,
        audience: [...tellers, `person:${person}`],
        ballot,
        person,
        reason,
        at,
      },
    ],
  }),
  'secretBallot.sealed': event({
    data: z.object({
      ballot: id,
      person: id,
      head: sha256Hex,
      fit: z.boolean(),
      reasons: z.array(z.string()),
    }),
    apply: (_state, { ballot, person, ...rest }, { at }): readonly Put[] => [
      { kind: 'secretSeal', id: `${ballot}:${person}`, audience: tellers, ballot, person, ...rest, at },
    ],
  }),
  'secretBallot.openingStarted': event({
    data: only,
    apply: (state, { ballot }) => change(state, ballot, { state: 'opening' }),
  }),
  'secretBallot.decrypted': event({
    data: z.object({ ballot: id, person: id, hash: sha256Hex, head: sha256Hex }),
    apply(state, { ballot, person, hash, head }, { at }): readonly Put[] {
      const opened = (state.one('secretBox', ballot)?.opened ?? 0) + 1
      return [
        ...box(state, ballot, { opened, head }),
        {
          kind: 'secretOpening',
          id: `${ballot}:${person}`,
          audience: tellers,
          ballot,
          person,
          state: 'given',
          hash,
          reason: null,
          at,
        },
      ]
    },
  }),
  'secretBallot.decryptionRefused': event({
    data: z.object({ ballot: id, person: id, hash: sha256Hex, reason: text(100) }),
    apply: (_state, { ballot, person, hash, reason }, { at }): readonly Put[] => [
      {
        kind: 'secretOpening',
        id: `${ballot}:${person}`,
        audience: tellers,
        ballot,
        person,
        state: 'refused',
        hash,
        reason,
        at,
      },
    ],
  }),
  'secretBallot.counted': event({
    data: z.object({
      ballot: id,
      /** As in the record. */
      counts: z.array(z.array(natural)),
      openedBy: z.array(id),
      head: sha256Hex,
    }),
    apply(state, { ballot, counts, openedBy, head }): readonly Put[] {
      const old = state.one('secretBallot', ballot)
      if (!old) return []
      return [
        ...change(state, ballot, { state: 'counted' }),
        ...box(state, ballot, { head }),
        {
          kind: 'secretResult',
          id: ballot,
          audience: tellers,
          ...countSecret(old, old.closed?.ballots ?? 0, counts),
          raw: counts,
          openedBy,
          head,
          verdicts: [],
        },
      ]
    },
  }),
  'secretBallot.verified': event({
    data: z.object({
      ballot: id,
      tool: z.enum(['nghi-truong', 'belenios-tool']),
      version: text(80),
      verdict: z.enum(['accept', 'reject']),
      head: sha256Hex,
      by: id,
    }),
    apply(state, { ballot, ...verdict }, { at }): readonly Put[] {
      const result = state.one('secretResult', ballot)
      const old = state.one('secretBallot', ballot)
      const keys = state.one('secretKeys', 'secretKeys')
      if (!result || !old) return []
      const passed =
        old.rehearsal &&
        verdict.tool === 'nghi-truong' &&
        verdict.verdict === 'accept' &&
        keys?.number === old.keys
      return [
        { ...result, verdicts: [...result.verdicts, { ...verdict, at }] },
        ...(passed && keys ? [{ ...keys, rehearsal: ballot }] : []),
      ]
    },
  }),
  'secretBallot.published': event({
    data: only,
    apply(state, { ballot }): readonly Put[] {
      const result = state.one('secretResult', ballot)
      return [
        ...change(state, ballot, { state: 'published' }),
        ...(result ? [{ ...result, audience: everyone }] : []),
      ]
    },
  }),
  'secretBallot.voided': event({
    data: z.object({ ballot: id, reason: text(500) }),
    apply: (state, { ballot, reason }) =>
      change(state, ballot, { state: 'void', voidReason: reason, closesAt: null }),
  }),
  'secretBallot.movedToPaper': event({
    data: z.object({ ballot: id, paper: id, reason: text(500) }),
    apply: (state, { ballot, paper, reason }) =>
      change(state, ballot, { state: 'paper', paper, voidReason: reason, closesAt: null }),
  }),
}

export const saySecret = speaker(secretBallotEvents)

/** Who sees what concerns the counting before it is announced; members of the session see the record itself. */
export const secretRecordAudience: Audience = members
