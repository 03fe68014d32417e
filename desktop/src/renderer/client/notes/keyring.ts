/**
 * The keys of one person's private notes on this device: opened, followed, handed on, taken away.
 * What must stay true: keys are never taken on the server's word (see `ring.ts`); without a network what was opened here
 * before opens again; when this device is revoked it forgets its keys at once; a new code, a new device or a revocation
 * is a new version, and whoever was quicker wins and the other looks again.
 */
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { toBase64url } from '@nghi-truong/shared/private-layer/bytes'
import { codeKeys, readCode, writeCode } from '@nghi-truong/shared/private-layer/code'
import { createMarkBox, type MarkBox } from '@nghi-truong/shared/private-layer/mark-box'
import {
  firstRing,
  followRing,
  layerKeys,
  lockRing,
  openRing,
  openRingByCode,
  withDevice,
  withoutDevices,
  type Ring,
  type RingDevice,
} from '@nghi-truong/shared/private-layer/ring'
import type { RingAnswer, RingVersion } from '@nghi-truong/shared/protocol/private-notes'
import { Unreachable } from '../bridge.ts'
import type { Http } from '../http.ts'
import {
  agreeWith,
  curve,
  makeLayerKey,
  randomBytes,
  type KeptLayerKey,
  type LayerKeyStore,
} from './layer-key.ts'

export type KeyringState =
  | { readonly kind: 'opening' }
  /** There was no network when it was first needed. */
  | { readonly kind: 'away' }
  /** The person has keys, this device has not. */
  | { readonly kind: 'locked'; readonly revoked: boolean }
  | { readonly kind: 'ready'; readonly ring: Ring; readonly box: MarkBox; readonly self: string }

/** null: done. */
export type KeyringOutcome = Refusal | 'unreachable' | 'wrongCode' | 'noCode' | null

export interface Keyring {
  readonly now: () => KeyringState
  readonly subscribe: (listener: () => void) => () => void
  /** Somebody wanted to write and could not: the screens ask for the keys. */
  readonly want: () => void
  /** How often that happened. */
  readonly wanted: () => number
  /** Looks for newer versions; makes the first ring when there is none. */
  readonly refresh: () => Promise<void>
  /** A fresh recovery code, in force once `keep` has succeeded; the one before is then worth nothing. */
  readonly newCode: () => { readonly code: string; readonly keep: () => Promise<KeyringOutcome> }
  readonly unlockByCode: (code: string) => Promise<KeyringOutcome>
  /** New keys over those nobody can open any more: what was written before stays unreadable. */
  readonly beginAnew: () => Promise<KeyringOutcome>
  readonly letIn: (device: RingDevice) => Promise<KeyringOutcome>
  /** The person compared digits with this device: versions it wrote are taken. */
  readonly trust: (author: string) => Promise<KeyringOutcome>
  /** This device's key, made when there is none. */
  readonly self: () => Promise<string>
  readonly signing: () => Promise<string | null>
}

export interface KeyringParts {
  readonly http: Pick<Http, 'call'>
  readonly person: string
  readonly store: Promise<LayerKeyStore>
  readonly deviceName: () => string
  /** The key with which this device signs votes, if it has one. */
  readonly signing: () => Promise<string | null>
  readonly now?: () => string
}

