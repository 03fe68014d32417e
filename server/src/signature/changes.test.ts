/**
 * Rows 9 to 15, 17 and 20 of the checklist: what may come after a signature. Each rule with a change it permits and one it
 * refuses.
 */
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { PdfValue } from '@nghi-truong/shared/signature/pdf/values'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import { badgeOf } from '@nghi-truong/shared/signature/report'
import type { SignatureOne } from '@nghi-truong/shared/signature/report'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { craftMessage, craftPdf } from './craft.ts'
import { nodeCrypto } from './node-crypto.ts'
import { contentStream, samplePdf, updatePdf } from './sample-pdf.ts'
import type { SampleShape } from './sample-pdf.ts'
import { signPdf } from './sign.ts'
import { issue, signerOf, testNow, timestampAuthority } from './test-pki.ts'

const party = issue({ name: 'signer' })
const tsa = issue({ name: 'TSA', extended: ['1.3.6.1.5.5.7.3.8'], extendedCritical: true })

const signed = async (shape: SampleShape, certify?: 1 | 2 | 3, field = 'Sig1'): Promise<Uint8Array> => {
  const plan = { field, page: 0, rect: null, time: testNow, room: 4096, ...(certify ? { certify } : {}) }
  const out = await signPdf(samplePdf(shape), plan, signerOf(party))
  if (typeof out === 'string') throw new Error(out)
  return out
}
const again = async (
  file: Uint8Array,
  field = 'Sig2',
  rect: [number, number, number, number] | null = null,
): Promise<Uint8Array> => {
  const out = await signPdf(file, { field, page: 0, rect, time: testNow, room: 4096 }, signerOf(party))
  if (typeof out === 'string') throw new Error(out)
  return out
}
const stamped = async (file: Uint8Array): Promise<Uint8Array> => {
  const plan = {
    field: 'Stamp',
    page: 0,
    rect: null,
    time: testNow,
    room: 4096,
    kind: 'DocTimeStamp' as const,
  }
  const out = await signPdf(file, plan, signerOf(party), timestampAuthority(tsa, testNow))
  if (typeof out === 'string') throw new Error(out)
  return out
}
const first = async (file: Uint8Array): Promise<SignatureOne> => {
  const report = await judge(bytesSource(file), { crypto: nodeCrypto, now: testNow })
  expect(report.error).toBeNull()
  const [one] = report.signatures
  if (!one) throw new Error('no signature')
  return one
}
const codes = (one: SignatureOne): string[] => one.reasons.map((item) => item.code)
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
/** The newest text of an object, to be changed in one place. */
const body = (file: Uint8Array, num: number): string => {
  const source = text(file)
  const at = source.lastIndexOf(`\n${num} 0 obj\n`)
  return source.slice(at + `\n${num} 0 obj\n`.length, source.indexOf('\nendobj', at))
}
const catalogWith = (file: Uint8Array, entries: string): string =>
  body(file, 1).replace(/>>$/, `${entries}>>`)
const form: SampleShape = { fields: [{ name: 'Text1', value: 'TEST' }, { name: 'Text2', value: 'X' }], signatureFields: [{ name: 'Empty' }] } // prettier-ignore
const look = contentStream('/Type/XObject/Subtype/Form/BBox[0 0 100 20]', 'BT (khac) Tj ET')

