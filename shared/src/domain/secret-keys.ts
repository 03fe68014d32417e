/**
 * The ceremony that makes the keys of the Ban kiểm phiếu: a bulletin of messages, in order, that every member reads alike.
 * What must stay true: only members of the elected committee post, each once a step and in its place; the threshold is the
 * majority of the whole committee, also when somebody is left out; what is posted is public or sealed to one member, never
 * a key; the keys are in force only after every holder compared the code; a new ceremony ends the old keys.
 */
import { z } from 'zod'
import { everyone, members, type Audience } from './audience.ts'
import { command, event, speaker } from './feature.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'
import { codeOf } from './secret-election.ts'
import { allowedMode } from './secret-mode.ts'
import type { SecretKeys, SecretKeyStep } from './secret-records.ts'
import { running } from './session.ts'
import { gone, type Put, type State } from './state.ts'
import { id, sha256Hex, text } from './text.ts'

const tellers: Audience = ['role:committee', 'role:auditor']

const steps = ['certificate', 'polynomial', 'key'] as const satisfies readonly SecretKeyStep[]
const step = z.enum(steps)
const number = z.int().min(1)

/** Compact ASCII JSON of the ceremony's texts; a polynomial for 30 members has about 150 kB. */
const ceremonyText = z
  .string()
  .min(2)
  .max(300_000)
  .regex(/^[\x20-\x7e]*$/)

const reason = z.string().regex(/^[a-zA-Z.]{1,60}$/)

/** Majority of the committee: 2 of 3, 3 of 5, 4 of 7. */
export const keysNeeded = (committee: number): number => Math.floor(committee / 2) + 1

const one = (state: State): SecretKeys | undefined => state.one('secretKeys', 'secretKeys')

function change(state: State, number: number, how: (old: SecretKeys) => Partial<SecretKeys>): readonly Put[] {
  const old = one(state)
  return old?.number === number ? [{ ...old, ...how(old) }] : []
}

const next: Readonly<Record<SecretKeyStep, SecretKeys['state']>> = {
  certificate: 'polynomial',
  polynomial: 'key',
  key: 'assembling',
}

const events = {
  'secretKeys.started': event({
    data: z.object({ number, members: z.array(id).min(1), threshold: z.int().min(1) }),
    apply: (state, data, { at }): readonly Put[] => [
      {
        kind: 'secretKeys',
        id: 'secretKeys',
        audience: everyone,
        ...data,
        state: 'certificate',
        done: [],
        stepAt: at,
        fault: null,
        mismatches: one(state)?.mismatches ?? 0,
        trustees: null,
        publicKey: null,
        code: null,
        rehearsal: null,
      },
      ...state.every('secretKeyMessage').map((message) => gone('secretKeyMessage', message.id)),
      ...state.every('secretTrustees').map((trustees) => gone('secretTrustees', trustees.id)),
    ],
  }),
  'secretKeys.posted': event({
    data: z.object({ number, step, person: id, text: ceremonyText }),
    apply: (state, { number: which, step: done, person, text: posted }, { at }): readonly Put[] => [
      ...change(state, which, (old) => {
        const all = [...old.done, person]
        return all.length < old.members.length ? { done: all } : { done: [], state: next[done], stepAt: at }
      }),
      {
        kind: 'secretKeyMessage',
        id: `${which}-${done}-${person}`,
        audience: tellers,
        number: which,
        step: done,
        person,
        text: posted,
      },
    ],
  }),
  'secretKeys.made': event({
    data: z.object({
      number,
      trustees: sha256Hex,
      text: ceremonyText.max(2_000_000),
      publicKey: z.string().regex(/^[1-9][0-9]{0,616}$/),
      code: z.string().regex(/^\d{4} \d{4} \d{4}$/),
    }),
    apply: (state, { number: which, text: made, ...rest }, { at }): readonly Put[] => [
      ...change(state, which, () => ({ ...rest, state: 'confirming', done: [], stepAt: at })),
      { kind: 'secretTrustees', id: 'secretTrustees', audience: members, number: which, text: made },
    ],
  }),
  'secretKeys.confirmed': event({
    data: z.object({ number, person: id, same: z.boolean() }),
    apply: (state, { number: which, person, same }, { at }): readonly Put[] =>
      change(state, which, (old) => {
        if (!same)
          return {
            state: 'failed',
            fault: { member: null, reason: 'code', by: person },
            mismatches: old.mismatches + 1,
          }
        const done = [...old.done, person]
        return done.length < old.members.length ? { done } : { done, state: 'ready', stepAt: at }
      }),
  }),
  'secretKeys.failed': event({
    data: z.object({ number, member: id.nullable(), reason: text(60), by: id }),
    apply: (state, { number: which, ...fault }): readonly Put[] =>
      change(state, which, () => ({ state: 'failed', fault })),
  }),
}