export function createKeyring({
  http,
  person,
  store,
  deviceName,
  signing,
  now = () => new Date().toISOString(),
}: KeyringParts): Keyring {
  const listeners = new Set<() => void>()
  const vouched: string[] = []
  let state: KeyringState = { kind: 'opening' }
  let wants = 0
  let kept: KeptLayerKey | null = null
  let known: Ring | null = null
  let turn: Promise<unknown> = Promise.resolve()

  const set = (next: KeyringState): void => {
    state = next
    for (const listener of listeners) listener()
  }
  /** One after another: two versions made at once would be the same number. */
  const inTurn = <T>(deed: () => Promise<T>): Promise<T> => {
    const mine = turn.then(deed)
    turn = mine.catch(() => undefined)
    return mine
  }
  const own = async (): Promise<KeptLayerKey> => {
    if (kept) return kept
    const keys = await store
    kept = (await keys.get(person)) ?? null
    if (!kept) {
      kept = await makeLayerKey(person)
      await keys.put(kept)
    }
    return kept
  }
  const mine = async () => {
    const { key } = await own()
    return { key, agree: agreeWith(await own()) }
  }
  const show = (ring: Ring, self: string): void => {
    if (state.kind === 'ready' && state.ring.version === ring.version) return
    set({ kind: 'ready', ring, self, box: createMarkBox(layerKeys(ring), randomBytes) })
  }
  const accept = async (ring: Ring, version: RingVersion): Promise<void> => {
    known = ring
    kept = { ...(await own()), ring: version }
    await (await store).put(kept)
    show(ring, kept.key)
  }
  const forget = async (revoked: boolean): Promise<void> => {
    known = null
    if (revoked) {
      // The old key is worth nothing any more; a new one may be let in like any other device.
      await (await store).remove(person)
      kept = null
    }
    set({ kind: 'locked', revoked })
  }
  const ask = async (after: number): Promise<RingAnswer | Refusal | null> => {
    try {
      return await http.call('ring', { query: { after } })
    } catch (cause) {
      if (cause instanceof Unreachable) return null
      throw cause
    }
  }
  /** @param before what it follows; null for a beginning */
  const post = async (ring: Ring, before: Ring | null): Promise<KeyringOutcome> => {
    const author = await mine()
    const version = await lockRing(ring, before, { random: randomBytes, curve, author })
    try {
      const answer = await http.call('postRing', {
        body: { ring: version, key: author.key, signing: await signing() },
      })
      if (isRefusal(answer)) return answer
    } catch (cause) {
      if (cause instanceof Unreachable) return 'unreachable'
      throw cause
    }
    await accept(ring, version)
    return null
  }
  const entry = async (): Promise<RingDevice> => ({ key: (await own()).key, name: deviceName(), at: now() })

  async function look(): Promise<KeyringOutcome> {
    const device = await own()
    if (!known && device.ring) {
      known = await openRing(person, device.ring, await mine())
      if (known) show(known, device.key)
    }
    const answer = await ask(known?.version ?? 0)
    if (answer === null || isRefusal(answer)) {
      if (state.kind === 'opening') set({ kind: 'away' })
      return answer ?? 'unreachable'
    }
    if (answer.revoked.includes(device.key)) {
      await forget(true)
      return null
    }
    if (answer.last === 0 && !known) return post(firstRing(person, await entry(), randomBytes), null)
    // The server was set back to an earlier state: what this device knows stands.
    if (known && answer.last < known.version) return post({ ...known, version: answer.last + 1 }, known)
    const next = await followRing(known, answer.versions, await mine(), person, vouched)
    const from = answer.versions.find((one) => one.version === next?.version)
    if (next && from) await accept(next, from)
    // Nothing of ours, or somebody of ours went on without this device.
    if (!known || known.version < answer.last) {
      await forget(false)
      return null
    }
    const here: Ring = known
    const gone = here.devices.filter(({ key }) => answer.revoked.includes(key)).map(({ key }) => key)
    if (gone.length === 0) return null
    return post(withoutDevices(here, gone, randomBytes, { version: here.version + 1 }), here)
  }

  /** Makes the next version of what is known now; once more when another device was quicker. */
  const change = (next: (ring: Ring) => Ring): Promise<KeyringOutcome> =>
    inTurn(async () => {
      for (let attempt = 0; ; attempt++) {
        if (!known) return 'noCode'
        const done = await post(next(known), known)
        const stale = done !== null && typeof done === 'object' && done.refused === 'notes.stale'
        if (!stale || attempt > 2) return done
        const seen = await look()
        if (seen !== null) return seen
      }
    })

  return {
    now: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    want() {
      wants++
      set(state)
    },
    wanted: () => wants,
    self: () => inTurn(async () => (await own()).key),
    signing,
    refresh: () =>
      inTurn(async () => {
        const done = await look()
        // Another device was quicker with the very first ring, or with taking a device off.
        if (done !== null && typeof done === 'object' && done.refused === 'notes.stale') await look()
      }),
    newCode() {
      const secret = randomBytes(16)
      return {
        code: writeCode(secret),
        keep: () => {
          const keys = codeKeys(secret, person)
          const recovery = {
            key: toBase64url(curve.publicOf(keys.secret)),
            proof: toBase64url(keys.proof),
            at: now(),
          }
          return change((ring) => ({ ...ring, version: ring.version + 1, recovery }))
        },
      }
    },
    unlockByCode: (text) =>
      inTurn(async () => {
        const secret = readCode(text)
        if (!secret) return 'wrongCode'
        const answer = await ask(0)
        if (answer === null) return 'unreachable'
        if (isRefusal(answer)) return answer
        const keys = codeKeys(secret, person)
        const newest = answer.versions.at(-1)
        if (!newest?.wraps.some(({ to }) => to === 'code')) return 'noCode'
        const ring = await openRingByCode(person, newest, keys, curve)
        if (!ring) return 'wrongCode'
        const next = { version: answer.last + 1 }
        const gone = ring.devices.filter(({ key }) => answer.revoked.includes(key)).map(({ key }) => key)
        const left = gone.length > 0 ? withoutDevices(ring, gone, randomBytes, next) : ring
        return post(withDevice(left, await entry(), next), ring)
      }),
    beginAnew: () =>
      inTurn(async () => {
        const answer = await ask(0)
        if (answer === null) return 'unreachable'
        if (isRefusal(answer)) return answer
        // Epochs no ring of ours can have used: each version begins at most one.
        const after = { version: answer.last, epoch: answer.last + 1 }
        return post(firstRing(person, await entry(), randomBytes, after), null)
      }),
    letIn: (device) => change((ring) => withDevice(ring, device, { version: ring.version + 1 })),
    trust: (author) =>
      inTurn(async () => {
        if (!vouched.includes(author)) vouched.push(author)
        const done = await look()
        return done
      }),
  }
}
