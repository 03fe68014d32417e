/**
 * Starting over: empties the data folder, after asking.
 * What must stay true: only a folder that is ours is ever emptied; without a yes nothing is touched.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { join } from 'node:path'

const isOurs = (folder: string): boolean =>
  existsSync(join(folder, 'core.db')) || readdirSync(folder).every((name) => ['demo', 'files'].includes(name))

export type Asks = (question: string) => Promise<string>

async function onConsole(question: string): Promise<string> {
  if (!process.stdin.isTTY) return ''
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return await lines.question(question)
  } finally {
    lines.close()
  }
}

/** The generated documents are kept: they are the same again and take minutes to make. */
const kept = ['demo']

/** @returns undefined when done, else why not, as a sentence for the console */
export async function startOver(
  folder: string,
  yes: boolean,
  ask: Asks = onConsole,
): Promise<string | undefined> {
  if (!existsSync(folder)) return undefined
  if (!isOurs(folder)) return `${folder} không phải thư mục dữ liệu của Nghị Trường; không xóa gì.`
  if (!yes) {
    const answer = await ask(`Xóa toàn bộ dữ liệu trong ${folder}? Gõ "xoa" để đồng ý: `)
    if (!['xoa', 'xóa'].includes(answer.trim().normalize('NFC').toLowerCase()))
      return 'Không xóa gì. (Dùng --yes để không phải hỏi.)'
  }
  for (const name of readdirSync(folder)) {
    if (!kept.includes(name)) rmSync(join(folder, name), { recursive: true, force: true })
  }
  return undefined
}
