/**
 * Badge and card of a signature with every kind of verdict, the device's own word, and the page that signs.
 * What must stay true: a report has the server's own shape, and its badge is folded by the shared code.
 */
import { Group, Stack } from '@mantine/core'
import type { FileFacts, SignatureSummary } from '@nghi-truong/shared/domain/records'
import {
  badge,
  type CertificateSummary,
  type PersonName,
  type SignatureOne,
  type SignatureReport,
} from '@nghi-truong/shared/signature/report'
import { OwnCheck, type Own } from '../parts/signature/OwnCheck.tsx'
import { SignatureBadge } from '../parts/signature/SignatureBadge.tsx'
import { SignatureCard } from '../parts/signature/SignatureCard.tsx'
import { SignedFrame } from '../parts/signature/SignedFrame.tsx'
import { delegateId, factsOf, prepared } from './hall.ts'
import type { SceneOf } from './scene.ts'
import { presses } from './Taps.tsx'

const nothing = (): void => undefined
const me = delegateId(5)
const checkedAt = '2026-12-01T02:00:00.000Z'
const bundle = { issue: 7, date: '2026-11-20', sha256: 'ab'.repeat(32) }

const named = (commonName: string, rest: Partial<PersonName> = {}): PersonName => ({
  commonName,
  organisation: null,
  units: [],
  title: null,
  locality: null,
  country: 'VN',
  email: null,
  full: `CN=${commonName},C=VN`,
  ...rest,
})

const root = named('Co quan chung thuc so chuyen dung Chinh phu (RootCA)', {
  organisation: 'Ban Co yeu Chinh phu',
})
const authority = named('Cơ quan chứng thực số chuyên dùng phục vụ các cơ quan nhà nước')

const certificate = (subject: PersonName, issuer: PersonName): CertificateSummary => ({
  subject,
  issuer,
  serial: '7a3f90c15be2447d9c01f3aa',
  sha256: '3c'.repeat(32),
  notBefore: '2024-03-01T00:00:00.000Z',
  notAfter: '2029-03-01T00:00:00.000Z',
  key: 'RSA 2048',
})

const signer = named('Nguyễn Hoàng Thị Thùy Dương', {
  title: 'Phó Chủ tịch thường trực Ủy ban nhân dân tỉnh, Trưởng ban chỉ đạo chuyển đổi số',
  organisation: 'Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh An Phú',
})

const good: SignatureOne = {
  field: 'Signature1',
  kind: 'signature',
  subFilter: 'ETSI.CAdES.detached',
  signer,
  certificate: certificate(signer, authority),
  claimedTime: '2026-11-30T15:04:00+07:00',
  provenTime: '2026-11-30T08:04:09.000Z',
  provenBy: 'signatureTimestamp',
  timestamps: [],
  stated: { name: null, reason: null, location: null, contact: null },
  integrity: 'VALID',
  coverage: 'ENTIRE_FILE',
  modifications: 'NONE',
  trust: {
    indication: 'TOTAL_PASSED',
    subIndication: null,
    time: '2026-11-30T08:04:09.000Z',
    timeSource: 'signatureTimestamp',
    timeProven: true,
    anchor: certificate(root, root),
    chain: [],
    revocation: {
      state: 'good',
      source: 'imported',
      kind: 'crl',
      thisUpdate: '2026-11-30T22:00:00.000Z',
      nextUpdate: '2026-12-07T22:00:00.000Z',
      revokedAt: null,
      revocationReason: null,
      why: null,
    },
    reasons: [],
  },
  verdict: 'VALID',
  reasons: [],
  digest: 'sha256',
  algorithm: 'RSA',
  byteRange: [0, 100, 200, 300],
  revisionEnd: 48_000,
  docMdp: null,
  level: 'B-T',
}

const bare = (code: SignatureOne['reasons'][number]['code']) => ({
  code,
  object: null,
  offset: null,
  detail: null,
})

