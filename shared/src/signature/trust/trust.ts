/** Trust. */
import type { Certificate } from '../cms/certificate.ts'
import { isoTime } from '../cms/certificate.ts'
import type { Checked } from '../integrity.ts'
import type { Coverage, Integrity, Modifications, TimestampReport, Trust } from '../report.ts'
import type { JudgeOptions } from '../verdict.ts'
import type { Claimed } from './claims.ts'
import type { Store } from './store.ts'

export interface TrustQuestion extends JudgeOptions {
  checked: Checked
  kind: 'signature' | 'documentTimestamp'
  integrity: Integrity
  coverage: Coverage
  modifications: Modifications
  claimed: Claimed
  later: readonly Checked[]
  store: Store
  pool: readonly Certificate[]
}
export interface TrustAnswer { trust: Trust; timestamps: TimestampReport[]; proven: { time: number; by: 'signatureTimestamp' | 'documentTimestamp' } | null }

export const judgeTrust = (q: TrustQuestion): Promise<TrustAnswer> => Promise.resolve({
  trust: { indication: 'INDETERMINATE', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND', time: isoTime(q.now), timeSource: 'none', timeProven: false, anchor: null, chain: [], revocation: { state: 'unknown', source: null, kind: null, thisUpdate: null, nextUpdate: null, revokedAt: null, revocationReason: null, why: 'none' }, reasons: [] },
  timestamps: [], proven: null,
})