const say = speaker(events)

/** The ceremony of that number, in one of those states. */
function inState(state: State, which: number, states: readonly SecretKeys['state'][]): SecretKeys | Refusal {
  const found = one(state)
  if (found?.number !== which || !states.includes(found.state)) return refuse('secretKeys.wrongStep')
  return found
}

const usingKeys = ['armed', 'issuing', 'freezing', 'open', 'paused', 'closing', 'closed', 'opening']

export const secretKeys = {
  commands: {
    'secretKeys.start': command({
      /** Members of the committee who are left out: missing, or caught cheating. */
      input: z.object({ without: z.array(id).max(100).default([]) }),
      may: ['chair', 'committee'],
      decide(state, { without }, { actor }) {
        const now = running(state)
        if (isRefusal(now)) return now
        const mode = allowedMode(state)
        if (isRefusal(mode)) return mode
        const board = state.one('committee', 'committee')
        if (!board) return refuse('committee.missing')
        if (!actor.roles.includes('chair') && board.head !== actor.person) return refuse('command.notAllowed')
        if (state.every('secretBallot').some((ballot) => usingKeys.includes(ballot.state)))
          return refuse('secretKeys.inUse')
        const old = one(state)
        if ((old?.mismatches ?? 0) >= 2) return refuse('secretKeys.onlyPaper')
        const taking = board.members.filter((member) => !without.includes(member))
        const threshold = keysNeeded(board.members.length)
        if (taking.length < threshold) return refuse('secretKeys.tooFew', { needed: threshold })
        return [say('secretKeys.started', { number: (old?.number ?? 0) + 1, members: taking, threshold })]
      },
    }),
    'secretKeys.post': command({
      input: z.object({ number, step, text: ceremonyText }),
      may: ['committee'],
      decide(state, input, { actor }) {
        const found = inState(state, input.number, [input.step])
        if (isRefusal(found)) return found
        if (!found.members.includes(actor.person)) return refuse('secretKeys.notTrustee')
        if (found.done.includes(actor.person)) return refuse('secretKeys.alreadyPosted')
        return [say('secretKeys.posted', { ...input, person: actor.person })]
      },
    }),
    /** What the server assembled from the messages; every device assembles it again and compares. */
    'secretKeys.make': command({
      input: z.object({
        number,
        text: ceremonyText.max(2_000_000),
        publicKey: z.string().regex(/^[1-9][0-9]{0,616}$/),
      }),
      may: ['system'],
      decide(state, input, context) {
        const found = inState(state, input.number, ['assembling'])
        if (isRefusal(found)) return found
        const trustees = context.hash(input.text)
        return [say('secretKeys.made', { ...input, trustees, code: codeOf(trustees) })]
      },
    }),
    'secretKeys.confirm': command({
      input: z.object({ number, same: z.boolean() }),
      may: ['committee'],
      decide(state, input, { actor }) {
        const found = inState(state, input.number, ['confirming'])
        if (isRefusal(found)) return found
        if (!found.members.includes(actor.person)) return refuse('secretKeys.notTrustee')
        if (found.done.includes(actor.person)) return refuse('secretKeys.alreadyPosted')
        return [say('secretKeys.confirmed', { ...input, person: actor.person })]
      },
    }),
    /** A device that was given something wrong says by whom; the server says so of what it can check. */
    'secretKeys.blame': command({
      input: z.object({ number, member: id.nullable(), reason }),
      may: ['committee', 'system'],
      decide(state, input, { actor }) {
        const found = inState(state, input.number, [...steps, 'assembling', 'confirming'])
        if (isRefusal(found)) return found
        const system = actor.roles.includes('system')
        if (!system && !found.members.includes(actor.person)) return refuse('secretKeys.notTrustee')
        return [say('secretKeys.failed', { ...input, by: actor.person })]
      },
    }),
  },
  events,
}
