/**
 * Measures secret ballots against belenios-tool: CPU seconds (user and system), one process each, the same file, in one
 * run; absolute numbers and ratios. What must stay true: it measures and prints, it never passes or fails by time; where
 * the tool is missing it says so.
 *   node server/src/secret-ballot/bench.ts [--scale 1] [--repeat 3]
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ballotReader } from '@nghi-truong/shared/secret-ballot/ballot'
import { checkBallotProofs } from '@nghi-truong/shared/secret-ballot/check-ballot'
import { exponentsOfSeed, makeBallot } from '@nghi-truong/shared/secret-ballot/prove'
import {
  confidenceQuestions,
  randomMarks,
  sampleQuestions,
  sampleRecord,
  sampleSetup,
} from '@nghi-truong/shared/secret-ballot/sample'
import type { GroupOf } from '@nghi-truong/shared/secret-ballot/election'
import type { SampleQuestions } from '@nghi-truong/shared/secret-ballot/sample'
import { isFault } from '@nghi-truong/shared/secret-ballot/shapes'
import { groups } from '@nghi-truong/shared/secret-ballot/verify-archive'
import { runTool, toolVersion } from './belenios-tool.ts'
import { wasmArithmetic } from './montgomery.ts'

export type BallotMeasure = {
  readonly shape: string
  /** Bytes of one ballot. */
  readonly bytes: number
  /** CPU milliseconds for making and for checking one ballot, tables built before. */
  readonly encryptMs: number
  readonly verifyMs: number
  /** The same with the server's multiplier; a device uses plain BigInt. */
  readonly wasmEncryptMs: number
  readonly wasmVerifyMs: number
  /** CPU milliseconds of the tool's `generate-ballot` process, or undefined where it is not installed. */
  readonly toolEncryptMs: number | undefined
  /** Verification of a whole record: ballots in it, CPU seconds of both processes. */
  readonly ballots: number
  readonly verifySeconds: number
  readonly toolVerifySeconds: number | undefined
}

const shapes: readonly (readonly [string, SampleQuestions, number])[] = [
  ['có / không / không biểu quyết', sampleQuestions.yesNo, 120],
  ['10 ứng cử viên', sampleQuestions.candidates, 40],
  ['10 ứng cử viên, có phiếu trắng', sampleQuestions.candidatesBlank, 40],
  ['40 người × 3 mức', confidenceQuestions(40), 5],
]

const groupOf = groups()
const wasmGroupOf = groups(wasmArithmetic)

function cpuMs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const spent = process.cpuUsage(before)
  return (spent.user + spent.system) / 1000
}

const best = (repeat: number, measure: () => number): number =>
  Math.min(...Array.from({ length: repeat }, () => measure()))

/** CPU seconds of our command on a file, in its own process and a single thread. */
function ourSeconds(file: string): number {
  const command = fileURLToPath(new URL('../commands/ballots.ts', import.meta.url))
  const run = spawnSync(
    'bash',
    [
      '-c',
      'TIMEFORMAT="CPU %U %S"; time "$@"',
      'bash',
      process.execPath,
      command,
      'verify',
      '--workers',
      '0',
      file,
    ],
    { encoding: 'utf8' },
  )
  if (run.status !== 0) throw new Error(`our verifier refused its own record: ${run.stdout}${run.stderr}`)
  const [, user, system] = /CPU ([0-9.]+) ([0-9.]+)/.exec(run.stderr) ?? []
  return Number(user ?? 0) + Number(system ?? 0)
}

function measureBallot(questions: SampleQuestions, source: GroupOf) {
  const group = source('BELENIOS-2048')
  const { election, random } = sampleSetup({ label: 'bench', group, questions, voters: 0 })
  const marks = randomMarks(election, random)
  const make = (): string => {
    const made = makeBallot(election, 5n, marks, exponentsOfSeed(group, random(32)), random)
    if (typeof made === 'string') throw new Error(made)
    return made.text
  }
  const ballot = ballotReader(election)(make())
  if (isFault(ballot)) throw new Error(ballot.why)
  const rounds = ballot.text.length > 100_000 ? 3 : 10
  return {
    bytes: ballot.text.length,
    encryptMs: best(rounds, () => cpuMs(make)),
    verifyMs: best(rounds, () => cpuMs(() => checkBallotProofs(election, ballot))),
  }
}

