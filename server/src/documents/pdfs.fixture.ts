/**
 * Tiny PDFs for tests, good and hostile, made byte by byte or with pdfkit.
 * What must stay true: each hostile file differs from a good one in the one thing its name says.
 */
import { deflateSync } from 'node:zlib'
import Pdf from 'pdfkit'

export type PdfOptions = NonNullable<ConstructorParameters<typeof Pdf>[0]>

/** A PDF of these pages in the fonts pdfkit has built in (Latin-1 only), or in a TrueType font. */
export async function textPdf(
  pages: readonly string[],
  options: PdfOptions = {},
  font?: string,
): Promise<Buffer> {
  const doc = new Pdf({ autoFirstPage: false, size: 'A4', ...options })
  const parts: Buffer[] = []
  doc.on('data', (part: Buffer) => parts.push(part))
  const done = new Promise((resolve) => doc.on('end', resolve))
  if (font) doc.font(font)
  for (const page of pages) doc.addPage().fontSize(14).text(page)
  doc.end()
  await done
  return Buffer.concat(parts)
}

/** A file of these objects (from number 1 on; 1 is the catalog), with a correct cross-reference table. */
export function rawPdf(objects: readonly (string | Buffer)[], trailer = ''): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  const offsets: number[] = []
  let at = parts[0]?.length ?? 0
  const push = (part: Buffer) => {
    parts.push(part)
    at += part.length
  }
  objects.forEach((object, index) => {
    offsets.push(at)
    push(Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]))
  })
  const xref = at
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<</Size ${objects.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${xref}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}

const catalog = '<</Type/Catalog/Pages 2 0 R>>'
const font = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'

const stream = (data: Buffer, dict = '') =>
  Buffer.concat([Buffer.from(`<</Length ${data.length}${dict}>>stream\n`), data, Buffer.from('\nendstream')])

export function onePage(content: Buffer, box = '0 0 595 842', dict = ''): Buffer {
  return rawPdf([
    catalog,
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[${box}]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>`,
    stream(content, dict),
    font,
  ])
}

export const plainPage = (text: string, box?: string) =>
  onePage(Buffer.from(`BT /F1 12 Tf 72 720 Td (${text}) Tj ET`), box)

/** Some kilobytes that inflate to gigabytes: deflated three times over. */
export function flateBomb(): Buffer {
  let data = deflateSync(Buffer.alloc(256 * 1024 * 1024, 'BT (x) Tj ET\n'), { level: 9 })
  data = deflateSync(data, { level: 9 })
  return onePage(data, undefined, '/Filter[/FlateDecode/FlateDecode]')
}

export const pageTreeLoop = () =>
  rawPdf([
    catalog,
    '<</Type/Pages/Kids[3 0 R]/Count 5>>',
    '<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 4>>',
  ])

export const countLie = () =>
  rawPdf([
    catalog,
    '<</Type/Pages/Kids[3 0 R]/Count 2000000000>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>',
  ])

/** Two pages in the tree, one declared. */
export const hiddenPage = () =>
  rawPdf([
    catalog,
    '<</Type/Pages/Kids[3 0 R 4 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>',
  ])

export const deepTree = (depth: number) =>
  rawPdf([
    catalog,
    ...Array.from({ length: depth }, (_, i) => `<</Type/Pages/Kids[${i + 3} 0 R]/Count 1>>`),
    '<</Type/Page/MediaBox[0 0 595 842]>>',
  ])

export const deepArray = (depth: number) =>
  rawPdf([catalog, `<</Type/Pages/Kids${'['.repeat(depth)}${']'.repeat(depth)}/Count 1>>`])

/** A cross-reference section whose previous one is itself. */
export function xrefLoop(): Buffer {
  const good = plainPage('loop').toString('latin1')
  const at = /startxref\n(\d+)/.exec(good)?.[1] ?? '0'
  return Buffer.from(good.replace('/Root 1 0 R', `/Root 1 0 R/Prev ${at}`), 'latin1')
}

export const manyPages = (count: number) =>
  rawPdf([
    catalog,
    `<</Type/Pages/Kids[${Array.from({ length: count }, (_, i) => `${i + 3} 0 R`).join(' ')}]/Count ${count}>>`,
    ...Array.from({ length: count }, () => '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>'),
  ])

export const scripted = () =>
  rawPdf([
    '<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/AA<</WC<</S/Launch/F(cmd.exe)>>>>>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>',
  ])
