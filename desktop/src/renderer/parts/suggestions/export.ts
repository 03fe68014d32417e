/**
 * The suggestions as plain text, by document and page, for the secretariat's own papers.
 * What must stay true: every suggestion of the list is in it, with name, page and version; UTF-8, composed letters.
 */
import type { DocumentRecord, Suggestion } from '@nghi-truong/shared/domain/records'

export interface TextParts {
  readonly head: string
  readonly suggestions: readonly Suggestion[]
  readonly documents: readonly Pick<DocumentRecord, 'id' | 'title'>[]
  readonly nameOf: (person: string) => string
  readonly pageOf: (page: number) => string
  readonly version: (version: number) => string
  readonly when: (at: string) => string
}

export const inOrder = (suggestions: readonly Suggestion[]): readonly Suggestion[] =>
  suggestions.toSorted((a, b) => a.page - b.page || (a.at < b.at ? -1 : 1))

export function asText({ head, suggestions, documents, nameOf, pageOf, version, when }: TextParts): string {
  const lines = [head, '']
  for (const { id, title } of documents) {
    const here = inOrder(suggestions.filter((one) => one.document === id))
    if (here.length === 0) continue
    lines.push(title.toUpperCase(), '')
    for (const one of here) {
      lines.push(`${pageOf(one.page)} (${version(one.version)}) – ${nameOf(one.person)}, ${when(one.at)}`)
      if (one.quote !== '') lines.push(`  “${one.quote}”`)
      lines.push(...one.text.split('\n').map((line) => `  ${line}`), '')
    }
  }
  return lines.join('\r\n').normalize('NFC')
}

/** Offers the text as a file. */
export function saveText(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
