/**
 * Public votes: drafted, armed, opened on a frozen list, cast, closed in log order, announced; or voided with a reason.
 * What must stay true: the electorate and the total are frozen at the instant of opening, with the quorum; the last
 * accepted choice of a person counts, once; a choice has its owner as only reader until the result is announced; nothing
 * after `ballot.closed` counts; a repeat is a new round that names the voided one; thresholds come from the rule, in
 * integers.
 */
import { z } from 'zod'
import { quorum } from './attendance.ts'
import { desk, everyone, members, nobody, type Audience } from './audience.ts'
import { countBallot } from './count.ts'
import { castText, keyInForce, publicKey, signature } from './devices.ts'
import { command, event, speaker, type Context } from './feature.ts'
import { delegatesInOffice, lawOf, presentDelegates, sessionOf } from './find.ts'
import { holdsTheHall } from './holding.ts'
import { manifestEntries, manifestText, shortCode } from './manifest.ts'
import type { Ballot, BallotOption, BallotState, Session } from './records.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'
import { voteRule } from './rules/active.ts'
import { voteRuleSchema, type VoteRule } from './rules/types.ts'
import { running } from './session.ts'
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
const only = z.object({ ballot: id })
const proof = z.object({ key: publicKey, signature })

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

const events = {
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
    data: only,
    apply: (state, { ballot }) => [
      gone('ballot', ballot),
      ...(state.one('opinion', ballot) ? [gone('opinion', ballot)] : []),
    ],
  }),
  'ballot.armed': event({
    data: only,
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
    data: only,
    apply: (state, { ballot }, { at }) =>
      change(state, ballot, (old) => ({
        state: 'paused',
        endsAt: null,
        remainingMs: old.endsAt === null ? null : Math.max(0, Date.parse(old.endsAt) - Date.parse(at)),
      })),
  }),
  'ballot.resumed': event({
    data: only,
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
      proof: proof.nullable(),
    }),
    apply(state, { ballot, person, ...rest }, { seq, at }): readonly Put[] {
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
    data: only,
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
    data: only,
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

const say = speaker(events)
export const sayBallot = say

/** Casts already on their way are still accepted for this long after the chair ends a vote; a rule of the profile. */
function graceOf(state: State, ballot: Ballot, at: string): number {
  const session = sessionOf(state)
  const usual = session ? lawOf(session, 'closingGraceSec').value * 1000 : 0
  const late = ballot.endsAt === null ? 0 : Date.parse(at) - Date.parse(ballot.endsAt)
  return ballot.method === 'written_opinion' && late > usual + awayMs ? Math.max(usual, wakeMs) : usual
}

/**
 * A deadline of days may pass while the server is switched off or asleep. When it wakes this much late, answers that
 * waited on the devices get this long to come in; the log shows when each one did.
 */
const awayMs = 5000
const wakeMs = 60_000

/** A vote of the hall in one of these states: what is done only there (arming, pausing, hands). */
function inHall(state: State, ballot: string, states: readonly BallotState[]): Ballot | Refusal {
  const found = inState(state, ballot, states)
  return isRefusal(found) || found.method !== 'written_opinion' ? found : refuse('ballot.wrongState')
}

/** The ballot, if it is in one of the states in which this may be done. */
export function inState(state: State, ballot: string, states: readonly BallotState[]): Ballot | Refusal {
  const found = state.one('ballot', ballot)
  if (!found) return refuse('ballot.notSeen')
  return states.includes(found.state) ? found : refuse('ballot.wrongState')
}

/** The round that took the place of an annulled one: prepared, running or done. */
export const repeatOf = (state: State, ballot: string): Ballot | undefined =>
  state.every('ballot').find((one) => one.repeats === ballot)

/** Options of the rule, or the entries this question adds (choose one of n). */
export function optionsFor(
  rule: VoteRule,
  entries: readonly { vi: string; en: string }[],
): readonly BallotOption[] {
  const named = rule.forms.includes('one_of_n') || rule.forms.includes('free')
  if (entries.length === 0 || !named) return rule.options
  return entries.map((label, index) => ({ id: `option_${index + 1}`, label, counts: 'yes' as const }))
}

/** The rule as this vote takes it: with names kept or not, where the rule leaves the choice. */
export function withSecrecy(rule: VoteRule, wanted: 'open' | 'anonymous' | undefined): VoteRule | Refusal {
  if (wanted === undefined || wanted === rule.secrecy) return rule
  if (!rule.otherSecrecy.includes(wanted)) return refuse('ballot.secrecyNotAllowed')
  return { ...rule, secrecy: wanted, publishNames: wanted === 'anonymous' ? false : rule.publishNames }
}

function draft(
  state: State,
  session: Session,
  input: {
    item: string
    code: string
    question: string
    document?: string | undefined
    entries: readonly { vi: string; en: string }[]
    method: 'electronic' | 'show_of_hands'
    secrecy?: 'open' | 'anonymous' | undefined
    durationSeconds: number | null
    pointOf?: string | undefined
  },
  ballot: string,
) {
  if (!state.one('item', input.item)) return refuse('item.notSeen')
  if (input.document && !state.one('document', input.document)) return refuse('document.notSeen')
  if (input.pointOf && !state.one('ballot', input.pointOf)) return refuse('ballot.notSeen')
  const found = voteRule(session.profile, input.code, session.startsOn)
  if (!found) return refuse('ballot.ruleUnknown')
  if (!found.methods.includes(input.method)) return refuse('ballot.methodNotElectronic')
  const rule = withSecrecy(found, input.secrecy)
  if (isRefusal(rule)) return rule
  // A raised hand has a face.
  if (rule.secrecy === 'anonymous' && input.method !== 'electronic') return refuse('ballot.secrecyNotAllowed')
  const options = optionsFor(rule, input.entries)
  if (options.length < 2) return refuse('command.badInput', { where: 'entries' })
  return [
    say('ballot.drafted', {
      ballot,
      item: input.item,
      document: input.document ?? null,
      question: input.question,
      options: options.map((one) => ({ ...one })),
      rule,
      method: input.method,
      durationSeconds: input.durationSeconds,
      pointOf: input.pointOf ?? null,
      round: 1,
      repeats: null,
    }),
  ]
}

/**
 * Why the device's signature does not carry this vote, or undefined. Who has a device key in force votes signed; who has
 * none (a browser that can make none) votes by his login alone, and the record shows it.
 */
function proofFault(
  state: State,
  context: Context,
  signed: z.output<typeof proof> | undefined,
  cast: {
    readonly ballot: string
    readonly round: number
    readonly choice: string
    readonly clientSeq: number
  },
  anonymous: boolean,
): Refusal | undefined {
  const { person } = context.actor
  if (!signed) {
    // The line of a nameless list is found by the signature alone; without one it could be guessed from the headers.
    if (anonymous) return refuse('ballot.unsigned')
    const enrolled = state.every('deviceKey').some((one) => one.person === person && one.revokedAt === null)
    return enrolled ? refuse('ballot.unsigned') : undefined
  }
  const { key } = signed
  const good =
    keyInForce(state, key, person) !== undefined &&
    context.verify(key, castText({ log: context.log, person, key, ...cast }), signed.signature)
  return good ? undefined : refuse('ballot.badSignature')
}

/** An open vote taken by hands, into which the secretariat enters what is seen in the hall. */
function byHands(state: State, ballot: string): Ballot | Refusal {
  const found = inState(state, ballot, ['open', 'paused', 'closing'])
  if (isRefusal(found)) return found
  return found.method === 'show_of_hands' ? found : refuse('ballot.wrongState')
}

/** The quorum at this instant, and the list frozen in the event. */
function openEvents(state: State, ballot: string) {
  const found = quorum(state)
  if (!found.met)
    return refuse('quorum.missing', {
      present: found.present,
      total: found.total,
      needed: found.needed,
      missing: found.needed - found.present,
      legalBasis: found.legalBasis,
    })
  const eligible = presentDelegates(state).map((person) => person.id)
  if (eligible.length === 0) return refuse('ballot.nobodyEligible')
  const total = delegatesInOffice(state).length
  return [say('ballot.opened', { ballot, total, present: eligible.length, eligible })]
}

function open(state: State, ballot: Ballot) {
  if (state.every('ballot').some((one) => one.id !== ballot.id && holdsTheHall(one)))
    return refuse('ballot.anotherOpen')
  const opening = openEvents(state, ballot.id)
  if (isRefusal(opening)) return opening
  return ballot.state === 'draft' ? [say('ballot.armed', { ballot: ballot.id }), ...opening] : opening
}

/** What is counted, as one text: any two who recount get the same hash. */
export const setText = (state: State, ballot: string): string =>
  state
    .every('cast')
    .filter((cast) => cast.ballot === ballot)
    .map((cast) => `${cast.person}\t${cast.choice}\t${cast.seq}`)
    .sort()
    .join('\n')

function close(state: State, ballot: Ballot, context: Context) {
  const casts = state.every('cast').filter((cast) => cast.ballot === ballot.id)
  const entries = manifestEntries((text) => context.hash(text), ballot, casts)
  const { counts } = countBallot(state, ballot)
  return [
    say('ballot.closed', {
      ballot: ballot.id,
      count: casts.length,
      lastSeq: casts.reduce((most, cast) => Math.max(most, cast.seq), 0),
      setHash: context.hash(setText(state, ballot.id)),
      manifest: {
        entries: entries.map((one) => ({ ...one })),
        hash: context.hash(manifestText(context.log, ballot, entries, counts)),
      },
    }),
  ]
}

const draftInput = z.object({
  item: id,
  code: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .max(60),
  question: text(1000),
  document: id.optional(),
  /** Entries to choose from, where the rule lets the question name them. */
  entries: z
    .array(z.object({ vi: text(200), en: text(200) }))
    .max(40)
    .default([]),
  method: z.enum(['electronic', 'show_of_hands']).default('electronic'),
  /** Where the rule leaves the choice: whether names are kept with the result, or the counts alone are shown. */
  secrecy: z.enum(['open', 'anonymous']).optional(),
  durationSeconds: z.int().min(10).max(3600).nullable().default(null),
  pointOf: id.optional(),
})

export const ballot = {
  commands: {
    'ballot.draft': command({
      input: draftInput,
      may: ['secretariat', 'chair'],
      decide(state, input, context) {
        const now = running(state)
        return isRefusal(now) ? now : draft(state, now, input, context.id())
      },
    }),
    'ballot.change': command({
      input: draftInput.extend({ ballot: id }),
      may: ['secretariat', 'chair'],
      decide(state, input) {
        const now = running(state)
        if (isRefusal(now)) return now
        const old = inHall(state, input.ballot, ['draft'])
        return isRefusal(old) ? old : draft(state, now, input, input.ballot)
      },
    }),
    'ballot.discard': command({
      input: only,
      may: ['secretariat', 'chair'],
      decide(state, input) {
        const old = inState(state, input.ballot, ['draft'])
        return isRefusal(old) ? old : [say('ballot.discarded', input)]
      },
    }),
    'ballot.arm': command({
      input: only,
      may: ['chair'],
      decide(state, input) {
        const old = inHall(state, input.ballot, ['draft'])
        return isRefusal(old) ? old : [say('ballot.armed', input)]
      },
    }),
    'ballot.open': command({
      input: only,
      may: ['chair'],
      decide(state, input) {
        const now = running(state)
        if (isRefusal(now)) return now
        if (now.state !== 'open') return refuse('session.notOpen')
        const old = inHall(state, input.ballot, ['draft', 'armed'])
        return isRefusal(old) ? old : open(state, old)
      },
    }),
    'ballot.pause': command({
      input: only,
      may: ['chair'],
      decide(state, input) {
        const old = inHall(state, input.ballot, ['open'])
        return isRefusal(old) ? old : [say('ballot.paused', input)]
      },
    }),
    'ballot.resume': command({
      input: only,
      may: ['chair'],
      decide(state, input) {
        const old = inHall(state, input.ballot, ['paused'])
        return isRefusal(old) ? old : [say('ballot.resumed', input)]
      },
    }),
    'ballot.close': command({
      input: only,
      may: ['chair', 'system'],
      decide(state, input, context) {
        const old = inState(state, input.ballot, ['open', 'paused'])
        if (isRefusal(old)) return old
        // The deadline may have been moved while the clock's wish was on its way.
        const early = old.method === 'written_opinion' && old.endsAt !== null && context.at < old.endsAt
        return early && context.actor.roles.includes('system')
          ? refuse('ballot.wrongState')
          : [say('ballot.closing', { ...input, graceMs: graceOf(state, old, context.at) })]
      },
    }),
    'ballot.finish': command({
      input: only,
      may: ['system'],
      decide(state, input, context) {
        const old = inState(state, input.ballot, ['closing'])
        return isRefusal(old) ? old : close(state, old, context)
      },
    }),
    'ballot.recover': command({
      input: only,
      may: ['system'],
      decide(state, input) {
        const old = inState(state, input.ballot, ['open', 'closing'])
        return isRefusal(old) ? old : [say('ballot.recovered', input)]
      },
    }),
    'ballot.publish': command({
      input: only,
      may: ['chair'],
      decide(state, input) {
        const old = inState(state, input.ballot, ['closed'])
        return isRefusal(old) ? old : [say('ballot.published', input)]
      },
    }),
    'ballot.void': command({
      input: z.object({ ballot: id, reason: text(500) }),
      may: ['chair'],
      decide(state, input) {
        const old = inState(state, input.ballot, [
          'armed',
          'open',
          'paused',
          'closing',
          'closed',
          'published',
        ])
        return isRefusal(old) ? old : [say('ballot.voided', input)]
      },
    }),
    'ballot.repeat': command({
      input: only,
      may: ['chair', 'secretariat'],
      decide(state, input, context) {
        const now = running(state)
        if (isRefusal(now)) return now
        const old = inHall(state, input.ballot, ['void'])
        if (isRefusal(old)) return old
        if (repeatOf(state, old.id)) return refuse('ballot.alreadyRepeated')
        const { item, document, question, options, rule, durationSeconds, pointOf } = old
        return [
          say('ballot.drafted', {
            ballot: context.id(),
            item,
            document,
            question,
            options: options.map((one) => ({ ...one })),
            rule,
            method: old.method,
            durationSeconds,
            pointOf,
            round: old.round + 1,
            repeats: old.id,
          }),
        ]
      },
    }),
    /** One tap when the devices fail: this round is voided, the next is taken by hands at once. */
    'ballot.toHands': command({
      input: z.object({ ballot: id, reason: text(500) }),
      may: ['chair'],
      decide(state, { ballot: which, reason }, context) {
        const now = running(state)
        if (isRefusal(now)) return now
        if (!lawOf(now, 'handRaiseFallback').value) return refuse('ballot.ruleUnknown')
        const old = inState(state, which, ['open', 'paused', 'closing'])
        if (isRefusal(old)) return old
        if (old.method !== 'electronic') return refuse('ballot.wrongState')
        const { item, document, question, options, rule, pointOf } = old
        const next = context.id()
        const opening = openEvents(state, next)
        if (isRefusal(opening)) return opening
        return [
          say('ballot.voided', { ballot: which, reason }),
          say('ballot.drafted', {
            ballot: next,
            item,
            document,
            question,
            options: options.map((one) => ({ ...one })),
            rule,
            method: 'show_of_hands',
            durationSeconds: null,
            pointOf,
            round: old.round + 1,
            repeats: old.id,
          }),
          say('ballot.armed', { ballot: next }),
          ...opening,
        ]
      },
    }),
    'ballot.enterHand': command({
      input: z.object({ ballot: id, person: id, choice: z.string().max(40) }),
      may: ['secretariat'],
      decide(state, { ballot: which, person, choice }) {
        const found = byHands(state, which)
        if (isRefusal(found)) return found
        if (!state.one('electorate', which)?.people.includes(person)) return refuse('ballot.notEligible')
        if (state.one('handCount', which)) return refuse('ballot.handsByNumber')
        if (!found.options.some((one) => one.id === choice)) return refuse('ballot.choiceUnknown')
        const before = state.one('cast', `${which}:${person}`)
        const clientSeq = (before?.clientSeq ?? 0) + 1
        return [
          say('ballot.cast', { ballot: which, person, choice, clientSeq, by: 'secretariat', proof: null }),
        ]
      },
    }),
    /** Many raised hands at once, e.g. a tổ or a block of seats: all of them are entered, or none. */
    'ballot.enterHands': command({
      input: z.object({
        ballot: id,
        hands: z
          .array(z.object({ person: id, choice: z.string().max(40) }))
          .min(1)
          .max(2000),
      }),
      may: ['secretariat'],
      decide(state, { ballot: which, hands }) {
        const found = byHands(state, which)
        if (isRefusal(found)) return found
        if (state.one('handCount', which)) return refuse('ballot.handsByNumber')
        const eligible = new Set(state.one('electorate', which)?.people)
        if (hands.some(({ person }) => !eligible.has(person))) return refuse('ballot.notEligible')
        if (hands.some(({ choice }) => !found.options.some((one) => one.id === choice)))
          return refuse('ballot.choiceUnknown')
        if (new Set(hands.map(({ person }) => person)).size !== hands.length)
          return refuse('command.badInput', { where: 'hands' })
        return hands.map(({ person, choice }) => {
          const clientSeq = (state.one('cast', `${which}:${person}`)?.clientSeq ?? 0) + 1
          return say('ballot.cast', {
            ballot: which,
            person,
            choice,
            clientSeq,
            by: 'secretariat',
            proof: null,
          })
        })
      },
    }),
    'ballot.enterCounts': command({
      input: z.object({ ballot: id, counts: z.record(z.string().max(40), z.int().min(0).max(100_000)) }),
      may: ['secretariat'],
      decide(state, { ballot: which, counts }) {
        const found = byHands(state, which)
        if (isRefusal(found)) return found
        if (Object.keys(counts).some((choice) => !found.options.some((one) => one.id === choice)))
          return refuse('ballot.choiceUnknown')
        const sum = Object.values(counts).reduce((all, count) => all + count, 0)
        const eligible = found.frozen?.eligible ?? 0
        if (sum > eligible) return refuse('ballot.tooManyHands', { sum, eligible })
        if (state.every('cast').some((cast) => cast.ballot === which)) return refuse('ballot.handsByName')
        return [say('ballot.handsCounted', { ballot: which, counts })]
      },
    }),
    'ballot.cast': command({
      input: z.object({
        ballot: id,
        round: z.int().min(1),
        choice: z.string().max(40),
        /** Rises with each choice this person makes; an older one never replaces a newer. */
        clientSeq: z.int().min(1),
        proof: proof.optional(),
      }),
      may: ['delegate'],
      decide(state, { ballot: which, round, choice, clientSeq, proof: signed }, context) {
        const { actor } = context
        const found = state.one('ballot', which)
        if (!found || found.state === 'draft') return refuse('ballot.notSeen')
        if (found.round !== round) return refuse('ballot.otherRound')
        if (found.method === 'show_of_hands') return refuse('ballot.byHands')
        if (found.state === 'armed') return refuse('ballot.notOpen')
        if (!state.one('electorate', which)?.people.includes(actor.person))
          return refuse('ballot.notEligible')
        if (found.state === 'paused') return refuse('ballot.paused')
        if (found.state !== 'open' && found.state !== 'closing') return refuse('ballot.closed')
        if (!found.options.some((one) => one.id === choice)) return refuse('ballot.choiceUnknown')
        const anonymous = found.rule.secrecy === 'anonymous'
        const unproven = proofFault(
          state,
          context,
          signed,
          { ballot: which, round, choice, clientSeq },
          anonymous,
        )
        if (unproven) return unproven
        const before = state.one('cast', `${which}:${actor.person}`)
        if (before && before.clientSeq >= clientSeq) return refuse('ballot.superseded')
        return [
          say('ballot.cast', {
            ballot: which,
            person: actor.person,
            choice,
            clientSeq,
            by: 'self',
            proof: signed ?? null,
          }),
        ]
      },
    }),
  },
  events,
}

/** Ends of votes and of their grace (UTC). */
export function ballotTimers(state: State): readonly {
  readonly at: string
  readonly type: string
  readonly input: { readonly ballot: string }
  readonly byCalendar?: true
}[] {
  return state.every('ballot').flatMap((one) => {
    if (one.endsAt === null) return []
    if (one.state === 'open') {
      const end = { at: one.endsAt, type: 'ballot.close', input: { ballot: one.id } }
      return [one.method === 'written_opinion' ? { ...end, byCalendar: true as const } : end]
    }
    if (one.state === 'closing') return [{ at: one.endsAt, type: 'ballot.finish', input: { ballot: one.id } }]
    return []
  })
}

/** What the server must say after a restart in the middle of a vote. A deadline of days outlives any restart. */
export const recoveries = (state: State) =>
  state
    .every('ballot')
    .filter((one) => one.method !== 'written_opinion')
    .filter((one) => one.state === 'closing' || (one.state === 'open' && one.endsAt !== null))
    .map((one) => ({ type: 'ballot.recover', input: { ballot: one.id } }))
