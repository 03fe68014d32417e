/**
 * The recount command: anybody's check of a record of a secret ballot, without server, network or secrets.
 *   ballots verify [--json] [--complete] [--profile record|council] [--workers N] FILE.bel...
 *   ballots diff [--json] OLD.bel NEW.bel
 * Exit code: 0 everything accepted, 1 something refused, 2 something could not be checked.
 */
import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { hasShuffles } from '@nghi-truong/shared/secret-ballot/election'
import type { Profile } from '@nghi-truong/shared/secret-ballot/findings'
import { verdictPage } from '@nghi-truong/shared/secret-ballot/page'
import { compareFiles, verifyFile } from '../secret-ballot/verify-file.ts'
import { givenPath } from './given-path.ts'

const usage = `Cách dùng:
  npm run --silent ballots -- verify [--json] [--complete] [--profile record|council] [--workers N] TỆP.bel...
  npm run --silent ballots -- diff [--json] TỆP_CŨ.bel TỆP_MỚI.bel
Mã thoát: 0 chấp nhận, 1 không chấp nhận, 2 không kiểm tra được.`

type ExitCode = 0 | 1 | 2

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

// Threads pay only when there is much to check; small records are done before a worker has started.
const largeFile = 4 * 1024 * 1024
// More would be faster and need more memory; --workers asks for it.
const mostThreads = 2

type VerifyOptions = { json: boolean; complete: boolean; profile: Profile; workers: number | undefined }

async function verifyOne(file: string, options: VerifyOptions): Promise<ExitCode> {
  try {
    const path = givenPath(file)
    const { size } = await stat(path)
    const workers = options.workers ?? (size < largeFile ? 0 : Math.min(mostThreads, availableParallelism()))
    const { verdict, election } = await verifyFile(path, { profile: options.profile, workers })
    const failed = verdict.findings.map(({ check, reason, at, detail }) => ({
      check,
      detail: `${reason}: ${at}: ${detail}`,
    }))
    const { stage, result } = verdict
    const wanting = options.complete && verdict.verdict === 'accept' && stage !== 'complete'
    if (options.json) {
      say(JSON.stringify({ file, verdict: verdict.verdict, stage, failed, result }))
    } else {
      const shuffles = election !== undefined && hasShuffles(election)
      say(verdictPage(verdict, { title: file, election, asked: { heads: false, roll: false, shuffles } }))
      if (wanting) say('Hồ sơ hợp lệ nhưng CHƯA ĐẦY ĐỦ: chưa có kết quả.')
      say('')
    }
    return verdict.verdict === 'accept' && !wanting ? 0 : 1
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const failed = [{ check: 'unchecked', detail: `could not be checked: ${why}` }]
    if (options.json) say(JSON.stringify({ file, verdict: 'reject', stage: 'setup', failed, result: null }))
    else say(`KIỂM TRA HỒ SƠ BỎ PHIẾU KÍN (thử nghiệm): ${file}\nKhông kiểm tra được: ${why}\n`)
    return 2
  }
}

async function verify(files: readonly string[], options: VerifyOptions): Promise<ExitCode> {
  let worst: ExitCode = 0
  for (const file of files) {
    const code = await verifyOne(file, options)
    if (code > worst) worst = code
  }
  return worst
}

async function diff(older: string, newer: string, json: boolean): Promise<ExitCode> {
  try {
    const comparison = await compareFiles(givenPath(older), givenPath(newer))
    const good = comparison.verdict === 'extends'
    if (json) say(JSON.stringify({ old: older, new: newer, ...comparison }))
    else if (good)
      say(`NỐI TIẾP: ${newer} giữ nguyên mọi bản ghi của ${older} và thêm ${comparison.added} bản ghi.`)
    else say(`KHÔNG NỐI TIẾP: ${newer} không giữ nguyên ${older} (${comparison.detail}).`)
    return good ? 0 : 1
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    if (json) say(JSON.stringify({ old: older, new: newer, verdict: 'unchecked', detail: why }))
    else say(`Không so sánh được: ${why}`)
    return 2
  }
}

function refuseUsage(): ExitCode {
  process.stderr.write(`${usage}\n`)
  return 2
}

async function main(argv: readonly string[]): Promise<ExitCode> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        complete: { type: 'boolean', default: false },
        profile: { type: 'string', default: 'record' },
        workers: { type: 'string' },
      },
    })
    const [verb, ...files] = positionals
    const { json, complete, profile } = values
    const workers = values.workers === undefined ? undefined : Number(values.workers)
    if (workers !== undefined && !(Number.isInteger(workers) && workers >= 0 && workers <= 64))
      return refuseUsage()
    if (profile !== 'record' && profile !== 'council') return refuseUsage()
    if (verb === 'verify' && files.length > 0)
      return await verify(files, { json, complete, profile, workers })
    const [older, newer] = files
    if (verb === 'diff' && older !== undefined && newer !== undefined && files.length === 2) {
      return await diff(older, newer, json)
    }
    return refuseUsage()
  } catch {
    return refuseUsage()
  }
}

process.exitCode = await main(process.argv.slice(2))
