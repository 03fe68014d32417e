/**
 * The signing key of this device, one for each person who uses it, made here and never sent anywhere.
 * What must stay true: the private half stays in this browser's own storage, unreadable where the browser can keep it so
 * (WebCrypto); where no key can be kept, nothing is signed and the votes go out unsigned, as the record then shows.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { openDB } from 'idb'

export interface DeviceKey {
  /** Ed25519 public key (RFC 8032), base64url. */
  readonly key: string
  /** @returns the signature over the UTF-8 text, base64url */
  sign(text: string): Promise<string>
}

/** What lies in the store: a key the browser guards, or on a plain-http network the bare secret. */
type Kept = { readonly person: string; readonly key: string } & (
  { readonly guarded: CryptoKey } | { readonly secret: Uint8Array<ArrayBuffer> }
)

export interface KeyStore {
  get(person: string): Promise<Kept | undefined>
  put(kept: Kept): Promise<void>
}

/** @throws when the browser forbids storage */
export async function databaseKeys(name = 'nghi-truong-device'): Promise<KeyStore> {
  const database = await openDB(name, 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore('keys', { keyPath: 'person' })
    },
  })
  return {
    get: async (person) => (await database.get('keys', person)) as Kept | undefined,
    put: async (kept) => {
      await database.put('keys', kept)
    },
  }
}

export function base64url(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCodePoint(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Ed25519 in WebCrypto needs a secure context and a browser of 2025. */
async function guardedPair(): Promise<{ key: string; guarded: CryptoKey } | null> {
  const subtle = (crypto as Partial<Crypto>).subtle
  if (!subtle) return null
  try {
    const pair = await subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify'])
    const key = base64url(new Uint8Array(await subtle.exportKey('raw', pair.publicKey)))
    return { key, guarded: pair.privateKey }
  } catch {
    // This browser has no Ed25519: the portable one does the same.
    return null
  }
}

async function make(person: string): Promise<Kept> {
  const pair = await guardedPair()
  if (pair) return { person, ...pair }
  const secret = crypto.getRandomValues(new Uint8Array(32))
  return { person, key: base64url(ed25519.getPublicKey(secret)), secret }
}

function face(kept: Kept): DeviceKey {
  return {
    key: kept.key,
    async sign(text) {
      const bytes = new TextEncoder().encode(text)
      return base64url(
        'guarded' in kept
          ? new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, kept.guarded, bytes))
          : ed25519.sign(bytes, kept.secret),
      )
    },
  }
}

/** This device's key for that person: the one kept, else a new one; null where none can be kept. */
export type DeviceKeys = (person: string) => Promise<DeviceKey | null>

export function createDeviceKeys(open: () => Promise<KeyStore> = databaseKeys): DeviceKeys {
  const found = new Map<string, Promise<DeviceKey | null>>()
  const load = async (person: string): Promise<DeviceKey | null> => {
    try {
      const store = await open()
      const known = await store.get(person)
      if (known) return face(known)
      const made = await make(person)
      await store.put(made)
      return face(made)
    } catch {
      // A key that would be gone after a reload is worse than none: it would lock the person out of his own vote.
      return null
    }
  }
  return (person) => {
    const known = found.get(person) ?? load(person)
    found.set(person, known)
    return known
  }
}
