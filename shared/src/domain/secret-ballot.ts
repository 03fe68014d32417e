/**
 * Electronic secret ballots (thử nghiệm): what people may do. Drafted, armed, handed out, opened on a frozen roll, closed,
 * checked, opened by the keys, counted, verified by two programs, announced; or voided; or moved to paper in one verb.
 * What must stay true: nothing starts without the council's decision, the keys and a passed rehearsal; nobody on the ballot
 * holds a key of it; nothing is reopened after closing; the chair announces only what both programs accepted.
 */
import { z } from 'zod'
import { quorum } from './attendance.ts'
import { command } from './feature.ts'
import { delegatesInOffice, lawOf, presentDelegates, sessionOf } from './find.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'
import { voteRule, votesAt } from './rules/active.ts'
import { boxVerbs } from './secret-box-verbs.ts'
import {
  saySecret as say,
  secretBallotEvents,
  secretForm,
  secretOption,
  secretSubject,
} from './secret-ballot-events.ts'
import {
  electionText,
  formFor,
  rehearsalOptions,
  rehearsalRule,
  rehearsalTitle,
  uuidOf,
} from './secret-election.ts'
import { allowedMode } from './secret-mode.ts'
import type { SecretBallot, SecretKeys } from './secret-records.ts'
import { ballotIn, conflictingTrustee, runningSecret } from './secret-state.ts'
import { toPaper } from './secret-to-paper.ts'
import { running, sitting } from './session.ts'
import type { State } from './state.ts'
import { id, sha256Hex, text } from './text.ts'

const only = z.object({ ballot: id })

const draftInput = z.object({
  item: id,
  code: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .max(60),
  title: text(500),
  /** Persons on the ballot; none where one matter is put with options. */
  subjects: z
    .array(
      secretSubject.extend({
        post: secretSubject.shape.post.default(''),
        person: id.nullable().default(null),
      }),
    )
    .max(100)
    .default([]),
  seats: z.int().min(1).max(100).default(1),
  form: secretForm.optional(),
  /** Options, where the rule lets the question name them. */
  entries: z.array(secretOption).max(40).default([]),
  browsers: z.boolean().default(false),
})

/** The keys in force, held by members of the present committee. */
function readyKeys(state: State): SecretKeys | Refusal {
  const keys = state.one('secretKeys', 'secretKeys')
  const board = state.one('committee', 'committee')
  const good = keys?.state === 'ready' && keys.members.every((one) => board?.members.includes(one) ?? false)
  return good ? keys : refuse('secretBallot.keysMissing')
}

function arm(state: State, ballot: SecretBallot, hash: (text: string) => string, fresh: string) {
  const session = sessionOf(state)
  const keys = readyKeys(state)
  if (isRefusal(keys)) return keys
  if (!ballot.rehearsal && keys.rehearsal === null) return refuse('secretBallot.rehearsalMissing')
  const standing = conflictingTrustee(state, ballot, keys.members)
  if (standing) return refuse('committee.onBallot', { name: standing.name })
  const uuid = uuidOf(hash(fresh))
  const election = electionText(ballot, {
    uuid,
    publicKey: keys.publicKey ?? '',
    council: session?.council ?? '',
    session: session?.title ?? '',
  })
  if (election === undefined) return refuse('command.badInput', { where: 'title' })
  return [say('secretBallot.armed', { ballot: ballot.id, keys: keys.number, uuid, text: election })]
}

function freeze(state: State, ballot: SecretBallot, absent: number) {
  const mode = allowedMode(state)
  if (isRefusal(mode)) return mode
  const hall = quorum(state)
  if (!hall.met)
    return refuse('quorum.missing', {
      present: hall.present,
      total: hall.total,
      needed: hall.needed,
      missing: hall.needed - hall.present,
      legalBasis: hall.legalBasis,
    })
  const people = presentDelegates(state).map((person) => person.id)
  const issued = state.one('secretBox', ballot.id)?.issued ?? 0
  if (issued < mode.leastIssued)
    return refuse('secretBallot.tooFewIssued', { issued, needed: mode.leastIssued })
  if (issued + absent < people.length)
    return refuse('secretBallot.notAllIssued', { present: people.length, issued })
  const total = delegatesInOffice(state).length
  return [say('secretBallot.freezing', { ballot: ballot.id, total, present: people.length, people, absent })]
}

