/**
 * The trust verdict where no certificate could be judged.
 * What must stay true: it is never a pass.
 */
import type { RevocationState, SubIndication, Trust } from '../report.ts'

export const unknownRevocation = (why: RevocationState['why']): RevocationState => ({
  state: 'unknown',
  source: null,
  kind: null,
  thisUpdate: null,
  nextUpdate: null,
  revokedAt: null,
  revocationReason: null,
  why,
})

export const noTrust = (time: string, subIndication: SubIndication): Trust => ({
  indication: subIndication === 'FORMAT_FAILURE' ? 'TOTAL_FAILED' : 'INDETERMINATE',
  subIndication,
  time,
  timeSource: 'none',
  timeProven: false,
  anchor: null,
  chain: [],
  revocation: unknownRevocation('none'),
  reasons: [],
})
