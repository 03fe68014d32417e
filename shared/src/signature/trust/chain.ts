/**
 * From a certificate to a pinned one (RFC 5280, 6), offline.
 * What must stay true: trust is pinned by the SHA-256 of the DER, for root and sub-CA alike; a pinned certificate's own
 * signature is not asked; nothing is fetched; the search is bounded.
 */
import { schemeOf } from '../cms/algorithms.ts'
import type { Certificate } from '../cms/certificate.ts'
import { keyOf } from '../cms/certificate.ts'
import { reason } from '../coverage.ts'
import { Malformed } from '../limits.ts'
import type { Crypto } from '../ports.ts'
import type { Reason, SubIndication } from '../report.ts'
import { basicConstraints, hasUsage, keyIdsFit, keyUsage, strangeExtension } from './extensions.ts'
import { namesPermitted } from './name-constraints.ts'
import { policiesHold } from './policies.ts'

export interface Chain {
  /** From the certificate asked about to the pinned one. */
  readonly certificates: readonly Certificate[]
  readonly warnings: readonly Reason[]
}

export interface NoChain {
  readonly subIndication: SubIndication
  readonly reason: Reason
}

const longest = 8

/** Whether `issuer` signed `child`; `weak` where the digest is SHA-1. */
export const signedBy = async (
  crypto: Crypto,
  child: Pick<Certificate, 'algorithm' | 'signature' | 'tbs'>,
  issuer: Certificate,
): Promise<{ good: boolean; weak: boolean }> => {
  const found = schemeOf(child.algorithm, null)
  if (!found) return { good: false, weak: false }
  const { scheme } = found
  const hash = 'hash' in scheme ? scheme.hash : null
  if (hash === 'md5') return { good: false, weak: true }
  const result = await crypto.verify(scheme, issuer.spki, child.signature, { bytes: child.tbs })
  return { good: result === 'valid', weak: hash === 'sha1' }
}

/** Why a certificate may not have issued the one below it; `below`: CAs between it and the end entity. */
const issuerProblem = (issuer: Certificate, below: number, pinned: boolean): Reason | null => {
  const constraints = basicConstraints(issuer)
  const oldRoot = pinned && issuer.extensions.size === 0
  if (!constraints?.ca && !oldRoot) return reason('chain.notCa', issuer.sha256)
  if (constraints?.pathLength != null && below > constraints.pathLength)
    return reason('chain.pathLength', issuer.sha256)
  if (hasUsage(issuer, keyUsage.keyCertSign) === false) return reason('chain.keyUsage', issuer.sha256)
  return null
}

const validityProblem = (chain: readonly Certificate[], at: number): NoChain | null => {
  for (const c of chain) {
    if (at < c.notBefore)
      return { subIndication: 'NOT_YET_VALID', reason: reason('chain.notYetValid', c.sha256) }
    if (at > c.notAfter)
      return { subIndication: 'OUT_OF_BOUNDS_NO_POE', reason: reason('chain.expired', c.sha256) }
  }
  return null
}

const constraintProblem = (chain: readonly Certificate[]): Reason | null => {
  for (const [n, c] of chain.entries()) {
    const strange = strangeExtension(c)
    if (strange) return reason('chain.criticalExtension', strange)
    for (const above of chain.slice(n + 1)) {
      const selfIssued = n > 0 && c.subjectKey === c.issuerKey
      if (!selfIssued && !namesPermitted(c, above)) return reason('chain.nameConstraints', above.sha256)
    }
  }
  return null
}

const weakKey = (chain: readonly Certificate[]): Reason | null => {
  for (const c of chain) {
    const key = keyOf(c)
    if ((key.kind === 'rsa' && key.bits < 2048) || key.kind === 'dsa') return reason('key.weak', key.text)
  }
  return null
}

const worseFirst: SubIndication[] = [
  'CHAIN_CONSTRAINTS_FAILURE',
  'CERTIFICATE_CHAIN_GENERAL_FAILURE',
  'POLICY_PROCESSING_ERROR',
  'CRYPTO_CONSTRAINTS_FAILURE',
  'NOT_YET_VALID',
  'OUT_OF_BOUNDS_NO_POE',
]

/** Looks for a chain to one of `anchors`, all of it good at `at`; otherwise says how near it came. */
export const buildChain = async (
  crypto: Crypto,
  leaf: Certificate,
  anchors: readonly Certificate[],
  pool: readonly Certificate[],
  at: number,
): Promise<Chain | NoChain> => {
  const pinned = new Set(anchors.map((c) => c.sha256))
  const candidates = [...anchors, ...pool]
  let nearest: NoChain | null = null
  let checks = 64
  const note = (problem: NoChain): void => {
    if (!nearest || worseFirst.indexOf(problem.subIndication) >= worseFirst.indexOf(nearest.subIndication)) nearest = problem // prettier-ignore
  }
  const finish = (chain: readonly Certificate[], weak: boolean): Chain | null => {
    const problem = constraintProblem(chain)
    if (problem) return (note({ subIndication: 'CHAIN_CONSTRAINTS_FAILURE', reason: problem }), null)
    if (!policiesHold(chain))
      return (note({ subIndication: 'POLICY_PROCESSING_ERROR', reason: reason('chain.policy') }), null)
    const key = weakKey(chain)
    if (key) return (note({ subIndication: 'CRYPTO_CONSTRAINTS_FAILURE', reason: key }), null)
    const validity = validityProblem(chain, at)
    if (validity) return (note(validity), null)
    return { certificates: chain, warnings: weak ? [reason('chain.weakDigest')] : [] }
  }
  const extend = async (chain: readonly Certificate[], weak: boolean): Promise<Chain | null> => {
    const last = chain.at(-1)
    if (!last) return null
    if (pinned.has(last.sha256)) return finish(chain, weak)
    if (chain.length >= longest) return null
    const seen = new Set(chain.map((c) => c.sha256))
    const tried = new Set<string>()
    for (const issuer of candidates) {
      if (issuer.subjectKey !== last.issuerKey || seen.has(issuer.sha256) || tried.has(issuer.sha256))
        continue
      tried.add(issuer.sha256)
      if (--checks < 0) return null
      if (!keyIdsFit(last, issuer) && !pinned.has(issuer.sha256)) continue
      const { good, weak: nowWeak } = await signedBy(crypto, last, issuer)
      if (!good) {
        note({
          subIndication: 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
          reason: reason('chain.signature', issuer.sha256),
        })
        continue
      }
      const below = chain.slice(1).filter((c) => c.subjectKey !== c.issuerKey).length
      const problem = issuerProblem(issuer, below, pinned.has(issuer.sha256))
      if (problem) {
        note({ subIndication: 'CHAIN_CONSTRAINTS_FAILURE', reason: problem })
        continue
      }
      const found = await extend([...chain, issuer], weak || nowWeak)
      if (found) return found
    }
    return null
  }
  try {
    const found = await extend([leaf], false)
    if (found) return found
  } catch (problem) {
    if (!(problem instanceof Malformed)) throw problem
    return {
      subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
      reason: reason('chain.criticalExtension', problem.message),
    }
  }
  return nearest ?? { subIndication: 'NO_CERTIFICATE_CHAIN_FOUND', reason: reason('chain.none') }
}

export const isChain = (item: Chain | NoChain): item is Chain => 'certificates' in item
