/**
 * Signing a PDF by an incremental update, in three steps: prepare writes the update with an empty gap, whoever holds
 * the key makes the CMS over the digest, inject fills the gap. The bytes that were there stay as they are, so earlier
 * signatures stay sound. PAdES: ETSI.CAdES.detached over everything but the gap (ISO 32000-2, 12.8).
 */
import { detachedCms } from './cms.ts'
import type { CmsSigner, Sha256 } from './cms.ts'
import { join } from './der.ts'
import { openPdf } from './pdf-file.ts'
import type { Inflate } from './pdf-file.ts'
import { bytesOf, dictOf, isDict, isRef, nameOf, textString, write } from './pdf-values.ts'
import type { Dict, Ref, Value } from './pdf-values.ts'

/** Bytes kept for the CMS. A chain with a timestamp token reaches 10 KB; a CMS that does not fit is not written. */
export const contentsBytes = 16384

export type SignatureRequest = {
  /** Name of the new field; must be new in this file. */
  field: string
  /** The signer's name as the viewer's panel shows it, and why and where it was signed. */
  signer: string
  reason: string
  location: string
  /** Claimed time, written with +07'00'. Proves nothing. */
  at: Date
  /** Page from 0 and box in points from the lower left; `drawing` is a content stream in that box's own points. */
  page: number
  box: { x: number; y: number; width: number; height: number }
  drawing: string
}

export type Prepared = {
  /** Everything to append to the file. */
  update: Uint8Array
  /** Where in `update` the hexadecimal digits of the gap begin (after "<"), and how many there are. */
  gap: number
  digits: number
}

export type SignPorts = { sha256: Sha256; inflate: Inflate }

/** D:20261109153000+07'00' : Vietnam keeps one zone without summer time. */
export function pdfTime(at: Date): string {
  const local = new Date(at.getTime() + 7 * 3600 * 1000).toISOString().replace(/[-:T]|\.\d+Z/g, '')
  return `D:${local}+07'00'`
}

/** Throws SyntaxError when the file cannot be followed, is encrypted, or already has the field. */
export function prepare(file: Uint8Array, request: SignatureRequest, inflate: Inflate): Prepared {
  const pdf = openPdf(file, inflate)
  if (pdf.trailer.dict.has('Encrypt')) throw new SyntaxError('PDF: encrypted')
  const rootRef = pdf.trailer.dict.get('Root')
  const catalog = pdf.resolve(rootRef)
  const target = pdf.pages()[request.page]
  if (!isRef(rootRef) || !isDict(catalog) || target === undefined) throw new SyntaxError('PDF: no such page')

  let next = pdf.size
  const fresh = (): Ref => ({ ref: next++, generation: 0 })
  const objects: { ref: Ref; source: string }[] = []
  const put = (ref: Ref, value: Dict, stream?: string): void => {
    const body = stream === undefined ? write(value) : `${write(value)}\nstream\n${stream}\nendstream`
    objects.push({ ref, source: body })
  }
  const changed = (dict: Dict, entries: Record<string, Value>): Dict => ({
    dict: new Map([...dict.dict, ...Object.entries(entries)]),
  })

  const signature = fresh()
  const field = fresh()
  const look = fresh()
  const { x, y, width, height } = request.box

  const formRef = catalog.dict.get('AcroForm')
  const form = pdf.resolve(formRef)
  const oldFields = isDict(form) ? pdf.resolve(form.dict.get('Fields')) : null
  const fields = Array.isArray(oldFields) ? oldFields : []
  const wanted = write(textString(request.field))
  for (const known of fields) {
    const value = pdf.resolve(known)
    if (isDict(value) && write(value.dict.get('T') ?? null) === wanted)
      throw new SyntaxError('PDF: the field exists')
  }
  const formEntries = { Fields: [...fields, field], SigFlags: 3 }
  if (isRef(formRef) && isDict(form)) put(formRef, changed(form, formEntries))
  else {
    const made = fresh()
    put(made, isDict(form) ? changed(form, formEntries) : dictOf(formEntries))
    put(rootRef, changed(catalog, { AcroForm: made }))
  }
  const annotations = pdf.resolve(target.page.dict.get('Annots'))
  put(
    target.ref,
    changed(target.page, { Annots: [...(Array.isArray(annotations) ? annotations : []), field] }),
  )

  put(
    field,
    dictOf({
      Type: nameOf('Annot'),
      Subtype: nameOf('Widget'),
      FT: nameOf('Sig'),
      T: textString(request.field),
      TU: textString(request.reason),
      V: signature,
      P: target.ref,
      // Print and Locked.
      F: 132,
      Rect: [x, y, x + width, y + height],
      AP: dictOf({ N: look }),
    }),
  )
  put(
    look,
    dictOf({
      Type: nameOf('XObject'),
      Subtype: nameOf('Form'),
      FormType: 1,
      BBox: [0, 0, width, height],
      Resources: dictOf({}),
      Length: request.drawing.length,
    }),
    request.drawing,
  )

  const digits = contentsBytes * 2
  const rangeRoom = 60
  const head = [
    `/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached`,
    `/Name ${write(textString(request.signer))}`,
    `/Reason ${write(textString(request.reason))}`,
    `/Location ${write(textString(request.location))}`,
    `/M (${pdfTime(request.at)})`,
  ].join('\n')

  let text = file[file.length - 1] === 10 ? '' : '\n'
  const offsets = new Map<number, { at: number; generation: number }>()
  const begin = (ref: Ref): void => {
    offsets.set(ref.ref, { at: file.length + text.length, generation: ref.generation })
    text += `${ref.ref} ${ref.generation} obj\n`
  }
  for (const object of objects) {
    begin(object.ref)
    text += `${object.source}\nendobj\n`
  }
  begin(signature)
  text += `<<${head}\n/ByteRange `
  const rangeAt = text.length
  text += `${' '.repeat(rangeRoom)}\n/Contents <`
  const gap = text.length
  text += `${'0'.repeat(digits)}>>>\nendobj\n`

  text += crossReference(
    pdf.streamStyle,
    pdf.trailer,
    pdf.startxref,
    offsets,
    next,
    file.length + text.length,
  )
  const second = file.length + gap + digits + 1
  const range = `[0 ${file.length + gap - 1} ${second} ${file.length + text.length - second}]`.padEnd(
    rangeRoom,
  )
  text = text.slice(0, rangeAt) + range + text.slice(rangeAt + rangeRoom)
  return { update: bytesOf(text), gap, digits }
}

