/** The text of a PDF, page by page, as a reader would copy it: NFC, blanks folded. */
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

export async function pagesOf(bytes: Uint8Array): Promise<string[]> {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const pages: string[] = []
  for (let number = 1; number <= pdf.numPages; number++) {
    const { items } = await (await pdf.getPage(number)).getTextContent()
    const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : '')).join('')
    pages.push(text.normalize('NFC').replaceAll(/\s+/g, ' '))
  }
  await pdf.loadingTask.destroy()
  return pages
}

export const textOf = async (bytes: Uint8Array): Promise<string> => (await pagesOf(bytes)).join(' ')
