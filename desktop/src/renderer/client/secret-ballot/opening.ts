/**
 * The opening of a tested ballot as letters for a QR code, and back.
 * What must stay true: it fits one QR code for every shape of question there is; what was read wrong is no opening.
 */
import type { TestOpening } from './paper.ts'

const prefix = 'NTKT1'

const toHex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** `NTKT1.uuid.tracker.seed.marks`; marks as 0 and 1, questions parted by `-`. */
export const openingText = ({ uuid, tracker, seed, marks }: TestOpening): string =>
  [prefix, uuid, tracker, toHex(seed), marks.map((one) => one.join('')).join('-')].join('.')

export function readOpening(text: string): TestOpening | null {
  const [head, uuid, tracker, seed, marks, more] = text.trim().split('.')
  if (head !== prefix || more !== undefined) return null
  if (!uuid || !/^[1-9A-HJ-NP-Za-km-z]{14,}$/.test(uuid)) return null
  if (!tracker || !/^[A-Za-z0-9+/]{43}$/.test(tracker)) return null
  if (!seed || !/^[0-9a-f]{64}$/.test(seed)) return null
  if (!marks || !/^[01]+(?:-[01]+)*$/.test(marks)) return null
  return {
    uuid,
    tracker,
    seed: Uint8Array.from(seed.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
    marks: marks.split('-').map((one) => Array.from(one, Number)),
  }
}
