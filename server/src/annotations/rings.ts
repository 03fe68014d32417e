/**
 * The keys of private notes as far as the server has to do with them: keeping locked versions in order, and letting a new
 * device and an old one speak to each other.
 * What must stay true: nothing here can open anything; a revoked device is given nothing and writes nothing, and what was
 * locked for it is gone; meetings live in memory, for minutes, a few for each person.
 */
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type {
  Pairing,
  PairingStep,
  RingAnswer,
  RingVersion,
} from '@nghi-truong/shared/protocol/private-notes'
import type { Look } from '../engine/ports.ts'
import type { RingStore } from '../store/ports.ts'

/** Whose wish it is: the person and his login's device. */
export interface RingCaller {
  readonly person: string
  readonly device: string
}

export interface Rings {
  read(person: string, after: number): Promise<RingAnswer>
  append(
    caller: RingCaller,
    posting: { readonly ring: RingVersion; readonly key: string; readonly signing: string | null },
  ): Promise<Refusal | undefined>
  /** The person took the device's login away: it gets no keys any more. */
  revokeDevice(person: string, device: string): Promise<void>
  meetings(person: string): readonly Pairing[]
  meet(person: string, asked: Pick<Pairing, 'name' | 'commitment'>): Pairing | Refusal
  step(caller: RingCaller, id: string, step: PairingStep): Promise<Pairing | Refusal>
  close(): void
}

export interface RingParts {
  readonly store: RingStore
  readonly look: Pick<Look, 'onCommit'>
  readonly now: () => string
  readonly freshId: () => string
  readonly report: (what: string, error: unknown) => void
}

const meetingMs = 10 * 60_000
const mostMeetings = 4
const mostVersions = 400
const mostDevices = 40

export function createRings({ store, look, now, freshId, report }: RingParts): Rings {
  const open = new Map<string, Pairing[]>()

  const meetings = (person: string): Pairing[] => {
    const since = new Date(Date.parse(now()) - meetingMs).toISOString()
    const left = (open.get(person) ?? []).filter((one) => one.at > since)
    if (left.length > 0) open.set(person, left)
    else open.delete(person)
    return left
  }

  const isRevoked = async (person: string, key: string): Promise<boolean> =>
    (await store.devices(person)).some((one) => one.key === key && one.revokedAt !== null)

  const remember = async (
    { person, device }: RingCaller,
    key: string,
    signing: string | null,
  ): Promise<void> => {
    await store.setDevice(person, { key, device, signing, revokedAt: null })
  }

  async function revokeSigning(signing: string): Promise<void> {
    for (const { person, key } of await store.withSigning(signing)) await store.revoke(person, key, now())
  }

  const stopListening = look.onCommit(({ changes }) => {
    for (const { put } of changes)
      if (put.kind === 'deviceKey' && 'revokedAt' in put && put.revokedAt !== null)
        revokeSigning(put.id).catch((error: unknown) => report('keys of a revoked device', error))
  })

  return {
    async read(person, after) {
      const versions = await store.versions(person, after)
      const revoked = (await store.devices(person)).filter((one) => one.revokedAt !== null)
      return {
        versions: versions.map((one) => ({ ...one, wraps: [...one.wraps] })),
        last: await store.last(person),
        revoked: revoked.map((one) => one.key),
      }
    },
    async append(caller, { ring, key, signing }) {
      const { person } = caller
      if (ring.author !== key) return refuse('command.badInput', { where: 'author' })
      const devices = await store.devices(person)
      const gone = new Set(devices.filter((one) => one.revokedAt !== null).map((one) => one.key))
      if (gone.has(key)) return refuse('notes.revoked')
      if (ring.version > mostVersions || devices.length > mostDevices) return refuse('request.tooLarge')
      const wraps = ring.wraps.filter(({ to }) => !gone.has(to))
      if (new Set(wraps.map(({ to }) => to)).size !== wraps.length)
        return refuse('command.badInput', { where: 'wraps' })
      if (!(await store.append(person, { ...ring, wraps }))) return refuse('notes.stale')
      await remember(caller, key, signing)
      return undefined
    },
    async revokeDevice(person, device) {
      for (const one of await store.devices(person))
        if (one.device === device && one.revokedAt === null) await store.revoke(person, one.key, now())
    },
    meetings,
    meet(person, { name, commitment }) {
      const here = meetings(person).filter((one) => one.commitment !== commitment)
      const made: Pairing = { id: freshId(), name, commitment, old: null, fresh: null, at: now() }
      // Who begins again forgets the oldest attempt, not the ability to try.
      open.set(person, [...here, made].slice(-mostMeetings))
      return made
    },
    async step(caller, id, said) {
      const { person } = caller
      const found = meetings(person).find((one) => one.id === id)
      if (!found) return refuse('notes.meetingNotSeen')
      if (said.step !== 'end' && (await isRevoked(person, said.key))) return refuse('notes.revoked')
      const { key, nonce } = said.step === 'end' ? { key: '', nonce: '' } : said
      let next: Pairing = found
      // Each speaks once: a word said cannot be replaced after the other's was heard.
      if (said.step === 'old' && !found.old) next = { ...found, old: { key, nonce } }
      if (said.step === 'fresh' && found.old && !found.fresh) {
        next = { ...found, fresh: { key, nonce } }
        await remember(caller, key, said.signing)
      }
      const rest = meetings(person).filter((one) => one.id !== id)
      open.set(person, said.step === 'end' ? rest : [...rest, next])
      return next
    },
    close: stopListening,
  }
}
