/**
 * The interactive form: filling fields, signing, new signature fields (ISO 32000-2, 12.7).
 * What must stay true: no field goes, moves or is renamed; a value changes together with its own appearance, and an
 * appearance that changes alone is told; a new field is a signature field with a plain name of its own.
 */
import { allFields, readForm } from '../fields.ts'
import type { FormField } from '../fields.ts'
import { arrayAt, dictAt, load, resolve, streamLength } from '../pdf/document.ts'
import type { View } from '../pdf/document.ts'
import type { PdfDict, PdfValue } from '../pdf/values.ts'
import { intOf, isArray, isDict, isName, isRef, isStream, isString, nameOf, textOf } from '../pdf/values.ts'
import type { FormNodes } from './pages.ts'
import type { Pair } from './pair.ts'
import { added, arrive, differs, enter, find, forbid, freely } from './pair.ts'

export interface FormPair {
  readonly old: readonly FormField[]
  readonly new: readonly FormField[]
  readonly nodes: FormNodes
}

const numbersIn = (fields: readonly FormField[]): Set<number> => {
  const out = new Set<number>()
  for (const field of allFields(fields)) {
    if (field.num !== null) out.add(field.num)
    for (const num of field.widgets) out.add(num)
  }
  return out
}

const keyOf = (field: FormField): string => (field.num === null ? `name ${field.name}` : `${field.num}`)

/** The forms of both revisions, and which widgets the new signature fields bring. */
export const readForms = (older: View, newer: View): FormPair => {
  const old = readForm(older)
  const fresh = readForm(newer)
  const known = numbersIn(old)
  const keys = new Set(allFields(old).map(keyOf))
  const brought = new Set<number>()
  for (const field of fresh) {
    if (keys.has(keyOf(field)) || field.type !== 'Sig') continue
    for (const num of numbersIn([field])) if (!known.has(num)) brought.add(num)
  }
  return { old, new: fresh, nodes: { known, fresh: brought } }
}

const simpleValue = (view: View, item: PdfValue): boolean => {
  const plain = resolve(view, item)
  return isArray(plain) ? plain.every((one) => simpleValue(view, one)) : !isDict(plain)
}

interface FieldChange {
  readonly field: FormField
  readonly signature: boolean
  /** Signed in this step, or the value is another one. */
  readonly filled: boolean
  readonly path: string
}

const appearance = (
  pair: Pair,
  c: FieldChange,
  key: string,
  before: PdfValue | undefined,
  after: PdfValue | undefined,
): void => {
  freely(pair, before, after, `${c.path}/${key}`)
  const code = c.filled ? 'change.formFill' : 'change.appearance'
  find(pair, 'FORM_FILL', code, `${c.path}/${key}`, c.field.num, c.field.name)
}

const placing = new Set(['Rect', 'P', 'Border', 'BS', 'MK', 'DA', 'Q', 'NM', 'StructParent', 'DR'])

const compareKey = (
  pair: Pair,
  c: FieldChange,
  key: string,
  before: PdfValue | undefined,
  after: PdfValue | undefined,
): void => {
  const where = `${c.path}/${key}`
  if (key === 'Kids') return
  if (key === 'V') return compareValue(pair, c, before, after)
  if (!differs(pair, before, after)) {
    freely(pair, before, after, where)
    return
  }
  // Signing an empty field may do what a new field may: place it, show it, dress it. Its name and kind stay.
  if (c.signature && c.filled && placing.has(key)) {
    freely(pair, before, after, where)
    return find(pair, 'FORM_FILL', 'change.formFill', where, c.field.num, c.field.name)
  }
  if (key === 'AP' || key === 'AS' || key === 'MK' || key === 'DA' || key === 'Q') {
    if ((key === 'MK' || key === 'DA' || key === 'Q') && !c.filled)
      return forbid(pair, before, after, where, 'change.form')
    return appearance(pair, c, key, before, after)
  }
  if (key === 'F' || key === 'M' || key === 'RV' || key === 'I') {
    const old = intOf(resolve(pair.old, before)) ?? 0
    const fresh = intOf(resolve(pair.new, after)) ?? 0
    // Locking a widget or letting it print shows nothing else; hiding or showing one does.
    const shown = key === 'F' && ((old ^ fresh) & ~(4 | 128)) !== 0
    if ((key === 'RV' || key === 'I' || shown) && !c.filled) return appearance(pair, c, key, before, after)
    freely(pair, before, after, where)
    return find(pair, 'FORM_FILL', 'change.formFill', where, c.field.num, c.field.name)
  }
  if (key === 'Ff') {
    const old = intOf(resolve(pair.old, before)) ?? 0
    const fresh = intOf(resolve(pair.new, after)) ?? 0
    if ((old | 1) === fresh) {
      freely(pair, before, after, where)
      return find(pair, 'FORM_FILL', 'change.formFill', where, c.field.num)
    }
  }
  if (key === 'P' && before === undefined && isRef(after) && pair.nodes.has(after.num)) {
    return find(pair, 'FORM_FILL', 'change.formFill', where, c.field.num)
  }
  forbid(pair, before, after, where, 'change.form')
}

