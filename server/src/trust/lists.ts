/**
 * The revocation lists of a bundle, read: whose, of when, how many entries, and whether a certificate of the bundle
 * signed them.
 * What must stay true: what is said here changes no verdict; judging reads the lists anew.
 */
import { personName } from '@nghi-truong/shared/signature/cms/name'
import { is, readTlv, sequence, type Tlv } from '@nghi-truong/shared/signature/cms/der'
import { Malformed } from '@nghi-truong/shared/signature/limits'
import type { TrustBundle } from '@nghi-truong/shared/signature/trust/bundle'
import { signedBy } from '@nghi-truong/shared/signature/trust/chain'
import { readCrl } from '@nghi-truong/shared/signature/trust/crl'
import { nodeCrypto } from '../signature/node-crypto.ts'

export interface List {
  readonly der: Uint8Array
  readonly issuer: string
  readonly issuerKey: string
  /** Lists of one issuer with other scopes stand side by side. */
  readonly scope: string
  /** Milliseconds since 1970. */
  readonly thisUpdate: number
  readonly nextUpdate: number | null
  readonly entries: number
  readonly usable: boolean
}

function issuerName(der: Uint8Array): string {
  const parts = sequence(sequence(readTlv(der))[0])
  if (is(parts[0], 2)) parts.shift()
  const issuer = parts[1]
  if (!issuer) throw new Malformed('crl')
  const { commonName, full } = personName(issuer)
  return (commonName ?? full).normalize('NFC')
}

/** A list may have a hundred thousand: none is built. */
function countIn({ bytes, from, to }: Tlv): number {
  let count = 0
  for (let at = from; at < to; at = readTlv(bytes.subarray(0, to), at).end) count++
  return count
}

async function readOne({ certificates }: TrustBundle, der: Uint8Array): Promise<List | null> {
  try {
    const crl = readCrl(der)
    let usable = false
    for (const { certificate } of certificates)
      if (!usable && certificate.subjectKey === crl.issuerKey)
        usable = (await signedBy(nodeCrypto, crl, certificate)).good
    return {
      der,
      issuer: issuerName(der),
      issuerKey: crl.issuerKey,
      // A delta takes the place of an older delta, never of the complete list it adds to.
      scope: JSON.stringify([crl.base === null ? 'complete' : 'delta', crl.scope]),
      thisUpdate: crl.thisUpdate,
      nextUpdate: crl.nextUpdate,
      entries: crl.revoked ? countIn(crl.revoked) : 0,
      usable,
    }
  } catch (problem) {
    if (problem instanceof Malformed) return null
    throw problem
  }
}

/** Those that can be read. */
export async function listsOf(bundle: TrustBundle): Promise<List[]> {
  const lists: List[] = []
  for (const der of bundle.crls) {
    const list = await readOne(bundle, der)
    if (list) lists.push(list)
  }
  return lists
}
