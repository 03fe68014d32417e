/**
 * Trust: was it this certificate, from a CA we pin, good at that time? Answered with an ETSI indication (EN 319 102-1).
 * What must stay true: unknown revocation is never a pass; only a trusted time stamp proves a time; a time stamp is
 * judged like a signature, against its own anchors.
 */
import type { Certificate } from '../cms/certificate.ts'
import { isoTime, summary } from '../cms/certificate.ts'
import type { Tlv } from '../cms/der.ts'
import { children, is, sequence, whole } from '../cms/der.ts'
import { personName } from '../cms/name.ts'
import { attributeValues } from '../cms/signed-data.ts'
import { reason } from '../coverage.ts'
import type { Checked } from '../integrity.ts'
import { checkToken, unverifiable } from '../integrity.ts'
import { Malformed } from '../limits.ts'
import type {
  Coverage,
  Integrity,
  Reason,
  RevocationState,
  SubIndication,
  TimestampReport,
  Trust,
} from '../report.ts'
import type { AnchorRole, JudgeOptions } from './bundle.ts'
import type { Chain } from './chain.ts'
import { buildChain, isChain } from './chain.ts'
import type { Claimed } from './claims.ts'
import { extendedUsages, hasUsage, keyUsage } from './extensions.ts'
import { noTrust, unknownRevocation } from './none.ts'
import type { Evidence, Moment } from './revocation.ts'
import { revocationOf } from './revocation.ts'
import type { Store } from './store.ts'

export interface TrustQuestion extends JudgeOptions {
  readonly checked: Checked
  readonly kind: 'signature' | 'documentTimestamp'
  readonly integrity: Integrity
  readonly coverage: Coverage
  readonly subFilter: string | null
  readonly claimed: Claimed
  /** Document time stamps over this signature, itself left out. */
  readonly later: readonly Checked[]
  readonly store: Store
  readonly pool: readonly Certificate[]
}

export interface Proven {
  readonly time: number
  readonly by: 'signatureTimestamp' | 'documentTimestamp'
}

export interface TrustAnswer {
  readonly trust: Trust
  readonly timestamps: TimestampReport[]
  readonly proven: Proven | null
}

interface Judged {
  readonly subIndication: SubIndication | null
  readonly chain: Chain | null
  readonly revocation: RevocationState
  readonly reasons: Reason[]
}

const usageProblem = (c: Certificate, role: AnchorRole): Reason | null => {
  if (role === 'timestamp') {
    const extended = extendedUsages(c)
    const alone =
      extended?.usages.length === 1 && extended.usages[0] === '1.3.6.1.5.5.7.3.8' && extended.critical
    return alone ? null : reason('tsa.keyUsage')
  }
  const signing = hasUsage(c, keyUsage.digitalSignature)
  return signing === false && hasUsage(c, keyUsage.nonRepudiation) === false
    ? reason('signer.keyUsage')
    : null
}

/** Lists and answers inside a message: RevocationInfoArchival (Adobe) and revocation-values (CAdES) share one shape. */
const archived = (values: readonly Tlv[], source: 'adobe' | 'cms'): Evidence[] => {
  try {
    return values.flatMap((value) =>
      sequence(value).flatMap((part) => {
        const kind = is(part, 0, 2) ? ('crl' as const) : is(part, 1, 2) ? ('ocsp' as const) : null
        return kind ? sequence(children(part)[0]).map((one) => ({ source, kind, der: whole(one) })) : []
      }),
    )
  } catch (problem) {
    if (problem instanceof Malformed) return []
    throw problem
  }
}

const mostEvidence = 400

/** All evidence at hand, in the order of its sources. */
const evidenceFor = (q: TrustQuestion, checked: Checked): Evidence[] => {
  const info = checked.signerInfo
  const data = checked.signedData
  const listed = (
    source: Evidence['source'],
    kind: Evidence['kind'],
    list: readonly Uint8Array[] = [],
  ): Evidence[] => list.map((der) => ({ source, kind, der }))
  return [
    ...listed('dss', 'ocsp', q.store.ocsps),
    ...listed('dss', 'crl', q.store.crls),
    ...archived(attributeValues(info?.signedAttributes ?? null, '1.2.840.113583.1.1.8'), 'adobe'),
    ...listed('cms', 'crl', data?.crls),
    ...listed('cms', 'ocsp', data?.ocsps),
    ...archived(attributeValues(info?.unsignedAttributes ?? null, '1.2.840.113549.1.9.16.2.24'), 'cms'),
    ...listed('imported', 'crl', q.bundle?.crls),
    ...listed('imported', 'ocsp', q.bundle?.ocsps),
    ...listed('imported', 'crl', q.revocation?.crls),
    ...listed('imported', 'ocsp', q.revocation?.ocsps),
  ].slice(0, mostEvidence)
}