const earlier: SignatureOne = {
  ...good,
  coverage: 'REVISION',
  modifications: 'FORM_FILL',
  revisionEnd: 24_000,
}
const seal: SignatureOne = {
  ...good,
  field: 'Signature2',
  signer: named('Ủy ban nhân dân tỉnh An Phú', { organisation: 'Ủy ban nhân dân tỉnh An Phú' }),
  provenTime: null,
  trust: { ...good.trust, timeProven: false, timeSource: 'claimed' },
}
const unchecked: SignatureOne = {
  ...good,
  trust: {
    ...good.trust,
    indication: 'INDETERMINATE',
    subIndication: 'TRY_LATER',
    revocation: { ...good.trust.revocation, state: 'unknown', why: 'expired' },
    reasons: [bare('revocation.expired')],
  },
}
const unknown: SignatureOne = {
  ...good,
  certificate: certificate(signer, named('CA TU TAO')),
  trust: {
    ...good.trust,
    indication: 'INDETERMINATE',
    subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    anchor: null,
    revocation: { ...good.trust.revocation, state: 'unknown', thisUpdate: null, why: 'none' },
    reasons: [bare('chain.none')],
  },
}
const changed: SignatureOne = {
  ...good,
  coverage: 'REVISION',
  modifications: 'FORBIDDEN',
  verdict: 'INVALID',
  revisionEnd: 24_000,
  reasons: [bare('change.page'), bare('change.catalog')],
}
const revoked: SignatureOne = {
  ...good,
  trust: {
    ...good.trust,
    indication: 'TOTAL_FAILED',
    subIndication: 'REVOKED',
    revocation: { ...good.trust.revocation, state: 'revoked', revokedAt: '2026-10-02T03:00:00.000Z' },
    reasons: [bare('revocation.revoked')],
  },
}

const reportOf = (signatures: SignatureOne[]): SignatureReport => ({
  schema: 1,
  signatures,
  emptyFields: [],
  verdict: signatures[0]?.verdict ?? null,
  error: null,
  size: 48_000,
  encrypted: false,
  revisions: signatures.length,
  bundle,
  checkedAt,
})

const summaryOf = (signatures: SignatureOne[]): SignatureSummary => {
  const { colour, code } = badge(reportOf(signatures))
  return { colour, code, count: signatures.length, signers: [], checkedAt, bundle: null }
}

function factsFor(name: string, signatures: SignatureOne[]): FileFacts {
  return factsOf(name, 1, summaryOf(signatures))
}

const card = (name: string, signatures: SignatureOne[], names: readonly string[] = []): SceneOf => {
  const facts = factsFor(name, signatures)
  return {
    name,
    person: me,
    before: (hall) => void prepared(hall),
    wire: (wire) => wire.answer(`/api/files/${facts.sha256}/signature`, reportOf(signatures)),
    part: (
      <Stack maw="42rem">
        <SignatureCard facts={facts} onSigned={nothing} />
      </Stack>
    ),
    taps: presses(...names),
  }
}

const unfold = ['Chi tiết kỹ thuật|Technical details']
const served = { colour: 'green', code: 'valid' } as const
const says = (colour: 'green' | 'red', code: string): Own['trust'] => ({
  badge: { colour, code },
  bundle: { issue: 7, date: '2026-11-20' },
})

const owns: readonly Own[] = [
  { finding: 'VALID', trust: says('green', 'valid') },
  { finding: 'VALID', trust: says('red', 'revoked') },
  { finding: 'VALID', trust: null },
  { finding: 'INVALID', trust: says('red', 'changed') },
  { finding: 'otherFile', trust: null },
  { finding: 'failed', trust: null },
]

export const signatureScenes: readonly SceneOf[] = [
  {
    name: 'signature-badges',
    person: me,
    before: (hall) => void prepared(hall),
    part: (
      <Group>
        {(
          [
            ['green', 'valid'],
            ['neutral', 'revocationUnchecked'],
            ['amber', 'issuerUnknown'],
            ['amber', 'annotated'],
            ['red', 'changed'],
            ['red', 'revoked'],
            ['none', 'unsigned'],
          ] as const
        ).map(([colour, code]) => (
          <SignatureBadge
            key={code}
            facts={factsOf(code, 1, { ...summaryOf([good]), colour, code })}
            onOpen={nothing}
          />
        ))}
      </Group>
    ),
  },
  card('signature-valid', [good], unfold),
  card('signature-series', [earlier, seal]),
  card('signature-unchecked', [unchecked]),
  card('signature-unknown', [unknown]),
  card('signature-changed', [changed], unfold),
  card('signature-revoked', [revoked]),
  {
    name: 'signature-own-check',
    person: me,
    before: (hall) => void prepared(hall),
    part: (
      <Stack maw="42rem">
        {owns.map((own) => (
          <OwnCheck
            key={JSON.stringify(own)}
            facts={factsFor('own', [good])}
            server={served}
            own={own}
            onOwn={nothing}
          />
        ))}
      </Stack>
    ),
  },
  {
    name: 'signature-as-signed',
    person: me,
    before: (hall) => void prepared(hall),
    part: (
      <SignedFrame n={2} onBack={nothing}>
        …
      </SignedFrame>
    ),
  },
]
