/**
 * OCSP answers found in files or imported (RFC 6960).
 * What must stay true: an answer counts only where its certID fits the certificate and its issuer, and its signer is the
 * issuer or holds a certificate of the issuer for OCSP signing.
 */
import { hashOf, readAlgorithm } from '../cms/algorithms.ts'
import type { Algorithm } from '../cms/algorithms.ts'
import type { Certificate } from '../cms/certificate.ts'
import { tryCertificate } from '../cms/certificate.ts'
import type { Tlv } from '../cms/der.ts'
import { bits, bytesEqual, children, content, expect, integerHex, is, octets, oid, readTlv, sequence, time, whole } from '../cms/der.ts' // prettier-ignore
import { nameKey } from '../cms/name.ts'
import { Malformed } from '../limits.ts'
import type { Crypto } from '../ports.ts'
import { signedBy } from './chain.ts'
import { reasonWords } from './crl.ts'
import type { RevokedEntry } from './crl.ts'
import { extendedUsages } from './extensions.ts'

interface Single {
  readonly hash: Algorithm
  readonly nameHash: Uint8Array
  readonly keyHash: Uint8Array
  readonly serial: string
  readonly status: 'good' | 'unknown' | RevokedEntry
  readonly thisUpdate: number
  readonly nextUpdate: number | null
  readonly archiveCutoff: number | null
}

export interface Ocsp {
  readonly tbs: Uint8Array
  readonly algorithm: Algorithm
  readonly signature: Uint8Array
  readonly responder: { readonly name: string } | { readonly keyHash: Uint8Array }
  readonly producedAt: number
  readonly singles: readonly Single[]
  readonly certificates: readonly Certificate[]
}

const readStatus = (item: Tlv): Single['status'] => {
  if (item.cls !== 2) throw new Malformed('ocsp status')
  if (item.tag === 0) return 'good'
  if (item.tag !== 1) return 'unknown'
  const [date, why] = children(item)
  const code = why && is(why, 0, 2) ? children(why)[0] : undefined
  return { since: time(date), reason: code ? (reasonWords[content(code)[0] ?? 0] ?? null) : null }
}

const readSingle = (item: Tlv): Single => {
  const [id, status, thisUpdate, ...rest] = sequence(item)
  const [hash, nameHash, keyHash, serial] = sequence(id)
  if (!status || !nameHash || !keyHash) throw new Malformed('ocsp')
  const next = rest.find((one) => is(one, 0, 2))
  const extensions = rest.find((one) => is(one, 1, 2))
  let cutoff: number | null = null
  for (const one of extensions ? sequence(children(extensions)[0]) : []) {
    const [name, second, third] = sequence(one)
    const critical = is(second, 1) && content(second)[0] !== 0
    if (oid(name) === '1.3.6.1.5.5.7.48.1.6')
      cutoff = time(readTlv(octets(expect(is(second, 1) ? third : second, 4))))
    else if (critical) throw new Malformed('ocsp extension')
  }
  return {
    hash: readAlgorithm(hash),
    nameHash: octets(nameHash),
    keyHash: octets(keyHash),
    serial: integerHex(serial),
    status: readStatus(status),
    thisUpdate: time(thisUpdate),
    nextUpdate: next ? time(children(next)[0]) : null,
    archiveCutoff: cutoff,
  }
}

/** Reads an OCSPResponse, or the BasicOCSPResponse alone. */
export const readOcsp = (der: Uint8Array): Ocsp => {
  let basic = readTlv(der)
  const [first, holder] = sequence(basic)
  if (is(first, 10)) {
    if (content(first)[0] !== 0 || !holder) throw new Malformed('ocsp status')
    const [type, body] = sequence(children(holder)[0])
    if (oid(type) !== '1.3.6.1.5.5.7.48.1.1' || !body) throw new Malformed('ocsp type')
    basic = readTlv(octets(body))
  }
  const [tbs, algorithm, signature, certs] = sequence(basic)
  if (!tbs || !signature) throw new Malformed('ocsp')
  const parts = sequence(tbs)
  if (is(parts[0], 0, 2)) parts.shift()
  const [responder, producedAt, singles] = parts
  if (!responder) throw new Malformed('ocsp')
  const [inner] = children(responder)
  if (!inner) throw new Malformed('ocsp')
  const list = certs ? sequence(children(certs)[0]) : []
  return {
    tbs: whole(tbs),
    algorithm: readAlgorithm(algorithm),
    signature: bits(signature),
    responder: responder.tag === 1 ? { name: nameKey(inner) } : { keyHash: octets(inner) },
    producedAt: time(producedAt),
    singles: sequence(singles).map(readSingle),
    certificates: list.map((one) => tryCertificate(one)).filter((one) => one !== null),
  }
}

/** The answer about a certificate, or null where there is none. */
export const answerFor = async (
  crypto: Crypto,
  ocsp: Ocsp,
  c: Certificate,
  issuer: Certificate,
): Promise<Single | null> => {
  for (const single of ocsp.singles.slice(0, 100)) {
    if (single.serial !== c.serial) continue
    const hash = hashOf(single.hash)
    if (!hash) continue
    const name = await crypto.digest(hash, whole(issuer.subject))
    const key = await crypto.digest(hash, issuer.keyBits)
    if (name && key && bytesEqual(name, single.nameHash) && bytesEqual(key, single.keyHash)) return single
  }
  return null
}

/** Whether the answer is signed by the issuer or by someone the issuer lets sign answers, valid when it was made. */
export const isAuthorised = async (
  crypto: Crypto,
  ocsp: Ocsp,
  issuer: Certificate,
  pool: readonly Certificate[],
): Promise<boolean> => {
  if ((await signedBy(crypto, ocsp, issuer)).good) return true
  for (const responder of [...ocsp.certificates, ...pool].slice(0, 40)) {
    const { responder: id } = ocsp
    if ('name' in id && id.name !== responder.subjectKey) continue
    if (responder.issuerKey !== issuer.subjectKey) continue
    if (ocsp.producedAt < responder.notBefore || ocsp.producedAt > responder.notAfter) continue
    if (!extendedUsages(responder)?.usages.includes('1.3.6.1.5.5.7.3.9')) continue
    if (!(await signedBy(crypto, responder, issuer)).good) continue
    if ((await signedBy(crypto, ocsp, responder)).good) return true
  }
  return false
}
