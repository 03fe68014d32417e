/**
 * The difference engine: two revisions walked in lockstep, from the trailer along every path.
 * What must stay true: an object is judged on each path that leads to it, by the rule of that path; what differs and no
 * rule explains is FORBIDDEN; a changed object that no explained path reached is FORBIDDEN too.
 */
import type { Loaded, View } from '../pdf/document.ts'
import { entryOf, load, loadRef, numbersOf, streamBytes, streamLength } from '../pdf/document.ts'
import type { PdfDict, PdfStream, PdfValue } from '../pdf/values.ts'
import { isArray, isDict, isName, isRef, isStream, isString } from '../pdf/values.ts'
import type { ReasonCode } from '../report.ts'

export type Level = 'LTA' | 'FORM_FILL' | 'ANNOTATION' | 'FORBIDDEN'

export interface Finding {
  readonly level: Level
  readonly code: ReasonCode
  readonly path: string
  readonly object: number | null
  /** Fully qualified name of the existing field whose value or look changed; locks ask for it. */
  readonly field: string | null
}

export interface Change {
  readonly old: Loaded | null
  readonly new: Loaded | null
}

export interface Pair {
  readonly old: View
  readonly new: View
  /** Objects whose content differs. */
  readonly changed: ReadonlyMap<number, Change>
  /** Objects from which a changed one can be reached. */
  readonly dirty: ReadonlySet<number>
  /** Pages, fields, widgets, annotations: judged where they stand, elsewhere only named. */
  readonly nodes: Set<number>
  readonly findings: Finding[]
  readonly explained: Set<number>
}

export const find = (
  pair: Pair,
  level: Level,
  code: ReasonCode,
  path: string,
  object: number | null = null,
  field: string | null = null,
): void => {
  if (pair.findings.length < 200) pair.findings.push({ level, code, path, object, field })
}

const sameStreamBytes = (a: View, x: PdfStream, b: View, y: PdfStream): boolean => {
  if (x.start === y.start) return true
  const length = streamLength(a, x)
  if (length === null || length !== streamLength(b, y)) {
    if (a.document.crypt === null) return false
  }
  if (a.document.crypt !== null) {
    const one = streamBytes(a, x)
    const other = streamBytes(b, y)
    return one.length === other.length && one.every((v, i) => v === other[i])
  }
  const size = length ?? 0
  for (let at = 0; at < size; at += 65536) {
    const count = Math.min(65536, size - at)
    a.document.budget.work(count >> 2)
    const one = a.document.source.read(x.start + at, count)
    const other = a.document.source.read(y.start + at, count)
    if (!one.every((v, i) => v === other[i])) return false
  }
  return true
}

/** Equal as written: references by number, streams by their bytes. */
const sameShape = (pair: { old: View; new: View }, a: PdfValue, b: PdfValue): boolean => {
  if (a === b) return true
  if (isRef(a)) return isRef(b) && a.num === b.num && a.gen === b.gen
  if (isName(a)) return isName(b) && a.v === b.v
  if (isString(a)) return isString(b) && a.v === b.v
  if (isArray(a))
    return isArray(b) && a.length === b.length && a.every((one, n) => sameShape(pair, one, b[n] ?? null))
  if (isDict(a)) {
    if (!isDict(b) || a.size !== b.size) return false
    for (const [key, item] of a) {
      const other = b.get(key)
      if (other === undefined || !sameShape(pair, item, other)) return false
    }
    return true
  }
  if (isStream(a))
    return isStream(b) && sameShape(pair, a.dict, b.dict) && sameStreamBytes(pair.old, a, pair.new, b)
  return false
}

const refsOf = (item: PdfValue, out: Set<number>): void => {
  if (isRef(item)) out.add(item.num)
  else if (isArray(item)) for (const one of item) refsOf(one, out)
  else if (isDict(item)) for (const one of item.values()) refsOf(one, out)
  else if (isStream(item)) refsOf(item.dict, out)
}

const changedObjects = (older: View, newer: View): Map<number, Change> => {
  const candidates = new Set<number>()
  for (const section of newer.sections.slice(0, newer.sections.length - older.sections.length)) {
    for (const num of section.entries.keys()) candidates.add(num)
    for (const num of section.beside?.entries.keys() ?? []) candidates.add(num)
  }
  // A replaced object stream changes every object that is still said to be in it.
  for (const view of [older, newer]) {
    for (const num of numbersOf(view)) {
      view.document.budget.work(1 + (view.sections.length >> 2))
      const entry = entryOf(view, num)
      if (entry?.kind === 'in' && candidates.has(entry.container)) candidates.add(num)
    }
  }
  const changed = new Map<number, Change>()
  for (const num of candidates) {
    newer.document.budget.work(10)
    const a = load(older, num)
    const b = load(newer, num)
    if (a === b || (a && b && a.key === b.key)) continue
    if (a && b && a.gen === b.gen && !b.duplicate && sameShape({ old: older, new: newer }, a.value, b.value))
      continue
    changed.set(num, { old: a, new: b })
  }
  return changed
}

