/**
 * Rows 1 to 8, 16, 18, 19, 21, 22 and 46 of the checklist: ranges, gaps, revisions, structure. Each with a good and a bad
 * example.
 */
import { describe, expect, it } from 'vitest'
import type { PdfValue } from '@nghi-truong/shared/signature/pdf/values'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import { badge } from '@nghi-truong/shared/signature/report'
import type { SignatureReport } from '@nghi-truong/shared/signature/report'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { craftMessage, craftPdf, patch } from './craft.ts'
import { nodeCrypto } from './node-crypto.ts'
import { contentStream, samplePdf, updatePdf } from './sample-pdf.ts'
import { signPdf } from './sign.ts'
import { issue, signerOf, testNow } from './test-pki.ts'

const party = issue({ name: 'signer' })
const look = (bytes: Uint8Array): Promise<SignatureReport> =>
  judge(bytesSource(bytes), { crypto: nodeCrypto, now: testNow })
const sign = async (file: Uint8Array, field = 'Sig1', certify?: 1 | 2 | 3): Promise<Uint8Array> => {
  const plan = { field, page: 0, rect: null, time: testNow, room: 4096, ...(certify ? { certify } : {}) }
  const out = await signPdf(file, plan, signerOf(party))
  if (typeof out === 'string') throw new Error(out)
  return out
}
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const bytes = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'latin1'))
const verdicts = (report: SignatureReport): string[] => report.signatures.map((one) => one.verdict)
const codes = (report: SignatureReport): string[] =>
  report.signatures.flatMap((one) => one.reasons.map((item) => item.code))