/** Two programs, independent of each other; a rehearsal needs ours alone. */
function verified(state: State, ballot: SecretBallot): boolean {
  const result = state.one('secretResult', ballot.id)
  const verdicts = (result?.verdicts ?? []).filter((one) => one.head === result?.head)
  const accepts = (tool: string) => verdicts.some((one) => one.tool === tool && one.verdict === 'accept')
  if (verdicts.some((one) => one.verdict === 'reject')) return false
  return accepts('nghi-truong') && (ballot.rehearsal || accepts('belenios-tool'))
}

export const secretBallot = {
  commands: {
    ...boxVerbs,
    'secretBallot.draft': command({
      input: draftInput,
      may: ['secretariat', 'chair'],
      decide(state, { code, entries, form: wanted, ...input }, context) {
        const now = running(state)
        if (isRefusal(now)) return now
        const mode = allowedMode(state)
        if (isRefusal(mode)) return mode
        if (!state.one('item', input.item)) return refuse('item.notSeen')
        const rule = voteRule(now.profile, code, now.startsOn)
        if (!rule?.methods.includes('electronic_secret')) return refuse('ballot.ruleUnknown')
        if (new Set(input.subjects.map((one) => one.id)).size !== input.subjects.length)
          return refuse('command.badInput', { where: 'subjects' })
        const form = formFor(rule, wanted, input.subjects.length, input.seats)
        if (form === undefined) return refuse('secretBallot.form')
        const options = rule.options.length > 0 ? rule.options : entries
        if (options.length < 2 || new Set(options.map((one) => one.id)).size !== options.length)
          return refuse('command.badInput', { where: 'entries' })
        return [
          say('secretBallot.drafted', {
            ballot: context.id(),
            ...input,
            rule,
            form,
            options: options.map(({ id: option, label }) => ({ id: option, label })),
            round: 1,
            repeats: null,
            rehearsal: false,
          }),
        ]
      },
    }),
    /** Bỏ phiếu thử: all go the whole way once with the new keys. */
    'secretBallot.rehearse': command({
      input: z.object({ item: id, browsers: z.boolean().default(false) }),
      may: ['secretariat', 'chair'],
      decide(state, input, context) {
        const now = running(state)
        if (isRefusal(now)) return now
        const mode = allowedMode(state)
        if (isRefusal(mode)) return mode
        if (!state.one('item', input.item)) return refuse('item.notSeen')
        const rule = votesAt(now.profile, now.startsOn).find((one) =>
          one.methods.includes('electronic_secret'),
        )
        if (!rule) return refuse('ballot.ruleUnknown')
        return [
          say('secretBallot.drafted', {
            ballot: context.id(),
            ...input,
            title: rehearsalTitle,
            rule: rehearsalRule(rule),
            form: 'options',
            subjects: [],
            options: rehearsalOptions.map((one) => ({ ...one })),
            seats: 1,
            round: 1,
            repeats: null,
            rehearsal: true,
          }),
        ]
      },
    }),
    'secretBallot.discard': command({
      input: only,
      may: ['secretariat', 'chair'],
      decide(state, input) {
        const old = ballotIn(state, input.ballot, ['draft'])
        return isRefusal(old) ? old : [say('secretBallot.discarded', input)]
      },
    }),
    'secretBallot.arm': command({
      input: only,
      may: ['chair'],
      decide(state, { ballot }, context) {
        const now = running(state)
        if (isRefusal(now)) return now
        const mode = allowedMode(state)
        if (isRefusal(mode)) return mode
        const old = ballotIn(state, ballot, ['draft'])
        return isRefusal(old)
          ? old
          : arm(state, old, (text) => context.hash(text), `${context.log}|${ballot}|${context.id()}`)
      },
    }),
    'secretBallot.issue': command({
      input: only,
      may: ['chair'],
      decide(state, input) {
        const now = sitting(state)
        if (isRefusal(now)) return now
        const old = ballotIn(state, input.ballot, ['armed'])
        if (isRefusal(old)) return old
        if (runningSecret(state, old.id)) return refuse('secretBallot.anotherRunning')
        const keys = readyKeys(state)
        if (isRefusal(keys)) return keys
        return keys.number === old.keys
          ? [say('secretBallot.issuing', input)]
          : refuse('secretBallot.keysMissing')
      },
    }),
    'secretBallot.open': command({
      /** `absent`: how many present delegates take no ballot, confirmed by the chair. */
      input: only.extend({ absent: z.int().min(0).max(1000).default(0) }),
      may: ['chair'],
      decide(state, { ballot, absent }) {
        const now = sitting(state)
        if (isRefusal(now)) return now
        const old = ballotIn(state, ballot, ['issuing'])
        return isRefusal(old) ? old : freeze(state, old, absent)
      },
    }),
    'secretBallot.pause': command({
      input: only,
      may: ['chair'],
      decide(state, input) {
        const old = ballotIn(state, input.ballot, ['open'])
        return isRefusal(old) ? old : [say('secretBallot.paused', input)]
      },
    }),
    'secretBallot.resume': command({
      input: only,
      may: ['chair'],
      decide(state, input) {
        const old = ballotIn(state, input.ballot, ['paused'])
        return isRefusal(old) ? old : [say('secretBallot.resumed', input)]
      },
    }),
    'secretBallot.close': command({
      input: only,
      may: ['chair'],
      decide(state, input) {
        const now = running(state)
        if (isRefusal(now)) return now
        const old = ballotIn(state, input.ballot, ['open', 'paused'])
        if (isRefusal(old)) return old
        const graceMs = lawOf(now, 'closingGraceSec').value * 1000
        return [say('secretBallot.closing', { ...input, graceMs })]
      },
    }),
    'secretBallot.complain': command({
      input: only.extend({ reason: z.enum(['not_in_box', 'other_head', 'other']) }),
      may: ['delegate'],
      decide(state, input, { actor }) {
        const old = ballotIn(state, input.ballot, ['closed'])
        if (isRefusal(old)) return old
        if (!state.one('electorate', old.id)?.people.includes(actor.person))
          return refuse('secretBallot.noVote')
        return [say('secretBallot.complained', { ...input, person: actor.person })]
      },
    }),
    /** A trustee's device has verified the closed box by itself and says what it found. */
    'secretBallot.seal': command({
      input: only.extend({
        head: sha256Hex,
        fit: z.boolean(),
        reasons: z
          .array(z.string().regex(/^[a-zA-Z0-9.]{1,60}$/))
          .max(20)
          .default([]),
      }),
      may: ['committee'],
      decide(state, input, { actor }) {
        const old = ballotIn(state, input.ballot, ['closed', 'opening'])
        if (isRefusal(old)) return old
        if (!state.one('secretKeys', 'secretKeys')?.members.includes(actor.person))
          return refuse('secretKeys.notTrustee')
        if (input.head !== old.closed?.head) return refuse('secretBallot.otherHead')
        return [say('secretBallot.sealed', { ...input, person: actor.person })]
      },
    }),
    'secretBallot.startOpening': command({
      input: only,
      may: ['chair'],
      decide(state, input, { at }) {
        const old = ballotIn(state, input.ballot, ['closed'])
        if (isRefusal(old)) return old
        const mode = allowedMode(state)
        if (isRefusal(mode)) return mode
        const { head = '', ballots = 0, complaintsUntil = '' } = old.closed ?? {}
        if (ballots < mode.leastCounted)
          return refuse('secretBallot.tooFewBallots', { ballots, needed: mode.leastCounted })
        const rest = Date.parse(complaintsUntil) - Date.parse(at)
        if (rest > 0) return refuse('secretBallot.complaintsOpen', { seconds: Math.ceil(rest / 1000) })
        const needed = state.one('secretKeys', 'secretKeys')?.threshold ?? 0
        const fit = state
          .every('secretSeal')
          .filter((one) => one.ballot === old.id && one.fit && one.head === head).length
        if (fit < needed) return refuse('secretBallot.notChecked', { fit, needed })
        return [say('secretBallot.openingStarted', input)]
      },
    }),
    /** What the second program said on a machine of the hall. */
    'secretBallot.enterVerdict': command({
      input: only.extend({
        version: text(80),
        verdict: z.enum(['accept', 'reject']),
        head: sha256Hex,
      }),
      may: ['committee'],
      decide(state, input, { actor }) {
        const old = ballotIn(state, input.ballot, ['counted'])
        if (isRefusal(old)) return old
        if (state.one('secretResult', old.id)?.head !== input.head) return refuse('secretBallot.otherHead')
        return [say('secretBallot.verified', { ...input, tool: 'belenios-tool', by: actor.person })]
      },
    }),
    'secretBallot.publish': command({
      input: only,
      may: ['chair'],
      decide(state, input) {
        const old = ballotIn(state, input.ballot, ['counted'])
        if (isRefusal(old)) return old
        if (!verified(state, old)) return refuse('secretBallot.notVerified')
        return [say('secretBallot.published', input)]
      },
    }),
    'secretBallot.void': command({
      input: only.extend({ reason: text(500) }),
      may: ['chair'],
      decide(state, input) {
        const found = state.one('secretBallot', input.ballot)
        if (!found) return refuse('secretBallot.notSeen')
        if (['draft', 'void', 'paper'].includes(found.state)) return refuse('secretBallot.wrongState')
        return [say('secretBallot.voided', input)]
      },
    }),
    /** One tap, at any point before the opening. */
    'secretBallot.toPaper': command({
      input: only.extend({ reason: text(500) }),
      may: ['chair'],
      decide: (state, { ballot, reason }, context) => toPaper(state, ballot, reason, context.id()),
    }),
    'secretBallot.repeat': command({
      input: only,
      may: ['chair', 'secretariat'],
      decide(state, { ballot }, context) {
        const now = running(state)
        if (isRefusal(now)) return now
        const old = ballotIn(state, ballot, ['void', 'published'])
        if (isRefusal(old)) return old
        const { item, title, rule, form, subjects, options, seats, browsers, rehearsal } = old
        // After an announced election the tied alone stand again, for the seats that are left.
        const outcomes =
          old.state === 'published' ? (state.one('secretResult', ballot)?.subjects ?? []) : null
        const tied = outcomes?.filter((one) => one.outcome === 'revote').map((one) => one.subject)
        if (tied?.length === 0) return refuse('secretBallot.wrongState')
        const elected = outcomes?.filter((one) => one.outcome === 'elected').length ?? 0
        const left = tied ? seats - elected : seats
        const again = subjects.filter((one) => !tied || tied.includes(one.id))
        const next = formFor(rule, form === 'columns' ? undefined : form, again.length, left)
        if (next === undefined) return refuse('secretBallot.form')
        return [
          say('secretBallot.drafted', {
            ballot: context.id(),
            item,
            title,
            rule,
            form: tied ? next : form,
            subjects: again.map((one) => ({ ...one })),
            options: options.map((one) => ({ ...one })),
            seats: left,
            round: old.round + 1,
            repeats: ballot,
            rehearsal,
            browsers,
          }),
        ]
      },
    }),
  },
  events: secretBallotEvents,
}
