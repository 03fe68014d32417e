/**
 * Where a signature stands and what it looks like (Nghị định 30/2020, Phụ lục I): a person's picture centred between his
 * office and his name; the agency's seal at actual size over about a third of that picture from its left; initials small,
 * at the end of the last line.
 * What must stay true: pictures are drawn over the whole box and nothing else is; a seal is never scaled.
 */
import type { Picture, SignaturePlan } from './prepare.ts'

/** Points from the lower left corner of a page; pages from 0. */
export interface Place {
  readonly page: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A council's seal is 36 mm across (Thông tư on seals of state bodies: to be confirmed for each council). */
export const sealSide = (36 / 25.4) * 72

type Named = Pick<SignaturePlan, 'field' | 'time'> &
  Partial<Pick<SignaturePlan, 'name' | 'reason' | 'location'>>

export function personalPlan(place: Place, named: Named, picture: Picture | null = null): SignaturePlan {
  const { page, x, y, width, height } = place
  const ratio = picture ? picture.width / picture.height : width / height
  const fit = Math.min(width, height * ratio)
  const tall = fit / ratio
  const left = x + (width - fit) / 2
  const low = y + (height - tall) / 2
  return { ...named, page, rect: [left, low, left + fit, low + tall], picture }
}

/** `beside`: the box of the personal signature the seal belongs to. */
export function sealPlan(beside: Place, named: Named, picture: Picture | null = null): SignaturePlan {
  const right = beside.x + beside.width / 3
  const low = beside.y + beside.height / 2 - sealSide / 2
  return { ...named, page: beside.page, rect: [right - sealSide, low, right, low + sealSide], picture }
}

/** Ký nháy: small, at the right of the box. */
export function initialsPlan(beside: Place, named: Named, picture: Picture | null = null): SignaturePlan {
  const side = 22
  const left = beside.x + beside.width - side
  return {
    ...named,
    page: beside.page,
    rect: [left, beside.y + beside.height, left + side, beside.y + beside.height + side / 2],
    picture,
  }
}

/** Top right of page 1 of an A4 sheet: where an agency signs an attachment, in words and without a seal. */
export const attachmentPlace: Place = { page: 0, x: 425, y: 798, width: 150, height: 26 }

/** An agency on an attachment: number and time in the whole box. */
export function attachmentPlan(place: Place, named: Named, picture: Picture | null = null): SignaturePlan {
  const { page, x, y, width, height } = place
  return { ...named, page, rect: [x, y, x + width, y + height], picture }
}
