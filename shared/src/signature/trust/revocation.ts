/**
 * Is a certificate revoked, as far as lists and answers at hand can tell? Offline.
 * What must stay true: good only where it can be known; absent, expired or older evidence is unknown and says which;
 * revoked evidence is never outvoted, but for a hold that a newer list has lifted.
 */
import type { Certificate } from '../cms/certificate.ts'
import { isoTime } from '../cms/certificate.ts'
import { Malformed } from '../limits.ts'
import type { Crypto } from '../ports.ts'
import type { RevocationSource, RevocationState } from '../report.ts'
import { signedBy } from './chain.ts'
import type { Crl, RevokedEntry } from './crl.ts'
import { appliesTo, compareNumbers, covers, lookUp, readCrl } from './crl.ts'
import { distributionPoints, hasUsage, keyUsage, strangeExtension } from './extensions.ts'
import { unknownRevocation } from './none.ts'
import { answerFor, isAuthorised, readOcsp } from './ocsp.ts'

export interface Evidence {
  readonly source: RevocationSource
  readonly kind: 'crl' | 'ocsp'
  readonly der: Uint8Array
}

/** The time judged at. Proven: a trusted time stamp says the signature existed then. */
export interface Moment {
  readonly time: number
  readonly proven: boolean
  readonly now: number
}

interface Said {
  readonly evidence: Evidence
  readonly status: 'good' | RevokedEntry
  readonly thisUpdate: number
  readonly nextUpdate: number | null
  /** Certificates expired since then are still spoken about. */
  readonly keepsSince: number | null
}

type Why = NonNullable<RevocationState['why']>

/**
 * Who signed the list: the issuer itself, or for an indirect list somebody whom that very issuer certified for it.
 * Any other way round a foreign CA could speak about this one's certificates.
 */
const listSigner = async (
  crypto: Crypto,
  crl: Crl,
  issuer: Certificate,
  pool: readonly Certificate[],
): Promise<Certificate | null> => {
  const candidates = crl.issuerKey === issuer.subjectKey ? [issuer] : pool.filter((one) => one.subjectKey === crl.issuerKey) // prettier-ignore
  for (const one of candidates) {
    if (hasUsage(one, keyUsage.cRLSign) === false) continue
    if (one !== issuer) {
      const certified = one.issuerKey === issuer.subjectKey && (await signedBy(crypto, one, issuer)).good
      const valid = crl.thisUpdate >= one.notBefore && crl.thisUpdate <= one.notAfter
      if (!certified || !valid || hasUsage(one, keyUsage.cRLSign) !== true || strangeExtension(one)) continue
    }
    if ((await signedBy(crypto, crl, one)).good) return one
  }
  return null
}

const fromCrl = async (
  crypto: Crypto,
  evidence: Evidence,
  crl: Crl,
  others: readonly Crl[],
  c: Certificate,
  issuer: Certificate,
  pool: readonly Certificate[],
): Promise<Said | 'unusable' | null> => {
  const named = distributionPoints(c).some(({ issuers }) => issuers.includes(crl.issuerKey))
  if (crl.issuerKey !== c.issuerKey && !named) return null
  if (!covers(crl, c)) return 'unusable'
  const signer = await listSigner(crypto, crl, issuer, pool)
  if (!signer) return 'unusable'
  const said = (status: 'good' | RevokedEntry, keepsSince: number | null): Said => ({ evidence, status, thisUpdate: crl.thisUpdate, nextUpdate: crl.nextUpdate, keepsSince }) // prettier-ignore
  const entry = lookUp(crl, c.serial, c.issuerKey)
  if (crl.base === null) return said(entry ?? 'good', crl.keepsExpiredSince)
  // A delta: what it names is so; of what it does not name, only the complete list it adds to can tell.
  const lifted = entry?.reason === 'removeFromCRL'
  if (entry && !lifted) return said(entry, crl.keepsExpiredSince)
  for (const complete of others) {
    if (!appliesTo(crl, complete) || !(await signedBy(crypto, complete, signer)).good) continue
    const before = lifted ? null : lookUp(complete, c.serial, c.issuerKey)
    return said(before ?? 'good', complete.keepsExpiredSince)
  }
  return 'unusable'
}

