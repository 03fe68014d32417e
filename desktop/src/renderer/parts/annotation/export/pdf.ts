/**
 * A PDF of pictures, one to a page: enough for a copy of one's own notes, without a library.
 * What must stay true: every offset in its table is right, so that any reader opens it without repair; what stands on the
 * pages comes in as finished pictures and nothing is read from the signed file.
 *
 * Form after ISO 32000-1, 7.5 (file structure) and 8.9.5 (images, DCTDecode).
 */
export interface PicturePage {
  readonly jpeg: Uint8Array
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** Width of the sheet in points. */
  readonly points: number
}

export interface PdfFacts {
  readonly title: string
  readonly author: string
  /** UTC. */
  readonly created: Date
}

/** A text string, 7.9.2.2: UTF-16 with its mark, in hex. */
const textString = (text: string): string => {
  let hex = 'FEFF'
  for (let n = 0; n < text.length; n++) hex += text.charCodeAt(n).toString(16).padStart(4, '0').toUpperCase()
  return `<${hex}>`
}

const dateString = (date: Date): string => `(D:${date.toISOString().replace(/[-:T]/gu, '').slice(0, 14)}Z)`

export function pdfOf(pages: readonly PicturePage[], { title, author, created }: PdfFacts): Uint8Array {
  const encoder = new TextEncoder()
  const parts: Uint8Array[] = []
  const offsets: number[] = []
  let length = 0
  const put = (part: Uint8Array | string): void => {
    const bytes = typeof part === 'string' ? encoder.encode(part) : part
    parts.push(bytes)
    length += bytes.length
  }
  const object = (number: number, ...content: readonly (Uint8Array | string)[]): void => {
    offsets[number] = length
    put(`${number} 0 obj\n`)
    for (const part of content) put(part)
    put('\nendobj\n')
  }
  // Page n (from 0): its own object, what is drawn on it, its picture.
  const at = (n: number): number => 4 + 3 * n
  put('%PDF-1.7\n')
  put(new Uint8Array([0x25, 0xe2, 0xe3, 0xcf, 0xd3, 0x0a]))
  object(1, '<< /Type /Catalog /Pages 2 0 R /Lang (vi-VN) /ViewerPreferences << /DisplayDocTitle true >> >>')
  object(
    2,
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, n) => `${at(n)} 0 R`).join(' ')}] >>`,
  )
  object(
    3,
    `<< /Title ${textString(title)} /Author ${textString(author)} /CreationDate ${dateString(created)} >>`,
  )
  pages.forEach(({ jpeg, width, height, points }, n) => {
    const tall = Math.round((points * height * 100) / width) / 100
    const draw = `q ${points} 0 0 ${tall} 0 0 cm /P Do Q`
    object(
      at(n),
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${points} ${tall}] /Contents ${at(n) + 1} 0 R`,
      ` /Resources << /XObject << /P ${at(n) + 2} 0 R >> >> >>`,
    )
    object(at(n) + 1, `<< /Length ${draw.length} >>\nstream\n${draw}\nendstream`)
    object(
      at(n) + 2,
      `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB`,
      ` /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>\nstream\n`,
      jpeg,
      '\nendstream',
    )
  })
  const start = length
  const size = at(pages.length)
  put(`xref\n0 ${size}\n0000000000 65535 f \n`)
  for (let n = 1; n < size; n++) put(`${String(offsets[n]).padStart(10, '0')} 00000 n \n`)
  put(`trailer\n<< /Size ${size} /Root 1 0 R /Info 3 0 R >>\nstartxref\n${start}\n%%EOF\n`)
  const out = new Uint8Array(length)
  let to = 0
  for (const part of parts) {
    out.set(part, to)
    to += part.length
  }
  return out
}
