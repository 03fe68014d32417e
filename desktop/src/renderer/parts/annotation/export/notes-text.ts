/**
 * One's notes as plain text, by document and page.
 * What must stay true: every mark given is in it once, with its words, meaning, time and answers; the words are those of
 * the screen.
 */
import type { Mark } from '@nghi-truong/shared/protocol/rooms'
import { signs } from '../colours.ts'
import { textOf, type Listed } from '../list.ts'

export interface ExportWords {
  readonly kind: (mark: Mark) => string
  readonly meaning: (mark: Mark) => string
  readonly layer: (layer: string) => string
  readonly name: (person: string) => string
  readonly time: (at: string) => string
  readonly page: (page: number) => string
}

export interface NotesOf {
  readonly title: string
  readonly number: string
  readonly version: number
  /** SHA-256 of the file the notes are about. */
  readonly file: string
  readonly marks: readonly Listed[]
  readonly answers: ReadonlyMap<string, readonly Listed[]>
}

/** The lines of one mark, the first without its number. */
export function linesOf(one: Listed, answers: NotesOf['answers'], words: ExportWords): readonly string[] {
  const { mark, layer, id } = one
  const text = textOf(mark)
  const head = [
    words.kind(mark),
    ...(mark.kind === 'bookmark' ? [] : [`${signs[mark.colour]} ${words.meaning(mark)}`.trim()]),
    words.name(mark.author),
    words.layer(layer),
    words.time(mark.at),
  ].join(' · ')
  return [
    head,
    ...(text === '' ? [] : text.split('\n').map((line) => `“${line}”`)),
    ...(answers.get(`${layer} ${id}`) ?? []).map(
      ({ mark: answer }) => `→ ${words.name(answer.author)} (${words.time(answer.at)}): ${textOf(answer)}`,
    ),
  ]
}

export function notesText(
  documents: readonly NotesOf[],
  head: readonly string[],
  words: ExportWords,
): string {
  const out = [...head]
  for (const { title, number, marks, answers } of documents) {
    out.push('', '', number === '' ? title : `${number} – ${title}`, '='.repeat(60))
    let page = 0
    marks.forEach((one, n) => {
      if (one.mark.page !== page) {
        page = one.mark.page
        out.push('', words.page(page))
      }
      const [first = '', ...rest] = linesOf(one, answers, words)
      out.push(`${n + 1}. ${first}`, ...rest.map((line) => `   ${line}`))
    })
  }
  // With its mark and lines as Windows wants them: opened by a double click it shows its diacritics.
  return `\ufeff${out.join('\r\n')}\r\n`.normalize('NFC')
}
