/**
 * Whether the signatures that were added stand: a paper of the council signed with a certificate that is revoked, expired
 * or nobody's is not taken, whatever the arithmetic says.
 * What must stay true: what only waits for a revocation list is taken (its badge is neutral); without a trust bundle
 * nobody can say whose certificate it is, and the badge says that.
 */
import type { SignatureOne, SignatureReport } from '@nghi-truong/shared/signature/report'

export type StandingRefusal = 'signed.revoked' | 'signed.expired' | 'signed.stranger' | 'signed.unfit'

function one({ trust }: SignatureOne, bundle: boolean): StandingRefusal | null {
  if (trust.indication === 'TOTAL_PASSED') return null
  switch (trust.subIndication) {
    case 'REVOKED':
    case 'REVOKED_NO_POE':
    case 'REVOKED_CA_NO_POE':
      return 'signed.revoked'
    case 'EXPIRED':
    case 'NOT_YET_VALID':
    case 'OUT_OF_BOUNDS_NO_POE':
    case 'OUT_OF_BOUNDS_NOT_REVOKED':
      return 'signed.expired'
    case 'TRY_LATER':
      return null
    case 'NO_CERTIFICATE_CHAIN_FOUND':
    case 'NO_CERTIFICATE_CHAIN_FOUND_NO_POE':
    case 'CERTIFICATE_CHAIN_GENERAL_FAILURE':
    case 'NO_SIGNING_CERTIFICATE_FOUND':
      return bundle ? 'signed.stranger' : null
    default:
      return 'signed.unfit'
  }
}

/** @param issuedSize bytes that went out: signatures within them were judged when they were made */
export function standing(report: SignatureReport, issuedSize: number): StandingRefusal | null {
  for (const signature of report.signatures) {
    if (signature.kind !== 'signature' || (signature.revisionEnd ?? Infinity) <= issuedSize) continue
    const no = one(signature, report.bundle !== null)
    if (no) return no
  }
  return null
}
