/**
 * A session as one tar: its log, the records of its announced secret ballots, and the page that says how to recount.
 * What must stay true: each record lies alone in its folder (the second program demands it); the roll is not in it; what is
 * not announced is not in it.
 */
import type { State } from '@nghi-truong/shared/domain/state'
import { recountPage } from './recount-page.ts'
import { tarOf, type TarEntry } from './tar.ts'

export interface PackedRecord {
  readonly size: number
  /** Name of the file, `<uuid>.bel`. */
  readonly name: string
  read(start: number, end: number): AsyncIterable<Uint8Array>
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(bytes)
}

const entryOf = (name: string, text: string): TarEntry => {
  const bytes = Buffer.from(text)
  return { name, size: bytes.length, bytes: once(bytes) }
}

/** Ids of the ballots whose records may leave the house with the session. */
export const packedBallots = (state: State): readonly string[] =>
  state
    .every('secretBallot')
    .filter((one) => one.state === 'published')
    .map((one) => one.id)

export async function* sessionPackage(
  lines: AsyncIterable<string>,
  records: readonly PackedRecord[],
  at: string,
): AsyncIterable<Uint8Array> {
  const log: string[] = []
  for await (const line of lines) log.push(`${line}\n`)
  const folders = records.map((record) => `bo-phieu-kin-${record.name.replace(/\.bel$/, '')}`)
  const entries: TarEntry[] = [
    entryOf('HUONG-DAN-KIEM-PHIEU.txt', recountPage(folders)),
    entryOf('nhat-ky.jsonl', log.join('')),
    ...records.map((record, index) => ({
      name: `${folders[index] ?? ''}/${record.name}`,
      size: record.size,
      bytes: record.read(0, record.size),
    })),
  ]
  yield* tarOf(entries, at)
}
