/**
 * Making a signed bundle file: from a content, and from the bundle in force with newer revocation lists over it.
 * What must stay true: equal content and key give equal bytes, so the same bundle has one name; of two lists of one
 * issuer and scope the newer stays; a list that no certificate of the bundle signed is refused.
 */
import { createPublicKey, sign, type KeyObject } from 'node:crypto'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { canonical } from '@nghi-truong/shared/log/canonical'
import {
  bundleBytes,
  toBase64,
  type BundleContent,
  type TrustBundle,
} from '@nghi-truong/shared/signature/trust/bundle'
import { listsOf, type List } from './lists.ts'

/** SubjectPublicKeyInfo of the key, DER. */
export const publicOf = (key: KeyObject): Uint8Array =>
  new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }))

/** @param key Ed25519 */
export function signBundle(content: BundleContent, key: KeyObject): Uint8Array {
  const value = sign(null, bundleBytes(content), key)
  const file = { bundle: content, signature: { key: toBase64(publicOf(key)), value: toBase64(value) } }
  return new TextEncoder().encode(`${canonical(file)}\n`)
}

export const contentOf = (bundle: TrustBundle): BundleContent => ({
  schema: 'trust-bundle/1',
  issue: bundle.issue,
  date: bundle.date,
  certificates: bundle.certificates.map(({ role, anchor, certificate }) => ({
    role,
    anchor,
    der: toBase64(certificate.der),
  })),
  crls: bundle.crls.map(toBase64),
  ocsps: bundle.ocsps.map(toBase64),
})

/** Issue numbers grow with the day, so that those of different makers do not meet: 2026112201. */
export const issueOfDay = (date: string): number => Number(`${date.replaceAll('-', '')}01`)

/** The bundle in force with these lists (DER) in place of older ones of the same issuer and scope. @param date YYYY-MM-DD */
export async function withLists(
  bundle: TrustBundle,
  lists: readonly Uint8Array[],
  date: string,
): Promise<BundleContent | Refusal> {
  const old = await listsOf(bundle)
  const fresh = await listsOf({ ...bundle, crls: lists })
  if (fresh.length < lists.length || fresh.length === 0) return refuse('trust.form')
  if (fresh.some((list) => !list.usable)) return refuse('trust.foreignList')
  const same = (a: List, b: List): boolean => a.issuerKey === b.issuerKey && a.scope === b.scope
  const newer = fresh.filter(
    (list) => !old.some((other) => same(other, list) && other.thisUpdate >= list.thisUpdate),
  )
  if (newer.length === 0) return refuse('trust.olderList')
  const kept = old.filter((list) => !newer.some((other) => same(other, list)))
  return {
    ...contentOf(bundle),
    issue: bundle.issue + 1,
    date,
    crls: [...kept, ...newer].map((list) => toBase64(list.der)),
  }
}
