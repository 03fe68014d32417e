/**
 * The ring: a person's keys of the private layer with the list of his devices, in versions, each locked for every device
 * on it and for the recovery code.
 * What must stay true: a version is taken only from who could open the version before it (a device on it, or the holder of
 * the code), from a device the person has just compared digits with, or under his own code: never on the server's word; who is taken off the list can open no later
 * version, and from then on marks are written under a new key.
 *
 * A version is a content key (32 bytes, XChaCha20-Poly1305 over the content) and that key locked for each device:
 * X25519 between a fresh key and the device, and between the author and the device, through HKDF-SHA256 (the shape of
 * HPKE's authenticated mode, RFC 9180, 5.1.3). For the code, its proof stands in place of the author's key.
 */
import { z } from 'zod'
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { forCode, type RingVersion, type Wrap } from '../protocol/private-notes.ts'
import { concat, fromBase64url, fromUtf8, toBase64url, utf8 } from './bytes.ts'
import { lastEpoch, type LayerKeys, type Random } from './mark-box.ts'

const key32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

export const ringDevice = z.object({
  /** X25519 public key, base64url. */
  key: key32,
  name: z.string().max(80),
  /** UTC. */
  at: z.string(),
})
export type RingDevice = z.infer<typeof ringDevice>

/** What a device knows once it has opened a version. */
const ringShape = z.object({
  person: z.string(),
  version: z.int(),
  epoch: z.int().min(1).max(lastEpoch),
  keys: z.array(z.tuple([z.int(), key32])).min(1),
  devices: z.array(ringDevice).min(1),
  recovery: z.object({ key: key32, proof: key32, at: z.string() }).nullable(),
})
export type Ring = z.infer<typeof ringShape>

/** Agreement on X25519 (RFC 7748): 32 bytes. Asynchronous, for keys the browser guards. */
export type Agree = (theirs: Uint8Array) => Promise<Uint8Array>

/** X25519 with a secret at hand. */
export interface Curve {
  readonly publicOf: (secret: Uint8Array) => Uint8Array
  readonly shared: (secret: Uint8Array, theirs: Uint8Array) => Uint8Array
}

export interface Locking {
  readonly random: Random
  readonly curve: Curve
  /** The device that writes the version. */
  readonly author: { readonly key: string; readonly agree: Agree }
}

const infoOf = (ring: Pick<Ring, 'person' | 'version'>, author: string, to: string, fresh: string) =>
  utf8(['nghi-truong-ring/v1', ring.person, String(ring.version), author, to, fresh].join('\n'))

const box = (key: Uint8Array, bound: Uint8Array) => xchacha20poly1305(key, new Uint8Array(24), bound)

const bytesOf = (text: string): Uint8Array => {
  const bytes = fromBase64url(text, 32)
  if (!bytes) throw new RangeError('not a key')
  return bytes
}

/** Only who knows the present key of `before` can write it: its devices, and the holder of its code. */
function vouchFor(before: Ring, ring: Pick<Ring, 'person' | 'version'>, author: string, body: Uint8Array) {
  const key = before.keys.find(([epoch]) => epoch === before.epoch)
  if (!key) throw new RangeError('a ring without its present key')
  const vouching = hkdf(sha256, bytesOf(key[1]), undefined, utf8('nghi-truong-vouch/v1'), 32)
  const words = utf8(['nghi-truong-vouch/v1', ring.person, String(ring.version), author, ''].join('\n'))
  return toBase64url(hmac(sha256, vouching, concat([words, sha256(body)])))
}

/** @param before the version it follows; null for a beginning */
export async function lockRing(
  ring: Ring,
  before: Ring | null,
  { random, curve, author }: Locking,
): Promise<RingVersion> {
  const content = random(32)
  const nonce = random(24)
  const bound = utf8(`nghi-truong-ring/v1\n${ring.person}\n${ring.version}`)
  const body = concat([nonce, xchacha20poly1305(content, nonce, bound).encrypt(utf8(JSON.stringify(ring)))])
  const print = sha256(body)
  const wrap = async (to: string, public_: string, second: (theirs: Uint8Array) => Promise<Uint8Array>) => {
    const secret = random(32)
    const theirs = bytesOf(public_)
    const fresh = toBase64url(curve.publicOf(secret))
    const secrets = concat([curve.shared(secret, theirs), await second(theirs)])
    const key = hkdf(sha256, secrets, undefined, infoOf(ring, author.key, to, fresh), 32)
    return { to, fresh, box: toBase64url(box(key, print).encrypt(content)) } satisfies Wrap
  }
  const wraps: Wrap[] = []
  for (const device of ring.devices) wraps.push(await wrap(device.key, device.key, author.agree))
  if (ring.recovery) {
    const proof = bytesOf(ring.recovery.proof)
    wraps.push(await wrap(forCode, ring.recovery.key, async () => proof))
  }
  const vouch = before && vouchFor(before, ring, author.key, body)
  return { version: ring.version, author: author.key, body: toBase64url(body), wraps, vouch }
}