describe('row 1: ByteRange', () => {
  it('accepts four numbers from 0 to the end', async () => {
    const report = await look(await sign(samplePdf()))
    expect(report.signatures[0]).toMatchObject({
      verdict: 'VALID',
      coverage: 'ENTIRE_FILE',
      integrity: 'VALID',
    })
  })
  it.each([
    ['three numbers', /\/ByteRange \[0 (\d+) (\d+) (\d+)/, '/ByteRange [0 $1 $2', 'byteRange.form'],
    ['not from 0', /\/ByteRange \[0 (\d)(\d+) /, '/ByteRange [1 $1$2 ', 'byteRange.form'],
    ['overlapping', /\/ByteRange \[0 (\d+) (\d+) /, '/ByteRange [0 $2 $1 ', 'byteRange.form'],
    ['beyond the file', /(\/ByteRange \[0 \d+ \d+) (\d+) /, '$1 9$2', 'byteRange.outside'],
    ['a real number', /(\/ByteRange \[0 \d+ \d+) (\d+) {2}/, '$1 $2.5', 'byteRange.form'],
  ])('refuses %s', async (_, from, to, code) => {
    const good = text(await sign(samplePdf()))
    const found = from.exec(good)?.[0] ?? ''
    const bad = good.replace(from, to)
    const changed = found.replace(from, to)
    const padded = bad.replace(changed, changed.padEnd(found.length))
    const report = await look(bytes(padded))
    expect(codes(report)).toContain(code)
    expect(report.signatures[0]?.verdict).toBe('INVALID')
    expect(report.signatures[0]?.trust.subIndication).toBe('FORMAT_FAILURE')
  })
})

describe('rows 2 and 3: the gap', () => {
  it('is exactly the string of this signature', async () => {
    expect(verdicts(await look(await sign(samplePdf())))).toEqual(['VALID'])
  })
  it('refuses a blank or a comment inside the gap', async () => {
    const good = text(await sign(samplePdf()))
    const at = good.lastIndexOf('00>>>')
    for (const filler of [' ', '%']) {
      const report = await look(bytes(`${good.slice(0, at)}0${filler}${good.slice(at + 2)}`))
      expect(verdicts(report)).not.toContain('VALID')
    }
  })
  it('refuses a gap wider than the string', async () => {
    const signed = craftPdf(samplePdf(), (content) => craftMessage(party, content))
    const wide = text(signed).replace(
      /\/Contents <([0-9a-f]+)00>/,
      (_, digits: string) => `/Contents <${digits}>  `,
    )
    expect(verdicts(await look(bytes(wide)))).toEqual(['INVALID'])
  })
  it('refuses Contents that lie elsewhere, equal or not', async () => {
    const good = await sign(samplePdf())
    const contents = /\/Contents <[0-9a-f]+>/.exec(text(good))?.[0] ?? ''
    const range = /\/ByteRange \[[^\]]+\]/.exec(text(good))?.[0] ?? ''
    const number = Number(/(\d+) 0 obj\n<<\/Type \/Sig/.exec(text(good))?.[1])
    const moved = updatePdf(good, { [number]: `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached${range}${contents}>>` }) // prettier-ignore
    const report = await look(moved)
    expect(report.signatures).toHaveLength(2)
    expect(verdicts(report)).toEqual(['INVALID', 'INVALID'])
    expect(codes(report)).toContain('gap.otherContents')
  })
  it('refuses a second Contents in the dictionary', async () => {
    const twice = craftPdf(samplePdf(), content => craftMessage(party, content), { entries: new Map([['Contents', { t: 'string', v: 'x', hex: true, start: -1, end: -1 }]]) }) // prettier-ignore
    const report = await look(twice)
    expect(verdicts(report)).toEqual(['INVALID'])
  })
})

describe('rows 4 and 5: revisions', () => {
  it('accepts a signed revision with line ends behind it', async () => {
    const report = await look(bytes(`${text(await sign(samplePdf()))}\r\n\n`))
    expect(report.signatures[0]).toMatchObject({
      verdict: 'VALID',
      coverage: 'REVISION',
      modifications: 'NONE',
    })
  })
  it('refuses a range that ends inside the revision', async () => {
    const good = text(await sign(samplePdf()))
    const short = good.replace(/(\/ByteRange \[0 \d+ \d+) (\d+) /, (_, head: string, last: string) => `${head} ${Number(last) - 10} `) // prettier-ignore
    const report = await look(bytes(short))
    expect(report.signatures[0]).toMatchObject({ coverage: 'INVALID', verdict: 'INVALID' })
  })
  it.each([
    ['junk', 'junk'],
    ['an object without a cross-reference', '\n11 0 obj\n<</Length 3>>\nstream\nabc\nendstream\nendobj\n'],
    ['a comment that looks like an update', '\n%%EOF\n11 0 obj null endobj'],
  ])('refuses %s behind the last revision', async (_, tail) => {
    const report = await look(bytes(text(await sign(samplePdf())) + tail))
    expect(report.signatures[0]).toMatchObject({ verdict: 'INVALID', modifications: 'FORBIDDEN' })
    expect(codes(report)).toContain('tail.junk')
  })
  it('refuses an object hidden in a later revision that its cross-reference does not name', async () => {
    const good = await sign(samplePdf())
    const hidden = text(updatePdf(good, { 300: '(first)', 301: '(second)' })).replace(
      /301 1\n\d{10} 00000 n \n/,
      '',
    )
    const report = await look(bytes(hidden.replace(/startxref\n\d+\n%%EOF\n$/, `startxref\n${hidden.lastIndexOf('xref\n300')}\n%%EOF\n`))) // prettier-ignore
    expect(codes(report)).toContain('tail.junk')
  })
  it('refuses a later entry that leads back to an object hidden before', async () => {
    const good = await sign(samplePdf({ extra: [contentStream('', 'BT (hidden) Tj ET')] }))
    const hidden = text(good).indexOf('100 0 obj')
    const table = `xref\n11 1\n${`${hidden}`.padStart(10, '0')} 00000 n \n`
    const start = good.length
    const previous = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text(good))?.[1]
    const report = await look(bytes(`${text(good)}${table}trailer\n<</Size 200/Root 1 0 R/Info 3 0 R/Prev ${previous}>>\nstartxref\n${start}\n%%EOF\n`)) // prettier-ignore
    expect(report.signatures[0]?.verdict).toBe('INVALID')
  })
})

describe('row 6: Contents or ByteRange missing', () => {
  it.each([
    ['zeros', () => new Uint8Array(4)],
    ['one zero byte', () => new Uint8Array(1)],
    ['no CMS', () => new Uint8Array(Buffer.from('hello'))],
  ])('%s is unverifiable', async (_, make) => {
    const report = await look(craftPdf(samplePdf(), make))
    expect(report.signatures[0]).toMatchObject({ integrity: 'UNVERIFIABLE', verdict: 'INDETERMINATE' })
  })
  it.each([
    ['/Contents gone', '/Contents ', '/Contentx '],
    ['/ByteRange gone', '/ByteRange ', '/ByteRangx '],
    ['/ByteRange null', /\/ByteRange \[[^\]]+\]/, '/ByteRange null'],
  ])('%s is never valid', async (_, from, to) => {
    const good = text(await sign(samplePdf()))
    const bad = good.replace(from, (found) => to.padEnd(found.length))
    const report = await look(bytes(bad))
    expect(report.signatures).toHaveLength(1)
    expect(verdicts(report)).not.toContain('VALID')
  })
  it('an unreadable signature object is a signature that cannot be checked', async () => {
    const bad = text(await sign(samplePdf())).replace('/SubFilter /ETSI', '/SubFilter <ETSI')
    const report = await look(bytes(bad))
    expect(report.signatures).toHaveLength(1)
    expect(verdicts(report)).not.toContain('VALID')
  })
})

describe('rows 7 and 8: what is no signature', () => {
  it('lists empty fields as empty', async () => {
    const report = await look(samplePdf({ signatureFields: [{ name: 'A' }, { name: 'B' }] }))
    expect(report.signatures).toEqual([])
    expect(report.emptyFields).toEqual(['A', 'B'])
    expect(badge(report)).toMatchObject({ colour: 'none', code: 'unsigned' })
  })
  it('does not take usage rights for a signature', async () => {
    const rights = '/Perms<</UR3<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 1 2 3]/Contents<00>>>>>' // prettier-ignore
    expect((await look(samplePdf({ catalog: rights }))).signatures).toEqual([])
  })
  it('still finds a signature beside them', async () => {
    expect(verdicts(await look(await sign(samplePdf({ signatureFields: [{ name: 'A' }] }), 'B')))).toEqual([
      'VALID',
    ])
  })
})

describe('row 16: order of certifications', () => {
  it('accepts one certification, first', async () => {
    const certified = await sign(samplePdf(), 'Sig1', 2)
    expect(verdicts(await look(await sign(certified, 'Sig2')))).toEqual(['VALID', 'VALID'])
  })
  it('refuses a second one, and one after an approval', async () => {
    const parameters = new Map<string, PdfValue>([['P', 3]])
    const reference = new Map<string, PdfValue>([['TransformMethod', { t: 'name', v: 'DocMDP' }], ['TransformParams', parameters]]) // prettier-ignore
    for (const certify of [2, undefined] as const) {
      const first = await sign(samplePdf(), 'Sig1', certify)
      const second = craftPdf(first, (content) => craftMessage(party, content), {
        field: 'Sig2',
        entries: new Map([['Reference', [reference]]]),
      })
      const report = await look(second)
      expect(report.signatures.at(-1)?.verdict).toBe('INDETERMINATE')
      expect(codes(report)).toContain(certify ? 'docMdp.second' : 'docMdp.afterApproval')
    }
  })
})

describe('rows 18 and 19: the signature or the document exchanged', () => {
  it('refuses a signature dictionary overridden later', async () => {
    const good = await sign(samplePdf())
    const number = Number(/(\d+) 0 obj\n<<\/Type \/Sig/.exec(text(good))?.[1])
    const dict = /\d+ 0 obj\n(<<\/Type \/Sig[\s\S]*?>>)\nendobj/.exec(text(good))?.[1] ?? ''
    const report = await look(updatePdf(good, { [number]: dict.replace('/M ', '/Reason(khac)/M ') }))
    expect(verdicts(report)).not.toContain('VALID')
  })
  it.each([
    ['Kids exchanged', { 2: '<</Type/Pages/Count 1/Kids[12 0 R]>>' }],
    ['page content exchanged', { 11: contentStream('', 'BT (khac) Tj ET') }],
    ['a page taken away', { 2: '<</Type/Pages/Count 1/Kids[10 0 R]>>' }],
  ])('refuses %s', async (_, objects) => {
    const report = await look(updatePdf(await sign(samplePdf({ pages: 2 })), objects))
    expect(report.signatures[0]).toMatchObject({ modifications: 'FORBIDDEN', verdict: 'INVALID' })
    expect(badge(report)).toMatchObject({ colour: 'red', code: 'changed' })
  })
  it('refuses another catalog', async () => {
    const good = await sign(samplePdf({ pages: 2, extra: ['<</Type/Catalog/Pages 101 0 R>>', '<</Type/Pages/Count 1/Kids[12 0 R]>>'] })) // prettier-ignore
    expect(verdicts(await look(updatePdf(good, {}, { root: 100 })))).not.toContain('VALID')
  })
})

describe('rows 21 and 22: several signatures, odd fields', () => {
  it('judges each against its own revision', async () => {
    const one = await sign(samplePdf({ pages: 2 }))
    const three = await sign(await sign(one, 'Sig2'), 'Sig3')
    const report = await look(three)
    expect(report.signatures.map((item) => item.coverage)).toEqual(['REVISION', 'REVISION', 'ENTIRE_FILE'])
    expect(verdicts(report)).toEqual(['VALID', 'VALID', 'VALID'])
    expect(report.signatures[0]?.revisionEnd).toBe(one.length)
    const bad = await look(updatePdf(three, { 11: contentStream('', 'khac') }))
    expect(verdicts(bad)).toEqual(['INVALID', 'INVALID', 'INVALID'])
  })
  it('bears one signature under two fields, unnamed and dotted names', async () => {
    const good = await sign(samplePdf())
    const value = /\/V (\d+ 0 R)/.exec(text(good))?.[1] ?? ''
    const form = `<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[300 0 R 301 0 R 302 0 R]>>>>`
    const fields = { 1: form, 300: `<</FT/Sig/V ${value}>>`, 301: `<</FT/Sig/T(a.b)/V ${value}>>`, 302: `<</FT/Sig/T(a.b)/V ${value}>>` } // prettier-ignore
    const report = await look(updatePdf(good, fields))
    expect(report.error).toBeNull()
    expect(verdicts(report)).not.toContain('VALID')
    expect(await look(updatePdf(good, fields))).toEqual(report)
  })
  it('reads a signature without /Type', async () => {
    const plain = craftPdf(samplePdf(), (content) => craftMessage(party, content), {
      entries: new Map([['Type', null]]),
    })
    expect(verdicts(await look(plain))).toEqual(['VALID'])
  })
})

describe('row 46: structure makes no difference', () => {
  it.each(['table', 'stream', 'objects'] as const)('%s', async (xref) => {
    const good = await sign(samplePdf({ xref, pages: 2 }))
    expect(verdicts(await look(good))).toEqual(['VALID'])
    expect(verdicts(await look(updatePdf(good, { 11: contentStream('', 'khac') })))).toEqual(['INVALID'])
  })
  it('junk before the header', async () => {
    const good = await sign(samplePdf({ junkBefore: 'truoc\r\n' }))
    expect(verdicts(await look(good))).toEqual(['VALID'])
    expect(verdicts(await look(patch(good, 'TEST trang 1', 'TEST trang 2')))).toEqual(['INVALID'])
  })
  it('an entry that leads to another object reads as nothing', async () => {
    const good = text(samplePdf({ signatureFields: [{ name: 'A' }, { name: 'B' }] }))
    const rows = /xref\n0 \d+\n([\s\S]*?)trailer/.exec(good)?.[1]?.match(/.{20}/gs) ?? []
    const bad = good.replace(rows[50] ?? '', rows[51] ?? '')
    expect((await look(bytes(good))).emptyFields).toEqual(['A', 'B'])
    expect((await look(bytes(bad))).emptyFields).toEqual(['B'])
  })
  it('says what cannot be read', async () => {
    expect((await look(bytes('hello'))).error).toBe('notPdf')
    expect((await look(bytes('%PDF-1.7\nnothing'))).error).toBe('xref')
    expect((await look(new Uint8Array(0))).error).toBe('notPdf')
    expect(badge(await look(bytes('hello')))).toMatchObject({ colour: 'amber' })
  })
})