function measureShape(
  shape: string,
  questions: SampleQuestions,
  ballots: number,
  repeat: number,
): BallotMeasure {
  const plain = measureBallot(questions, groupOf)
  const wasm = measureBallot(questions, wasmGroupOf)
  const directory = mkdtempSync(join(tmpdir(), 'ballots-bench-'))
  try {
    const record = sampleRecord({
      label: 'bench',
      group: wasmGroupOf('BELENIOS-2048'),
      questions,
      voters: ballots,
    })
    const file = join(directory, 'record.bel')
    writeFileSync(file, record.bytes)
    const verifySeconds = best(repeat, () => ourSeconds(file))
    const tool = toolVersion() !== undefined
    const toolVerifySeconds = tool
      ? best(repeat, () => {
          const run = runTool(['election', 'verify', '--dir', directory], directory)
          if (run.code !== 0) throw new Error(`belenios-tool refused our record: ${run.errors}`)
          return run.seconds
        })
      : undefined
    const toolEncryptMs = tool ? best(repeat, () => toolEncrypt(directory, questions)) : undefined
    return {
      shape,
      bytes: plain.bytes,
      encryptMs: plain.encryptMs,
      verifyMs: plain.verifyMs,
      wasmEncryptMs: wasm.encryptMs,
      wasmVerifyMs: wasm.verifyMs,
      toolEncryptMs,
      ballots,
      verifySeconds,
      toolVerifySeconds,
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

function toolEncrypt(directory: string, questions: SampleQuestions): number {
  // the tool wants one of its own credential strings; whether it is on the list does not change the work
  writeFileSync(join(directory, 'credential'), 'moi-LHX-WB8-Q39-vsr')
  const marks = questions.map((question) =>
    Array.from({ length: question.answers.length + (question.blank ? 1 : 0) }, (_, slot) =>
      slot === (question.blank ? 1 : 0) ? 1 : 0,
    ),
  )
  writeFileSync(join(directory, 'choices.json'), JSON.stringify(marks))
  const run = runTool(
    [
      'election',
      'generate-ballot',
      '--dir',
      directory,
      '--privcred',
      'credential',
      '--ballot',
      'choices.json',
    ],
    directory,
  )
  if (run.output === '') throw new Error(`belenios-tool made no ballot: ${run.errors}`)
  return run.seconds * 1000
}

/** Measures the four shapes. `scale` multiplies the number of ballots per record. */
export function measureBallots(scale = 1, repeat = 3): BallotMeasure[] {
  return shapes.map(([shape, questions, ballots]) =>
    measureShape(shape, questions, Math.max(3, Math.round(ballots * scale)), repeat),
  )
}

const ratio = (ours: number, tools: number | undefined): string =>
  tools === undefined ? 'belenios-tool NOT RUN (not installed)' : (ours / tools).toFixed(2)

/** The measures as lines to print. */
export function benchLines(measures: readonly BallotMeasure[]): string[] {
  return measures.flatMap((m) => [
    `${m.shape}: ${m.bytes} bytes a ballot; BigInt: encrypt ${m.encryptMs.toFixed(1)} ms, check ${m.verifyMs.toFixed(1)} ms;` +
      ` WebAssembly: encrypt ${m.wasmEncryptMs.toFixed(1)} ms, check ${m.wasmVerifyMs.toFixed(1)} ms`,
    `  encrypt, tool ${m.toolEncryptMs?.toFixed(0) ?? '–'} ms, ratio BigInt ${ratio(m.encryptMs, m.toolEncryptMs)}, WebAssembly ${ratio(m.wasmEncryptMs, m.toolEncryptMs)}` +
      `; verify ${m.ballots} ballots, ours ${m.verifySeconds.toFixed(2)} s, tool ${m.toolVerifySeconds?.toFixed(2) ?? '–'} s,` +
      ` ratio ${ratio(m.verifySeconds, m.toolVerifySeconds)}`,
  ])
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { scale: { type: 'string', default: '1' }, repeat: { type: 'string', default: '3' } },
  })
  process.stdout.write(`node ${process.version}, ${toolVersion() ?? 'belenios-tool not installed'}\n`)
  for (const line of benchLines(measureBallots(Number(values.scale), Number(values.repeat)))) {
    process.stdout.write(`${line}\n`)
  }
}
