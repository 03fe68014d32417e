/**
 * Which pages changed between two versions, and in which words: "Có gì mới từ lần tôi đọc?".
 * What must stay true: every page of both versions is in the list once; a page said to be unchanged has the same words in
 * the same order, numbers and diacritics included; words that only moved are told apart from words that are new.
 */
import { align } from './align.ts'
import { streamOf, type ReadPage, type Stream } from './stream.ts'

export interface Difference {
  /** same: in both. new: only in this version. moved: in both, elsewhere. */
  readonly kind: 'same' | 'new' | 'moved'
  /** Offsets in the text of the page. */
  readonly start: number
  readonly end: number
}

export interface PageChange {
  /** From 1; absent where the page exists in one version only. */
  readonly old?: number
  readonly fresh?: number
  /** reflowed: the words stayed, some lie on a neighbouring page now. */
  readonly kind: 'same' | 'reflowed' | 'moved' | 'changed' | 'inserted' | 'deleted' | 'unread'
  /** Share of the letters of the fresher page (of the old one when deleted) found in the other version, 0 to 1. */
  readonly kept: number
  /** For the side-by-side view: words of the old page, `new` meaning gone; then of the new page. */
  readonly before: readonly Difference[]
  readonly after: readonly Difference[]
}

const shareOf = (stream: Stream, map: Int32Array, page: number): number => {
  const from = stream.starts[page - 1] ?? 0
  const to = stream.starts[page] ?? from
  let kept = 0
  for (let n = from; n < to; n++) if ((map[n] ?? -1) >= 0) kept++
  return to === from ? 0 : kept / (to - from)
}

/** Pages of the other version by how many letters of `page` they hold. */
function held(stream: Stream, map: Int32Array, other: Stream, page: number): Map<number, number> {
  const out = new Map<number, number>()
  for (let n = stream.starts[page - 1] ?? 0; n < (stream.starts[page] ?? 0); n++) {
    const there = other.page[map[n] ?? -1]
    if (there !== undefined) out.set(there, (out.get(there) ?? 0) + 1)
  }
  return out
}

/** Words of a page, neighbours of one kind joined. Letters out of the order of those before them have moved. */
function differences(stream: Stream, map: Int32Array, text: string, page: number): readonly Difference[] {
  const out: { kind: Difference['kind']; start: number; end: number }[] = []
  const end = stream.starts[page] ?? 0
  let from = stream.starts[page - 1] ?? end
  let latest = -1
  for (let n = from + 1; n <= end; n++) {
    if (n < end && stream.border[n] === 0) continue
    const there = map[from] ?? -1
    let whole = there >= 0
    for (let at = from; at < n; at++) whole &&= map[at] === there + at - from
    const kind = !whole ? 'new' : there < latest ? 'moved' : 'same'
    if (whole) latest = kind === 'moved' && latest - there > far ? there : Math.max(latest, there)
    const start = stream.at[from] ?? 0
    const stop = n < stream.text.length && n < end ? (stream.at[n] ?? start) : text.length
    const last = out.at(-1)
    if (last?.kind === kind) last.end = stop
    else out.push({ kind, start, end: stop })
    from = n
  }
  return out
}

/** After a jump back of more letters than this the text goes on from there. */
const far = 400

export function changesBetween(
  oldPages: readonly ReadPage[],
  newPages: readonly ReadPage[],
): readonly PageChange[] {
  const older = streamOf(oldPages)
  const newer = streamOf(newPages)
  const { toNew, toOld } = align(older, newer)
  const out: PageChange[] = []
  const partners = new Map<number, number>()
  // The best pairs first, each page in one pair only.
  const pairs = newPages.flatMap((_, index) =>
    [...held(newer, toOld, older, index + 1)].map(([old, letters]) => ({ old, fresh: index + 1, letters })),
  )
  const used = new Set<number>()
  for (const { old, fresh } of pairs.sort((a, b) => b.letters - a.letters || a.fresh - b.fresh)) {
    if (used.has(old) || partners.has(fresh)) continue
    used.add(old)
    partners.set(fresh, old)
  }
  // Pages without text are the same when they look the same, in order.
  const bareOf = (pages: readonly ReadPage[], page: number): boolean =>
    (pages[page - 1]?.text ?? '').trim() === ''
  let blind = 0
  newPages.forEach((page, index) => {
    if (partners.has(index + 1) || !bareOf(newPages, index + 1)) return
    const match = oldPages.findIndex(
      (one, n) => n >= blind && !used.has(n + 1) && bareOf(oldPages, n + 1) && one.look === page.look,
    )
    if (match < 0) return
    blind = match + 1
    used.add(match + 1)
    partners.set(index + 1, match + 1)
  })
  let highest = 0
  newPages.forEach(({ text, look }, index) => {
    const fresh = index + 1
    const old = partners.get(fresh)
    if (old === undefined) {
      const kept = shareOf(newer, toOld, fresh)
      const kind =
        kept === 1 ? 'reflowed' : bareOf(newPages, fresh) && look === undefined ? 'unread' : 'inserted'
      out.push({ fresh, kind, kept, before: [], after: differences(newer, toOld, text, fresh) })
      return
    }
    const before = differences(older, toNew, oldPages[old - 1]?.text ?? '', old)
    const after = differences(newer, toOld, text, fresh)
    const kept = bareOf(newPages, fresh) ? 1 : shareOf(newer, toOld, fresh)
    const all = (list: readonly Difference[]): boolean => list.every(({ kind }) => kind === 'same')
    const alone = held(newer, toOld, older, fresh).size <= 1 && held(older, toNew, newer, old).size <= 1
    const forward = old > highest
    highest = Math.max(highest, old)
    const kind =
      bareOf(newPages, fresh) && look === undefined
        ? 'unread'
        : !all(before) || !all(after)
          ? 'changed'
          : !forward
            ? 'moved'
            : alone
              ? 'same'
              : 'reflowed'
    out.push({ old, fresh, kind, kept, before, after })
  })
  oldPages.forEach(({ text, look }, index) => {
    const old = index + 1
    if (used.has(old)) return
    const kept = shareOf(older, toNew, old)
    const kind = kept === 1 ? 'reflowed' : bareOf(oldPages, old) && look === undefined ? 'unread' : 'deleted'
    // Where it stood: before the first page that comes from a later one.
    const at = out.findIndex((one) => one.fresh !== undefined && (one.old ?? 0) > old)
    out.splice(at < 0 ? out.length : at, 0, {
      old,
      kind,
      kept,
      before: differences(older, toNew, text, old),
      after: [],
    })
  })
  return out
}