const dirtyObjects = (older: View, newer: View, changed: ReadonlyMap<number, Change>): Set<number> => {
  const back = new Map<number, number[]>()
  const note = (view: View, num: number): void => {
    const loaded = load(view, num)
    if (!loaded) return
    let refs = view.document.references.get(loaded.key)
    if (!refs) {
      const found = new Set<number>()
      refsOf(loaded.value, found)
      refs = Int32Array.from(found)
      view.document.references.set(loaded.key, refs)
    }
    view.document.budget.work(refs.length * 3 + 10)
    for (const target of refs) {
      const list = back.get(target)
      if (list) list.push(num)
      else back.set(target, [num])
    }
  }
  for (const num of numbersOf(newer)) note(newer, num)
  // Only changed objects have other references in the older view.
  for (const num of changed.keys()) note(older, num)
  const dirty = new Set(changed.keys())
  const queue = [...dirty]
  for (let num = queue.pop(); num !== undefined; num = queue.pop()) {
    for (const holder of back.get(num) ?? []) {
      if (dirty.has(holder)) continue
      dirty.add(holder)
      queue.push(holder)
    }
  }
  return dirty
}

export const openPair = (older: View, newer: View): Pair => {
  const changed = changedObjects(older, newer)
  return {
    old: older,
    new: newer,
    changed,
    dirty: changed.size === 0 ? new Set() : dirtyObjects(older, newer, changed),
    nodes: new Set(),
    findings: [],
    explained: new Set(),
  }
}

/** Notes that an explained path arrived at a new value; an old number serving another purpose is a finding. */
export const arrive = (pair: Pair, before: PdfValue, after: PdfValue, path: string): void => {
  if (!isRef(after)) return
  const change = pair.changed.get(after.num)
  if (!change) return
  if (change.old === null || (isRef(before) && before.num === after.num)) pair.explained.add(after.num)
  else find(pair, 'FORBIDDEN', 'change.unexplained', `${path} (number reused)`, after.num)
}

const follow = (view: View, item: PdfValue): PdfValue => {
  let out = item
  for (let n = 0; isRef(out) && n < 16; n++) out = loadRef(view, out)?.value ?? null
  return isRef(out) ? null : out
}

/** Both sides resolved, the arrival noted; null where they are certainly the same. */
export const enter = (
  pair: Pair,
  before: PdfValue | undefined,
  after: PdfValue | undefined,
  path: string,
): { old: PdfValue; new: PdfValue } | null => {
  const a = before ?? null
  const b = after ?? null
  if (isRef(a) && isRef(b) && a.num === b.num && a.gen === b.gen && !pair.dirty.has(a.num)) return null
  arrive(pair, a, b, path)
  return { old: follow(pair.old, a), new: follow(pair.new, b) }
}

type OnDifference = (path: string, object: number | null) => void

/**
 * Strict comparison along one path: everything below must be the same, but for nodes that are judged elsewhere. Each
 * difference is told once and not followed further.
 */
export const strict = (
  pair: Pair,
  before: PdfValue | undefined,
  after: PdfValue | undefined,
  path: string,
  onDifference: OnDifference,
  seen: Set<string> = new Set(),
): void => {
  const a = before ?? null
  const b = after ?? null
  pair.new.document.budget.work(1)
  if (isRef(a) && isRef(b) && a.num === b.num && a.gen === b.gen) {
    if (!pair.dirty.has(a.num) || pair.nodes.has(a.num)) return
  }
  if ((isRef(a) && pair.nodes.has(a.num)) || (isRef(b) && pair.nodes.has(b.num))) {
    return onDifference(path, isRef(b) ? b.num : null)
  }
  const object = isRef(b) ? b.num : null
  if (isRef(a) || isRef(b)) {
    const key = `${isRef(a) ? a.num : 'x'}:${isRef(b) ? b.num : 'x'}`
    if (isRef(a) && isRef(b)) {
      if (seen.has(key)) return
      seen.add(key)
    }
    arrive(pair, a, b, path)
    const x = follow(pair.old, a)
    const y = follow(pair.new, b)
    // A value that could be read and now cannot, or the other way round, differs below.
    return strictValues(pair, x, y, path, onDifference, seen, object)
  }
  strictValues(pair, a, b, path, onDifference, seen, object)
}

