/**
 * Time-stamp tokens (RFC 3161): the TSTInfo inside a SignedData.
 * What must stay true: the imprint's algorithm is its own and may differ from that of the token's signature.
 */
import { Malformed } from '../limits.ts'
import type { HashName } from '../ports.ts'
import { hashOf, readAlgorithm } from './algorithms.ts'
import { octets, readTlv, sequence, time } from './der.ts'

export const tstContentType = '1.2.840.113549.1.9.16.1.4'

export interface TstInfo {
  readonly hash: HashName | null
  readonly imprint: Uint8Array
  /** Milliseconds since 1970. */
  readonly genTime: number
}

export const readTst = (bytes: Uint8Array): TstInfo => {
  const [, , imprintItem, , genTime] = sequence(readTlv(bytes))
  const [algorithm, digest] = sequence(imprintItem)
  if (!digest) throw new Malformed('tst')
  return { hash: hashOf(readAlgorithm(algorithm)), imprint: octets(digest), genTime: time(genTime) }
}
