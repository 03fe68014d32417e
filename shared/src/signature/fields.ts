/**
 * Which signatures a file has: from the field tree of every revision, never from a search for /ByteRange.
 * What must stay true: a signature belongs to the revision that introduced it, also where a later one removes or replaces
 * it; usage rights and empty fields are no signatures.
 */
import { maxSignatures } from './limits.ts'
import type { Loaded, PdfDocument, View } from './pdf/document.ts'
import { arrayAt, dictAt, entryOf, loadRef, resolve, viewAt } from './pdf/document.ts'
import type { PdfDict, PdfValue } from './pdf/values.ts'
import { isDict, isRef, isString, nameOf, textOf } from './pdf/values.ts'

export interface FormField {
  /** Object number; null for a field written in place. */
  readonly num: number | null
  /** Fully qualified name: own partial names joined by a full stop, as text. */
  readonly name: string
  readonly dict: PdfDict
  /** /FT, own or inherited. */
  readonly type: string | null
  readonly value: PdfValue
  readonly parent: FormField | null
  /** Kids that are fields, and kids that are only widgets of this one. */
  readonly fields: FormField[]
  readonly widgets: number[]
}

const hasOwnName = (view: View, dict: PdfDict): boolean => dict.has('T') || dict.has('FT') && dict.has('Kids') || !!arrayAt(view, dict, 'Kids') // prettier-ignore

const readField = (
  view: View,
  item: PdfValue,
  parent: FormField | null,
  seen: Set<number>,
  depth: number,
): FormField | null => {
  view.document.budget.work(20)
  const num = isRef(item) ? item.num : null
  if (num !== null) {
    if (seen.has(num)) return null
    seen.add(num)
  }
  const dict = resolve(view, item)
  if (!isDict(dict) || depth > 60) return null
  const part = resolve(view, dict.get('T'))
  const own = isString(part) ? textOf(part) : null
  const name = own === null ? (parent?.name ?? '') : parent?.name ? `${parent.name}.${own}` : own
  const field: FormField = {
    num,
    name,
    dict,
    type: nameOf(resolve(view, dict.get('FT'))) ?? parent?.type ?? null,
    value: resolve(view, dict.get('V')) ?? parent?.value ?? null,
    parent,
    fields: [],
    widgets: [],
  }
  for (const kid of arrayAt(view, dict, 'Kids') ?? []) {
    const kidDict = resolve(view, kid)
    if (isDict(kidDict) && !hasOwnName(view, kidDict) && isRef(kid)) field.widgets.push(kid.num)
    else {
      const below = readField(view, kid, field, seen, depth + 1)
      if (below) field.fields.push(below)
    }
  }
  return field
}

export const catalogOf = (view: View): PdfDict | null => {
  const catalog = resolve(view, view.trailer.get('Root'))
  return isDict(catalog) ? catalog : null
}

/** The field tree of a view, top-level fields in their order. */
export const readForm = (view: View): FormField[] => {
  const catalog = catalogOf(view)
  const form = catalog && dictAt(view, catalog, 'AcroForm')
  if (!form) return []
  const seen = new Set<number>()
  return (arrayAt(view, form, 'Fields') ?? [])
    .map((item) => readField(view, item, null, seen, 0))
    .filter((field) => field !== null)
}

export const allFields = (fields: readonly FormField[]): FormField[] =>
  fields.flatMap((field) => [field, ...allFields(field.fields)])

export interface FoundSignature {
  readonly field: FormField
  /** The signature dictionary, and the object it lies in; null for one written in place. */
  readonly dict: PdfDict
  readonly holder: Loaded | null
  /** The revision that introduced it. */
  readonly revision: number
  readonly view: View
}

export interface FoundFields {
  signatures: FoundSignature[]
  emptyFields: string[]
}

/** Where a dictionary lies: equal for the same bytes, different for a rewritten one. */
const placeOf = (view: View, field: FormField, carrier: FormField): string => {
  const item = carrier.dict.get('V')
  const holder = isRef(item) ? loadRef(view, item) : null
  const own = field.num === null ? null : loadRef(view, { t: 'ref', num: field.num, gen: 0 })
  return `${field.num ?? field.name}|${holder ? holder.key : `in ${own?.key ?? field.name}`}`
}

/** The field of the chain upwards that holds /V. */
const carrierOf = (field: FormField): FormField =>
  field.dict.has('V') || !field.parent ? field : carrierOf(field.parent)

/** All signatures of all revisions, in the order they were introduced. */
export const findSignatures = (document: PdfDocument): FoundFields => {
  const signatures: FoundSignature[] = []
  const places = new Set<string>()
  const inPlace = new Map<string, string>()
  let emptyFields: string[] = []
  for (const revision of document.revisions) {
    const view = viewAt(document, revision.index)
    emptyFields = []
    for (const field of allFields(readForm(view))) {
      if (field.type !== 'Sig' || field.fields.length > 0) continue
      const carrier = carrierOf(field)
      const item = carrier.dict.get('V')
      const holder = isRef(item) ? loadRef(view, item) : null
      // An entry that leads to something unreadable is a signature that cannot be checked, not an empty field.
      const entry = isRef(item) ? entryOf(view, item.num) : null
      const dict = isDict(field.value) ? field.value : new Map<string, PdfValue>()
      if (!isDict(field.value) && (holder !== null || entry === null || entry.kind === 'free')) {
        emptyFields.push(field.name)
        continue
      }
      const place = placeOf(view, field, carrier)
      if (places.has(place)) continue
      places.add(place)
      // Written in place: a rewritten field carries the same signature on; it is new only if its contents are.
      if (!holder) {
        const contents = dict.get('Contents')
        const text = isString(contents) ? contents.v : ''
        const key = `${field.num ?? field.name}`
        if (inPlace.get(key) === text) continue
        inPlace.set(key, text)
      }
      if (signatures.length < maxSignatures) {
        signatures.push({ field, dict, holder, revision: revision.index, view })
      }
    }
  }
  return { signatures, emptyFields }
}
