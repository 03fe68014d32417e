/**
 * Letting a new device in from an old one by comparing six digits, through a server nobody trusts.
 * What must stay true: the new device is bound to its key and its number before it hears the other's number, so that whoever
 * sits between them has one chance in a million and is seen when it fails (short authentication strings after Vaudenay,
 * CRYPTO 2005). Both people's screens must be confirmed: each end learns the other's key from it.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { toBase64url, utf8 } from './bytes.ts'

/** All in base64url: X25519 public keys and 32 random bytes. */
export interface Meeting {
  readonly person: string
  readonly fresh: string
  readonly freshNonce: string
  readonly old: string
  readonly oldNonce: string
}

/** What the new device says first. */
export const commitment = ({ person, fresh, freshNonce }: Omit<Meeting, 'old' | 'oldNonce'>): string =>
  toBase64url(sha256(utf8(['nghi-truong-pair/v1', 'commit', person, fresh, freshNonce].join('\n'))))

/** Six digits, shown on both. */
export function comparison({ person, fresh, freshNonce, old, oldNonce }: Meeting): string {
  const bytes = sha256(
    utf8(['nghi-truong-pair/v1', 'compare', person, fresh, freshNonce, old, oldNonce].join('\n')),
  )
  // 64 bits before the division: no digit is likelier than another by more than 10^-13.
  const number = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0)
  return (number % 1_000_000n).toString().padStart(6, '0')
}
