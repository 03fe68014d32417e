/**
 * This device's own key for the private layer, one for each person who uses it, and the ring it last opened.
 * What must stay true: the private half stays here, unreadable where the browser can guard it (WebCrypto, not
 * extractable); the ring lies here only as it was locked for this key; no key of a layer and no note is kept in the clear.
 */
import { x25519 } from '@noble/curves/ed25519.js'
import { openDB } from 'idb'
import { toBase64url } from '@nghi-truong/shared/private-layer/bytes'
import type { Agree, Curve } from '@nghi-truong/shared/private-layer/ring'
import type { RingVersion } from '@nghi-truong/shared/protocol/private-notes'

/** A key the browser guards, or where it has no X25519 (or no secure context) the bare secret. */
export type KeptLayerKey = {
  readonly person: string
  /** X25519 public key, base64url. */
  readonly key: string
  readonly ring: RingVersion | null
} & ({ readonly guarded: CryptoKey } | { readonly secret: Uint8Array<ArrayBuffer> })

export interface LayerKeyStore {
  readonly get: (person: string) => Promise<KeptLayerKey | undefined>
  readonly put: (kept: KeptLayerKey) => Promise<void>
  readonly remove: (person: string) => Promise<void>
}

export const curve: Curve = { publicOf: x25519.getPublicKey, shared: x25519.getSharedSecret }

export const randomBytes = (length: number): Uint8Array<ArrayBuffer> =>
  crypto.getRandomValues(new Uint8Array(length))

/** @throws when the browser forbids storage */
export async function databaseLayerKeys(name = 'nghi-truong-layer'): Promise<LayerKeyStore> {
  const database = await openDB(name, 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore('keys', { keyPath: 'person' })
    },
  })
  return {
    get: async (person) => (await database.get('keys', person)) as KeptLayerKey | undefined,
    put: async (kept) => {
      await database.put('keys', kept)
    },
    remove: (person) => database.delete('keys', person),
  }
}

/** Where nothing may be kept: the code is asked for each time the page is opened. */
export function memoryLayerKeys(): LayerKeyStore {
  const kept = new Map<string, KeptLayerKey>()
  return {
    get: async (person) => kept.get(person),
    put: async (one) => void kept.set(one.person, one),
    remove: async (person) => void kept.delete(person),
  }
}

const subtle = (): SubtleCrypto | undefined => (crypto as Partial<Crypto>).subtle

async function guardedPair(): Promise<{ key: string; guarded: CryptoKey } | null> {
  try {
    const made = await subtle()?.generateKey({ name: 'X25519' }, false, ['deriveBits'])
    if (!made || !('privateKey' in made)) return null
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', made.publicKey))
    return { key: toBase64url(raw), guarded: made.privateKey }
  } catch {
    // This browser has no X25519: the portable one does the same.
    return null
  }
}

export async function makeLayerKey(person: string): Promise<KeptLayerKey> {
  const pair = await guardedPair()
  if (pair) return { person, ring: null, ...pair }
  const secret = randomBytes(32)
  return { person, ring: null, key: toBase64url(x25519.getPublicKey(secret)), secret }
}

export const agreeWith =
  (kept: KeptLayerKey): Agree =>
  async (theirs) => {
    if ('secret' in kept) return x25519.getSharedSecret(kept.secret, theirs)
    const bytes = Uint8Array.from(theirs)
    const other = await crypto.subtle.importKey('raw', bytes, { name: 'X25519' }, false, [])
    return new Uint8Array(
      await crypto.subtle.deriveBits({ name: 'X25519', public: other }, kept.guarded, 256),
    )
  }
