/**
 * The end of the secret ballots of a session: the rolls, where a name and a credential stand together, are sealed by one and
 * destroyed by another when the time of the rule profile is over; who holds a key destroys it and says so.
 * What must stay true: two people of the desk, the chair one of them; not before every ballot is over and the time has run;
 * what is destroyed is the roll and the keys, never the record, which anybody can go on counting; backups that may still
 * hold a roll are named before it is done.
 */
import { z } from 'zod'
import { members } from './audience.ts'
import { command, event, speaker } from './feature.ts'
import { sessionOf } from './find.ts'
import { refuse, type Refusal } from './refusal.ts'
import { ruleAt } from './rules/active.ts'
import type { SecretBallot, SecretClearing } from './secret-records.ts'
import { gone, type Put, type State } from './state.ts'
import { id, sha256Hex } from './text.ts'

/** Where a profile made before the rule existed says nothing. */
export const usualRollDays = 30
const dayMs = 86_400_000

const stick = z.string().regex(/^[0-9A-Za-z.:_-]{1,80}$/)
const backups = z.object({
  /** Names of snapshots on the stick in use that may hold a roll, newest first. */
  backups: z.array(stick).max(500),
  /** False where the stick could not be looked at: then nobody knows. */
  known: z.boolean(),
})

const clearing = (state: State): SecretClearing | undefined => state.one('secretClearing', 'secretClearing')

const change = (state: State, how: (old: SecretClearing) => Partial<SecretClearing>): readonly Put[] => {
  const old = clearing(state)
  return old ? [{ ...old, ...how(old) }] : []
}

const ends: readonly SecretBallot['state'][] = ['draft', 'published', 'void', 'paper']

/** A rehearsal is over once it is counted: nobody announces it. */
const isOver = ({ state, rehearsal }: SecretBallot): boolean =>
  ends.includes(state) || (rehearsal && state === 'counted')

/** Ballots for which credentials were taken, or may have been, and whose roll was not destroyed. */
const withRoll = (state: State): readonly SecretBallot[] => {
  const cleared = clearing(state)?.cleared.map((one) => one.ballot) ?? []
  return state.every('secretBallot').filter((one) => one.uuid !== null && !cleared.includes(one.id))
}

const events = {
  'secretBallot.rollsSealed': event({
    data: z.object({ ballots: z.array(id).min(1), days: z.int().min(0), by: id }),
    apply: (state, { ballots, days, by }, { at }): readonly Put[] => [
      {
        kind: 'secretClearing',
        id: 'secretClearing',
        audience: members,
        state: 'sealed',
        ballots,
        sealedBy: by,
        sealedAt: at,
        notBefore: new Date(Date.parse(at) + days * dayMs).toISOString(),
        orderedBy: null,
        orderedAt: null,
        cleared: clearing(state)?.cleared ?? [],
        keysDestroyed: [],
        backups: [],
        backupsKnown: false,
      },
    ],
  }),
  'secretBallot.backupsNamed': event({
    data: backups,
    apply: (state, { backups: names, known }) =>
      change(state, () => ({ backups: names, backupsKnown: known })),
  }),
  /** The server destroys the rolls from here on; what the members' devices sealed to their seeds leaves the records. */
  'secretBallot.rollsOrdered': event({
    data: z.object({ by: id }),
    apply: (state, { by }, { at }): readonly Put[] => [
      ...change(state, () => ({ state: 'ordered', orderedBy: by, orderedAt: at })),
      ...state.every('secretKeyMessage').map((message) => gone('secretKeyMessage', message.id)),
    ],
  }),
  'secretBallot.rollDestroyed': event({
    data: z.object({ ballot: id, rollHash: sha256Hex.nullable() }),
    apply: (state, one, { at }): readonly Put[] =>
      change(state, (old) => {
        const cleared = [...old.cleared, { ...one, at }]
        const all = old.ballots.every((ballot) => cleared.some((done) => done.ballot === ballot))
        return all ? { cleared, state: 'cleared' } : { cleared }
      }),
  }),
  'secretKeys.destroyed': event({
    data: z.object({ person: id }),
    apply: (state, { person }, { at }): readonly Put[] =>
      change(state, (old) => ({ keysDestroyed: [...old.keysDestroyed, { person, at }] })),
  }),
}

const say = speaker(events)

const isChair = (state: State, person: string): boolean =>
  state.one('person', person)?.roles.includes('chair') ?? false

/** From the destruction on. */
function ordered(state: State): SecretClearing | Refusal {
  const old = clearing(state)
  return old && old.state !== 'sealed' ? old : refuse('secretBallot.wrongState')
}

export const secretClearing = {
  commands: {
    /** From here on nobody reads a roll any more. Also after the session was closed. */
    'secretBallot.sealRolls': command({
      input: z.object({}),
      may: ['chair', 'secretariat'],
      decide(state, _input, { actor }) {
        const session = sessionOf(state)
        if (!session) return refuse('session.notSeen')
        const old = clearing(state)
        if (old && old.state !== 'cleared') return refuse('secretBallot.wrongState')
        if (!state.every('secretBallot').every(isOver)) return refuse('secretBallot.stillRunning')
        const ballots = withRoll(state).map((one) => one.id)
        if (ballots.length === 0) return refuse('secretBallot.noRoll')
        const days = ruleAt(session.profile, 'secretRollDays', session.startsOn)?.value ?? usualRollDays
        return [say('secretBallot.rollsSealed', { ballots, days, by: actor.person })]
      },
    }),
    /** The second of the two; cannot be taken back. */
    'secretBallot.destroyRolls': command({
      input: z.object({}),
      may: ['chair', 'secretariat'],
      decide(state, _input, { actor, at }) {
        const old = clearing(state)
        if (old?.state !== 'sealed') return refuse('secretBallot.wrongState')
        const two = [old.sealedBy, actor.person]
        if (two[0] === two[1] || !two.some((person) => isChair(state, person)))
          return refuse('secretBallot.secondPerson')
        if (at < old.notBefore) return refuse('secretBallot.rollsKept', { until: old.notBefore.slice(0, 10) })
        return [say('secretBallot.rollsOrdered', { by: actor.person })]
      },
    }),
    /** A member says that his key and the envelope are gone. */
    'secretKeys.destroy': command({
      input: z.object({}),
      may: ['committee'],
      decide(state, _input, { actor }) {
        const old = ordered(state)
        if ('refused' in old) return old
        if (!state.one('secretKeys', 'secretKeys')?.members.includes(actor.person))
          return refuse('secretKeys.notTrustee')
        return old.keysDestroyed.some((one) => one.person === actor.person)
          ? refuse('secretBallot.wrongState')
          : [say('secretKeys.destroyed', { person: actor.person })]
      },
    }),
    'secretBallot.boxNamedBackups': command({
      input: backups,
      may: ['system'],
      decide: (state, input) =>
        clearing(state) ? [say('secretBallot.backupsNamed', input)] : refuse('secretBallot.wrongState'),
    }),
    'secretBallot.boxDestroyed': command({
      input: z.object({ ballot: id }),
      may: ['system'],
      decide(state, { ballot }) {
        const old = clearing(state)
        if (old?.state !== 'ordered' || !old.ballots.includes(ballot))
          return refuse('secretBallot.wrongState')
        if (old.cleared.some((one) => one.ballot === ballot)) return refuse('secretBallot.wrongState')
        const rollHash = state.one('secretBallot', ballot)?.rollHash ?? null
        return [say('secretBallot.rollDestroyed', { ballot, rollHash })]
      },
    }),
  },
  events,
}
