/**
 * Rooms in the store: how a room is read back, and how its rows are folded together when nobody needs it.
 * What must stay true: each row is one person's and is read back as his; a row that does not fit is left out and said,
 * never guessed at; folding keeps a person's part byte for byte except contents he or the presenter has deleted.
 */
import type { AnnotationStore } from '../store/ports.ts'
import { createContent, type Content, type Rules } from './content.ts'
import { scanUpdate } from './scan.ts'

/** A person's rows are folded into one when there are more. */
const manyRows = 64
const noLimits = { clients: Number.MAX_SAFE_INTEGER, structs: Number.MAX_SAFE_INTEGER }

export interface Loaded {
  readonly content: Content
  /** By person: rows, and the last row's number. */
  readonly rows: ReadonlyMap<string, { readonly count: number; readonly last: number }>
  /** Rows that could not be read back. */
  readonly unfit: number
  /** A private layer holds rows from before marks were locked: they are folded as soon as their marks are replaced. */
  readonly plain: boolean
}

export async function loadRoom(store: AnnotationStore, room: string, rules: Rules): Promise<Loaded> {
  // What was accepted once is not measured again: limits may have become smaller since.
  const open: { -readonly [K in keyof Rules]: Rules[K] } = {
    ...rules,
    sealed: false,
    roomBytes: Infinity,
    personBytes: Infinity,
  }
  const content = createContent(open)
  const rows = new Map<string, { count: number; last: number }>()
  let waiting = await store.load(room)
  let plain = false
  // Folding moves a person's row to where his last one stood: what others deleted of his may then come before it.
  for (let before = waiting.length + 1; waiting.length < before;) {
    before = waiting.length
    waiting = waiting.filter(({ seq, author, bytes }) => {
      const scan = scanUpdate(bytes, noLimits)
      const taken = scan && content.accept(author, scan, 'said')
      if (scan === null || typeof taken === 'string') return true
      if (rules.sealed && scan.blocks.some(({ structs }) => structs.some((one) => !one.sealed))) plain = true
      const known = rows.get(author)
      rows.set(author, { count: (known?.count ?? 0) + 1, last: Math.max(seq, known?.last ?? 0) })
      return false
    })
  }
  open.roomBytes = rules.roomBytes
  open.personBytes = rules.personBytes
  open.sealed = rules.sealed ?? false
  return { content, rows, unfit: waiting.length, plain }
}

/** Folds each person's rows into one where there are many. @returns how many people were folded */
export async function foldRoom(store: AnnotationStore, room: string, rules: Rules): Promise<number> {
  const { content, rows, unfit, plain } = await loadRoom(store, room, rules)
  // Folding would throw away for good what could not be read: leave it to be looked at.
  if (unfit > 0) return 0
  let folded = 0
  for (const [person, { count, last }] of rows) {
    if (count <= manyRows && !plain) continue
    await store.compact(room, person, last, content.partOf(person))
    folded++
  }
  return folded
}
