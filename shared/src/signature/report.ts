/**
 * What judging a file yields: the whole answer as plain data, and the badge it folds to.
 * What must stay true: every value is JSON (no dates, no bytes, no undefined), every code comes from a closed list, and
 * the badge may be harsher than the indication but never kinder. The words a person reads live in the screens.
 */

/** Do digest and signature value fit these bytes and this key? UNVERIFIABLE: the question could not be put. */
export type Integrity = 'VALID' | 'BROKEN' | 'UNVERIFIABLE'

/** Do the signed bytes form the whole file, or one whole revision of it, with exactly this signature's gap left out? */
export type Coverage = 'ENTIRE_FILE' | 'REVISION' | 'INVALID'

/**
 * The highest level needed to explain everything after the signed revision. FORBIDDEN: above what the signature
 * permits, or unexplained. UNKNOWN: could not be compared (coverage is INVALID, or a limit was reached).
 */
export type Modifications = 'NONE' | 'LTA' | 'FORM_FILL' | 'ANNOTATION' | 'FORBIDDEN' | 'UNKNOWN'

/** Integrity, coverage and modifications folded; trust is left out. */
export type DocumentVerdict = 'VALID' | 'WARN' | 'INVALID' | 'INDETERMINATE'

/** ETSI EN 319 102-1, 5.1.3. */
export type Indication = 'TOTAL_PASSED' | 'TOTAL_FAILED' | 'INDETERMINATE'

export type SubIndication =
  | 'FORMAT_FAILURE'
  | 'HASH_FAILURE'
  | 'SIG_CRYPTO_FAILURE'
  | 'REVOKED'
  | 'EXPIRED'
  | 'NOT_YET_VALID'
  | 'SIG_CONSTRAINTS_FAILURE'
  | 'CHAIN_CONSTRAINTS_FAILURE'
  | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'
  | 'POLICY_PROCESSING_ERROR'
  | 'SIGNATURE_POLICY_NOT_AVAILABLE'
  | 'TIMESTAMP_ORDER_FAILURE'
  | 'NO_SIGNING_CERTIFICATE_FOUND'
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'NO_CERTIFICATE_CHAIN_FOUND_NO_POE'
  | 'REVOKED_NO_POE'
  | 'REVOKED_CA_NO_POE'
  | 'OUT_OF_BOUNDS_NOT_REVOKED'
  | 'OUT_OF_BOUNDS_NO_POE'
  | 'REVOCATION_OUT_OF_BOUNDS_NO_POE'
  | 'NO_POE'
  | 'TRY_LATER'
  | 'SIGNED_DATA_NOT_FOUND'

