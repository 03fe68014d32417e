/**
 * Searches what lies on the disk, and a back-up made by SQLite's own means, for words of private marks.
 * What must stay true: the search is over raw bytes, log files of the database included.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { tagsIn } from './watch.ts'

/** Back-up by `VACUUM INTO` beside the database. */
export function backUp(path: string, to: string): void {
  const database = new DatabaseSync(path)
  database.exec(`VACUUM INTO '${to.replaceAll("'", "''")}'`)
  database.close()
}

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
