/** Devices for tests: a key pair each, enrolled and signing as a real one does. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { castText, enrolText } from '../domain/devices.ts'
import type { World } from './world.ts'

export interface TestDevice {
  readonly key: string
  sign(this: void, text: string): string
}

export function testDevice(): TestDevice {
  const { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject } =
    generateKeyPairSync('ed25519')
  const { x } = publicKey.export({ format: 'jwk' })
  return {
    key: x ?? '',
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
  }
}

export const enrol = (world: World, person: string, { key, sign: by }: TestDevice) =>
  world.wish(person, 'devices.enrol', { key, name: 'Máy', proof: by(enrolText('kyhop', person, key)) })

/** The input of `ballot.cast`, signed. */
export function signedCast(
  { key, sign: by }: TestDevice,
  cast: { ballot: string; round: number; person: string; choice: string; clientSeq: number },
) {
  const { person, ...input } = cast
  const signature = by(castText({ log: 'kyhop', key, person, ...input }))
  return { ...input, proof: { key, signature } }
}
