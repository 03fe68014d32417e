/**
 * Erases from this device what it kept of the house: documents, sessions, notes, places.
 * What must stay true: the keys go first, so that what is sealed is unreadable from that moment, whatever happens to the
 * rest; the name by which the server knows the device stays, and how the screen looks.
 */
import { deleteDB } from 'idb'
import { forgetSeal } from '../files/sealer.ts'
import { forgetKept } from './kept.ts'

const placesAndTools = /^nt\.(?:place|tool|me|heat|read)\b/

function forgetKeys(storage: Storage): void {
  for (const key of Array.from({ length: storage.length }, (_, n) => storage.key(n)))
    if (key !== null && placesAndTools.test(key)) storage.removeItem(key)
}

/** A database still open in some window goes when that window does: not to be waited for. */
const begun = (work: Promise<void>): Promise<void> =>
  Promise.race([work, new Promise<void>((resolve) => setTimeout(resolve, 1500))])

export async function forgetEverything(): Promise<void> {
  await begun(forgetSeal())
  await begun(forgetKept())
  try {
    forgetKeys(localStorage)
  } catch {
    // Storage is forbidden: then nothing was kept.
  }
  const all = await (indexedDB.databases as typeof indexedDB.databases | undefined)?.call(indexedDB)
  const names = all?.flatMap(({ name }) => (name?.startsWith('nghi-truong') ? [name] : []))
  await Promise.all((names ?? ['nghi-truong-files']).map((name) => begun(deleteDB(name))))
  await window.nghiTruong?.shelf.wipe()
}