/** By what is signed, not by what it calls itself: a plain signature is no time stamp. */
const isTimestamp = (view: View, item: PdfValue | undefined): boolean => {
  const dict = resolve(view, item)
  return isDict(dict) && nameOf(resolve(view, dict.get('SubFilter'))) === 'ETSI.RFC3161'
}

const compareValue = (
  pair: Pair,
  c: FieldChange,
  before: PdfValue | undefined,
  after: PdfValue | undefined,
): void => {
  const where = `${c.path}/V`
  const old = resolve(pair.old, before)
  const fresh = resolve(pair.new, after)
  if (c.signature && old !== null) return forbid(pair, before, after, where, 'change.signature')
  if (!differs(pair, before, after)) return freely(pair, before, after, where)
  if (c.signature) {
    if (!isDict(fresh)) return find(pair, 'FORBIDDEN', 'change.signature', where, c.field.num)
    arrive(pair, before ?? null, after ?? null, where)
    freely(pair, before, after, where)
    const stamp = isTimestamp(pair.new, after) && !isVisible(pair.new, c.field.dict)
    const level = stamp ? 'LTA' : 'FORM_FILL'
    return find(pair, level, stamp ? 'change.lta' : 'change.formFill', where, c.field.num, c.field.name)
  }
  freely(pair, before, after, where)
  if (!simpleValue(pair.new, after ?? null)) return find(pair, 'FORBIDDEN', 'change.form', where, c.field.num)
  find(pair, 'FORM_FILL', 'change.formFill', where, c.field.num, c.field.name)
}

const compareFieldDicts = (pair: Pair, c: FieldChange, old: PdfDict, fresh: PdfDict): void => {
  for (const key of new Set([...old.keys(), ...fresh.keys()]))
    compareKey(pair, c, key, old.get(key), fresh.get(key))
}

const valueOf = (field: FormField): PdfValue | undefined =>
  field.dict.get('V') ?? (field.parent ? valueOf(field.parent) : undefined)

const compareField = (pair: Pair, old: FormField, fresh: FormField): void => {
  const path = `/AcroForm/${old.name}`
  pair.new.document.budget.work(20)
  if (old.num !== null)
    arrive(pair, { t: 'ref', num: old.num, gen: 0 }, { t: 'ref', num: old.num, gen: 0 }, path)
  if (old.name !== fresh.name || old.type !== fresh.type)
    return find(pair, 'FORBIDDEN', 'change.form', `${path} (renamed)`, old.num)
  const signature = old.type === 'Sig'
  const filled = !sameMeaning(pair, valueOf(old), valueOf(fresh))
  const c: FieldChange = { field: old, signature, filled, path }
  compareFieldDicts(pair, c, old.dict, fresh.dict)
  enter(pair, old.dict.get('Kids'), fresh.dict.get('Kids'), `${path}/Kids`)
  const widgets = new Set(fresh.widgets)
  if (old.widgets.length !== fresh.widgets.length || old.widgets.some((num) => !widgets.has(num)))
    find(pair, 'FORBIDDEN', 'change.form', `${path}/Kids`, old.num)
  for (const num of old.widgets) {
    if (!widgets.has(num) || !pair.dirty.has(num)) continue
    const a = load(pair.old, num)?.value ?? null
    const b = load(pair.new, num)?.value ?? null
    arrive(pair, { t: 'ref', num, gen: 0 }, { t: 'ref', num, gen: 0 }, path)
    if (isDict(a) && isDict(b)) compareFieldDicts(pair, { ...c, path: `${path}/${num}` }, a, b)
    else find(pair, 'FORBIDDEN', 'change.form', `${path}/${num}`, num)
  }
  compareLists(pair, old.fields, fresh.fields, null)
}

