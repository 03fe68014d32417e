/**
 * The logical structure of a tagged file (ISO 32000-2, 14.7): a new signature widget may bring its own element.
 * What must stay true: elements that were there stay as they are, but for new kids at the end of a list that lead to
 * nothing but new signature widgets.
 */
import { arrayAt, load, resolve } from '../pdf/document.ts'
import type { View } from '../pdf/document.ts'
import type { PdfDict, PdfValue } from '../pdf/values.ts'
import { intOf, isArray, isDict, isRef, nameOf } from '../pdf/values.ts'
import type { FormNodes } from './pages.ts'
import type { Pair } from './pair.ts'
import { arrive, differs, enter, find, forbid, freely } from './pair.ts'

const kidsOf = (view: View, dict: PdfDict): PdfValue[] => {
  const kids = resolve(view, dict.get('K'))
  return kids === null ? [] : isArray(kids) ? kids : [dict.get('K') ?? null]
}

/** Numbers of all structure elements. */
export const readElements = (view: View, root: PdfValue | undefined): Set<number> => {
  const out = new Set<number>()
  const queue: PdfValue[] = [root ?? null]
  for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
    view.document.budget.work(4)
    if (isRef(item)) {
      if (out.has(item.num)) continue
      out.add(item.num)
    }
    const dict = resolve(view, item)
    if (isDict(dict) && !dict.has('Obj') && nameOf(dict.get('Type')) !== 'MCR')
      queue.push(...kidsOf(view, dict))
    else if (isRef(item)) out.delete(item.num)
  }
  return out
}

const sameKid = (pair: Pair, a: PdfValue, b: PdfValue | undefined): boolean =>
  isRef(a) ? isRef(b) && a.num === b.num : !differs(pair, a, b)

/** A new element that leads only to new signature widgets. */
const isFresh = (pair: Pair, item: PdfValue, form: FormNodes, depth: number): boolean => {
  pair.new.document.budget.work(4)
  if (depth > 20) return false
  if (isRef(item)) {
    const change = pair.changed.get(item.num)
    if (!change || change.old !== null) return false
    pair.explained.add(item.num)
  }
  const dict = resolve(pair.new, item)
  if (!isDict(dict)) return false
  if (nameOf(dict.get('Type')) === 'OBJR' || dict.has('Obj')) {
    const target = dict.get('Obj')
    return isRef(target) && form.fresh.has(target.num)
  }
  const kids = kidsOf(pair.new, dict)
  for (const [key, one] of dict) if (key !== 'K' && key !== 'P' && key !== 'Pg') freely(pair, null, one, `/StructTreeRoot (new)/${key}`) // prettier-ignore
  arrive(pair, null, dict.get('K') ?? null, '/StructTreeRoot (new)/K')
  return kids.every((kid) => isFresh(pair, kid, form, depth + 1))
}

const compareKids = (
  pair: Pair,
  old: PdfDict,
  fresh: PdfDict,
  form: FormNodes,
  path: string,
  seen: Set<number>,
): void => {
  enter(pair, old.get('K'), fresh.get('K'), path)
  const before = kidsOf(pair.old, old)
  const after = kidsOf(pair.new, fresh)
  let at = 0
  for (const kid of after) {
    pair.new.document.budget.work(2)
    const expected = before[at]
    if (expected !== undefined && sameKid(pair, expected, kid)) {
      compareElement(pair, expected, kid, form, `${path}/${at}`, seen)
      at++
    } else if (isFresh(pair, kid, form, 0)) find(pair, 'FORM_FILL', 'change.formFill', path)
    else return find(pair, 'FORBIDDEN', 'change.structure', path)
  }
  if (at < before.length) find(pair, 'FORBIDDEN', 'change.structure', path)
}

