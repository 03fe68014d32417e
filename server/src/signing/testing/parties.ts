/**
 * A small PKI, a trust bundle of it and one printed paper, for the tests of signing.
 * What must stay true: made anew each time; every name says TEST.
 */
import { makeBundle, toBase64, type TrustBundle } from '@nghi-truong/shared/signature/trust/bundle'
import { drawResultSheet } from '../../printing/result-sheet.ts'
import { resultSheet } from '../../printing/sheet-model.ts'
import { markBallot } from '../../printing/marks.ts'
import { cast, cut, entriesOf, finish, voting } from '../../printing/testing/sitting.ts'
import type { Printed } from '../../printing/job.ts'
import { issue, revocationList, testNow, type Party } from '../../signature/test-pki.ts'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'

export interface Parties {
  readonly root: Party
  readonly authority: Party
  readonly chair: Party
  readonly clerk: Party
  readonly agency: Party
  readonly revoked: Party
  readonly expired: Party
  /** Signed by nobody who is pinned. */
  readonly stranger: Party
  readonly tsa: Party
  readonly bundle: TrustBundle
}

export function parties(): Parties {
  const root = issue({ name: 'Root CA', ca: true, key: 'rsa' })
  const authority = issue({ name: 'Sub CA', ca: true, key: 'rsa' }, root)
  const chair = issue({ name: 'Chủ tọa', key: 'rsa' }, authority)
  const clerk = issue({ name: 'Thư ký', key: 'ec' }, authority)
  const agency = issue({ name: 'Hội đồng nhân dân', key: 'rsa' }, authority)
  const revoked = issue({ name: 'Đã thu hồi', key: 'rsa' }, authority)
  const expired = issue({ name: 'Hết hạn', from: testNow - 9e10, to: testNow - 8e9 }, authority)
  const tsa = issue({ name: 'TSA', key: 'rsa', usage: [0], extended: ['1.3.6.1.5.5.7.3.8'], extendedCritical: true }, root) // prettier-ignore
  const stranger = issue({ name: 'Người lạ', key: 'rsa' })
  const lists = [
    revocationList(root),
    revocationList(authority, { revoked: [{ party: revoked, at: testNow - 5e9 }] }),
  ]
  const pinned = (role: 'signer' | 'timestamp', party: Party, anchor: boolean) => ({ role, anchor, der: toBase64(party.certificate.der) }) // prettier-ignore
  const bundle = makeBundle({
    schema: 'trust-bundle/1',
    issue: 1,
    date: '2026-11-20',
    certificates: [
      pinned('signer', root, true),
      pinned('signer', authority, false),
      pinned('timestamp', root, true),
    ],
    crls: lists.map(toBase64),
    ocsps: [],
  })
  if (typeof bundle === 'string') throw new Error(bundle)
  return { root, authority, chair, clerk, agency, revoked, expired, stranger, tsa, bundle }
}

/** A result sheet as the press makes it. */
export async function printedSheet(): Promise<Printed> {
  const { world, ballot } = voting()
  for (const who of ['chair', 'd1', 'd2', 'd3', 'd4']) cast(world, ballot, who, 'yes')
  finish(world, ballot)
  const sheet = resultSheet(cut(world, 'chair'), ballot, await markBallot('kyhop', entriesOf(world), ballot))
  if (isRefusal(sheet)) throw new Error(sheet.refused)
  return drawResultSheet(sheet, ballot)
}