/** Another meaning, not another spelling: the same text in another encoding does not count as filled in. */
const sameMeaning = (pair: Pair, a: PdfValue | undefined, b: PdfValue | undefined): boolean => {
  const old = resolve(pair.old, a)
  const fresh = resolve(pair.new, b)
  if (isString(old) && isString(fresh)) return textOf(old)?.trim() === textOf(fresh)?.trim()
  return !differs(pair, a, b)
}

const isVisible = (view: View, dict: PdfDict): boolean => {
  const rect = arrayAt(view, dict, 'Rect')?.map((item) => resolve(view, item)) ?? []
  const [x0, y0, x1, y1] = rect.map((item) => (typeof item === 'number' ? item : 0))
  return x0 !== x1 && y0 !== y1 && dict.has('AP')
}

const draws = (view: View, dict: PdfDict): boolean => {
  const appearances = dictAt(view, dict, 'AP')
  if (!appearances || !isVisible(view, dict)) return false
  return [...appearances.values()].some((item) => {
    const one = resolve(view, item)
    return isStream(one) ? (streamLength(view, one) ?? 1) > 0 : one !== null
  })
}

/** A field that was not there before: one signature field with a plain name, no actions, no kids but widgets. */
const addField = (pair: Pair, field: FormField, names: ReadonlySet<string>): void => {
  const path = `/AcroForm/${field.name} (new)`
  const part = resolve(pair.new, field.dict.get('T'))
  const widgets = field.widgets.map((num) => load(pair.new, num)?.value ?? null)
  const dicts = [field.dict, ...widgets.filter(isDict)]
  const fine =
    field.type === 'Sig' &&
    isName(resolve(pair.new, field.dict.get('FT'))) &&
    isString(part) &&
    part.v.length > 0 &&
    !field.name.includes('.') &&
    !names.has(field.name) &&
    field.fields.length === 0 &&
    field.num !== null &&
    !field.dict.has('Parent') &&
    dicts.length === field.widgets.length + 1 &&
    dicts.every((dict) => !dict.has('A') && !dict.has('AA')) &&
    dicts.every((dict) => ['Widget', null].includes(nameOf(resolve(pair.new, dict.get('Subtype')))))
  if (!fine) return find(pair, 'FORBIDDEN', 'change.form', path, field.num)
  for (const num of [field.num, ...field.widgets]) {
    if (num === null) continue
    const change = pair.changed.get(num)
    if (change && change.old !== null)
      return find(pair, 'FORBIDDEN', 'change.unexplained', `${path} (number reused)`, num)
    pair.explained.add(num)
  }
  for (const dict of dicts) for (const [key, item] of dict) if (key !== 'Kids' || isArray(item)) added(pair, item, `${path}/${key}`) // prettier-ignore
  added(pair, field.dict.get('Kids'), `${path}/Kids`)
  const shown = dicts.some((dict) => isVisible(pair.new, dict))
  if (!isDict(field.value)) {
    find(pair, 'FORM_FILL', 'change.emptyField', path, field.num)
    // An empty field that draws something puts a picture over the page that nobody signs for.
    if (dicts.some((dict) => draws(pair.new, dict)))
      find(pair, 'FORM_FILL', 'change.appearance', path, field.num)
    return
  }
  const stamp = isTimestamp(pair.new, field.dict.get('V')) && !shown
  find(pair, stamp ? 'LTA' : 'FORM_FILL', stamp ? 'change.lta' : 'change.formFill', path, field.num)
}

