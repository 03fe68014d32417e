/** Small questions about where objects lie. Offsets are those of the file. */
import type { View } from '../pdf/document.ts'
import { entryOf } from '../pdf/document.ts'

/** The offset an entry of a view names, null where it names none. */
export const offsetOf = (view: View, num: number): number | null => {
  const entry = entryOf(view, num)
  return entry?.kind === 'at' ? entry.offset : null
}