/** The certificate of one checked message against the anchors of a role, at a moment. */
const judgeCertificate = async (
  q: TrustQuestion,
  checked: Checked,
  role: AnchorRole,
  at: Moment,
): Promise<Judged> => {
  try {
    return await judgeReadable(q, checked, role, at)
  } catch (problem) {
    if (!(problem instanceof Malformed)) throw problem
    const reasons = [reason('chain.criticalExtension', problem.message)]
    return {
      chain: null,
      revocation: unknownRevocation('none'),
      subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
      reasons,
    }
  }
}

const judgeReadable = async (
  q: TrustQuestion,
  checked: Checked,
  role: AnchorRole,
  at: Moment,
): Promise<Judged> => {
  const none = { chain: null, revocation: unknownRevocation('none') }
  const { signer } = checked
  if (!signer)
    return { ...none, subIndication: 'NO_SIGNING_CERTIFICATE_FOUND', reasons: [reason('signer.notFound')] }
  if (!q.bundle)
    return { ...none, subIndication: 'NO_CERTIFICATE_CHAIN_FOUND', reasons: [reason('trust.noBundle')] }
  const anchors = q.bundle.certificates
    .filter((one) => one.anchor && one.role === role)
    .map((one) => one.certificate)
  const pool = [...(checked.signedData?.certificates ?? []), ...q.pool]
  const chain = await buildChain(q.crypto, signer, anchors, pool, at.time)
  if (!isChain(chain)) return { ...none, subIndication: chain.subIndication, reasons: [chain.reason] }
  const usage = usageProblem(signer, role)
  const weakKey = checked.reasons.filter(
    (one) => one.code === 'key.weak' || one.detail === 'adbe.x509.rsa_sha1',
  )
  const evidence = evidenceFor(q, checked)
  let revocation: RevocationState = { ...unknownRevocation(null), state: 'notNeeded' }
  let revokedCa = false
  // From the top down, so that a revoked CA is found before its own lists are believed.
  for (let n = chain.certificates.length - 2; n >= 0; n--) {
    const c = chain.certificates[n]
    const issuer = chain.certificates[n + 1]
    if (!c || !issuer) continue
    const state = await revocationOf(q.crypto, c, issuer, evidence, pool, at)
    if (state.state === 'revoked') {
      revocation = state
      revokedCa = n > 0
      break
    }
    if (state.state === 'unknown' || revocation.state !== 'unknown') revocation = state
  }
  const reasons = [...chain.warnings, ...weakKey]
  const done = (subIndication: SubIndication | null, ...more: Reason[]): Judged => ({
    subIndication,
    chain,
    revocation,
    reasons: [...reasons, ...more],
  })
  if (usage) return done('CHAIN_CONSTRAINTS_FAILURE', usage)
  if (revocation.state === 'revoked')
    return done(revokedCa ? 'REVOKED_CA_NO_POE' : 'REVOKED_NO_POE', reason('revocation.revoked'))
  if (weakKey.length > 0) return done('CRYPTO_CONSTRAINTS_FAILURE')
  if (revocation.state === 'unknown')
    return done('TRY_LATER', reason(`revocation.${revocation.why ?? 'none'}`))
  return done(null)
}

const describe = (checked: Checked, kind: TimestampReport['kind'], trusted: boolean): TimestampReport => ({
  kind,
  time: checked.tst && isoTime(checked.tst.genTime),
  authority: checked.signer && personName(checked.signer.subject),
  integrity: checked.integrity,
  trusted,
  imprint: checked.tst?.hash ?? null,
})

interface Walk {
  at: Moment
  proven: Proven | null
  readonly reports: TimestampReport[]
  readonly reasons: Reason[]
}

/** One time stamp, judged at what later ones have proven; if trusted it moves the time back to its own. */
const step = async (q: TrustQuestion, walk: Walk, checked: Checked, by: Proven['by']): Promise<void> => {
  const kind = by === 'signatureTimestamp' ? 'signature' : 'document'
  let trusted = false
  if (checked.integrity !== 'VALID' || !checked.tst) walk.reasons.push(reason('time.timestampBroken'))
  else if (checked.tst.genTime > walk.at.time) walk.reasons.push(reason('time.timestampOrder'))
  else {
    const { subIndication, reasons } = await judgeCertificate(q, checked, 'timestamp', walk.at)
    trusted = subIndication === null
    if (trusted) {
      walk.at = { time: checked.tst.genTime, proven: true, now: q.now }
      walk.proven = { time: checked.tst.genTime, by }
    } else {
      walk.reasons.push(reason('time.timestampUntrusted', subIndication))
      walk.reasons.push(...reasons.filter((one) => one.code === 'tsa.keyUsage'))
    }
    if (checked.reasons.some((one) => one.code === 'time.weakImprint' || one.code === 'digest.weak'))
      walk.reasons.push(reason('time.weakImprint', checked.tst.hash))
  }
  walk.reports.push(describe(checked, kind, trusted))
}

