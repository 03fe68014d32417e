/**
 * One step from an older revision to a newer one: trailer, catalog, and what no rule reached.
 * What must stay true: the root stays the same object; whatever is not named here is compared strictly.
 */
import { catalogOf } from '../fields.ts'
import type { View } from '../pdf/document.ts'
import { entryOf, loadRef, resolve } from '../pdf/document.ts'
import type { PdfDict, PdfValue } from '../pdf/values.ts'
import { isArray, isDict, isRef, isStream, isString, nameOf } from '../pdf/values.ts'
import { sameEntry } from '../pdf/xref.ts'
import { compareDss, compareExtensions } from './dss.ts'
import { compareForm, readForms } from './form.ts'
import { compareInfo, compareMetadata } from './metadata.ts'
import { comparePages, readPages } from './pages.ts'
import type { Finding, Pair } from './pair.ts'
import { differs, enter, find, forbid, freely, openPair } from './pair.ts'
import { compareStructure, readElements } from './structure.ts'

const ownKeys = new Set([
  'Prev',
  'Size',
  'XRefStm',
  'W',
  'Index',
  'Length',
  'Filter',
  'DecodeParms',
  'Type',
  'DL',
])

const compareId = (pair: Pair, before: PdfValue | undefined, after: PdfValue | undefined): void => {
  const old = resolve(pair.old, before)
  const fresh = resolve(pair.new, after)
  freely(pair, before, after, '/ID')
  if (!isArray(old)) return
  const first = resolve(pair.old, old[0])
  const same = isArray(fresh) && resolve(pair.new, fresh[0])
  // The second part says which revision it is; the first names the file, and it also opens encrypted ones.
  if (pair.new.document.crypt !== null && !(isString(first) && isString(same || null) && first.v === (same as { v: string }).v)) find(pair, 'FORBIDDEN', 'change.trailer', '/ID') // prettier-ignore
}

const compareVersion = (pair: Pair, before: PdfValue | undefined, after: PdfValue | undefined): void => {
  if (!differs(pair, before, after)) return
  const fresh = nameOf(resolve(pair.new, after))
  // A version says which features to expect and draws nothing; some software lowers it when it adds a store.
  const good = fresh !== null && /^[12]\.\d$/.test(fresh)
  freely(pair, before, after, '/Version')
  find(pair, good ? 'LTA' : 'FORBIDDEN', good ? 'change.lta' : 'change.catalog', '/Version')
}

const compareCatalogs = (pair: Pair, old: PdfDict, fresh: PdfDict): void => {
  const forms = readForms(pair.old, pair.new)
  const pages = [readPages(pair.old), readPages(pair.new)]
  for (const tree of pages) {
    for (const num of tree.pages) pair.nodes.add(num)
    for (const num of tree.annotations) pair.nodes.add(num)
  }
  for (const num of forms.nodes.known) pair.nodes.add(num)
  for (const num of forms.nodes.fresh) pair.nodes.add(num)
  const root = old.get('StructTreeRoot')
  if (isRef(root) ? pair.dirty.has(root.num) : root !== undefined)
    for (const num of readElements(pair.old, root)) pair.nodes.add(num)
  for (const key of new Set([...old.keys(), ...fresh.keys()])) {
    const a = old.get(key)
    const b = fresh.get(key)
    switch (key) {
      case 'AcroForm':
        compareForm(pair, forms, a, b)
        break
      case 'Pages':
        comparePages(pair, a, b, forms.nodes)
        break
      case 'StructTreeRoot':
        compareStructure(pair, a, b, forms.nodes)
        break
      case 'DSS':
        compareDss(pair, a, b)
        break
      case 'Extensions':
        compareExtensions(pair, a, b)
        break
      case 'Metadata':
        compareMetadata(pair, a, b)
        break
      case 'Version':
        compareVersion(pair, a, b)
        break
      case 'Perms':
        forbid(pair, a, b, '/Perms', a === undefined ? 'docMdp.afterApproval' : 'change.catalog')
        break
      default:
        forbid(pair, a, b, `/${key}`, 'change.catalog')
    }
  }
}

const isContainer = (view: View, num: number, containers: ReadonlySet<number>, value: PdfValue): boolean =>
  isStream(value) &&
  ((nameOf(value.dict.get('Type')) === 'ObjStm' && containers.has(num)) ||
    (nameOf(value.dict.get('Type')) === 'XRef' &&
      view.sections.some((one) => one.number === num || one.beside?.number === num)))

