/** The trust bundle as judging needs it. */
import type { Certificate } from '../cms/certificate.ts'

export type AnchorRole = 'signer' | 'timestamp'

export interface RevocationData {
  /** DER. */
  readonly crls: readonly Uint8Array[]
  readonly ocsps: readonly Uint8Array[]
}

export interface TrustBundle extends RevocationData {
  readonly issue: number
  readonly sha256: string
  readonly certificates: readonly { readonly role: AnchorRole; readonly anchor: boolean; readonly certificate: Certificate }[]
}
