/**
 * From what a person chose to the plan of one signature (Nghị định 30/2020, Phụ lục I).
 * What must stay true: the frame shown on the page is the rectangle that is signed; a seal keeps its size; names are
 * compared without diacritics, because older certificates have none.
 */
import type { DocumentRecord, Item } from '@nghi-truong/shared/domain/records'
import type { State } from '@nghi-truong/shared/domain/state'
import { itemsInOrder } from '@nghi-truong/shared/domain/find'
import type { PaperAsked } from '@nghi-truong/shared/protocol/signing'
import {
  attachmentPlan,
  initialsPlan,
  personalPlan,
  sealPlan,
  type Place,
} from '@nghi-truong/shared/signature/sign/place'
import type { Picture, SignaturePlan } from '@nghi-truong/shared/signature/sign/prepare'

export const signatureKinds = ['initials', 'personal', 'seal', 'attachment'] as const
export type SignatureKind = (typeof signatureKinds)[number]

const plans = { initials: initialsPlan, personal: personalPlan, seal: sealPlan, attachment: attachmentPlan }
const reasons = {
  initials: 'Ký nháy',
  personal: 'Ký ban hành',
  seal: 'Đóng dấu, phát hành',
  attachment: 'Ký số văn bản kèm theo',
}

export function planOf(
  kind: SignatureKind,
  place: Place,
  about: { readonly field: string; readonly time: number; readonly name?: string },
  picture: Picture | null,
): SignaturePlan {
  return plans[kind](place, { ...about, reason: reasons[kind] }, picture)
}

/** Where to begin when the paper does not say: lower right of its last page. */
export const freePlace = (page: number): Place => ({ page, x: 330, y: 90, width: 132, height: 62 })

/** Vietnamese time, ISO 8601 with its zone, as the decree wants it beside an agency's number. */
export const zonedTime = (ms: number): string =>
  `${new Date(ms + 7 * 3600_000).toISOString().slice(0, 19)}+07:00`

const bare = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/gi, 'd')
    .replace(/\(.*?\)/g, '')
    .toLocaleLowerCase('vi')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

/** First letters, for a picture too small for a whole name. */
export const initialsOf = (name: string): string =>
  name
    .replace(/\(.*?\)/g, '')
    .trim()
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .join('')

export const sameName = (one: string, other: string): boolean => bare(one) === bare(other)

/** Something that can be signed now. */
export interface ToSign {
  readonly key: string
  readonly paper: PaperAsked
  readonly kind: PaperAsked['kind']
  /** Of the ballot, the count or the document. */
  readonly about: string
  readonly item: string | null
  readonly document: DocumentRecord | null
}

const runs = (roles: readonly string[]): boolean => roles.includes('secretariat') || roles.includes('chair')

/** Papers the system makes, and documents of the session that are signed in series. */
export function toSign(records: State, roles: readonly string[]): { made: ToSign[]; series: ToSign[] } {
  const desk = runs(roles)
  const items: readonly Item[] = itemsInOrder(records)
  const last = items.at(-1)?.id ?? null
  const made: ToSign[] = []
  const opened = records.every('session').some((one) => one.state !== 'preparing')
  if (desk && opened)
    made.push({ key: 'minutes', paper: { kind: 'minutes' }, kind: 'minutes', about: '', item: last, document: null }) // prettier-ignore
  for (const { id, title, item } of records.every('paperBallot')) {
    if (!records.one('paperResult', id)) continue
    const paper = { kind: 'tallyRecord', paper: id } as const
    made.push({ key: `tally ${id}`, paper, kind: 'tallyRecord', about: title, item, document: null })
  }
  if (desk)
    for (const { id, question, item, state } of records.every('ballot')) {
      if (state !== 'published') continue
      const paper = { kind: 'resultSheet', ballot: id } as const
      made.push({ key: `sheet ${id}`, paper, kind: 'resultSheet', about: question, item, document: null })
    }
  const series = records
    .every('document')
    .filter((one) => one.state !== 'withdrawn' && one.replacedBy === null)
    .filter(({ documentType, facts }) =>
      desk
        ? facts.signed !== undefined || documentType === 'minutes' || documentType === 'resolution'
        : facts.signed?.paper === 'tallyRecord',
    )
    .map((document): ToSign => ({
      key: document.id,
      paper: { kind: 'document', document: document.id },
      kind: 'document',
      about: document.title,
      item: document.item,
      document,
    }))
  return { made, series }
}