const signatureStamps = async (q: TrustQuestion): Promise<Checked[]> => {
  const info = q.checked.signerInfo
  if (!info || q.kind !== 'signature') return []
  const values = attributeValues(info.unsignedAttributes, '1.2.840.113549.1.9.16.2.14').slice(0, 10)
  const out: Checked[] = []
  for (const value of values) {
    try {
      out.push(
        await checkToken(q.crypto, whole(value), (hash) => q.crypto.digest(hash, info.signature), q.pool),
      )
    } catch (problem) {
      if (!(problem instanceof Malformed)) throw problem
      out.push(unverifiable(reason('cms.malformed', problem.message)))
    }
  }
  return out
}

const newestFirst = (list: readonly Checked[]): Checked[] =>
  list.toSorted((a, b) => (b.tst?.genTime ?? 0) - (a.tst?.genTime ?? 0))

const failureOf = (q: TrustQuestion): [Trust['indication'], SubIndication] | null => {
  const codes = new Set(q.checked.reasons.map((one) => one.code))
  if (q.integrity === 'BROKEN') {
    if (codes.has('digest.mismatch')) return ['TOTAL_FAILED', 'HASH_FAILURE']
    return ['TOTAL_FAILED', codes.has('signature.mismatch') ? 'SIG_CRYPTO_FAILURE' : 'FORMAT_FAILURE']
  }
  if (q.coverage === 'INVALID') return ['TOTAL_FAILED', 'FORMAT_FAILURE']
  if (q.integrity === 'VALID') return null
  if (codes.has('signer.notFound') || codes.has('signer.certificateMismatch')) return ['INDETERMINATE', 'NO_SIGNING_CERTIFICATE_FOUND'] // prettier-ignore
  if (codes.has('algorithm.unsupported')) return ['INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE']
  if (codes.has('contents.missing') || codes.has('contents.empty'))
    return ['INDETERMINATE', 'SIGNED_DATA_NOT_FOUND']
  if (codes.has('cms.malformed') || codes.has('cms.signerCount') || codes.has('cms.content')) return ['TOTAL_FAILED', 'FORMAT_FAILURE'] // prettier-ignore
  return ['INDETERMINATE', 'SIGNED_DATA_NOT_FOUND']
}

/** Seven hours: some tools write Vietnamese local time where UTC belongs. */
const shifted = (claimed: number | null, proven: number | null): boolean =>
  claimed !== null && proven !== null && Math.abs(claimed - proven - 7 * 3600_000) < 10 * 60_000

export const judgeTrust = async (q: TrustQuestion): Promise<TrustAnswer> => {
  const walk: Walk = {
    at: { time: q.now, proven: false, now: q.now },
    proven: null,
    reports: [],
    reasons: [],
  }
  const failure = failureOf(q)
  for (const stamp of newestFirst(q.later)) await step(q, walk, stamp, 'documentTimestamp')
  for (const stamp of newestFirst(await signatureStamps(q))) await step(q, walk, stamp, 'signatureTimestamp')
  const role: AnchorRole = q.kind === 'documentTimestamp' ? 'timestamp' : 'signer'
  const judged = await judgeCertificate(q, q.checked, role, walk.at)
  if (!walk.proven) walk.reasons.push(reason('time.claimedOnly'))
  if (shifted(q.claimed.ms, walk.proven?.time ?? null)) walk.reasons.push(reason('time.claimedShifted'))
  const chain = judged.chain?.certificates ?? (q.checked.signer ? [q.checked.signer] : [])
  const anchor = judged.chain?.certificates.at(-1)
  const timeSource = walk.proven?.by ?? (q.claimed.ms === null ? 'none' : 'claimed')
  const failed =
    judged.subIndication === 'NOT_YET_VALID' ? ('TOTAL_FAILED' as const) : ('INDETERMINATE' as const)
  const [indication, subIndication] = failure ?? (judged.subIndication ? [failed, judged.subIndication] : (['TOTAL_PASSED', null] as const)) // prettier-ignore
  return {
    trust: {
      ...noTrust(isoTime(walk.at.time), 'NO_CERTIFICATE_CHAIN_FOUND'),
      indication,
      subIndication,
      timeSource,
      timeProven: walk.at.proven,
      anchor: anchor ? summary(anchor) : null,
      chain: chain.map(summary),
      revocation: judged.revocation,
      reasons: [...judged.reasons, ...walk.reasons],
    },
    timestamps: walk.reports,
    proven: walk.proven,
  }
}
