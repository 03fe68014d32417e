/**
 * From a verdict to what is shown: tone, icon, and how the device's own finding changes it.
 * What must stay true: colour is never alone; the harsher of server and device decides; an unknown code is never green.
 */
import {
  IconAlertTriangle,
  IconFile,
  IconInfoCircle,
  IconShieldCheck,
  IconShieldX,
  type Icon,
} from '@tabler/icons-react'
import type { BadgeColour } from '@nghi-truong/shared/domain/records'
import { badge, type SignatureOne, type SignatureReport } from '@nghi-truong/shared/signature/report'
import { badgeCode } from '../../ui/words/signature.ts'
import type { Tone } from '../../ui/kit/tone.ts'

const tones: Readonly<Record<BadgeColour, Tone>> = {
  green: 'yes',
  neutral: 'other',
  amber: 'abstain',
  red: 'no',
  none: 'none',
}

const icons: Readonly<Record<BadgeColour, Icon>> = {
  green: IconShieldCheck,
  neutral: IconInfoCircle,
  amber: IconAlertTriangle,
  red: IconShieldX,
  none: IconFile,
}

export const toneOf = (colour: BadgeColour): Tone => tones[colour]
export const iconOf = (colour: BadgeColour): Icon => icons[colour]

/** What the device found by itself: the document's verdict (trust is the server's), or why there is none. */
export type OwnFinding = 'VALID' | 'WARN' | 'INVALID' | 'INDETERMINATE' | 'unsigned' | 'otherFile' | 'failed'

export const findingOf = (report: SignatureReport): OwnFinding => {
  if (report.error) return 'INDETERMINATE'
  return report.verdict ?? 'unsigned'
}

export interface Shown {
  readonly colour: BadgeColour
  readonly code: string
}

/** What the device makes of a document together with its issuers: only under a trust bundle of its own. */
export interface OwnTrust {
  readonly badge: Shown
  readonly bundle: { readonly issue: number; readonly date: string }
}

export const ownTrustOf = (report: SignatureReport): OwnTrust | null => {
  if (report.error || !report.bundle) return null
  const { colour, code } = badge(report)
  return { badge: { colour, code }, bundle: report.bundle }
}

const severity: Readonly<Record<BadgeColour, number>> = { none: 0, green: 1, neutral: 2, amber: 3, red: 4 }

/** Colour and code after the device has looked: it can only make things redder. */
export function harsher(
  facts: Shown,
  own: OwnFinding | null,
  trust: OwnTrust | null = null,
): { readonly colour: BadgeColour; readonly code: ReturnType<typeof badgeCode> } {
  const code = badgeCode(facts.code)
  // A colour that came with a code we do not know may not be trusted to be green.
  const colour = code === 'unreadable' && facts.colour === 'green' ? 'amber' : facts.colour
  const signed = facts.colour !== 'none'
  if (own === 'INVALID' || own === 'otherFile' || (own === 'unsigned' && signed))
    return colour === 'red' ? { colour, code } : { colour: 'red', code: 'broken' }
  if (trust && severity[trust.badge.colour] > severity[colour])
    return { colour: trust.badge.colour, code: badgeCode(trust.badge.code) }
  return { colour, code }
}

/** How the device's own word is coloured: by what it found, and never calmer than a disagreement is. */
export function ownColour(server: Shown, finding: OwnFinding, trust: OwnTrust | null): BadgeColour {
  const signed = server.colour !== 'none'
  if (finding === 'INVALID' || finding === 'otherFile' || (finding === 'unsigned' && signed)) return 'red'
  if (!trust) return 'neutral'
  const { colour, code } = trust.badge
  if (colour === server.colour && code === server.code)
    return finding === 'VALID' && colour === 'green' ? 'green' : 'neutral'
  return severity[colour] > severity.amber ? colour : 'amber'
}

/** A revision that was signed: of which file, by the how-manieth signature (1, 2, …), and how many bytes it is. */
export interface SignedRevision {
  readonly sha256: string
  readonly n: number
  readonly end: number
}

/**
 * Bytes of what was signed, where they may be shown as that: the signature fits them, and more came after. Null where
 * nothing did, or where nobody can say what was signed.
 */
export const signedBytes = (
  { integrity, revisionEnd }: Pick<SignatureOne, 'integrity' | 'revisionEnd'>,
  size: number,
): number | null =>
  integrity === 'VALID' && revisionEnd !== null && revisionEnd > 0 && revisionEnd < size ? revisionEnd : null

export type ContentWord =
  | `content.${SignatureOne['modifications']}`
  | 'content.broken'
  | 'content.notCovered'
  | 'content.unverifiable'

/** Whether the content stands, in one sentence: the worst of the three questions first. */
export function contentWord({
  integrity,
  coverage,
  modifications,
}: Pick<SignatureOne, 'integrity' | 'coverage' | 'modifications'>): ContentWord {
  if (integrity === 'BROKEN') return 'content.broken'
  if (integrity === 'UNVERIFIABLE') return 'content.unverifiable'
  if (coverage === 'INVALID') return 'content.notCovered'
  return `content.${modifications}`
}

export type WhatWord =
  `what.${'page' | 'form' | 'catalog' | 'signature' | 'annotation' | 'appearance' | 'locked' | 'tail' | 'other'}`

const whatOf: Readonly<Record<string, WhatWord>> = {
  'change.page': 'what.page',
  'change.form': 'what.form',
  'change.emptyField': 'what.form',
  'change.catalog': 'what.catalog',
  'change.structure': 'what.catalog',
  'change.trailer': 'what.catalog',
  'change.signature': 'what.signature',
  'docMdp.second': 'what.signature',
  'docMdp.afterApproval': 'what.signature',
  'docMdp.widened': 'what.signature',
  'change.annotation': 'what.annotation',
  'change.appearance': 'what.appearance',
  'change.locked': 'what.locked',
  'tail.junk': 'what.tail',
}

/** What was changed, where it was more than the signature permits or is worth a warning; empty where nothing was. */
export function changedIn({
  modifications,
  reasons,
}: Pick<SignatureOne, 'modifications' | 'reasons'>): WhatWord[] {
  if (modifications !== 'FORBIDDEN' && modifications !== 'ANNOTATION') return []
  const found = reasons.flatMap(({ code }) => whatOf[code] ?? [])
  return found.length > 0 ? [...new Set(found)] : modifications === 'FORBIDDEN' ? ['what.other'] : []
}

export type ValidityWord = 'validity.proven' | 'validity.now' | 'validity.ended'

/** Whether the certificate was good when it signed, as far as the time is known; null without one that was judged. */
export function validityWord({
  certificate,
  trust,
}: Pick<SignatureOne, 'certificate' | 'trust'>): ValidityWord | null {
  if (!certificate) return null
  const at = Date.parse(trust.time)
  const within = Date.parse(certificate.notBefore) <= at && at <= Date.parse(certificate.notAfter)
  if (!within) return 'validity.ended'
  return trust.timeProven ? 'validity.proven' : 'validity.now'
}
