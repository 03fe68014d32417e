/**
 * Preparing a signature: the incremental update with an empty gap, and what has to be signed (ISO 32000-2, 12.8).
 * What must stay true: the bytes issued are not touched, everything is appended; the cross-reference keeps the style of
 * the file; if the message does not fit the gap, nothing is written.
 */
import { allFields, catalogOf, readForm } from '../fields.ts'
import { newBudget } from '../limits.ts'
import { arrayAt, dictAt, load, numbersOf, resolve, viewAt } from '../pdf/document.ts'
import type { View } from '../pdf/document.ts'
import { openDocument } from '../pdf/open.ts'
import type { PdfDict, PdfRef, PdfValue } from '../pdf/values.ts'
import { bytesOf, isArray, isDict, isRef } from '../pdf/values.ts'
import type { ByteSource, ByteSpan } from '../ports.ts'
import { joinBytes, hex } from '../cms/der.ts'
import { textValue, writeValue } from './write.ts'

/** A picture drawn over the whole rectangle: RGB rows and, for transparency, one byte of opacity a pixel; both zlib. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly rgb: Uint8Array
  readonly opacity: Uint8Array | null
}

export interface SignaturePlan {
  readonly field: string
  /** From 0. */
  readonly page: number
  /** Lower left and upper right corner in points; null for an invisible signature. */
  readonly rect: readonly [number, number, number, number] | null
  readonly picture?: Picture | null
  /** A content stream in the rectangle's own points, in place of a picture. */
  readonly drawing?: string
  /** What a viewer calls the field, for those who cannot see the picture. */
  readonly label?: string
  /** Milliseconds since 1970; written as Vietnamese time. */
  readonly time: number
  readonly name?: string
  readonly reason?: string
  readonly location?: string
  /** Certifies with this permission; only as the first signature. */
  readonly certify?: 1 | 2 | 3
  /** `DocTimeStamp` for a document time stamp. */
  readonly kind?: 'Sig' | 'DocTimeStamp'
  /** Further or other entries of the signature dictionary, such as /SubFilter or /Reference. */
  readonly entries?: ReadonlyMap<string, PdfValue>
  /** Bytes kept free for the message. */
  readonly room?: number
}

export type SignRefusal = 'sign.unreadable' | 'sign.encrypted' | 'sign.field' | 'sign.page' | 'sign.certified' | 'sign.tooLarge' // prettier-ignore

export interface PreparedSignature {
  /** Appended to the file as it was; holds zeros where the message goes. */
  readonly tail: Uint8Array
  readonly spans: readonly ByteSpan[]
  /** Offset in `tail` of the first hexadecimal digit, and how many bytes fit. */
  readonly gap: number
  readonly room: number
}

const name = (v: string): PdfValue => ({ t: 'name', v })
const ref = (num: number, gen = 0): PdfRef => ({ t: 'ref', num, gen })

const pdfTime = (ms: number): PdfValue => {
  const local = new Date(ms + 7 * 3600_000).toISOString().replace(/[-:T]/g, '').slice(0, 14)
  return { t: 'string', v: `D:${local}+07'00'`, hex: false, start: -1, end: -1 }
}

const pageAt = (view: View, index: number): PdfRef | null => {
  let left = index
  const seen = new Set<number>()
  const walk = (item: PdfValue | undefined): PdfRef | null => {
    if (!isRef(item) || seen.has(item.num)) return null
    seen.add(item.num)
    const node = resolve(view, item)
    if (!isDict(node)) return null
    const kids = arrayAt(view, node, 'Kids')
    if (!kids) return left-- === 0 ? item : null
    for (const kid of kids) {
      const found = walk(kid)
      if (found) return found
    }
    return null
  }
  return walk(catalogOf(view)?.get('Pages'))
}

interface Update {
  next: number
  readonly objects: Map<number, { gen: number; body: Uint8Array }>
}

const put = (update: Update, num: number, value: PdfValue, gen = 0): void => {
  update.objects.set(num, { gen, body: bytesOf(writeValue(value)) })
}
const putNew = (update: Update, value: PdfValue): PdfRef => {
  const num = update.next++
  put(update, num, value)
  return ref(num)
}
const putStream = (update: Update, dict: PdfDict, data: Uint8Array): PdfRef => {
  const num = update.next++
  const head = writeValue(new Map([...dict, ['Length', data.length]]))
  update.objects.set(num, {
    gen: 0,
    body: joinBytes([bytesOf(`${head}\nstream\n`), data, bytesOf('\nendstream')]),
  })
  return ref(num)
}