async function unlock(
  person: string,
  version: RingVersion,
  to: string,
  secretsOf: (fresh: Uint8Array, author: Uint8Array) => Promise<Uint8Array>,
): Promise<Ring | null> {
  const wrap = version.wraps.find((one) => one.to === to)
  const fresh = wrap && fromBase64url(wrap.fresh, 32)
  const author = fromBase64url(version.author, 32)
  const locked = wrap && fromBase64url(wrap.box)
  const body = fromBase64url(version.body)
  if (!wrap || !fresh || !author || !locked || !body) return null
  try {
    const secrets = await secretsOf(fresh, author)
    const named = { person, version: version.version }
    const key = hkdf(sha256, secrets, undefined, infoOf(named, version.author, to, wrap.fresh), 32)
    const content = box(key, sha256(body)).decrypt(locked)
    const bound = utf8(`nghi-truong-ring/v1\n${person}\n${version.version}`)
    const plain = xchacha20poly1305(content, body.subarray(0, 24), bound).decrypt(body.subarray(24))
    const ring = ringShape.parse(JSON.parse(fromUtf8(plain)))
    return ring.person === person && ring.version === version.version ? ring : null
  } catch {
    // Not for us, not by whom it says, or changed on the way: all the same to who cannot open it.
    return null
  }
}

/** Opens a version on one of its devices. The caller must know by other means that it is not the server's own. */
export const openRing = (
  person: string,
  version: RingVersion,
  mine: { readonly key: string; readonly agree: Agree },
): Promise<Ring | null> =>
  unlock(person, version, mine.key, async (fresh, author) =>
    concat([await mine.agree(fresh), await mine.agree(author)]),
  )

export const openRingByCode = (
  person: string,
  version: RingVersion,
  code: { readonly secret: Uint8Array; readonly proof: Uint8Array },
  curve: Curve,
): Promise<Ring | null> =>
  unlock(person, version, forCode, async (fresh) => concat([curve.shared(code.secret, fresh), code.proof]))

/** The very first ring, or a new beginning over one nobody can open any more (`after`). */
export const firstRing = (
  person: string,
  device: RingDevice,
  random: Random,
  after: { readonly version: number; readonly epoch: number } = { version: 0, epoch: 0 },
): Ring => ({
  person,
  version: after.version + 1,
  epoch: after.epoch + 1,
  keys: [[after.epoch + 1, toBase64url(random(32))]],
  devices: [device],
  recovery: null,
})

type Next = Pick<Ring, 'version'>

export const withDevice = (ring: Ring, device: RingDevice, next: Next): Ring => ({
  ...ring,
  ...next,
  devices: [...ring.devices.filter((one) => one.key !== device.key), device],
})

/** Takes devices off and begins a new epoch. */
export function withoutDevices(ring: Ring, gone: readonly string[], random: Random, next: Next): Ring {
  const epoch = ring.epoch + 1
  return {
    ...ring,
    ...next,
    epoch,
    keys: [...ring.keys, [epoch, toBase64url(random(32))]],
    devices: ring.devices.filter((one) => !gone.includes(one.key)),
  }
}

export const layerKeys = ({ epoch, keys }: Ring): LayerKeys => ({
  epoch,
  keys: new Map(keys.map(([n, key]) => [n, bytesOf(key)])),
})

function vouched(before: Ring, version: RingVersion, person: string): boolean {
  const body = fromBase64url(version.body)
  if (!body || version.vouch === null) return false
  return version.vouch === vouchFor(before, { person, version: version.version }, version.author, body)
}

/**
 * Follows the versions the server has beyond what this device knows, one after another.
 * @param trusted further authors the person vouched for (the device he compared digits with)
 * @returns the last ring this device can open on an unbroken chain; null when it could open none
 */
export async function followRing(
  known: Ring | null,
  versions: readonly RingVersion[],
  mine: { readonly key: string; readonly agree: Agree },
  person: string,
  trusted: readonly string[] = [],
): Promise<Ring | null> {
  let ring = known
  for (const version of versions.toSorted((a, b) => a.version - b.version)) {
    const by = version.author
    if (ring && version.version <= ring.version) continue
    if (!trusted.includes(by) && !(ring && vouched(ring, version, person))) continue
    const opened = await openRing(person, version, mine)
    // Epochs only rise: an old key is not brought back.
    if (opened && opened.epoch >= (ring?.epoch ?? 0)) ring = opened
  }
  return ring
}