const strictValues = (
  pair: Pair,
  a: PdfValue,
  b: PdfValue,
  path: string,
  onDifference: OnDifference,
  seen: Set<string>,
  object: number | null,
): void => {
  if (isArray(a) && isArray(b)) {
    if (a.length !== b.length) return onDifference(path, object)
    a.forEach((one, n) => strict(pair, one, b[n], `${path}/${n}`, onDifference, seen))
    return
  }
  if (isDict(a) && isDict(b)) return strictDicts(pair, a, b, path, onDifference, seen, [])
  if (isStream(a) && isStream(b)) {
    strictDicts(pair, a.dict, b.dict, path, onDifference, seen, ['Length'])
    if (!sameStreamBytes(pair.old, a, pair.new, b)) onDifference(path, object)
    return
  }
  if (!sameShape(pair, a, b)) onDifference(path, object)
}

const strictDicts = (
  pair: Pair,
  a: PdfDict,
  b: PdfDict,
  path: string,
  onDifference: OnDifference,
  seen: Set<string>,
  except: readonly string[],
): void => {
  for (const key of new Set([...a.keys(), ...b.keys()]))
    if (!except.includes(key)) strict(pair, a.get(key), b.get(key), `${path}/${key}`, onDifference, seen)
}

/** Whether anything below differs, without judging it. */
export const differs = (pair: Pair, before: PdfValue | undefined, after: PdfValue | undefined): boolean => {
  let out = false
  const quiet: Pair = { ...pair, findings: [], explained: new Set() }
  strict(quiet, before, after, '', () => {
    out = true
  })
  return out || quiet.findings.length > 0
}

/** Everything below must be the same; a difference is FORBIDDEN under this code. */
export const forbid = (
  pair: Pair,
  before: PdfValue | undefined,
  after: PdfValue | undefined,
  path: string,
  code: ReasonCode,
): void => strict(pair, before, after, path, (where, object) => find(pair, 'FORBIDDEN', code, where, object))

/** What is new below, explained as a whole. Old numbers given a new content may not hide in it. */
export const added = (
  pair: Pair,
  item: PdfValue | undefined,
  path: string,
  seen: Set<number> = new Set(),
): void => {
  const value = item ?? null
  pair.new.document.budget.work(1)
  if (isRef(value)) {
    if (pair.nodes.has(value.num) || seen.has(value.num) || !pair.dirty.has(value.num)) return
    seen.add(value.num)
    const change = pair.changed.get(value.num)
    if (change && change.old !== null && !pair.explained.has(value.num))
      return find(pair, 'FORBIDDEN', 'change.unexplained', `${path} (number reused)`, value.num)
    if (change) pair.explained.add(value.num)
    return added(pair, loadRef(pair.new, value)?.value ?? null, path, seen)
  }
  if (isArray(value)) value.forEach((one, n) => added(pair, one, `${path}/${n}`, seen))
  else if (isDict(value)) for (const [key, one] of value) added(pair, one, `${path}/${key}`, seen)
  else if (isStream(value)) added(pair, value.dict, path, seen)
}

/** Both sides below may differ freely; an object may be rewritten only in its own place. */
export const freely = (
  pair: Pair,
  before: PdfValue | undefined,
  after: PdfValue | undefined,
  path: string,
  seen: Set<string> = new Set(),
): void => {
  const a = before ?? null
  const b = after ?? null
  pair.new.document.budget.work(1)
  if (isRef(b)) {
    if (pair.nodes.has(b.num) || !pair.dirty.has(b.num)) return
    const key = `${isRef(a) ? a.num : 'x'}:${b.num}`
    if (seen.has(key)) return
    seen.add(key)
    arrive(pair, a, b, path)
  }
  const x = follow(pair.old, a)
  const y = follow(pair.new, b)
  if (isArray(y)) y.forEach((one, n) => freely(pair, isArray(x) ? x[n] : null, one, `${path}/${n}`, seen))
  else if (isDict(y)) for (const [key, one] of y) freely(pair, isDict(x) ? x.get(key) : null, one, `${path}/${key}`, seen) // prettier-ignore
  else if (isStream(y)) for (const [key, one] of y.dict) freely(pair, isStream(x) ? x.dict.get(key) : null, one, `${path}/${key}`, seen) // prettier-ignore
}
