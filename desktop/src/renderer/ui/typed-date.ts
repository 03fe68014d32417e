/**
 * Days and moments as people here type them: 08/12/2026, 08/12/2026 17:00.
 * What must stay true: the day comes first whatever language the browser speaks; a day that does not exist is no day;
 * what is typed is completed, never changed.
 */
import { day } from './dates.ts'

/** `day` holds `2026-12-08`, `moment` holds `2026-12-08T17:00`: a wall clock's time without a zone. */
export type TypedKind = 'day' | 'moment'

const two = (text: string): string => text.padStart(2, '0')

const dayShapes = [
  /^(?<d>\d{1,2})\s*[/.-]\s*(?<m>\d{1,2})\s*[/.-]\s*(?<y>\d{4})$/,
  /^(?<d>\d{2})(?<m>\d{2})(?<y>\d{4})$/,
  /^(?<y>\d{4})-(?<m>\d{2})-(?<d>\d{2})$/,
]

/** `2026-12-08` from `8/12/2026`, `08.12.2026`, `08-12-2026`, `08122026` or itself; null where there is no such day. */
export function readDay(text: string): string | null {
  const found = dayShapes.map((shape) => shape.exec(text.trim())?.groups).find((groups) => groups)
  if (!found) return null
  const { d = '', m = '', y = '' } = found
  const iso = `${y}-${two(m)}-${two(d)}`
  const ms = Date.parse(`${iso}T00:00:00Z`)
  // 31/02 is read as 03/03 by some engines: it must come back as it went in.
  const exists = Number.isFinite(ms) && new Date(ms).toISOString().slice(0, 10) === iso
  return exists && Number(y) >= 1900 && Number(y) < 2200 ? iso : null
}

/** `2026-12-08T17:00` from `8/12/2026 17:00`, also `17h00`, `17 giờ 00` and `17h`. */
export function readMoment(text: string): string | null {
  const found = /^(.*?)[\sT]+(\d{1,2})(?:\s*(?::|h|giờ)\s*(\d{2})?)\s*(?:phút)?$/iu.exec(text.trim())
  if (!found) return null
  const [, before = '', hour = '', minute] = found
  const at = readDay(before)
  // A colon promises minutes.
  if (minute === undefined && /:\s*$/.test(text)) return null
  return at !== null && Number(hour) < 24 && Number(minute ?? 0) < 60
    ? `${at}T${two(hour)}:${minute ?? '00'}`
    : null
}

export const readTyped = (kind: TypedKind, text: string): string | null =>
  kind === 'day' ? readDay(text) : readMoment(text)

/** `08/12/2026` or `08/12/2026 17:00`; nothing for nothing. */
export function typedText(value: string): string {
  if (value === '') return ''
  const [date = '', hour] = value.split('T')
  return hour === undefined ? day(date) : `${day(date)} ${hour}`
}

const sizes = [2, 2, 4, 2, 2] as const
const separators = ['/', '/', ' ', ':'] as const
const groupsOf = { day: 3, moment: 5 } as const

/** Typed so far exactly as the pattern has it, the separator after a full part present or not. */
const regular = /^\d{0,2}(?:\/\d{0,2}(?:\/\d{0,4}(?: \d{0,2}(?::\d{0,2})?)?)?)?$/

/**
 * What the field holds after a change: separators come by themselves while digits are typed at the end; a whole day
 * pasted is written in the usual form; whatever is deleted or mended inside stays as the person left it.
 */
export function completed(kind: TypedKind, before: string, typed: string): string {
  const added = typed.slice(before.length)
  if (!typed.startsWith(before) || added === '') return typed
  if (added.length > 1) {
    const value = readTyped(kind, typed)
    return value === null ? typed : typedText(value)
  }
  if (!regular.test(before)) return typed
  const parts = before.split(/[/ :]/)
  const at = parts.length - 1
  const part = parts[at] ?? ''
  const size = sizes[at] ?? 2
  const last = at === groupsOf[kind] - 1
  const separator = last ? '' : (separators[at] ?? '')
  const stem = before.slice(0, before.length - part.length)
  if (/\d/.test(added)) {
    if (part.length < size) {
      const now = part + added
      return stem + now + (now.length === size ? separator : '')
    }
    return last ? before : before + separator + added
  }
  if (!/[/.\-\s:h]/i.test(added)) return before
  // A separator typed by hand: after one figure it means a nought before it; after none it is already there.
  if (part === '' || last) return before
  return size === 2 ? stem + two(part) + separator : before + (part.length === size ? separator : '')
}