const appearance = (update: Update, plan: SignaturePlan): PdfDict => {
  const [x0, y0, x1, y1] = plan.rect ?? [0, 0, 0, 0]
  const width = x1 - x0
  const height = y1 - y0
  const resources: PdfDict = new Map()
  let draw = ''
  if (plan.picture && plan.rect) {
    const base: [string, PdfValue][] = [
      ['Type', name('XObject')],
      ['Subtype', name('Image')],
      ['Width', plan.picture.width],
      ['Height', plan.picture.height],
      ['BitsPerComponent', 8],
      ['Filter', name('FlateDecode')],
    ]
    const { opacity } = plan.picture
    const mask = opacity && putStream(update, new Map([...base, ['ColorSpace', name('DeviceGray')]]), opacity)
    const image = new Map([...base, ['ColorSpace', name('DeviceRGB')] as [string, PdfValue]])
    if (mask) image.set('SMask', mask)
    resources.set('XObject', new Map([['Picture', putStream(update, image, plan.picture.rgb)]]))
    draw = `q ${width} 0 0 ${height} 0 0 cm /Picture Do Q`
  } else if (plan.rect) draw = plan.drawing ?? ''
  const form: PdfDict = new Map<string, PdfValue>([
    ['Type', name('XObject')],
    ['Subtype', name('Form')],
    ['BBox', [0, 0, width, height]],
    ['Resources', resources],
  ])
  return new Map([['N', putStream(update, form, bytesOf(draw))]])
}

const marker = '/Contents '
const rangeMark = '/ByteRange ['
const rangeWidth = 60

const signatureBody = (plan: SignaturePlan, room: number): string => {
  const stamp = plan.kind === 'DocTimeStamp'
  const dict: PdfDict = new Map<string, PdfValue>([
    ['Type', name(stamp ? 'DocTimeStamp' : 'Sig')],
    ['Filter', name('Adobe.PPKLite')],
    ['SubFilter', name(stamp ? 'ETSI.RFC3161' : 'ETSI.CAdES.detached')],
  ])
  if (!stamp) dict.set('M', pdfTime(plan.time))
  if (plan.name) dict.set('Name', textValue(plan.name))
  if (plan.reason) dict.set('Reason', textValue(plan.reason))
  if (plan.location) dict.set('Location', textValue(plan.location))
  if (plan.certify) {
    const parameters = new Map<string, PdfValue>([['Type', name('TransformParams')], ['P', plan.certify], ['V', name('1.2')]]) // prettier-ignore
    const reference = new Map<string, PdfValue>([['Type', name('SigRef')], ['TransformMethod', name('DocMDP')], ['TransformParams', parameters]]) // prettier-ignore
    dict.set('Reference', [reference])
  }
  for (const [key, item] of plan.entries ?? []) dict.set(key, item)
  const head = writeValue(dict).slice(0, -2)
  return `${head}${rangeMark}${' '.repeat(rangeWidth)}]${marker}<${'0'.repeat(room * 2)}>>>`
}

const crossReference = (
  view: View,
  update: Update,
  offsets: Map<number, number>,
  start: number,
): Uint8Array => {
  const newest = view.sections[0]
  const previous = (newest?.offset ?? 0) - view.document.base
  const trailer: PdfDict = new Map()
  for (const key of ['Root', 'Info', 'ID']) {
    const item = view.trailer.get(key)
    if (item !== undefined) trailer.set(key, item)
  }
  trailer.set('Prev', previous)
  const base = view.document.base
  if (newest?.kind === 'stream') {
    const own = update.next++
    offsets.set(own, start)
    const numbers = [...offsets.keys()].toSorted((a, b) => a - b)
    const rows = numbers.map((num) => {
      const offset = (offsets.get(num) ?? 0) - base
      const gen = update.objects.get(num)?.gen ?? 0
      return Uint8Array.from([
        1,
        ...[4, 3, 2, 1, 0].map((n) => Math.floor(offset / 256 ** n) % 256),
        gen >> 8,
        gen & 255,
      ])
    })
    const data = joinBytes(rows)
    const dict = new Map<string, PdfValue>([
      ['Type', name('XRef')],
      ['Size', update.next],
      ['W', [1, 5, 2]],
      ['Index', numbers.flatMap((num) => [num, 1])],
      ...trailer,
      ['Length', data.length],
    ])
    const head = bytesOf(`${own} 0 obj\n${writeValue(dict)}\nstream\n`)
    return joinBytes([head, data, bytesOf(`\nendstream\nendobj\nstartxref\n${start - base}\n%%EOF\n`)])
  }
  trailer.set('Size', update.next)
  const rows = [...offsets.keys()]
    .toSorted((a, b) => a - b)
    .map((num) => {
      const gen = update.objects.get(num)?.gen ?? 0
      return `${num} 1\n${`${(offsets.get(num) ?? 0) - base}`.padStart(10, '0')} ${`${gen}`.padStart(5, '0')} n \n`
    })
  return bytesOf(`xref\n${rows.join('')}trailer\n${writeValue(trailer)}\nstartxref\n${start - base}\n%%EOF\n`)
}

