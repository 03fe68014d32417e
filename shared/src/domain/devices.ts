/**
 * The devices of delegates: each makes its own signing key, and signs every vote with it.
 * What must stay true: the private key never leaves the device; a key belongs to one person for ever; a revoked key signs
 * nothing any more; what is signed names the log, the vote, the round, the person, the choice and the device's count, so
 * that it proves nothing else.
 */
import { z } from 'zod'
import { everyone } from './audience.ts'
import { command, event, speaker } from './feature.ts'
import type { CastProof, DeviceKey } from './records.ts'
import { refuse } from './refusal.ts'
import type { Put, State } from './state.ts'
import { id, text } from './text.ts'

/** Ed25519 public key (RFC 8032), 32 bytes in base64url. */
export const publicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
/** Ed25519 signature, 64 bytes in base64url. */
export const signature = z.string().regex(/^[A-Za-z0-9_-]{86}$/)

/** What a device signs to show that it holds the key it enrols. */
export const enrolText = (log: string, person: string, key: string): string =>
  ['nghi-truong-device/v1', log, person, key].join('\n')

/** The last entry of the log a device knew when it signed, by its number and hash. */
export interface Seen {
  readonly seq: number
  readonly head: string
}

/** As it is sent and stands in the log. The record keeps no `seen`: it goes to every screen with the result. */
export interface VoteProof extends CastProof {
  readonly seen?: Seen | undefined
}

export interface SignedCast {
  readonly log: string
  readonly ballot: string
  readonly round: number
  readonly person: string
  readonly choice: string
  readonly clientSeq: number
  readonly key: string
  /** Below it nobody can change the log unnoticed. */
  readonly seen?: Seen | undefined
}

/** What a device signs to vote. Each line is one field; none can hold a line feed. The last one may be missing. */
export const castText = (cast: SignedCast): string =>
  [
    'nghi-truong-cast/v1',
    cast.log,
    cast.ballot,
    String(cast.round),
    cast.person,
    cast.choice,
    String(cast.clientSeq),
    cast.key,
    ...(cast.seen ? [`${cast.seen.seq} ${cast.seen.head}`] : []),
  ].join('\n')

const events = {
  'devices.enrolled': event({
    data: z.object({ key: publicKey, person: id, name: text(80), proof: signature }),
    apply: (_state, { key, person, name }, { at }): readonly Put[] => [
      {
        kind: 'deviceKey',
        id: key,
        audience: everyone,
        person,
        name,
        enrolledAt: at,
        revokedAt: null,
      },
    ],
  }),
  'devices.revoked': event({
    data: z.object({ key: publicKey }),
    apply(state, { key }, { at }): readonly Put[] {
      const old = state.one('deviceKey', key)
      return old ? [{ ...old, revokedAt: at }] : []
    },
  }),
}

const say = speaker(events)

/** The key, if it is this person's and still in force. */
export const keyInForce = (state: State, key: string, person: string): DeviceKey | undefined => {
  const found = state.one('deviceKey', key)
  return found?.person === person && found.revokedAt === null ? found : undefined
}

export const devices = {
  commands: {
    'devices.enrol': command({
      input: z.object({
        key: publicKey,
        name: text(80),
        /** Signature of `enrolText` by the key itself. */
        proof: signature,
      }),
      may: ['delegate'],
      decide(state, { key, name, proof }, context) {
        const known = state.one('deviceKey', key)
        if (known) return refuse(known.person === context.actor.person ? 'device.known' : 'device.taken')
        const { person } = context.actor
        if (!context.verify(key, enrolText(context.log, person, key), proof)) return refuse('device.badProof')
        return [say('devices.enrolled', { key, person, name, proof })]
      },
    }),
    'devices.revoke': command({
      input: z.object({ key: publicKey }),
      may: ['delegate', 'secretariat'],
      decide(state, { key }, { actor }) {
        const found = state.one('deviceKey', key)
        const own = found?.person === actor.person
        if (!found || (!own && !actor.roles.includes('secretariat'))) return refuse('device.notSeen')
        return found.revokedAt === null ? [say('devices.revoked', { key })] : refuse('device.notSeen')
      },
    }),
  },
  events,
}
