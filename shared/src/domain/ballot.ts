/**
 * Public votes: drafted, armed, opened on a frozen list, cast, closed in log order, announced; or voided with a reason.
 * What must stay true: the electorate and the total are frozen at the instant of opening, with the quorum; the last
 * accepted choice of a person counts, once; a choice has its owner as only reader until the result is announced; nothing
 * after `ballot.closed` counts; a repeat is a new round that names the voided one; thresholds come from the rule, in
 * integers.
 */
import { z } from 'zod'
import { ballotEvents, castProof, onlyBallot, sayBallot } from './ballot-events.ts'
import { handCommands } from './ballot-hands.ts'
import { inState, openEvents, repeatOf, optionsFor, withSecrecy } from './ballot-steps.ts'
import { countBallot } from './count.ts'
import { castText, keyInForce } from './devices.ts'
import { command, type Context } from './feature.ts'
import { lawOf, sessionOf } from './find.ts'
import { holdsTheHall } from './holding.ts'
import { manifestEntries, manifestText } from './manifest.ts'
import type { Ballot, BallotState, Session } from './records.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'
import { voteRule } from './rules/active.ts'
import { running, sitting } from './session.ts'
import { type State } from './state.ts'
import { id, text } from './text.ts'

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
    sayBallot('ballot.drafted', {
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
  signed: z.output<typeof castProof> | undefined,
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
    context.verify(
      key,
      castText({ log: context.log, person, key, seen: signed.seen, ...cast }),
      signed.signature,
    )
  return good ? undefined : refuse('ballot.badSignature')
}

function open(state: State, ballot: Ballot) {
  if (state.every('ballot').some((one) => one.id !== ballot.id && holdsTheHall(one)))
    return refuse('ballot.anotherOpen')
  const opening = openEvents(state, ballot.id)
  if (isRefusal(opening)) return opening
  return ballot.state === 'draft' ? [sayBallot('ballot.armed', { ballot: ballot.id }), ...opening] : opening
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
    sayBallot('ballot.closed', {
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
      input: onlyBallot,
      may: ['secretariat', 'chair'],
      decide(state, input) {
        const old = inState(state, input.ballot, ['draft'])
        return isRefusal(old) ? old : [sayBallot('ballot.discarded', input)]
      },
    }),
    'ballot.arm': command({
      input: onlyBallot,
      may: ['chair'],
      decide(state, input) {
        const old = inHall(state, input.ballot, ['draft'])
        return isRefusal(old) ? old : [sayBallot('ballot.armed', input)]
      },
    }),
    'ballot.open': command({
      input: onlyBallot,
      may: ['chair'],
      decide(state, input) {
        const now = sitting(state)
        if (isRefusal(now)) return now
        const old = inHall(state, input.ballot, ['draft', 'armed'])
        return isRefusal(old) ? old : open(state, old)
      },
    }),
    'ballot.pause': command({
      input: onlyBallot,
      may: ['chair'],
      decide(state, input) {
        const old = inHall(state, input.ballot, ['open'])
        return isRefusal(old) ? old : [sayBallot('ballot.paused', input)]
      },
    }),
    'ballot.resume': command({
      input: onlyBallot,
      may: ['chair'],
      decide(state, input) {
        const old = inHall(state, input.ballot, ['paused'])
        return isRefusal(old) ? old : [sayBallot('ballot.resumed', input)]
      },
    }),
    'ballot.close': command({
      input: onlyBallot,
      may: ['chair', 'system'],
      decide(state, input, context) {
        const old = inState(state, input.ballot, ['open', 'paused'])
        if (isRefusal(old)) return old
        // The deadline may have been moved while the clock's wish was on its way.
        const early = old.method === 'written_opinion' && old.endsAt !== null && context.at < old.endsAt
        return early && context.actor.roles.includes('system')
          ? refuse('ballot.wrongState')
          : [sayBallot('ballot.closing', { ...input, graceMs: graceOf(state, old, context.at) })]
      },
    }),
    'ballot.finish': command({
      input: onlyBallot,
      may: ['system'],
      decide(state, input, context) {
        const old = inState(state, input.ballot, ['closing'])
        return isRefusal(old) ? old : close(state, old, context)
      },
    }),
    'ballot.recover': command({
      input: onlyBallot,
      may: ['system'],
      decide(state, input) {
        const old = inState(state, input.ballot, ['open', 'closing'])
        return isRefusal(old) ? old : [sayBallot('ballot.recovered', input)]
      },
    }),
    'ballot.publish': command({
      input: onlyBallot,
      may: ['chair'],
      decide(state, input) {
        const old = inState(state, input.ballot, ['closed'])
        return isRefusal(old) ? old : [sayBallot('ballot.published', input)]
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
        return isRefusal(old) ? old : [sayBallot('ballot.voided', input)]
      },
    }),
    'ballot.repeat': command({
      input: onlyBallot,
      may: ['chair', 'secretariat'],
      decide(state, input, context) {
        const now = running(state)
        if (isRefusal(now)) return now
        const old = inHall(state, input.ballot, ['void'])
        if (isRefusal(old)) return old
        if (repeatOf(state, old.id)) return refuse('ballot.alreadyRepeated')
        const { item, document, question, options, rule, durationSeconds, pointOf } = old
        return [
          sayBallot('ballot.drafted', {
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
    ...handCommands,
    'ballot.cast': command({
      input: z.object({
        ballot: id,
        round: z.int().min(1),
        choice: z.string().max(40),
        /** Rises with each choice this person makes; an older one never replaces a newer. */
        clientSeq: z.int().min(1),
        proof: castProof.optional(),
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
          sayBallot('ballot.cast', {
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
  events: ballotEvents,
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
