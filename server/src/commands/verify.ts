/**
 * `npm run --silent verify -- [--json] [--trust DIR] [--at TIME] [--relative-to DIR] FILE|FOLDER...`: judges signed PDFs.
 * What must stay true: with --json exactly one line per file; the file is named as it was given (a folder's files by the
 * folder as given), or relative to the folder named; exit 0 only if every file could be judged, 2 for a wrong call.
 */
import { readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { judge } from '@nghi-truong/shared/signature/verdict'
import type { SignatureReport } from '@nghi-truong/shared/signature/report'
import type { JudgeOptions } from '@nghi-truong/shared/signature/trust/bundle'
import { nodeCrypto, openFile } from '../signature/node-crypto.ts'
import { reportText } from '../signature/report-text.ts'
import { readTrustFolder } from '../signature/trust-folder.ts'
import { givenPath } from './given-path.ts'

const usage = `npm run --silent verify -- [--json] [--trust THƯ-MỤC] [--at THỜI-ĐIỂM] [--relative-to THƯ-MỤC] TỆP|THƯ-MỤC...
  --json         mỗi tệp một dòng JSON
  --trust        thư mục chứng thư được ghim (.pem .crt .cer .der), .crl, .ocsp, hoặc gói tin cậy .json
  --at           thời điểm kiểm tra, ISO 8601 (mặc định: bây giờ)
  --relative-to  ghi tên tệp tương đối với thư mục này`

type Outcome = SignatureReport | { signatures: []; error: string }

const filesOf = (path: string): string[] => {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path]
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.pdf$/i.test(name))
    .toSorted()
    .map((name) => join(path, name))
}

const judgeFile = async (path: string, options: JudgeOptions): Promise<Outcome> => {
  let source
  try {
    source = openFile(path)
  } catch (problem) {
    return { signatures: [], error: (problem as NodeJS.ErrnoException).code ?? 'unreadable' }
  }
  try {
    return await judge(source, options)
  } catch (problem) {
    // A fault of ours; the other files are judged all the same.
    console.error(problem)
    return { signatures: [], error: 'internal' }
  } finally {
    source.close()
  }
}

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      trust: { type: 'string' },
      at: { type: 'string' },
      'relative-to': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help || positionals.length === 0) {
    console.error(usage)
    return values.help ? 0 : 2
  }
  const now = values.at === undefined ? Date.now() : Date.parse(values.at)
  if (Number.isNaN(now)) throw new Error(`--at ${values.at}: không phải thời điểm`)
  const bundle = values.trust
    ? await readTrustFolder(givenPath(values.trust), new Date(now).toISOString().slice(0, 10))
    : null
  const base = values['relative-to']
  let judged = true
  for (const given of positionals.flatMap((path) => {
    const found = givenPath(path)
    return filesOf(found).map((full) => ({ path, found, full }))
  })) {
    const { path, found, full } = given
    const rest = relative(found, full)
    const file =
      base === undefined ? (rest === '' ? path : join(path, rest)) : relative(givenPath(base), full)
    const started = performance.now()
    const outcome = await judgeFile(full, { crypto: nodeCrypto, now, bundle })
    const ms = Math.round(performance.now() - started)
    if (outcome.error !== null) judged = false
    if (values.json) console.log(JSON.stringify({ file, ...outcome, ms }))
    else if ('schema' in outcome) console.log(reportText(file, outcome))
    else console.log(`${file}\n  Không mở được tệp: ${outcome.error}`)
  }
  return judged ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (problem) {
  console.error(problem instanceof Error ? problem.message : problem)
  process.exitCode = 2
}