describe('row 9: what long-term preservation adds', () => {
  const store = (file: Uint8Array): Record<number, string> => ({
    1: catalogWith(file, '/DSS 300 0 R/Extensions<</ESIC<</BaseVersion/1.7/ExtensionLevel 5>>>>'),
    300: '<</Type/DSS/Certs[301 0 R]/VRI<</AB 302 0 R>>>>',
    301: contentStream('', 'cert'),
    302: '<</Cert[301 0 R]/TU(D:2026)>>',
  })
  it.each([1, 2, 3, undefined] as const)(
    'permits store, extensions and time stamp under P=%s',
    async (certify) => {
      const file = await signed({}, certify)
      const one = await first(updatePdf(file, store(file)))
      expect(one).toMatchObject({ verdict: 'VALID', modifications: 'LTA' })
      expect(await first(await stamped(file))).toMatchObject({ verdict: 'VALID', modifications: 'LTA' })
    },
  )
  it('a plain signature that calls itself a time stamp is none', async () => {
    const file = await signed({}, 1)
    const name: PdfValue = { t: 'name', v: 'DocTimeStamp' }
    const fake = craftPdf(file, (content) => craftMessage(party, content), { field: 'Sig2', entries: new Map([['Type', name]]) }) // prettier-ignore
    expect(await first(fake)).toMatchObject({ verdict: 'INVALID' })
  })
  it('permits Info and XMP that are well-formed', async () => {
    const file = await signed({ catalog: '/Metadata 100 0 R', extra: [contentStream('/Type/Metadata/Subtype/XML', '<x>a</x>')] }, 1) // prettier-ignore
    const update = (xml: string) => updatePdf(file, { 3: '<</Producer(KHAC)/ModDate(D:2026)>>', 100: contentStream('/Type/Metadata/Subtype/XML', xml) }) // prettier-ignore
    expect(await first(update('<?xpacket?><x y="1">b &amp; c</x>'))).toMatchObject({ verdict: 'VALID', modifications: 'LTA' }) // prettier-ignore
    for (const bad of [
      '<!DOCTYPE x [<!ENTITY e "b">]><x>&e;</x>',
      '<x>&e;</x>',
      '<x><y></x>',
      'text',
      '<x/><y/>',
    ])
      expect(await first(update(bad))).toMatchObject({ verdict: 'INVALID' })
  })
  it('permits an identical object again, a freed entry nobody used, a new object nobody uses', async () => {
    const file = await signed({ extra: ['(unused)'] }, 1)
    expect(await first(updatePdf(file, { 4: body(file, 4) }))).toMatchObject({ verdict: 'VALID' })
    expect(await first(updatePdf(file, {}, { free: [100] }))).toMatchObject({ verdict: 'VALID' })
    expect(await first(updatePdf(file, { 300: '(new)' }))).toMatchObject({ verdict: 'VALID' })
  })
  it('refuses things of other shapes in their places', async () => {
    const file = await signed({})
    const wrong = [
      { ...store(file), 300: '<</Type/DSS/Certs(text)>>' },
      { ...store(file), 301: '<</Type/Catalog>>' },
      { 3: '<</Producer 300 0 R>>', 300: contentStream('', 'x') },
      { 1: catalogWith(file, '/Extensions 300 0 R'), 300: contentStream('', 'x') },
    ]
    for (const objects of wrong)
      expect(await first(updatePdf(file, objects))).toMatchObject({ verdict: 'INVALID' })
  })
})