const fromOcsp = async (
  crypto: Crypto,
  evidence: Evidence,
  c: Certificate,
  issuer: Certificate,
  pool: readonly Certificate[],
): Promise<Said | 'unusable' | null> => {
  const ocsp = readOcsp(evidence.der)
  const single = await answerFor(crypto, ocsp, c, issuer)
  if (!single) return null
  if (single.status === 'unknown' || ocsp.producedAt < single.thisUpdate) return 'unusable'
  if (!(await isAuthorised(crypto, ocsp, issuer, pool))) return 'unusable'
  return { evidence, status: single.status, thisUpdate: single.thisUpdate, nextUpdate: single.nextUpdate, keepsSince: single.archiveCutoff } // prettier-ignore
}

/** A list whose number goes back while its date goes forward is not believed. */
const goesBack = (crl: Crl, others: readonly Crl[]): boolean =>
  others.some((other) => {
    if (other.issuerKey !== crl.issuerKey || other.number === null || crl.number === null) return false
    return compareNumbers(crl.number, other.number) < 0 && crl.thisUpdate > other.thisUpdate
  })

/** Why a "good" cannot be believed at this moment, or null. */
const doubt = (said: Said, c: Certificate, at: Moment): Why | null => {
  if (said.thisUpdate > at.now) return 'unusable'
  const kept = said.keepsSince !== null && said.keepsSince <= c.notAfter
  if (said.thisUpdate > c.notAfter && !kept) return 'dropsExpired'
  if (at.proven) return said.thisUpdate < at.time ? 'older' : null
  if (said.nextUpdate === null || said.nextUpdate < at.now) return 'expired'
  return null
}

const tell = (said: Said, state: 'good' | 'revoked'): RevocationState => ({
  state,
  source: said.evidence.source,
  kind: said.evidence.kind,
  thisUpdate: isoTime(said.thisUpdate),
  nextUpdate: said.nextUpdate === null ? null : isoTime(said.nextUpdate),
  revokedAt: said.status === 'good' ? null : isoTime(said.status.since),
  revocationReason: said.status === 'good' ? null : said.status.reason,
  why: null,
})

const collect = async (
  crypto: Crypto,
  c: Certificate,
  issuer: Certificate,
  evidence: readonly Evidence[],
  pool: readonly Certificate[],
): Promise<{ said: Said[]; unusable: boolean }> => {
  const said: Said[] = []
  let unusable = false
  const crls: Crl[] = []
  const parsed = new Map<Evidence, Crl>()
  for (const one of evidence) {
    if (one.kind !== 'crl') continue
    try {
      const crl = readCrl(one.der)
      crls.push(crl)
      parsed.set(one, crl)
    } catch (problem) {
      if (!(problem instanceof Malformed)) throw problem
    }
  }
  for (const one of evidence) {
    try {
      const crl = parsed.get(one)
      if (one.kind === 'crl' && !crl) continue
      if (crl && goesBack(crl, crls)) {
        unusable = true
        continue
      }
      const answer = crl
        ? await fromCrl(crypto, one, crl, crls, c, issuer, pool)
        : await fromOcsp(crypto, one, c, issuer, pool)
      if (answer === 'unusable') unusable = true
      else if (answer) said.push(answer)
    } catch (problem) {
      if (!(problem instanceof Malformed)) throw problem
      unusable = true
    }
  }
  return { said, unusable }
}

/** The state of one certificate. `evidence` in the order of the sources. */
export const revocationOf = async (
  crypto: Crypto,
  c: Certificate,
  issuer: Certificate,
  evidence: readonly Evidence[],
  pool: readonly Certificate[],
  at: Moment,
): Promise<RevocationState> => {
  const { said, unusable } = await collect(crypto, c, issuer, evidence, pool)
  const newest = Math.max(...said.map((one) => one.thisUpdate))
  for (const one of said) {
    if (one.status === 'good') continue
    const lifted = one.status.reason === 'certificateHold' && one.thisUpdate < newest
    if (lifted || one.status.reason === 'removeFromCRL') continue
    const later = at.proven && one.status.since >= at.time
    if (!later) return tell(one, 'revoked')
  }
  let why: Why = unusable ? 'unusable' : 'none'
  let dated: Said | null = null
  for (const one of said) {
    const problem = doubt(one, c, at)
    if (problem === null) return { ...tell(one, 'good') }
    why = problem
    dated = one
  }
  if (!dated) return unknownRevocation(why)
  return { ...tell(dated, 'good'), state: 'unknown', revokedAt: null, revocationReason: null, why }
}