const compareLists = (
  pair: Pair,
  old: readonly FormField[],
  fresh: readonly FormField[],
  names: ReadonlySet<string> | null,
): void => {
  const byKey = new Map(fresh.map((field) => [keyOf(field), field]))
  for (const field of old) {
    const other = byKey.get(keyOf(field))
    if (!other) {
      find(pair, 'FORBIDDEN', 'change.form', `/AcroForm/${field.name} (removed)`, field.num)
      continue
    }
    byKey.delete(keyOf(field))
    compareField(pair, field, other)
  }
  const given = new Set(names ?? [])
  for (const field of byKey.values()) {
    if (names === null) find(pair, 'FORBIDDEN', 'change.form', `/AcroForm/${field.name} (new kid)`, field.num)
    else {
      addField(pair, field, given)
      given.add(field.name)
    }
  }
}

/** Resources of the form: new names may be added, what is there stays. */
const compareResources = (pair: Pair, before: PdfValue | undefined, after: PdfValue | undefined): void => {
  const values = enter(pair, before, after, '/AcroForm/DR')
  if (!values) return
  if (!differs(pair, before, after)) return freely(pair, before, after, '/AcroForm/DR')
  if (!isDict(values.new) || (values.old !== null && !isDict(values.old))) return forbid(pair, before, after, '/AcroForm/DR', 'change.form') // prettier-ignore
  for (const key of new Set([...(values.old?.keys() ?? []), ...values.new.keys()])) {
    const a = values.old?.get(key)
    const b = values.new.get(key)
    const inner = enter(pair, a, b, `/AcroForm/DR/${key}`)
    if (!inner) continue
    if (!isDict(inner.new) || (inner.old !== null && !isDict(inner.old))) {
      forbid(pair, a, b, `/AcroForm/DR/${key}`, 'change.form')
      continue
    }
    for (const name of new Set([...(inner.old?.keys() ?? []), ...inner.new.keys()])) {
      const where = `/AcroForm/DR/${key}/${name}`
      // Fonts of the form are drawn with; its XObjects are only kept there by some software.
      if (key === 'XObject') freely(pair, inner.old?.get(name), inner.new.get(name), where)
      else if (inner.old?.has(name))
        forbid(pair, inner.old.get(name), inner.new.get(name), where, 'change.form')
      else added(pair, inner.new.get(name), where)
    }
  }
  find(pair, 'FORM_FILL', 'change.formFill', '/AcroForm/DR')
}

const compareFormKey = (
  pair: Pair,
  key: string,
  before: PdfValue | undefined,
  after: PdfValue | undefined,
): void => {
  const where = `/AcroForm/${key}`
  if (key === 'Fields') {
    enter(pair, before, after, where)
    return
  }
  if (key === 'DR') return compareResources(pair, before, after)
  if (!differs(pair, before, after)) return freely(pair, before, after, where)
  const old = resolve(pair.old, before)
  const fresh = resolve(pair.new, after)
  if (key === 'SigFlags') {
    const a = intOf(old) ?? 0
    const b = intOf(fresh) ?? 0
    const good = (a & b) === a && b >= 0 && b <= 3
    return find(pair, good ? 'LTA' : 'FORBIDDEN', good ? 'change.lta' : 'change.form', where)
  }
  if (key === 'NeedAppearances' && fresh !== true) return find(pair, 'FORM_FILL', 'change.formFill', where)
  if (key === 'DA' && before === undefined && isString(fresh))
    return find(pair, 'FORM_FILL', 'change.formFill', where)
  forbid(pair, before, after, where, 'change.form')
}

/** The catalog's /AcroForm. */
export const compareForm = (
  pair: Pair,
  forms: FormPair,
  before: PdfValue | undefined,
  after: PdfValue | undefined,
): void => {
  const values = enter(pair, before, after, '/AcroForm')
  if (!values) return
  if (values.new === null && values.old === null) return
  if (!isDict(values.new)) return find(pair, 'FORBIDDEN', 'change.form', '/AcroForm')
  const old: PdfDict = isDict(values.old) ? values.old : new Map()
  for (const key of new Set([...old.keys(), ...values.new.keys()]))
    compareFormKey(pair, key, old.get(key), values.new.get(key))
  const names = new Set(allFields(forms.old).map((field) => field.name))
  compareLists(pair, forms.old, forms.new, names)
  const listed = (view: View, dict: PdfDict): number => arrayAt(view, dict, 'Fields')?.length ?? 0
  if (listed(pair.new, values.new) !== forms.new.length && listed(pair.old, old) === forms.old.length)
    find(pair, 'FORBIDDEN', 'change.form', '/AcroForm/Fields')
}