/** Why a verdict is what it is. The prefix says which of the four verdicts it belongs to. */
export type ReasonCode =
  // integrity
  | 'contents.missing'
  | 'contents.empty'
  | 'contents.unreadable'
  | 'subFilter.unknown'
  | 'cms.malformed'
  | 'cms.contentType'
  | 'cms.messageDigest'
  | 'cms.signerCount'
  | 'cms.content'
  | 'cms.contentEmpty'
  | 'cms.attributes'
  | 'digest.mismatch'
  | 'digest.weak'
  | 'digest.disagree'
  | 'signature.mismatch'
  | 'algorithm.unsupported'
  | 'signer.notFound'
  | 'signer.certificateMismatch'
  | 'signer.noReference'
  | 'key.weak'
  | 'key.unreadable'
  // coverage
  | 'byteRange.missing'
  | 'byteRange.form'
  | 'byteRange.outside'
  | 'byteRange.overlap'
  | 'gap.notOneString'
  | 'gap.otherContents'
  | 'revision.notWhole'
  // modifications
  | 'revision.unreadable'
  | 'tail.junk'
  | 'tail.lineEnds'
  | 'change.unexplained'
  | 'change.lta'
  | 'change.formFill'
  | 'change.annotation'
  | 'change.appearance'
  | 'change.emptyField'
  | 'change.notPermitted'
  | 'change.locked'
  | 'change.page'
  | 'change.catalog'
  | 'change.form'
  | 'change.structure'
  | 'change.dss'
  | 'change.metadata'
  | 'change.signature'
  | 'change.trailer'
  | 'change.overLimit'
  | 'docMdp.second'
  | 'docMdp.afterApproval'
  | 'docMdp.widened'
  // the file
  | 'file.notPdf'
  | 'file.xref'
  | 'file.encrypted'
  | 'file.limit'
  | 'file.badEntry'
  // trust
  | 'chain.none'
  | 'chain.signature'
  | 'chain.notCa'
  | 'chain.pathLength'
  | 'chain.keyUsage'
  | 'chain.nameConstraints'
  | 'chain.policy'
  | 'chain.criticalExtension'
  | 'chain.expired'
  | 'chain.notYetValid'
  | 'chain.weakDigest'
  | 'signer.keyUsage'
  | 'tsa.keyUsage'
  | 'time.claimedOnly'
  | 'time.claimedShifted'
  | 'time.timestampBroken'
  | 'time.timestampUntrusted'
  | 'time.timestampOrder'
  | 'time.weakImprint'
  | 'revocation.none'
  | 'revocation.expired'
  | 'revocation.older'
  | 'revocation.unusable'
  | 'revocation.revoked'
  | 'revocation.dropsExpired'
  | 'trust.noBundle'

export interface Reason {
  code: ReasonCode
  /** Number of the PDF object concerned, where there is one. */
  object: number | null
  /** Byte offset in the file, where there is one. */
  offset: number | null
  /** For the technical details only: a path in the document, an object identifier, a field's name. Never a sentence. */
  detail: string | null
}

/** A distinguished name, read from a certificate. Absent parts are null. */
export interface PersonName {
  commonName: string | null
  organisation: string | null
  /** All OUs, outermost first as written. */
  units: string[]
  title: string | null
  locality: string | null
  country: string | null
  email: string | null
  /** The whole name, RFC 4514. */
  full: string
}

export interface CertificateSummary {
  subject: PersonName
  issuer: PersonName
  /** Lower-case hex. */
  serial: string
  /** SHA-256 of the DER, lower-case hex. */
  sha256: string
  /** ISO 8601, UTC. */
  notBefore: string
  notAfter: string
  /** e.g. `RSA 2048`, `EC P-256`, `Ed25519`. */
  key: string
}

/** Where the time used for judging comes from; `claimed` proves nothing. */
export type TimeSource = 'signatureTimestamp' | 'documentTimestamp' | 'claimed' | 'none'

export type RevocationSource = 'dss' | 'adobe' | 'cms' | 'imported'

export interface RevocationState {
  /** Worst of the chain below the anchor. `notNeeded`: the signer is itself pinned. */
  state: 'good' | 'revoked' | 'unknown' | 'notNeeded'
  source: RevocationSource | null
  kind: 'crl' | 'ocsp' | null
  /** Of the list or answer that decided; ISO 8601, UTC. */
  thisUpdate: string | null
  nextUpdate: string | null
  revokedAt: string | null
  /** RFC 5280 reason code as a word, where given. */
  revocationReason: string | null
  /** Why unknown. */
  why: 'none' | 'expired' | 'older' | 'unusable' | 'dropsExpired' | null
}

export interface Trust {
  indication: Indication
  /** Null only with TOTAL_PASSED, and with TOTAL_FAILED never. */
  subIndication: SubIndication | null
  /** The time the certificates were judged at; ISO 8601, UTC. */
  time: string
  timeSource: TimeSource
  /** True where a trusted time stamp proves it. */
  timeProven: boolean
  /** The pinned certificate the chain ends at. */
  anchor: CertificateSummary | null
  /** From the signer (included) towards the anchor (included). */
  chain: CertificateSummary[]
  revocation: RevocationState
  reasons: Reason[]
}

