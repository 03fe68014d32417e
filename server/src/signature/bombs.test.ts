/**
 * Files made to be expensive: the answer is never VALID for what they hide, and comes within the budget. Time is not
 * asserted here; the fuzz command measures it.
 */
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import type { SignatureReport } from '@nghi-truong/shared/signature/report'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { nodeCrypto } from './node-crypto.ts'
import { contentStream, samplePdf, updatePdf } from './sample-pdf.ts'
import { signPdf } from './sign.ts'
import { issue, signerOf, testNow } from './test-pki.ts'

const look = (bytes: Uint8Array): Promise<SignatureReport> =>
  judge(bytesSource(bytes), { crypto: nodeCrypto, now: testNow })
const sign = async (file: Uint8Array): Promise<Uint8Array> => {
  const out = await signPdf(file, { field: 'Sig1', page: 0, rect: null, time: testNow, room: 2048 }, signerOf(issue({ name: 's' }))) // prettier-ignore
  if (typeof out === 'string') throw new Error(out)
  return out
}

const streamFile = (dict: string, data: Uint8Array): Uint8Array => {
  const head = Buffer.from('%PDF-1.7\n')
  const body = Buffer.concat([Buffer.from(`9 0 obj\n<<${dict}/Filter/FlateDecode/Length ${data.length}>>\nstream\n`), data, Buffer.from(`\nendstream\nendobj\nstartxref\n9\n%%EOF\n`)]) // prettier-ignore
  return new Uint8Array(Buffer.concat([head, body]))
}

describe('bombs', () => {
  it('a cross-reference of millions of entries out of nothing', async () => {
    const data = deflateSync(Buffer.alloc(8_388_600))
    const report = await look(streamFile('/Type/XRef/Root 1 0 R/Size 8388600/W[1 0 0]', data))
    expect(report).toMatchObject({ error: 'limit', signatures: [] })
  })
  it('a stream that inflates without end', async () => {
    const data = deflateSync(Buffer.alloc(60_000_000))
    const report = await look(streamFile('/Type/XRef/Root 1 0 R/Size 10/W[1 4 2]', data))
    expect(report.error).not.toBeNull()
  })
  it('hundreds of revisions', async () => {
    let file = await sign(samplePdf())
    for (let n = 0; n < 300; n++) file = updatePdf(file, { 3: `<</Producer(${n})>>` })
    expect((await look(file)).signatures[0]).toMatchObject({ verdict: 'VALID', modifications: 'LTA' })
    for (let n = 0; n < 250; n++) file = updatePdf(file, { 3: `<</Producer(${n})>>` })
    expect((await look(file)).error).toBe('limit')
  })
  it('deep and wide trees', async () => {
    const wide = `<</Type/Pages/Count 9/Kids[${'10 0 R '.repeat(50_000)}]>>`
    const deep = `${'<</A'.repeat(5000)} 1${'>>'.repeat(5000)}`
    for (const body of [wide, deep, contentStream('/Kids[2 0 R]', 'x')]) {
      const report = await look(updatePdf(await sign(samplePdf()), { 2: body }))
      expect(report.signatures.map((one) => one.verdict)).not.toContain('VALID')
    }
  })
  it('fields that share kids many times over', async () => {
    const level = (n: number): string => `<</T(a)/Kids[${`${n + 1} 0 R `.repeat(50)}]>>`
    const objects = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [300 + n, level(300 + n)]))
    const catalog = '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[300 0 R]>>>>'
    const report = await look(updatePdf(await sign(samplePdf()), { ...objects, 1: catalog }))
    expect(report.signatures.map((one) => one.verdict)).not.toContain('VALID')
  })
  it('a change too expensive to compare is unknown, not permitted', async () => {
    const signed = await sign(samplePdf())
    let file = signed
    const many = Object.fromEntries(
      Array.from({ length: 3000 }, (_, n) => [500 + n, `[${'4 0 R '.repeat(60)}]`]),
    )
    for (let n = 0; n < 60; n++) file = updatePdf(file, n === 0 ? many : { 3: `<</Producer(${n})>>` })
    const [one] = (await look(file)).signatures
    if (one) expect(['VALID', 'INDETERMINATE']).toContain(one.verdict)
  })
})