describe('row 10: filling and signing', () => {
  it.each([2, 3, undefined] as const)(
    'permits a filled field with its appearance under P=%s',
    async (certify) => {
      const file = await signed(form, certify)
      const filled = updatePdf(file, { 50: body(file, 50).replace('(TEST)', '(KHAC)').replace('51 0 R', '300 0 R'), 300: look }) // prettier-ignore
      expect(await first(filled)).toMatchObject({ verdict: 'VALID', modifications: 'FORM_FILL' })
    },
  )
  it('permits a field to be placed when it is signed, and never when it is not', async () => {
    const file = await signed(form, 2)
    const next = await again(file, 'Empty')
    const number = 54
    const place = (bytes: Uint8Array) =>
      body(bytes, number).replace(/\/Rect ?\[0 0 0 0\]/, '/Rect[9 9 99 99]')
    const moved = Buffer.from(next).toString('latin1').replace(/(\n54 0 obj\n(?:(?!endobj)[\s\S])*)\/Rect \[0 0 0 0\]/, '$1/Rect [9 9 9 9]') // prettier-ignore
    expect((await first(new Uint8Array(Buffer.from(moved, 'latin1')))).modifications).toBe('FORM_FILL')
    expect(await first(updatePdf(file, { [number]: place(file) }))).toMatchObject({ verdict: 'INVALID' })
    expect(await first(updatePdf(next, { [number]: place(next) }))).toMatchObject({ verdict: 'INVALID' })
  })
  it('refuses it under P=1', async () => {
    const file = await signed(form, 1)
    expect(await first(updatePdf(file, { 50: body(file, 50).replace('(TEST)', '(KHAC)') }))).toMatchObject({ verdict: 'INVALID' }) // prettier-ignore
  })
  it('permits signing an empty field, and a new field, visible or not', async () => {
    for (const xref of ['table', 'stream', 'objects'] as const) {
      const file = await signed({ ...form, xref }, 2)
      for (const next of [
        await again(file, 'Empty'),
        await again(file),
        await again(file, 'Sig2', [10, 10, 90, 90]),
      ])
        expect(await first(next)).toMatchObject({ verdict: 'VALID', modifications: 'FORM_FILL' })
      expect(await first(await again(await again(file), 'Sig3'))).toMatchObject({ verdict: 'VALID' })
    }
    expect(await first(await again(await signed({}, 1)))).toMatchObject({ verdict: 'INVALID' })
  })
  const fieldWith = (file: Uint8Array, entries: string, more: Record<number, string> = {}) => {
    const number = /\/Fields\s?\[?([^\]]*)\]/.exec(body(file, 1))?.[1] ?? ''
    const catalog = body(file, 1).replace(number, `${number} 300 0 R`)
    const page = body(file, 10).replace(/\/Annots\s?\[/, '/Annots[300 0 R ')
    return updatePdf(file, { 1: catalog, 10: page, 300: `<</Type/Annot/Subtype/Widget${entries.includes('/Rect') ? '' : '/Rect[0 0 0 0]'}/F 132/P 10 0 R${entries}>>`, ...more }) // prettier-ignore
  }
  it('tells of an empty new signature field under a certification, and of one that draws', async () => {
    expect(await first(fieldWith(await signed({}), '/FT/Sig/T(New)'))).toMatchObject({ verdict: 'VALID' })
    expect(await first(fieldWith(await signed({}, 2), '/FT/Sig/T(New)'))).toMatchObject({ verdict: 'WARN' })
    const drawing = fieldWith(await signed({}), '/FT/Sig/T(New)/Rect[9 9 99 99]/AP<</N 301 0 R>>', {
      301: look,
    })
    expect(await first(updatePdf(drawing, {}))).toMatchObject({ verdict: 'WARN' })
  })
  it.each([
    ['a text field', '/FT/Tx/T(New)'],
    ['a name with a full stop', '/FT/Sig/T(New.Field)'],
    ['a name that is no string', '/FT/Sig/T/New'],
    ['a name in use', '/FT/Sig/T(Sig1)'],
    ['no name', '/FT/Sig'],
    ['an action', '/FT/Sig/T(New)/AA<</E<</S/JavaScript/JS(x)>>>>'],
    ['a parent', '/FT/Sig/T(New)/Parent 10 0 R'],
  ])('refuses a new field: %s', async (_, entries) => {
    expect(await first(fieldWith(await signed({}), entries))).toMatchObject({ verdict: 'INVALID' })
  })
})