function crossReference(
  streamStyle: boolean,
  trailer: Dict,
  previous: number,
  offsets: Map<number, { at: number; generation: number }>,
  next: number,
  here: number,
): string {
  const entries: Record<string, Value> = {}
  for (const key of ['Root', 'Info', 'ID']) {
    const value = trailer.dict.get(key)
    if (value !== undefined) entries[key] = value
  }
  const all = new Map(offsets)
  if (streamStyle) all.set(next, { at: here, generation: 0 })
  const numbers = [...all.keys()].toSorted((one, other) => one - other)
  const spans: number[][] = []
  for (const number of numbers) {
    const open = spans[spans.length - 1]
    if (open !== undefined && open[open.length - 1] === number - 1) open.push(number)
    else spans.push([number])
  }
  const ending = `startxref\n${here}\n%%EOF\n`
  if (!streamStyle) {
    let table = 'xref\n0 1\n0000000000 65535 f \n'
    for (const span of spans) {
      table += `${span[0]} ${span.length}\n`
      for (const number of span) {
        const entry = all.get(number)
        table += `${String(entry?.at).padStart(10, '0')} ${String(entry?.generation).padStart(5, '0')} n \n`
      }
    }
    return `${table}trailer\n${write(dictOf({ Size: next, ...entries, Prev: previous }))}\n${ending}`
  }
  const rows = numbers.map((number) => {
    const { at, generation } = all.get(number) ?? { at: 0, generation: 0 }
    return [1, at >>> 24, at >>> 16, at >>> 8, at, generation >> 8, generation].map((byte) => byte & 0xff)
  })
  const data = String.fromCharCode(...rows.flat())
  const dict = dictOf({
    Type: nameOf('XRef'),
    Size: next + 1,
    ...entries,
    Prev: previous,
    W: [1, 4, 2],
    Index: spans.flatMap((span) => [span[0] ?? 0, span.length]),
    Length: data.length,
  })
  return `${next} 0 obj\n${write(dict)}\nstream\n${data}\nendstream\nendobj\n${ending}`
}

/** The bytes that the signature covers, in two parts. */
export function coveredParts(file: Uint8Array, prepared: Prepared): Uint8Array[] {
  const { update, gap, digits } = prepared
  return [file, update.subarray(0, gap - 1), update.subarray(gap + digits + 1)]
}

/** Fills the gap. Throws RangeError when the CMS does not fit: then nothing may be written. */
export function inject(prepared: Prepared, cms: Uint8Array): Uint8Array {
  const hex = Array.from(cms, (byte) => byte.toString(16).padStart(2, '0')).join('')
  if (hex.length > prepared.digits)
    throw new RangeError(`the signature needs ${cms.length} bytes, more than kept`)
  const update = prepared.update.slice()
  update.set(bytesOf(hex), prepared.gap)
  return update
}

/** Prepare, sign and inject with a key at hand. Gives the bytes to append to `file`. */
export async function signPdf(
  file: Uint8Array,
  request: SignatureRequest,
  signer: CmsSigner,
  ports: SignPorts & { sha256Parts(parts: readonly Uint8Array[]): Uint8Array },
): Promise<Uint8Array> {
  const prepared = prepare(file, request, ports.inflate)
  const digest = ports.sha256Parts(coveredParts(file, prepared))
  return inject(prepared, await detachedCms(digest, signer, ports.sha256))
}

/** A signed file as one array. */
export const appended = (file: Uint8Array, update: Uint8Array): Uint8Array => join([file, update])
