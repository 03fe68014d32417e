/**
 * The page tree and its annotations.
 * What must stay true: pages stay what and where they are; only /Annots (and /Tabs) may change, and a widget may appear
 * there only if the form explains it.
 */
import type { View } from '../pdf/document.ts'
import { arrayAt, load, resolve } from '../pdf/document.ts'
import { catalogOf } from '../fields.ts'
import type { PdfDict, PdfValue } from '../pdf/values.ts'
import { isArray, isDict, isName, isRef, isString, nameOf } from '../pdf/values.ts'
import type { Pair } from './pair.ts'
import { added, arrive, differs, enter, find, forbid, freely } from './pair.ts'

export interface PageTree {
  readonly pages: Set<number>
  readonly annotations: Set<number>
}

/** Numbers of all page tree nodes and of all annotations on them. */
export const readPages = (view: View): PageTree => {
  const tree: PageTree = { pages: new Set(), annotations: new Set() }
  const walk = (item: PdfValue | undefined, depth: number): void => {
    view.document.budget.work(10)
    if (isRef(item)) {
      if (tree.pages.has(item.num)) return
      tree.pages.add(item.num)
    }
    const node = resolve(view, item)
    if (!isDict(node) || depth > 60) return
    for (const one of arrayAt(view, node, 'Annots') ?? []) if (isRef(one)) tree.annotations.add(one.num)
    for (const kid of arrayAt(view, node, 'Kids') ?? []) walk(kid, depth + 1)
  }
  walk(catalogOf(view)?.get('Pages'), 0)
  return tree
}

export interface FormNodes {
  /** Fields and widgets that were there before, by number. */
  readonly known: ReadonlySet<number>
  /** Widgets of new, explained signature fields. */
  readonly fresh: ReadonlySet<number>
}

const annotationTypes = new Set(
  'Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly Strikeout StrikeOut Caret Stamp Ink Popup FileAttachment Sound Movie Screen Redact Watermark Projection'.split(' '), // prettier-ignore
)

const subtype = (dict: PdfValue): string | null => (isDict(dict) ? nameOf(dict.get('Subtype')) : null)

const compareAnnotation = (pair: Pair, num: number, path: string): void => {
  if (!pair.dirty.has(num)) return
  const before = load(pair.old, num)?.value ?? null
  const after = load(pair.new, num)?.value ?? null
  arrive(pair, { t: 'ref', num, gen: 0 }, { t: 'ref', num, gen: 0 }, path)
  // The annotation is a node, so its content has to be compared by value.
  if (!differs(pair, before, after)) return freely(pair, before, after, path)
  const widget = subtype(before) === 'Widget' || subtype(after) === 'Widget'
  const type = isDict(after) ? nameOf(resolve(pair.new, after.get('Type'))) : null
  const kind = subtype(after)
  // A dictionary that is an annotation and something else besides could change under the annotation's name.
  const pure = (type === null || type === 'Annot') && kind !== null && annotationTypes.has(kind)
  if (widget || !pure || !isDict(after)) return forbid(pair, before, after, path, 'change.form')
  freely(pair, before, after, path)
  find(pair, 'ANNOTATION', 'change.annotation', path, num)
}

