/**
 * The two judges of a finished record: our verifier, and Debian's belenios-tool where it is installed.
 * What must stay true: both read the file from the disk, as anybody would; a judge that could not run says nothing.
 */
import { spawn } from 'node:child_process'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyFile } from '../secret-ballot/verify-file.ts'

export interface Judgement {
  readonly tool: 'nghi-truong' | 'belenios-tool'
  readonly version: string
  readonly verdict: 'accept' | 'reject'
}

export async function ourJudgement(path: string, workers: number, version: string): Promise<Judgement> {
  const { verdict } = await verifyFile(path, { profile: 'council', workers })
  const good = verdict.verdict === 'accept' && verdict.stage === 'complete'
  return { tool: 'nghi-truong', version, verdict: good ? 'accept' : 'reject' }
}

interface Ran {
  readonly code: number | null
  readonly output: string
}

/** Undefined where the program cannot be started. */
function run(args: readonly string[], cwd: string): Promise<Ran | undefined> {
  return new Promise((resolve) => {
    const child = spawn('belenios-tool', args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8')
    })
    child.once('error', () => resolve(undefined))
    child.once('close', (code) => resolve({ code, output }))
  })
}

/** Debian 12's package; other versions are not asked, because some do not fail on bad ballots. */
const trusted = /^2\.0\b/

/** What belenios-tool 2.0 says, or undefined where it is not installed or is another version. */
export async function secondJudgement(path: string): Promise<Judgement | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'second-judge-'))
  try {
    const asked = await run(['--version'], folder)
    const version = asked?.output.trim() ?? ''
    if (asked?.code !== 0 || !trusted.test(version)) return undefined
    await copyFile(path, join(folder, 'record.bel'))
    const judged = await run(['election', 'verify', '--dir', folder], folder)
    if (judged === undefined || judged.code === null) return undefined
    return { tool: 'belenios-tool', version, verdict: judged.code === 0 ? 'accept' : 'reject' }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