export interface TimestampReport {
  kind: 'signature' | 'document'
  /** genTime of the token; ISO 8601, UTC. */
  time: string | null
  authority: PersonName | null
  integrity: Integrity
  trusted: boolean
  /** Digest of the imprint, e.g. `sha256`. */
  imprint: string | null
}

export interface SignatureOne {
  /** Fully qualified name of the field, as written. */
  field: string
  kind: 'signature' | 'documentTimestamp'
  subFilter: string | null
  /** From the certificate, never from /Name. Null where no certificate could be found. */
  signer: PersonName | null
  certificate: CertificateSummary | null
  /** /M or the signing-time attribute; ISO 8601 with the offset written, or null. It proves nothing. */
  claimedTime: string | null
  /** Earliest time proven by a trusted time stamp; ISO 8601, UTC. */
  provenTime: string | null
  provenBy: 'signatureTimestamp' | 'documentTimestamp' | null
  timestamps: TimestampReport[]
  /** /Reason, /Location, /Name of the signature dictionary: claims of the signer's software. */
  stated: { name: string | null; reason: string | null; location: string | null; contact: string | null }
  integrity: Integrity
  coverage: Coverage
  modifications: Modifications
  trust: Trust
  verdict: DocumentVerdict
  reasons: Reason[]
  /** Digest the signature is made with, e.g. `sha256`. */
  digest: string | null
  /** e.g. `RSA`, `RSA-PSS`, `ECDSA`, `EdDSA`. */
  algorithm: string | null
  /** The declared ByteRange, where it has four numbers. */
  byteRange: number[] | null
  /** End of the signed revision: the first so many bytes are the document as it was signed. Null if coverage is INVALID. */
  revisionEnd: number | null
  /** What the signature permits afterwards: DocMDP 1 to 3 for a certification, null for a plain approval signature. */
  docMdp: 1 | 2 | 3 | null
  /** What the signature carries; it says not that the profile is met in every detail. */
  level: 'B-B' | 'B-T' | 'B-LT' | 'B-LTA' | null
}

/** A word when the file as a whole could not be read. */
export type FileError = 'notPdf' | 'xref' | 'encrypted' | 'limit' | 'internal'

export interface SignatureReport {
  /** Raised when the meaning of a field changes. */
  schema: 1
  /** Every signature and document time stamp, in the order of their revisions. */
  signatures: SignatureOne[]
  /** Names of signature fields that hold no signature. */
  emptyFields: string[]
  /** Worst of the signatures; null where there is none. */
  verdict: DocumentVerdict | null
  error: FileError | null
  /** Size of the file in bytes. */
  size: number
  encrypted: boolean
  revisions: number
  /** What was given: the trust bundle's issue number, day (YYYY-MM-DD) and SHA-256, null without one. */
  bundle: { issue: number; date: string; sha256: string } | null
  /** The `now` given; ISO 8601, UTC. */
  checkedAt: string
}

export type BadgeColour = 'green' | 'neutral' | 'amber' | 'red' | 'none'

export type BadgeCode =
  | 'valid'
  | 'validLaterChanges'
  | 'validTimeClaimed'
  | 'revocationUnchecked'
  | 'issuerUnknown'
  | 'expiredNoProof'
  | 'constraints'
  | 'annotated'
  | 'appearanceChanged'
  | 'weakAlgorithm'
  | 'warned'
  | 'revoked'
  | 'changed'
  | 'broken'
  | 'notCovered'
  | 'encrypted'
  | 'unsupported'
  | 'empty'
  | 'unreadable'
  | 'unsigned'

export interface Badge {
  colour: BadgeColour
  code: BadgeCode
  /** Green only: further permitted changes followed, or the time is only claimed. Shown beside the words. */
  laterChanges: boolean
  timeClaimed: boolean
}

const severity: Record<BadgeColour, number> = { none: 0, green: 1, neutral: 2, amber: 3, red: 4 }

