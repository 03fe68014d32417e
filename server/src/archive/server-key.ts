/**
 * The server's signing key (Ed25519), in the data folder.
 * What must stay true: made once, readable by the owner alone; a damaged key is an error, never replaced silently.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

export interface ServerKey {
  readonly key: KeyObject
  /** Raw public key, base64url. */
  readonly publicKey: string
}

const rawPublic = (key: KeyObject): string => {
  const { x } = createPublicKey(key).export({ format: 'jwk' })
  if (x === undefined) throw new Error('not an Ed25519 key')
  return x
}

/** @param path PEM file (PKCS#8), made when absent */
export function openServerKey(path: string): ServerKey {
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519')
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' })
    writeFileSync(path, pem, { mode: 0o600, flag: 'wx', flush: true })
  }
  const key = createPrivateKey(readFileSync(path))
  return { key, publicKey: rawPublic(key) }
}

export function memoryServerKey(): ServerKey {
  const { privateKey } = generateKeyPairSync('ed25519')
  return { key: privateKey, publicKey: rawPublic(privateKey) }
}
