/**
 * A signer from a PKCS#12 file, on node:crypto.
 * What must stay true: the password is used once and kept nowhere.
 */
import { createPrivateKey, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { readPkcs12 as readOnPlatform } from '@nghi-truong/shared/signature/sign/pkcs12'
import type { KeyDerivation, Pkcs12Refusal } from '@nghi-truong/shared/signature/sign/pkcs12'
import type { Signer } from '@nghi-truong/shared/signature/sign/sign'
import { keySigner } from './sign.ts'

const derive = promisify(pbkdf2)

export const nodeDerivation: KeyDerivation = async (hash, password, salt, iterations, length) =>
  new Uint8Array(await derive(password, salt, iterations, length, hash))

export async function readPkcs12(bytes: Uint8Array, password: string): Promise<Signer | Pkcs12Refusal> {
  const read = await readOnPlatform(bytes, password, nodeDerivation)
  if (typeof read === 'string') return read
  const key = createPrivateKey({ key: Buffer.from(read.pkcs8), format: 'der', type: 'pkcs8' })
  return keySigner(key, read.certificate, read.chain)
}
