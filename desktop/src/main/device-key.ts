/**
 * The key of this device: Ed25519 (RFC 8032), made here, wrapped by the operating system, never handed out.
 * What must stay true: nothing is signed without a purpose from the closed list in front of it, so that a signature for
 * one thing is none for another; a lost key is never silently replaced.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto'
import type { BridgeDevice, ShellRefusal } from '../bridge.ts'
import type { Keystore } from './keystore.ts'

const makeKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')

interface Held {
  readonly key: KeyObject
  readonly raw: Buffer
  readonly keyId: string
}

export function createDevice(keystore: Pick<Keystore, 'secret'>): BridgeDevice {
  async function hold(): Promise<Held | ShellRefusal> {
    const secret = await keystore.secret('signing', makeKey)
    if (typeof secret !== 'string') return secret
    const key = createPrivateKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'pkcs8' })
    const raw = Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url')
    return { key, raw, keyId: createHash('sha256').update(raw).digest('hex').slice(0, 32) }
  }
  return {
    async key() {
      const held = await hold()
      return 'refused' in held ? held : { keyId: held.keyId, publicKey: held.raw.toString('base64url') }
    },
    async sign(purpose, text) {
      const held = await hold()
      if ('refused' in held) return held
      const signature = sign(null, Buffer.from(`${purpose}\n${text}`, 'utf8'), held.key)
      return { keyId: held.keyId, signature: signature.toString('base64url') }
    },
  }
}
