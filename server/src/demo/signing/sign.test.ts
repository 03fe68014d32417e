/** Signing by update, on both kinds of cross-reference; and the cases in which nothing may be written. */
import { createHash, createVerify, generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { deflateSync, inflateSync } from 'node:zlib'
import { PDFDocument } from '@cantoo/pdf-lib'
import { describe, expect, it } from 'vitest'
import { detachedCms } from './cms.ts'
import * as der from './der.ts'
import { openPdf } from './pdf-file.ts'
import { isDict } from './pdf-values.ts'
import { contentsBytes, coveredParts, inject, pdfTime, prepare } from './sign.ts'
import type { SignatureRequest } from './sign.ts'

const inflate = (bytes: Uint8Array): Uint8Array => inflateSync(bytes)
const request = (field: string): SignatureRequest => ({
  field,
  signer: 'Nguyễn Thị Ký',
  reason: 'Ký thử',
  location: 'An Phú',
  at: new Date('2026-11-09T08:30:00Z'),
  page: 0,
  box: { x: 10, y: 10, width: 100, height: 50 },
  drawing: '0 0 1 RG 0 0 m 100 50 l S',
})

async function plain(useObjectStreams: boolean): Promise<Uint8Array> {
  const made = await PDFDocument.create()
  made.addPage([200, 200])
  made.addPage([200, 200])
  return made.save({ useObjectStreams })
}

function signedWith(file: Uint8Array, field: string): Uint8Array {
  const prepared = prepare(file, request(field), inflate)
  return der.join([file, inject(prepared, Uint8Array.of(0x30, 0x00))])
}

describe('signing by update', () => {
  it.each([
    ['classic table', false],
    ['cross-reference stream', true],
  ])('appends, twice, to a file with a %s', async (_name, streams) => {
    const file = await plain(streams)
    const once = signedWith(file, 'Một')
    const twice = signedWith(once, 'Hai')
    expect(Buffer.from(once.subarray(0, file.length)).equals(file)).toBe(true)
    expect(Buffer.from(twice.subarray(0, once.length)).equals(once)).toBe(true)
    const pdf = openPdf(twice, inflate)
    expect(pdf.streamStyle).toBe(streams)
    const catalog = pdf.resolve(pdf.trailer.dict.get('Root'))
    const form = isDict(catalog) ? pdf.resolve(catalog.dict.get('AcroForm')) : null
    expect(isDict(form) && form.dict.get('Fields')).toHaveLength(2)
    expect(pdf.pages()[0]?.page.dict.get('Annots')).toHaveLength(2)
    expect(pdf.pages()).toHaveLength(2)
    // A foreign reader agrees.
    const foreign = await PDFDocument.load(twice)
    expect(
      foreign
        .getForm()
        .getFields()
        .map((field) => field.getName()),
    ).toEqual(['Một', 'Hai'])
  })

  it('covers every byte but the gap', async () => {
    const file = await plain(false)
    const prepared = prepare(file, request('Ký'), inflate)
    const parts = coveredParts(file, prepared)
    const covered = parts.reduce((sum, part) => sum + part.length, 0)
    expect(covered + prepared.digits + 2).toBe(file.length + prepared.update.length)
    const text = Buffer.from(prepared.update).toString('latin1')
    const range = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]/.exec(text)?.slice(1).map(Number)
    expect(range?.[0]).toBe(0)
    expect(range?.[1]).toBe(file.length + prepared.gap - 1)
    expect(range?.[2]).toBe(file.length + prepared.gap + prepared.digits + 1)
    expect((range?.[2] ?? 0) + (range?.[3] ?? 0)).toBe(file.length + prepared.update.length)
    expect(text[prepared.gap - 1]).toBe('<')
    expect(text[prepared.gap + prepared.digits]).toBe('>')
  })

  it('writes nothing when the CMS does not fit', async () => {
    const prepared = prepare(await plain(false), request('Ký'), inflate)
    expect(() => inject(prepared, new Uint8Array(contentsBytes + 1))).toThrow(RangeError)
    expect(inject(prepared, new Uint8Array(contentsBytes)).length).toBe(prepared.update.length)
  })

  it('refuses a field that exists, a page that does not, junk and torn files', async () => {
    const file = await plain(false)
    const once = signedWith(file, 'Một')
    expect(() => prepare(once, request('Một'), inflate)).toThrow(SyntaxError)
    expect(() => prepare(file, { ...request('Ký'), page: 9 }, inflate)).toThrow(SyntaxError)
    expect(() => prepare(file.subarray(0, file.length - 40), request('Ký'), inflate)).toThrow(SyntaxError)
    expect(() => prepare(new TextEncoder().encode('not a PDF'), request('Ký'), inflate)).toThrow(SyntaxError)
  })

  it('reads xref streams with predictors', () => {
    const rows = [
      [0, 0, 0],
      [1, 9, 0],
    ]
    const predicted = rows.flatMap((row, at) => [
      2,
      ...row.map((byte, column) => (byte - (rows[at - 1]?.[column] ?? 0) + 256) % 256),
    ])
    const data = deflateSync(Uint8Array.from(predicted))
    const head = '%PDF-1.5\n1 0 obj\n<</Type/Catalog>>\nendobj\n'
    const object = `2 0 obj\n<</Type/XRef/Size 2/Root 1 0 R/W[1 1 1]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 3>>/Length ${data.length}>>\nstream\n`
    const file = Buffer.concat([
      Buffer.from(head + object),
      data,
      Buffer.from(`\nendstream\nendobj\nstartxref\n${head.length}\n%%EOF`),
    ])
    const pdf = openPdf(file, inflate)
    expect(pdf.streamStyle).toBe(true)
    const catalog = pdf.resolve(pdf.trailer.dict.get('Root'))
    expect(isDict(catalog) && catalog.dict.get('Type')).toEqual({ name: 'Catalog' })
  })

  it('makes a DER CMS whose signed attributes verify, without a signing time', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const name = der.sequence(der.setOf(der.sequence(der.oid('2.5.4.3'), der.utf8('Thử'))))
    const certificate = der.sequence(
      der.sequence(der.context(0, der.integer(2)), der.integer(7), der.sequence(), name),
    )
    const digest = createHash('sha256').update('x').digest()
    const asked: { bytes: Uint8Array; value: Uint8Array }[] = []
    const key = {
      kind: 'ec' as const,
      sign: async (bytes: Uint8Array) => {
        const value = signBytes('sha256', bytes, privateKey)
        asked.push({ bytes, value })
        return Promise.resolve(value)
      },
    }
    const hash = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
    const cms = Buffer.from(await detachedCms(digest, { certificate, chain: [], key }, hash))
    expect(asked).toHaveLength(1)
    const { bytes, value } = asked[0] ?? { bytes: new Uint8Array(), value: new Uint8Array() }
    expect(createVerify('sha256').update(bytes).verify(publicKey, value)).toBe(true)
    // What was signed is a SET OF; in the CMS the same content stands under [0].
    expect(bytes[0]).toBe(0x31)
    expect(cms.includes(Buffer.concat([Buffer.of(0xa0), bytes.subarray(1)]))).toBe(true)
    expect(cms.subarray(cms.length - value.length).equals(value)).toBe(true)
    expect(cms.includes(digest)).toBe(true)
    expect(cms.includes(Buffer.from(hash(certificate)))).toBe(true)
    // signing-time must be absent at PAdES B-B.
    expect(cms.includes(Buffer.from(der.oid('1.2.840.113549.1.9.5')))).toBe(false)
  })

  it('tells the time of Vietnam', () => {
    expect(pdfTime(new Date('2026-11-09T18:30:05Z'))).toBe("D:20261110013005+07'00'")
  })
})
