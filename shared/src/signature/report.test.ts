/** The badge: every line of the design's table, and that it is never kinder than the indication. */
import { describe, expect, it } from 'vitest'
import { badge, badgeOf } from './report.ts'
import type { ReasonCode, SignatureOne, SignatureReport, SubIndication } from './report.ts'
import { noTrust, unknownRevocation } from './trust/none.ts'

const good: SignatureOne = {
  field: 'Sig1',
  kind: 'signature',
  subFilter: 'ETSI.CAdES.detached',
  signer: null,
  certificate: null,
  claimedTime: null,
  provenTime: '2026-11-20T00:00:00.000Z',
  provenBy: 'signatureTimestamp',
  timestamps: [],
  stated: { name: null, reason: null, location: null, contact: null },
  integrity: 'VALID',
  coverage: 'ENTIRE_FILE',
  modifications: 'NONE',
  trust: {
    ...noTrust('2026-11-20T00:00:00.000Z', 'TRY_LATER'),
    indication: 'TOTAL_PASSED',
    subIndication: null,
    timeProven: true,
    revocation: { ...unknownRevocation(null), state: 'good' },
  },
  verdict: 'VALID',
  reasons: [],
  digest: 'sha256',
  algorithm: 'RSA',
  byteRange: [0, 1, 2, 3],
  revisionEnd: 5,
  docMdp: null,
  level: 'B-T',
}
const trust = (subIndication: SubIndication): SignatureOne => ({
  ...good,
  trust: { ...good.trust, indication: 'INDETERMINATE', subIndication },
})
const told = (verdict: SignatureOne['verdict'], ...codes: ReasonCode[]): SignatureOne => ({
  ...good,
  verdict,
  reasons: codes.map((code) => ({ code, object: null, offset: null, detail: null })),
})
const report = (signatures: SignatureOne[], error: SignatureReport['error'] = null): SignatureReport => ({
  schema: 1,
  signatures,
  emptyFields: [],
  verdict: null,
  error,
  size: 1,
  encrypted: false,
  revisions: 1,
  bundle: null,
  checkedAt: '2026-11-20T00:00:00.000Z',
})

describe('the badge', () => {
  it.each<[string, string, SignatureOne]>([
    ['green', 'valid', good],
    ['green', 'validLaterChanges', { ...good, modifications: 'FORM_FILL' }],
    ['green', 'validTimeClaimed', { ...good, trust: { ...good.trust, timeProven: false } }],
    ['neutral', 'revocationUnchecked', trust('TRY_LATER')],
    ['amber', 'issuerUnknown', trust('NO_CERTIFICATE_CHAIN_FOUND')],
    ['amber', 'expiredNoProof', trust('OUT_OF_BOUNDS_NO_POE')],
    ['amber', 'weakAlgorithm', trust('CRYPTO_CONSTRAINTS_FAILURE')],
    ['amber', 'constraints', trust('CHAIN_CONSTRAINTS_FAILURE')],
    ['red', 'revoked', trust('REVOKED_NO_POE')],
    ['red', 'revoked', { ...trust('REVOKED_CA_NO_POE'), trust: { ...trust('REVOKED_CA_NO_POE').trust, revocation: { ...unknownRevocation(null), state: 'revoked' } } }], // prettier-ignore
    ['amber', 'annotated', told('WARN', 'change.annotation')],
    ['amber', 'appearanceChanged', told('WARN', 'change.appearance')],
    ['amber', 'weakAlgorithm', told('WARN', 'digest.weak')],
    ['amber', 'warned', told('WARN', 'cms.contentEmpty')],
    ['red', 'changed', { ...told('INVALID'), modifications: 'FORBIDDEN' }],
    ['red', 'broken', { ...told('INVALID'), integrity: 'BROKEN' }],
    ['red', 'notCovered', { ...told('INVALID'), coverage: 'INVALID' }],
    [
      'amber',
      'empty',
      { ...told('INVALID', 'contents.missing'), integrity: 'UNVERIFIABLE', coverage: 'INVALID' },
    ],
    ['amber', 'unsupported', { ...told('INDETERMINATE', 'subFilter.unknown'), integrity: 'UNVERIFIABLE' }],
    ['amber', 'encrypted', { ...told('INDETERMINATE', 'file.encrypted'), integrity: 'UNVERIFIABLE' }],
    ['amber', 'unreadable', { ...told('INDETERMINATE', 'cms.malformed'), integrity: 'UNVERIFIABLE' }],
  ])('%s: %s', (colour, code, one) => {
    expect(badgeOf(one)).toMatchObject({ colour, code })
    expect(badge(report([one])).colour).toBe(colour)
  })
  it('a file is as good as its worst signature', () => {
    expect(badge(report([good, trust('TRY_LATER')])).colour).toBe('neutral')
    expect(badge(report([trust('TRY_LATER'), trust('REVOKED_NO_POE'), good])).colour).toBe('red')
    expect(badge(report([good, { ...good, modifications: 'LTA' }]))).toMatchObject({
      colour: 'green',
      laterChanges: true,
    })
  })
  it('no signature, and files that cannot be read', () => {
    expect(badge(report([]))).toMatchObject({ colour: 'none', code: 'unsigned' })
    expect(badge(report([], 'xref'))).toMatchObject({ colour: 'amber', code: 'unreadable' })
    expect(badge(report([], 'encrypted'))).toMatchObject({ colour: 'amber', code: 'encrypted' })
  })
  it('is green only for a pass', () => {
    const colours = (['TRY_LATER', 'NO_POE', 'SIG_CONSTRAINTS_FAILURE', 'NOT_YET_VALID'] as const).map(one => badgeOf(trust(one)).colour) // prettier-ignore
    expect(colours).not.toContain('green')
  })
})
