/**
 * Small PDFs for tests and for mutation: made from parts, so that every shape of structure can be had.
 * What must stay true: without options the file is one any reader accepts.
 */
import { deflateSync } from 'node:zlib'

export interface SampleShape {
  /** `stream`: a cross-reference stream; `objects`: besides, objects in an object stream. */
  readonly xref?: 'table' | 'stream' | 'objects'
  readonly pages?: number
  /** Text fields with their values. */
  readonly fields?: readonly { name: string; value: string }[]
  /** Empty signature fields. */
  readonly signatureFields?: readonly { name: string; lock?: string }[]
  readonly junkBefore?: string
  /** Further entries of the catalog, and further objects from number 100 on. */
  readonly catalog?: string
  readonly extra?: readonly string[]
  /** Bytes of uncompressed page content, to make large files. */
  readonly bulk?: number
}

const streamOf = (dict: string, data: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`<<${dict}/Length ${data.length}>>\nstream\n`),
    data,
    Buffer.from('\nendstream'),
  ])

const objectsOf = (shape: SampleShape): Map<number, Buffer> => {
  const objects = new Map<number, Buffer>()
  const add = (num: number, body: string | Buffer): void => void objects.set(num, Buffer.from(body))
  const pages = shape.pages ?? 1
  const numbers = Array.from({ length: pages }, (_, n) => 10 + n * 2)
  const fields: number[] = []
  const look = (text: string): Buffer =>
    streamOf('/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F1 4 0 R>>>>', Buffer.from(`BT /F1 9 Tf (${text}) Tj ET`)) // prettier-ignore
  let next = 50
  for (const { name, value } of shape.fields ?? []) {
    add(next, `<</Type/Annot/Subtype/Widget/FT/Tx/T(${name})/V(${value})/Rect[10 10 110 30]/F 4/P 10 0 R/DA(/F1 9 Tf)/AP<</N ${next + 1} 0 R>>>>`) // prettier-ignore
    add(next + 1, look(value))
    fields.push(next)
    next += 2
  }
  for (const { name, lock } of shape.signatureFields ?? []) {
    add(next, `<</Type/Annot/Subtype/Widget/FT/Sig/T(${name})/Rect[0 0 0 0]/F 132/P 10 0 R${lock ? `/Lock ${lock}` : ''}>>`) // prettier-ignore
    fields.push(next++)
  }
  const form = fields.length > 0 ? `/AcroForm<</Fields[${fields.map((n) => `${n} 0 R`).join(' ')}]>>` : ''
  add(1, `<</Type/Catalog/Pages 2 0 R${form}${shape.catalog ?? ''}>>`)
  add(2, `<</Type/Pages/Count ${pages}/Kids[${numbers.map((n) => `${n} 0 R`).join(' ')}]>>`)
  add(3, "<</Producer(TEST)/CreationDate(D:20261101080000+07'00')>>")
  add(4, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>')
  for (const [n, num] of numbers.entries()) {
    const annots =
      n === 0 && fields.length > 0 ? `/Annots[${fields.map((one) => `${one} 0 R`).join(' ')}]` : ''
    add(num, `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents ${num + 1} 0 R${annots}>>`) // prettier-ignore
    const text = Buffer.from(`BT /F1 12 Tf 50 800 Td (TEST trang ${n + 1}) Tj ET\n`)
    add(
      num + 1,
      streamOf(
        '',
        n === 0 && shape.bulk ? Buffer.concat([text, Buffer.alloc(shape.bulk, '% day du\n')]) : text,
      ),
    )
  }
  for (const [n, body] of (shape.extra ?? []).entries()) add(100 + n, body)
  return objects
}

const packObjects = (objects: Map<number, Buffer>): { container: Buffer; packed: number[] } => {
  const packed = [...objects].filter(([, body]) => !body.includes('stream\n')).map(([num]) => num)
  let head = ''
  let body = ''
  for (const num of packed) {
    head += `${num} ${body.length} `
    body += `${objects.get(num)?.toString('latin1') ?? ''} `
  }
  const data = deflateSync(Buffer.from(head + body, 'latin1'))
  return {
    container: streamOf(`/Type/ObjStm/N ${packed.length}/First ${head.length}/Filter/FlateDecode`, data),
    packed,
  }
}

/** A PDF of one revision. */
export const samplePdf = (shape: SampleShape = {}): Uint8Array => {
  const objects = objectsOf(shape)
  const inStream = new Map<number, number>()
  if (shape.xref === 'objects') {
    const { container, packed } = packObjects(objects)
    packed.forEach((num, index) => {
      objects.delete(num)
      inStream.set(num, index)
    })
    objects.set(90, container)
  }
  const parts: Buffer[] = [Buffer.from(`${shape.junkBefore ?? ''}%PDF-1.7\n%\xe2\xe3\xcf\xd3\n`, 'latin1')]
  const base = (shape.junkBefore ?? '').length
  let at = parts[0]?.length ?? 0
  const offsets = new Map<number, number>()
  for (const [num, body] of objects) {
    const whole = Buffer.concat([Buffer.from(`${num} 0 obj\n`), body, Buffer.from('\nendobj\n')])
    offsets.set(num, at)
    parts.push(whole)
    at += whole.length
  }
  const size = Math.max(...offsets.keys(), ...inStream.keys(), 98) + 2
  const id = '/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]'
  if (shape.xref === 'stream' || shape.xref === 'objects') {
    offsets.set(99, at)
    const rows = Array.from({ length: size }, (_, num) => {
      const row = Buffer.alloc(7)
      const index = inStream.get(num)
      const offset = offsets.get(num)
      row[0] = index !== undefined ? 2 : offset !== undefined ? 1 : 0
      row.writeUInt32BE(index !== undefined ? 90 : offset !== undefined ? offset - base : 0, 1)
      row.writeUInt16BE(index ?? (num === 0 ? 65535 : 0), 5)
      return row
    })
    const data = deflateSync(Buffer.concat(rows))
    parts.push(Buffer.from('99 0 obj\n'))
    parts.push(
      streamOf(`/Type/XRef/Size ${size}/W[1 4 2]/Root 1 0 R/Info 3 0 R${id}/Filter/FlateDecode`, data),
    )
    parts.push(Buffer.from(`\nendobj\nstartxref\n${at - base}\n%%EOF\n`))
  } else {
    const rows = Array.from({ length: size }, (_, num) => {
      const offset = offsets.get(num)
      return offset === undefined
        ? `0000000000 ${num === 0 ? '65535' : '00000'} f \n`
        : `${`${offset - base}`.padStart(10, '0')} 00000 n \n`
    })
    parts.push(Buffer.from(`xref\n0 ${size}\n${rows.join('')}trailer\n<</Size ${size}/Root 1 0 R/Info 3 0 R${id}>>\nstartxref\n${at - base}\n%%EOF\n`)) // prettier-ignore
  }
  return new Uint8Array(Buffer.concat(parts))
}

/** An incremental update in the style of a table: objects replaced or added, further trailer entries, freed numbers. */
export const updatePdf = (
  file: Uint8Array,
  objects: Readonly<Record<number, string | Uint8Array>>,
  options: { trailer?: string; free?: readonly number[]; root?: number } = {},
): Uint8Array => {
  const text = Buffer.from(file).toString('latin1')
  const previous = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1] ?? '0'
  const parts: Buffer[] = [Buffer.from(file), Buffer.from('\n')]
  let at = file.length + 1
  const rows: [number, string][] = (options.free ?? []).map((num) => [num, '0000000000 00001 f \n'])
  for (const [num, body] of Object.entries(objects)) {
    const whole = Buffer.concat([Buffer.from(`${num} 0 obj\n`), Buffer.from(body), Buffer.from('\nendobj\n')])
    rows.push([Number(num), `${`${at}`.padStart(10, '0')} 00000 n \n`])
    parts.push(whole)
    at += whole.length
  }
  const table = rows.map(([num, row]) => `${num} 1\n${row}`).join('')
  const id = '/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]'
  parts.push(Buffer.from(`xref\n${table}trailer\n<</Size 500/Root ${options.root ?? 1} 0 R/Info 3 0 R${id}/Prev ${previous}${options.trailer ?? ''}>>\nstartxref\n${at}\n%%EOF\n`)) // prettier-ignore
  return new Uint8Array(Buffer.concat(parts))
}

export const contentStream = (dict: string, data: string): string => `<<${dict}/Length ${data.length}>>\nstream\n${data}\nendstream` // prettier-ignore
