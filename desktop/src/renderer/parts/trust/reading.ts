/** Reading a description: fingerprints in groups, what has expired. Pure; the time is given. */
import type { TrustDescription } from '@nghi-truong/shared/protocol/trust'

export type Certificate = TrustDescription['certificates'][number]
export type List = TrustDescription['crls'][number]

/** `7f3a 90c1 …`: what people compare, four letters at a time. */
export const grouped = (sha256: string): string => (sha256.match(/.{1,4}/g) ?? []).join(' ')

export const validity = (
  { notBefore, notAfter }: Certificate,
  now: number,
): 'valid' | 'expired' | 'notYet' =>
  now > Date.parse(notAfter) ? 'expired' : now < Date.parse(notBefore) ? 'notYet' : 'valid'

export function listState({ usable, nextUpdate }: List, now: number): 'current' | 'expired' | 'unusable' {
  if (!usable) return 'unusable'
  // A list without an end is never good without a proven time: it counts as expired.
  return nextUpdate !== null && now <= Date.parse(nextUpdate) ? 'current' : 'expired'
}

/** Issuers none of whose lists is current. */
export function withoutCurrentList(lists: readonly List[], now: number): string[] {
  const current = new Set(
    lists.filter((list) => listState(list, now) === 'current').map((list) => list.issuer),
  )
  return [...new Set(lists.map((list) => list.issuer))].filter((issuer) => !current.has(issuer))
}