const has = (signature: SignatureOne, ...codes: ReasonCode[]): boolean =>
  signature.reasons.some((reason) => codes.includes(reason.code)) ||
  signature.trust.reasons.some((reason) => codes.includes(reason.code))

const plain = (colour: BadgeColour, code: BadgeCode): Badge => ({
  colour,
  code,
  laterChanges: false,
  timeClaimed: false,
})

/** The badge of one signature: the table of the design, first line that applies, red before amber before neutral. */
export const badgeOf = (signature: SignatureOne): Badge => {
  const { integrity, coverage, modifications, verdict, trust } = signature
  if (integrity === 'BROKEN') return plain('red', 'broken')
  if (coverage === 'INVALID' && integrity === 'VALID') return plain('red', 'notCovered')
  if (modifications === 'FORBIDDEN') return plain('red', 'changed')
  if (trust.subIndication === 'REVOKED' || trust.subIndication === 'REVOKED_NO_POE')
    return plain('red', 'revoked')
  if (trust.revocation.state === 'revoked' && trust.indication !== 'TOTAL_PASSED')
    return plain('red', 'revoked')
  if (has(signature, 'file.encrypted')) return plain('amber', 'encrypted')
  if (has(signature, 'contents.missing', 'contents.empty')) return plain('amber', 'empty')
  if (coverage === 'INVALID') return plain('red', 'notCovered')
  if (has(signature, 'subFilter.unknown', 'algorithm.unsupported')) return plain('amber', 'unsupported')
  if (verdict === 'INDETERMINATE' || verdict === 'INVALID') return plain('amber', 'unreadable')
  if (has(signature, 'change.annotation')) return plain('amber', 'annotated')
  if (has(signature, 'change.appearance')) return plain('amber', 'appearanceChanged')
  if (has(signature, 'digest.weak', 'key.weak')) return plain('amber', 'weakAlgorithm')
  if (verdict === 'WARN') return plain('amber', 'warned')
  if (trust.indication === 'TOTAL_PASSED') {
    const laterChanges = modifications !== 'NONE'
    const timeClaimed = !trust.timeProven
    const code = laterChanges ? 'validLaterChanges' : timeClaimed ? 'validTimeClaimed' : 'valid'
    return { colour: 'green', code, laterChanges, timeClaimed }
  }
  switch (trust.subIndication) {
    case 'TRY_LATER':
      return plain('neutral', 'revocationUnchecked')
    case 'NO_CERTIFICATE_CHAIN_FOUND':
    case 'NO_CERTIFICATE_CHAIN_FOUND_NO_POE':
    case 'CERTIFICATE_CHAIN_GENERAL_FAILURE':
    case 'NO_SIGNING_CERTIFICATE_FOUND':
      return plain('amber', 'issuerUnknown')
    case 'OUT_OF_BOUNDS_NO_POE':
    case 'EXPIRED':
      return plain('amber', 'expiredNoProof')
    case 'CRYPTO_CONSTRAINTS_FAILURE':
    case 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE':
      return plain('amber', 'weakAlgorithm')
    default:
      return plain('amber', 'constraints')
  }
}

/** The badge of a file: the worst of its signatures. A file is as good as its worst signature. */
export const badge = (report: SignatureReport): Badge => {
  if (report.signatures.length === 0) {
    if (report.error === 'encrypted') return plain('amber', 'encrypted')
    return report.error ? plain('amber', 'unreadable') : plain('none', 'unsigned')
  }
  let worst = plain('none', 'unsigned')
  for (const signature of report.signatures) {
    const next = badgeOf(signature)
    const laterChanges = worst.laterChanges || next.laterChanges
    const timeClaimed = worst.timeClaimed || next.timeClaimed
    if (severity[next.colour] > severity[worst.colour]) worst = next
    if (worst.colour === 'green') worst = { ...worst, laterChanges, timeClaimed }
  }
  return worst
}