const compareElement = (
  pair: Pair,
  before: PdfValue,
  after: PdfValue,
  form: FormNodes,
  path: string,
  seen: Set<number>,
): void => {
  if (!isRef(after) || !isRef(before)) return
  if (seen.has(after.num) || !pair.dirty.has(after.num)) return
  seen.add(after.num)
  arrive(pair, before, after, path)
  const old = load(pair.old, after.num)?.value ?? null
  const fresh = load(pair.new, after.num)?.value ?? null
  if (!isDict(old) || !isDict(fresh)) {
    if (old !== fresh) find(pair, 'FORBIDDEN', 'change.structure', path, after.num)
    return
  }
  for (const key of new Set([...old.keys(), ...fresh.keys()])) {
    if (key === 'K') compareKids(pair, old, fresh, form, `${path}/K`, seen)
    else forbid(pair, old.get(key), fresh.get(key), `${path}/${key}`, 'change.structure')
  }
}

/** A number tree flattened; null where it is too large or ill-formed. */
const flatten = (pair: Pair, view: View, root: PdfValue | undefined): Map<number, PdfValue> | null => {
  const out = new Map<number, PdfValue>()
  const seen = new Set<number>()
  const walk = (item: PdfValue | undefined, depth: number): boolean => {
    pair.new.document.budget.work(4)
    if (isRef(item)) {
      if (seen.has(item.num)) return false
      seen.add(item.num)
    }
    const node = resolve(view, item)
    if (!isDict(node) || depth > 40) return false
    const numbers = arrayAt(view, node, 'Nums') ?? []
    for (let n = 0; n + 1 < numbers.length; n += 2) {
      const key = intOf(resolve(view, numbers[n]))
      if (key === null) return false
      out.set(key, numbers[n + 1] ?? null)
    }
    return (arrayAt(view, node, 'Kids') ?? []).every((kid) => walk(kid, depth + 1))
  }
  return walk(root, 0) ? out : null
}

const compareParents = (pair: Pair, before: PdfValue | undefined, after: PdfValue | undefined): void => {
  const path = '/StructTreeRoot/ParentTree'
  if (!enter(pair, before, after, path)) return
  if (!differs(pair, before, after)) return freely(pair, before, after, path)
  const old = before === undefined ? new Map<number, PdfValue>() : flatten(pair, pair.old, before)
  const fresh = flatten(pair, pair.new, after)
  if (!old || !fresh) return find(pair, 'FORBIDDEN', 'change.structure', path)
  for (const [key, item] of old) {
    if (!fresh.has(key)) return find(pair, 'FORBIDDEN', 'change.structure', `${path}/${key}`)
    forbid(pair, item, fresh.get(key), `${path}/${key}`, 'change.structure')
  }
  for (const [key, item] of fresh) {
    if (old.has(key)) continue
    const known = isRef(item) && (pair.nodes.has(item.num) || pair.changed.get(item.num)?.old === null)
    if (!known) return find(pair, 'FORBIDDEN', 'change.structure', `${path}/${key}`)
  }
  freely(pair, before, after, path)
  find(pair, 'FORM_FILL', 'change.formFill', path)
}

/** The catalog's /StructTreeRoot. */
export const compareStructure = (
  pair: Pair,
  before: PdfValue | undefined,
  after: PdfValue | undefined,
  form: FormNodes,
): void => {
  const path = '/StructTreeRoot'
  const values = enter(pair, before, after, path)
  if (!values) return
  if (!isDict(values.old) || !isDict(values.new)) return forbid(pair, before, after, path, 'change.structure')
  const { old, new: fresh } = values
  for (const key of new Set([...old.keys(), ...fresh.keys()])) {
    const a = old.get(key)
    const b = fresh.get(key)
    if (key === 'K') compareKids(pair, old, fresh, form, `${path}/K`, new Set())
    else if (key === 'ParentTree') compareParents(pair, a, b)
    else if (key === 'ParentTreeNextKey') {
      const was = intOf(resolve(pair.old, a)) ?? 0
      const now = intOf(resolve(pair.new, b)) ?? -1
      if (was === now) continue
      find(
        pair,
        now > was ? 'FORM_FILL' : 'FORBIDDEN',
        now > was ? 'change.formFill' : 'change.structure',
        path,
      )
    } else forbid(pair, a, b, `${path}/${key}`, 'change.structure')
  }
}
