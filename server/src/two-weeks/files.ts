/**
 * Searches what lies on the disk for words of private marks.
 * What must stay true: the search is over raw bytes, log files of the database included.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tagsIn } from './watch.ts'

export interface Found {
  readonly files: number
  readonly bytes: number
  /** Beginnings of words of private marks, with the file they were found in. */
  readonly private: readonly string[]
  /** Beginnings of others' words: shows that the search finds what is there. */
  readonly others: number
}

export function searchFolder(folder: string): Found {
  const names = readdirSync(folder)
  const found: string[] = []
  let others = 0
  let bytes = 0
  for (const name of names) {
    const content = readFileSync(join(folder, name))
    bytes += content.length
    for (const tag of tagsIn(content)) {
      if (tag.startsWith('RIENG-')) found.push(`${name}: ${tag}`)
      else others++
    }
  }
  return { files: names.length, bytes, private: found, others }
}
