/**
 * A bundle in words that a person can compare: certificates with their SHA-256 and the known values, lists with their
 * dates, and what would change.
 * What must stay true: names come from the certificates; a known value is a remark, never a reason to trust.
 */
import type { TrustChanges, TrustDescription } from '@nghi-truong/shared/protocol/trust'
import { summary } from '@nghi-truong/shared/signature/cms/certificate'
import type { PersonName } from '@nghi-truong/shared/signature/report'
import type { TrustBundle } from '@nghi-truong/shared/signature/trust/bundle'
import { comparePin } from '@nghi-truong/shared/signature/trust/known-pins'
import { listsOf } from './lists.ts'

type Described = TrustDescription['certificates'][number]

const shown = ({ commonName, full }: PersonName): string => (commonName ?? full).normalize('NFC')

/** One line for each certificate: a bundle names it once for each of its roles. */
function certificatesOf({ certificates }: TrustBundle): Described[] {
  const lines = new Map<string, Described>()
  for (const { role, anchor, certificate } of certificates) {
    const key = `${certificate.sha256} ${anchor}`
    const { subject, issuer, notBefore, notAfter, key: keyKind, sha256 } = summary(certificate)
    const { known, namesake } = comparePin(sha256, subject.commonName)
    const old = lines.get(key)
    lines.set(key, {
      subject: shown(subject),
      organisation: subject.organisation?.normalize('NFC') ?? null,
      issuer: shown(issuer),
      notBefore,
      notAfter,
      key: keyKind,
      sha256,
      roles: [...new Set([...(old?.roles ?? []), role])],
      anchor,
      known: known?.name ?? null,
      namesake: namesake?.name ?? null,
    })
  }
  return [...lines.values()]
}

/** @param own SHA-256 of this server's key */
export async function describe(bundle: TrustBundle, own: string): Promise<TrustDescription> {
  const { sha256, issue, date, signedBy } = bundle
  // A bundle put together by hand never comes here: it has no file.
  if (signedBy === null) throw new Error('an unsigned bundle cannot be described')
  return {
    sha256,
    issue,
    date,
    signedBy,
    madeHere: signedBy === own,
    certificates: certificatesOf(bundle),
    crls: (await listsOf(bundle)).map(({ issuer, thisUpdate, nextUpdate, entries, usable }) => ({
      issuer,
      thisUpdate: new Date(thisUpdate).toISOString(),
      nextUpdate: nextUpdate === null ? null : new Date(nextUpdate).toISOString(),
      entries,
      usable,
    })),
    ocsps: bundle.ocsps.length,
  }
}

const standing = ({ sha256, roles, anchor }: Described): string =>
  `${sha256} ${roles.toSorted().join('+')} ${anchor}`

/** What putting `next` in force changes against `now`. */
export function changesOf(now: TrustDescription, next: TrustDescription): TrustChanges {
  const has = (all: readonly Described[], one: Described) => all.some(({ sha256 }) => sha256 === one.sha256)
  const before = new Set(now.certificates.map(standing))
  const newest = (crls: TrustDescription['crls'], issuer: string): string | null =>
    crls
      .filter((list) => list.issuer === issuer)
      .map((list) => list.thisUpdate)
      .toSorted()
      .at(-1) ?? null
  const issuers = [...new Set([...now.crls, ...next.crls].map((list) => list.issuer))]
  return {
    from: now.issue,
    added: next.certificates.filter((one) => !has(now.certificates, one)),
    removed: now.certificates.filter((one) => !has(next.certificates, one)),
    altered: next.certificates.filter((one) => has(now.certificates, one) && !before.has(standing(one))),
    lists: issuers
      .map((issuer) => ({ issuer, before: newest(now.crls, issuer), after: newest(next.crls, issuer) }))
      .filter(({ before: old, after }) => old !== after),
    // What this server puts together itself says nothing of the maker.
    otherSigner: !now.madeHere && !next.madeHere && now.signedBy !== next.signedBy,
  }
}
