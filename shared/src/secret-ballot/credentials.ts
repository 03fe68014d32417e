/**
 * The list of public credentials (C8) and the secrets behind them. What must stay true: a list is checked as a whole
 * (members of the group, distinct; for a council ascending and unweighted), and is never added to once frozen.
 */
import { hkdf } from '@noble/hashes/hkdf.js'
import { pbkdf2 } from '@noble/hashes/pbkdf2.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8 } from './digest.ts'
import { flaw } from './findings.ts'
import type { Flaw, Profile } from './findings.ts'
import { isElement } from './group.ts'
import type { Group } from './group.ts'
import { bytesToInteger, exponentBytes, isDecimal } from './numbers.ts'
import { describeFault, isFault, list, parseCanonical, text } from './shapes.ts'

/** Public credential text -> its weight. */
export type Credentials = ReadonlyMap<string, bigint>

// Far above any real weight; bounds the arithmetic.
const weightDigits = 20

export function readCredentials(
  source: string,
  profile: Profile,
  group: Group,
): { credentials?: Credentials; flaws: Flaw[] } {
  const entries = parseCanonical(source, list(text))
  if (isFault(entries)) return { flaws: [flaw('C4', 'shape', `credentials${describeFault(entries)}`)] }
  const flaws: Flaw[] = []
  const credentials = new Map<string, bigint>()
  let before = 0n
  for (const [index, entry] of entries.entries()) {
    const comma = entry.indexOf(',')
    const key = comma < 0 ? entry : entry.slice(0, comma)
    const weight = comma < 0 ? '1' : entry.slice(comma + 1)
    if (!isDecimal(key, group.elementDigits) || !isDecimal(weight, weightDigits)) {
      return {
        flaws: [
          ...flaws,
          flaw('C4', 'shape', `credentials[${index}]: not "<public>" or "<public>,<weight>"`),
        ],
      }
    }
    const value = BigInt(key)
    if (!isElement(group, value)) flaws.push(flaw('C8', 'credentialNotElement', `entry ${index + 1}`))
    // the identity is a member of the group, but everybody knows its secret
    if (profile === 'council' && value === 1n)
      flaws.push(flaw('C8', 'credentialNotElement', `entry ${index + 1}: 1`))
    if (credentials.has(key)) flaws.push(flaw('C8', 'credentialRepeated', `entry ${index + 1}`))
    if (profile === 'council' && comma >= 0) flaws.push(flaw('C8', 'credentialWeight', `entry ${index + 1}`))
    if (profile === 'council' && value <= before)
      flaws.push(flaw('C8', 'credentialOrder', `entry ${index + 1}`))
    before = value
    credentials.set(key, BigInt(weight))
  }
  return { credentials, flaws }
}

/** The list as a council writes it: ascending by number, so that the order says nothing about persons. */
export function writeCredentials(keys: readonly string[]): string {
  const sorted = keys.toSorted((a, b) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0))
  return JSON.stringify(sorted)
}

/** A device's own credential secret for one ballot, from the device's 32-byte secret; survives a crash by recomputing. */
export const deviceCredential = (group: Group, deviceSecret: Uint8Array, uuid: string): bigint =>
  bytesToInteger(
    hkdf(sha256, deviceSecret, new Uint8Array(0), utf8(`credential|${uuid}`), exponentBytes(group.q)),
  ) % group.q

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Whether a private credential string (XXX-XXX-XXX-XXX-XXX) has its form and check character. */
export function isCredentialString(credential: string): boolean {
  if (!/^[^-]{3}(?:-[^-]{3}){4}$/.test(credential)) return false
  const digits = Array.from(credential.replaceAll('-', ''), (letter) => base58.indexOf(letter))
  if (digits.some((digit) => digit < 0)) return false
  const value = digits.slice(0, 14).reduce((sum, digit) => sum * 58n + BigInt(digit), 0n)
  return (value + BigInt(digits[14] ?? 0)) % 53n === 0n
}

/** The secret of a private credential string of a foreign election; the hyphens belong to the password. */
export const secretOfCredentialString = (group: Group, credential: string, uuid: string): bigint =>
  bytesToInteger(pbkdf2(sha256, utf8(credential), utf8(uuid), { c: 1000, dkLen: 32 })) % group.q
