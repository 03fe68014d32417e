/**
 * Sealing of what this device keeps: AES-256-GCM, each piece bound to its place.
 * What must stay true: the key is made here, never leaves this browser and, where the browser has WebCrypto, cannot be
 * read by anybody, our own code included; erasing the key makes everything sealed unreadable at once. Without WebCrypto
 * (plain http on a local network) the key is plain bytes in the same database: it still makes erasing sure, and hides
 * nothing from who has the whole device (docs/threat-model.md).
 */
import { gcm } from '@noble/ciphers/aes.js'
import { deleteDB, openDB } from 'idb'

export interface Sealer {
  /** @param bound what the bytes are, e.g. `<sha256>/<piece>`: opened as anything else they do not open */
  readonly seal: (bytes: Uint8Array<ArrayBuffer>, bound: string) => Promise<Uint8Array<ArrayBuffer>>
  /** null: other bytes, another place, or another key. */
  readonly open: (sealed: Uint8Array<ArrayBuffer>, bound: string) => Promise<Uint8Array<ArrayBuffer> | null>
}

const nonceBytes = 12
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

function joined(nonce: Uint8Array, sealed: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(nonce.length + sealed.length)
  out.set(nonce)
  out.set(sealed, nonce.length)
  return out
}

/** Random nonces: a device seals some thousand pieces, far below 2^32 (NIST SP 800-38D, 8.3). */
const freshNonce = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(nonceBytes))

const webSealer = (key: CryptoKey): Sealer => ({
  async seal(bytes, bound) {
    const iv = freshNonce()
    const form = { name: 'AES-GCM', iv, additionalData: utf8(bound) }
    return joined(iv, new Uint8Array(await crypto.subtle.encrypt(form, key, bytes)))
  },
  async open(sealed, bound) {
    const form = { name: 'AES-GCM', iv: sealed.slice(0, nonceBytes), additionalData: utf8(bound) }
    try {
      return new Uint8Array(await crypto.subtle.decrypt(form, key, sealed.subarray(nonceBytes)))
    } catch {
      // Not what it claims to be: as good as absent.
      return null
    }
  },
})

export const plainSealer = (key: Uint8Array): Sealer => ({
  seal(bytes, bound) {
    const nonce = freshNonce()
    return Promise.resolve(joined(nonce, gcm(key, nonce, utf8(bound)).encrypt(bytes)))
  },
  open(sealed, bound) {
    try {
      const opened = gcm(key, sealed.subarray(0, nonceBytes), utf8(bound)).decrypt(
        sealed.subarray(nonceBytes),
      )
      return Promise.resolve(opened.slice())
    } catch {
      // As above.
      return Promise.resolve(null)
    }
  },
})

const name = 'nghi-truong-seal'
type Held = { readonly id: 'device'; readonly key: CryptoKey | Uint8Array }

/** This browser's sealer; the key is made the first time. @throws when the browser forbids storage */
export async function deviceSealer(): Promise<Sealer> {
  const database = await openDB<{ key: { key: string; value: Held } }>(name, 1, {
    upgrade: (fresh) => void fresh.createObjectStore('key', { keyPath: 'id' }),
  })
  try {
    const subtle = crypto.subtle as SubtleCrypto | undefined
    const made: Held['key'] = subtle
      ? await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
      : crypto.getRandomValues(new Uint8Array(32))
    // Two windows opening at once: whose key came first stays.
    const change = database.transaction('key', 'readwrite')
    const known = await change.store.get('device')
    if (!known) await change.store.put({ id: 'device', key: made })
    await change.done
    const key = known?.key ?? made
    return key instanceof Uint8Array ? plainSealer(key) : webSealer(key)
  } finally {
    database.close()
  }
}

/** After this nothing sealed here can be opened again. */
export const forgetSeal = (): Promise<void> => deleteDB(name)