/** Field, page, form and catalog as they have to be with the new signature. */
const placeField = (
  view: View,
  update: Update,
  plan: SignaturePlan,
  signature: PdfRef,
): SignRefusal | null => {
  const root = view.trailer.get('Root')
  const found = catalogOf(view)
  const catalog: PdfDict = new Map(found ?? [])
  const page = pageAt(view, plan.page)
  if (!isRef(root) || !found) return 'sign.unreadable'
  const pageDict = page && resolve(view, page)
  if (!page || !isDict(pageDict)) return 'sign.page'
  const existing = allFields(readForm(view)).find((one) => one.name === plan.field)
  const looks = appearance(update, plan)
  if (existing) {
    if (existing.type !== 'Sig' || existing.value !== null || existing.num === null || existing.fields.length > 0) return 'sign.field' // prettier-ignore
    const gen = load(view, existing.num)?.gen ?? 0
    put(update, existing.num, new Map<string, PdfValue>([...existing.dict, ['V', signature], ...(plan.rect ? [['AP', looks] as [string, PdfValue]] : [])]), gen) // prettier-ignore
  } else {
    if (plan.field === '' || plan.field.includes('.')) return 'sign.field'
    const field = putNew(update, new Map<string, PdfValue>([
      ['Type', name('Annot')],
      ['Subtype', name('Widget')],
      ['FT', name('Sig')],
      ['T', textValue(plan.field)],
      ...(plan.label === undefined ? [] : [['TU', textValue(plan.label)] as [string, PdfValue]]),
      ['F', 132],
      ['Rect', [...(plan.rect ?? [0, 0, 0, 0])]],
      ['P', page],
      ['AP', looks],
      ['V', signature],
    ])) // prettier-ignore
    const annotations = [...(arrayAt(view, pageDict, 'Annots') ?? []), field]
    const held = pageDict.get('Annots')
    if (isRef(held)) put(update, held.num, annotations, held.gen)
    else put(update, page.num, new Map([...pageDict, ['Annots', annotations]]), page.gen)
    const form = dictAt(view, catalog, 'AcroForm') ?? new Map<string, PdfValue>()
    const list = form.get('Fields')
    const fields = [...(arrayAt(view, form, 'Fields') ?? []), field]
    if (isRef(list) && isArray(resolve(view, list))) put(update, list.num, fields, list.gen)
    const next = new Map<string, PdfValue>([
      ...form,
      ['SigFlags', 3],
      ['Fields', isRef(list) ? list : fields],
    ])
    const formRef = catalog.get('AcroForm')
    if (isRef(formRef)) put(update, formRef.num, next, formRef.gen)
    else catalog.set('AcroForm', next)
  }
  if (plan.certify) catalog.set('Perms', new Map([['DocMDP', signature]]))
  put(update, root.num, catalog, root.gen)
  return null
}

/** Writes the update for one signature. `source` is the file as issued; nothing of it changes. */
export const prepareSignature = (
  source: ByteSource,
  plan: SignaturePlan,
): PreparedSignature | SignRefusal => {
  const document = openDocument(source, newBudget(source.size))
  if (typeof document === 'string') return document === 'encrypted' ? 'sign.encrypted' : 'sign.unreadable'
  if (document.crypt !== null) return 'sign.encrypted'
  const view = viewAt(document, document.revisions.length - 1)
  const signed = allFields(readForm(view)).some((one) => one.type === 'Sig' && one.value !== null)
  if (plan.certify && signed) return 'sign.certified'
  const update: Update = { next: Math.max(0, ...numbersOf(view)) + 1, objects: new Map() }
  const room = plan.room ?? 16384
  const signature = ref(update.next++)
  update.objects.set(signature.num, { gen: 0, body: bytesOf(signatureBody(plan, room)) })
  const refusal = placeField(view, update, plan, signature)
  if (refusal) return refusal
  const parts: Uint8Array[] = [bytesOf('\n')]
  const offsets = new Map<number, number>()
  let at = source.size + 1
  let gapAt = 0
  for (const [num, { gen, body }] of update.objects) {
    const head = bytesOf(`${num} ${gen} obj\n`)
    const whole = joinBytes([head, body, bytesOf('\nendobj\n')])
    offsets.set(num, at)
    if (num === signature.num) gapAt = at + head.length + body.length - 2 - 2 - room * 2
    parts.push(whole)
    at += whole.length
  }
  parts.push(crossReference(view, update, offsets, at))
  const tail = joinBytes(parts)
  const end = source.size + tail.length
  const gapEnd = gapAt + room * 2 + 2
  const range = `0 ${gapAt} ${gapEnd} ${end - gapEnd}`.padEnd(rangeWidth)
  tail.set(bytesOf(range), gapAt - source.size - marker.length - 1 - rangeWidth)
  return {
    tail,
    spans: [
      [0, gapAt],
      [gapEnd, end - gapEnd],
    ],
    gap: gapAt - source.size + 1,
    room,
  }
}

/** Puts the message into the gap; refuses where it does not fit. */
export const injectSignature = (prepared: PreparedSignature, cms: Uint8Array): Uint8Array | SignRefusal => {
  if (cms.length > prepared.room) return 'sign.tooLarge'
  const out = prepared.tail.slice()
  out.set(bytesOf(hex(cms)), prepared.gap)
  return out
}