describe('row 11: annotations', () => {
  const noted = async (certify?: 1 | 2 | 3): Promise<SignatureOne> => {
    const file = await signed({}, certify)
    const page = body(file, 10).replace(/\/Annots\s?\[/, '/Annots[300 0 R ')
    return first(
      updatePdf(file, { 10: page, 300: '<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(TEST)>>' }),
    )
  }
  it('warns on an approval, permits with P=3, refuses otherwise', async () => {
    const plain = await noted()
    expect(plain).toMatchObject({ verdict: 'WARN', modifications: 'ANNOTATION' })
    expect(badgeOf(plain)).toMatchObject({ colour: 'amber', code: 'annotated' })
    expect(await noted(3)).toMatchObject({ verdict: 'VALID', modifications: 'ANNOTATION' })
    expect(await noted(2)).toMatchObject({ verdict: 'INVALID' })
    expect(await noted(1)).toMatchObject({ verdict: 'INVALID' })
  })
  it('refuses a widget that belongs to no field, even with P=3', async () => {
    const file = await signed({}, 3)
    const page = body(file, 10).replace(/\/Annots\s?\[/, '/Annots[300 0 R ')
    expect(await first(updatePdf(file, { 10: page, 300: '<</Type/Annot/Subtype/Widget/Rect[0 0 9 9]>>' }))).toMatchObject({ verdict: 'INVALID' }) // prettier-ignore
  })
})

describe('rows 12 and 13: pages and catalog', () => {
  it.each([
    ['page content', { 11: contentStream('', 'khac') }],
    ['a font', { 4: '<</Type/Font/Subtype/Type1/BaseFont/Courier>>' }],
    [
      'a page added',
      { 2: '<</Type/Pages/Count 3/Kids[10 0 R 12 0 R 300 0 R]>>', 300: '<</Type/Page/Parent 2 0 R>>' },
    ],
    ['pages reordered', { 2: '<</Type/Pages/Count 2/Kids[12 0 R 10 0 R]>>' }],
    ['an inherited box', { 2: '<</Type/Pages/Count 2/Kids[10 0 R 12 0 R]/MediaBox[0 0 9 9]>>' }],
  ])('refuses %s, even with P=3', async (_, objects) => {
    for (const certify of [3, undefined] as const)
      expect(await first(updatePdf(await signed({ pages: 2 }, certify), objects))).toMatchObject({ modifications: 'FORBIDDEN' }) // prettier-ignore
  })
  const entriesRefused = ['/OpenAction<</S/JavaScript/JS(x)>>', '/Names<</JavaScript 300 0 R>>', '/Outlines 300 0 R', '/AA<<>>', '/PageLabels<<>>', '/OCProperties<<>>', '/Perms<<>>', '/StructTreeRoot 300 0 R'] // prettier-ignore
  it.each(entriesRefused)('refuses %s', async (entries) => {
    const file = await signed({}, 3)
    expect(await first(updatePdf(file, { 1: catalogWith(file, entries), 300: '<<>>' }))).toMatchObject({ verdict: 'INVALID' }) // prettier-ignore
  })
  it('refuses the form removed, a field removed or renamed', async () => {
    const file = await signed(form)
    expect(await first(updatePdf(file, { 1: '<</Type/Catalog/Pages 2 0 R>>' }))).toMatchObject({
      verdict: 'INVALID',
    })
    expect(await first(updatePdf(file, { 1: body(file, 1).replace('50 0 R', '') }))).toMatchObject({ verdict: 'INVALID' }) // prettier-ignore
    expect(await first(updatePdf(file, { 50: body(file, 50).replace('(Text1)', '(Khac)') }))).toMatchObject({ verdict: 'INVALID' }) // prettier-ignore
  })
  it('permits a version named, and the same catalog under a new number', async () => {
    const file = await signed({}, 1)
    expect(await first(updatePdf(file, { 1: catalogWith(file, '/Version/2.0') }))).toMatchObject({
      verdict: 'VALID',
    })
    expect(await first(updatePdf(file, { 300: body(file, 1) }, { root: 300 }))).toMatchObject({
      verdict: 'VALID',
    })
  })
})

describe('row 14: every path counts', () => {
  const shared: SampleShape = { ...form, catalog: '/Names<</X 51 0 R>>' }
  it('refuses an appearance that something else uses too', async () => {
    const objects = (file: Uint8Array) => ({ 50: body(file, 50).replace('(TEST)', '(KHAC)'), 51: look })
    const file = await signed(form)
    expect(await first(updatePdf(file, objects(file)))).toMatchObject({ verdict: 'VALID' })
    const other = await signed(shared)
    expect(await first(updatePdf(other, objects(other)))).toMatchObject({ verdict: 'INVALID' })
  })
  it('refuses an old number for a new purpose', async () => {
    const file = await signed({ extra: [contentStream('', 'old')] })
    const objects = { 1: catalogWith(file, '/DSS<</Certs[100 0 R]>>'), 100: contentStream('', 'cert') }
    expect(await first(updatePdf(file, objects))).toMatchObject({ verdict: 'INVALID' })
    const fresh = { 1: catalogWith(file, '/DSS<</Certs[300 0 R]>>'), 300: contentStream('', 'cert') }
    expect(await first(updatePdf(file, fresh))).toMatchObject({ verdict: 'VALID' })
  })
  it('refuses an old number overwritten, used or not', async () => {
    const file = await signed({ extra: ['(unused)'] })
    expect(await first(updatePdf(file, { 100: '(other)' }))).toMatchObject({ verdict: 'INVALID' })
    expect(await first(updatePdf(file, { 300: '(other)' }))).toMatchObject({ verdict: 'VALID' })
  })
  it('refuses an entry that leads back into the signed bytes, though nothing refers to it', async () => {
    const file = await signed({ extra: [contentStream('', 'x\n300 0 obj\n(hidden)\nendobj\n')] })
    const update = text(updatePdf(file, { 300: '(shown)' }))
    const back = update.replace(
      /300 1\n\d{10}/,
      `300 1\n${`${update.indexOf('300 0 obj')}`.padStart(10, '0')}`,
    )
    const one = await first(new Uint8Array(Buffer.from(back, 'latin1')))
    expect(one).toMatchObject({ verdict: 'INVALID' })
    expect(one.reasons.map((item) => item.detail)).toContain('entry leads back')
  })
  it('sees through a replaced object stream', async () => {
    const file = await signed({ xref: 'objects' })
    const data = deflateSync(Buffer.from('4 0 <</Type/Font/Subtype/Type1/BaseFont/Courier>>'))
    const container = Buffer.concat([Buffer.from(`<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${data.length}>>\nstream\n`), data, Buffer.from('\nendstream')]) // prettier-ignore
    expect((await first(updatePdf(file, { 90: container }))).verdict).not.toBe('VALID')
  })
  it('refuses what is said twice', async () => {
    const file = await signed(form)
    const twice = body(file, 50).replace('(TEST)', '(KHAC)').replace('/V', '/V(A)/V')
    expect(await first(updatePdf(file, { 50: twice }))).toMatchObject({ verdict: 'INVALID' })
    expect(await first(updatePdf(file, { 300: '(x)' }, { trailer: '/Root 1 0 R' }))).toMatchObject({
      verdict: 'INVALID',
    })
  })
})

describe('row 15: locks', () => {
  const locked = (lock: string, names: string[]) => {
    const parameters = new Map<string, PdfValue>([
      ['Action', { t: 'name', v: lock }],
      ['Fields', names.map((v) => ({ t: 'string' as const, v, hex: true, start: -1, end: -1 }))],
    ])
    const reference = new Map<string, PdfValue>([['TransformMethod', { t: 'name', v: 'FieldMDP' }], ['TransformParams', parameters]]) // prettier-ignore
    return craftPdf(samplePdf({ fields: [{ name: 'Text1', value: 'A' }, { name: 'Text10', value: 'B' }] }), content => craftMessage(party, content), { entries: new Map([['Reference', [reference]]]) }) // prettier-ignore
  }
  const fill = (file: Uint8Array, num: number) => updatePdf(file, { [num]: body(file, num).replace(/\/V\([AB]\)/, '/V(KHAC)') }) // prettier-ignore
  it.each([
    ['All', [], false, false],
    ['Include', ['Text1'], false, true],
    ['Include', ['Text10'], true, false],
    ['Exclude', ['Text1'], true, false],
    ['Exclude', ['Text10'], false, true],
  ] as const)('%s %j', async (action, names, one, ten) => {
    const file = locked(action, [...names])
    expect((await first(fill(file, 50))).verdict === 'VALID').toBe(one)
    expect((await first(fill(file, 52))).verdict === 'VALID').toBe(ten)
  })
  it('a lock in the field counts, its level tightens and never widens', async () => {
    const shape = (lock: string): SampleShape => ({ fields: [{ name: 'Text1', value: 'A' }], signatureFields: [{ name: 'Sig1', lock }] }) // prettier-ignore
    const all = await signed(shape('<</Type/SigFieldLock/Action/All>>'))
    const refused = await first(fill(all, 50))
    expect(refused).toMatchObject({ verdict: 'INVALID' })
    expect(codes(refused)).toContain('change.locked')
    const tight = await signed(shape('<</Type/SigFieldLock/Action/Include/Fields[]/P 1>>'))
    expect(await first(fill(tight, 50))).toMatchObject({ verdict: 'INVALID' })
    expect(await first(fill(await signed(shape('<</Action/Include/Fields[]>>')), 50))).toMatchObject({ verdict: 'VALID' }) // prettier-ignore
  })
})

describe('row 17: what may not be removed', () => {
  const withStore = async (): Promise<Uint8Array> => {
    const file = await signed({}, 2)
    return updatePdf(file, { 1: catalogWith(file, '/DSS 300 0 R'), 300: '<</Certs[301 0 R 302 0 R]/VRI<</AB<</Cert[301 0 R]>>>>>>', 301: contentStream('', 'a'), 302: contentStream('', 'b') }) // prettier-ignore
  }
  it('the store, its VRI, /Perms', async () => {
    const file = await withStore()
    for (const objects of [
      { 1: body(file, 1).replace('/DSS 300 0 R', '') },
      { 300: '<</Certs[301 0 R 302 0 R]>>' },
      { 300: '<</Certs[301 0 R 302 0 R]/VRI<<>>>>' },
      { 1: body(file, 1).replace(/\/Perms <<[^>]*>>/, '') },
    ])
      expect(await first(updatePdf(file, objects))).toMatchObject({ verdict: 'INVALID' })
  })
  it('a single certificate dropped is no harm', async () => {
    const objects = { 300: '<</Certs[301 0 R]/VRI<</AB<</Cert[301 0 R]>>>>>>' }
    expect(await first(updatePdf(await withStore(), objects))).toMatchObject({
      verdict: 'VALID',
      modifications: 'LTA',
    })
  })
})

describe('row 20: shadow replace', () => {
  it.each([
    ['another picture', (old: string) => old.replace('51 0 R', '300 0 R')],
    ['the picture gone', (old: string) => old.replace(/\/AP<<[^>]*>>/, '')],
    ['the same text in another spelling, another picture', (old: string) => old.replace('(TEST)', '<FEFF0054004500530054>').replace('51 0 R', '300 0 R')], // prettier-ignore
    ['hidden', (old: string) => old.replace('/F 4', '/F 2')],
  ])('warns of an appearance without a value: %s', async (_, change) => {
    const file = await signed(form)
    const one = await first(updatePdf(file, { 50: change(body(file, 50)), 300: look }))
    expect(one).toMatchObject({ verdict: 'WARN' })
    expect(codes(one)).toContain('change.appearance')
  })
  it('refuses a moved field and a redefined font of the form', async () => {
    const file = await signed({ ...form, catalog: '' })
    expect(await first(updatePdf(file, { 50: body(file, 50).replace('10 10 110 30', '10 10 999 999') }))).toMatchObject({ verdict: 'INVALID' }) // prettier-ignore
  })
})

describe('hide and restore', () => {
  it('a change that a later revision takes back is still a change', async () => {
    const file = await signed({})
    const old = body(file, 11)
    const restored = updatePdf(updatePdf(file, { 11: contentStream('', 'khac') }), { 11: old })
    expect(await first(restored)).toMatchObject({ verdict: 'INVALID' })
    expect(await first(updatePdf(updatePdf(file, { 11: old }), { 11: old }))).toMatchObject({
      verdict: 'VALID',
    })
  })
})
