/** The rows of a room's copy in memory, for tests: outlives rooms and pages as a device's storage does. */
import type { CopyRow, CopyStore } from './copy.ts'

export function disk(plain: readonly Uint8Array[] = []) {
  let last = 0
  let earlier = plain
  const rows = new Map<number, CopyRow>()
  const put = (bytes: CopyRow['bytes']): number => {
    rows.set(++last, { key: last, bytes })
    return last
  }
  const store: { -readonly [K in keyof CopyStore]: CopyStore[K] } = {
    rows: async () => [...rows.values()],
    add: async (bytes) => put(bytes),
    replace: async (gone, bytes) => {
      for (const key of gone) rows.delete(key)
      return put(bytes)
    },
    plain: async () => earlier,
    erasePlain: async () => void (earlier = []),
    close: () => undefined,
  }
  return { store, rows, everything: () => [...[...rows.values()].map(({ bytes }) => bytes), ...earlier] }
}