const compareAnnots = (
  pair: Pair,
  before: PdfValue | undefined,
  after: PdfValue | undefined,
  form: FormNodes,
  path: string,
): void => {
  const values = enter(pair, before, after, path)
  if (!values) return
  const old = isArray(values.old) ? values.old : []
  const fresh = isArray(values.new) ? values.new : []
  if (values.new !== null && !isArray(values.new)) return find(pair, 'FORBIDDEN', 'change.page', path)
  const oldNums = old.filter(isRef).map((ref) => ref.num)
  const newNums = fresh.filter(isRef).map((ref) => ref.num)
  const oldSet = new Set(oldNums)
  const newSet = new Set(newNums)
  if (newSet.size !== newNums.length && newNums.length - newSet.size > oldNums.length - oldSet.size)
    find(pair, 'FORBIDDEN', 'change.page', `${path} (twice)`)
  for (const num of oldSet) {
    if (newSet.has(num)) {
      if (!form.known.has(num)) compareAnnotation(pair, num, `${path}/${num}`)
      continue
    }
    const widget = form.known.has(num) || subtype(load(pair.old, num)?.value ?? null) === 'Widget'
    if (load(pair.old, num) === null) find(pair, 'LTA', 'change.lta', `${path}/${num}`, num)
    else if (widget) find(pair, 'FORBIDDEN', 'change.form', `${path}/${num}`, num)
    else find(pair, 'ANNOTATION', 'change.annotation', `${path}/${num}`, num)
  }
  for (const num of newSet) {
    if (oldSet.has(num)) continue
    if (form.fresh.has(num)) continue
    // A widget that had no page is shown now; the form says whether its field was signed with it.
    if (form.known.has(num)) {
      find(pair, 'FORM_FILL', 'change.appearance', `${path}/${num}`, num)
      continue
    }
    const item = load(pair.new, num)
    if (subtype(item?.value ?? null) === 'Widget' || !isDict(item?.value)) {
      find(pair, 'FORBIDDEN', 'change.form', `${path}/${num}`, num)
      continue
    }
    const change = pair.changed.get(num)
    if (change && change.old !== null)
      find(pair, 'FORBIDDEN', 'change.unexplained', `${path} (number reused)`, num)
    pair.explained.add(num)
    added(pair, item.value, `${path}/${num}`)
    find(pair, 'ANNOTATION', 'change.annotation', `${path}/${num}`, num)
  }
  const kept = oldNums.filter((num) => newSet.has(num))
  const order = newNums.filter((num) => oldSet.has(num))
  if (kept.some((num, n) => num !== order[n]))
    find(pair, 'ANNOTATION', 'change.annotation', `${path} (order)`)
  const direct = (list: PdfValue[]): PdfValue[] => list.filter((item) => !isRef(item))
  if (differs(pair, direct(old), direct(fresh))) {
    const widget = [...direct(old), ...direct(fresh)].some(
      (item) => subtype(item) === 'Widget' || !isDict(item),
    )
    freely(pair, direct(old), direct(fresh), path)
    find(pair, widget ? 'FORBIDDEN' : 'ANNOTATION', widget ? 'change.form' : 'change.annotation', path)
  }
}

const compareNode = (
  pair: Pair,
  before: PdfValue | undefined,
  after: PdfValue | undefined,
  form: FormNodes,
  path: string,
  seen: Set<number>,
): void => {
  const a = before ?? null
  const b = after ?? null
  if (isRef(a) !== isRef(b) || (isRef(a) && isRef(b) && a.num !== b.num))
    return find(pair, 'FORBIDDEN', 'change.page', path, isRef(b) ? b.num : null)
  if (isRef(b)) {
    if (seen.has(b.num)) return
    seen.add(b.num)
  }
  const values = enter(pair, a, b, path)
  if (!values) return
  if (!isDict(values.old) || !isDict(values.new)) {
    if (values.old !== values.new) find(pair, 'FORBIDDEN', 'change.page', path)
    return
  }
  comparePageDict(pair, values.old, values.new, form, path, seen)
}

const comparePageDict = (
  pair: Pair,
  old: PdfDict,
  fresh: PdfDict,
  form: FormNodes,
  path: string,
  seen: Set<number>,
): void => {
  for (const key of new Set([...old.keys(), ...fresh.keys()])) {
    const a = old.get(key)
    const b = fresh.get(key)
    const where = `${path}/${key}`
    if (key === 'Kids') {
      const kids = enter(pair, a, b, where)
      if (!kids) continue
      if (!isArray(kids.old) || !isArray(kids.new) || kids.old.length !== kids.new.length)
        find(pair, 'FORBIDDEN', 'change.page', where)
      else {
        const list = kids.new
        kids.old.forEach((kid, n) => compareNode(pair, kid, list[n], form, `${where}/${n}`, seen))
      }
    } else if (key === 'Annots') compareAnnots(pair, a, b, form, where)
    else if (key === 'Tabs') {
      if (!differs(pair, a, b)) {
        freely(pair, a, b, where)
        continue
      }
      const good = b !== undefined && isName(resolve(pair.new, b))
      freely(pair, a, b, where)
      find(pair, good ? 'FORM_FILL' : 'FORBIDDEN', good ? 'change.formFill' : 'change.page', where)
    } else if (key === 'ITXT' && isString(resolve(pair.new, b))) {
      // A library's version mark in the root of the page tree.
      if (differs(pair, a, b)) find(pair, 'LTA', 'change.lta', where)
    } else forbid(pair, a, b, where, 'change.page')
  }
}

/** The catalog's /Pages. */
export const comparePages = (
  pair: Pair,
  before: PdfValue | undefined,
  after: PdfValue | undefined,
  form: FormNodes,
): void => compareNode(pair, before, after, form, '/Pages', new Set())
