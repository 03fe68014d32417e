/**
 * `npm run --silent verify -- [--json] [--trust DIR] [--at TIME] FILE|FOLDER...`: judges signed PDFs.
 * What must stay true: one JSON line per file with --json, the file named as it was given; exit 0 only if every file
 * could be judged.
 */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { nodeCrypto, openFile } from '../signature/node-crypto.ts'

const files = (path: string): string[] => {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.pdf$/i.test(name))
    .toSorted()
    .map(name => join(path, name))
}

const args = process.argv.slice(2)
for (const path of args.filter(one => !one.startsWith('--')).flatMap(files)) {
  const started = performance.now()
  const source = openFile(path)
  const report = await judge(source, { crypto: nodeCrypto, now: Date.now() })
  source.close()
  console.log(JSON.stringify({ file: path, ...report, ms: Math.round(performance.now() - started) }))
}