const reachableFrom = (view: View): Set<number> => {
  const out = new Set<number>()
  const queue: PdfValue[] = [view.trailer]
  for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
    view.document.budget.work(1)
    if (isRef(item)) {
      if (out.has(item.num)) continue
      out.add(item.num)
      queue.push(loadRef(view, item)?.value ?? null)
    } else if (isArray(item)) queue.push(...item)
    else if (isStream(item)) queue.push(item.dict)
    else if (isDict(item)) queue.push(...item.values())
  }
  return out
}

/** Changed objects that no explained path reached. */
const leftOver = (pair: Pair): void => {
  const containers = new Set<number>()
  const fresh = pair.new.sections.slice(0, pair.new.sections.length - pair.old.sections.length)
  for (const section of fresh) {
    if (section.ambiguous || section.beside?.ambiguous)
      find(pair, 'FORBIDDEN', 'change.unexplained', 'ambiguous')
    for (const part of [section, section.beside]) {
      for (const entry of part?.entries.values() ?? [])
        if (entry.kind === 'in') containers.add(entry.container)
    }
    for (const [num, entry] of section.beside?.entries ?? []) {
      const other = section.entries.get(num)
      if (other && other.kind !== 'free' && !sameEntry(other, entry))
        find(pair, 'FORBIDDEN', 'change.unexplained', 'hybrid', num)
    }
  }
  let reachable: Set<number> | null = null
  for (const [num, change] of pair.changed) {
    if (change.new && (change.new.duplicate || !change.new.whole))
      find(pair, 'FORBIDDEN', 'change.unexplained', 'form', num)
    if (pair.explained.has(num)) continue
    if (change.new === null) {
      const entry = entryOf(pair.new, num)
      if (entry !== null && entry.kind !== 'free') find(pair, 'FORBIDDEN', 'file.badEntry', '', num)
      continue
    }
    if (isContainer(pair.new, num, containers, change.new.value)) continue
    // What nothing refers to cannot be shown; a number that was in use before may not be given away like that.
    reachable ??= reachableFrom(pair.new)
    const orphan = change.old === null && !reachable.has(num)
    find(pair, orphan ? 'LTA' : 'FORBIDDEN', orphan ? 'change.lta' : 'change.unexplained', '', num)
  }
}

/** Everything that differs between two revisions, each finding with the level it needs. */
export const compareRevisions = (older: View, newer: View): readonly Finding[] => {
  const pair = openPair(older, newer)
  const a = older.trailer
  const b = newer.trailer
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    if (ownKeys.has(key) || key === 'Root') continue
    const before = a.get(key)
    const after = b.get(key)
    if (key === 'Info') compareInfo(pair, before, after)
    else if (key === 'ID') compareId(pair, before, after)
    else if (key === 'AuthCode') {
      // A message authentication code (ISO 32004) is made anew for each revision and draws nothing.
      freely(pair, before, after, '/AuthCode')
      if (differs(pair, before, after)) find(pair, 'LTA', 'change.lta', '/AuthCode')
    } else if (after === undefined && key !== 'Encrypt') continue
    else forbid(pair, before, after, `/${key}`, 'change.trailer')
  }
  const oldRoot = a.get('Root')
  const newRoot = b.get('Root')
  const old = catalogOf(older)
  const fresh = catalogOf(newer)
  // Some software writes the catalog under a new number; an older object may not become the catalog.
  const moved = isRef(oldRoot) && isRef(newRoot) && oldRoot.num !== newRoot.num
  const wrong = moved && pair.changed.get(newRoot.num)?.old !== null
  if (!isRef(oldRoot) || !isRef(newRoot) || wrong || !old || !fresh) {
    find(pair, 'FORBIDDEN', 'change.trailer', '/Root')
    return pair.findings
  }
  enter(pair, oldRoot, newRoot, '/Root')
  if (!moved) pair.nodes.add(oldRoot.num)
  if (pair.changed.size > 0) compareCatalogs(pair, old, fresh)
  leftOver(pair)
  if (pair.changed.size > 0 && pair.findings.length === 0) find(pair, 'LTA', 'change.lta', '')
  return pair.findings
}
