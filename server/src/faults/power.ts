/**
 * Power cuts, by replay: the real server runs under strace while devices vote; then disks are built as cuts at chosen
 * moments would have left them, opened, and searched for every receipt that had left by a socket.
 * What must stay true: where strace is missing it does not run and says so; nothing of the server is changed.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../bench/nginx.ts'
import { pause } from '../bench/pace.ts'
import { startWorker } from '../bench/process.ts'
import { newFloor, type Crowd } from './devices.ts'
import { cuts, judge, variants, writeImage } from './images.ts'
import { openLedger } from './ledger.ts'
import { between } from './random.ts'
import { live, notRun, type Outcome, type Run, type Scenario } from './scenario.ts'
import { readTrace, straceArguments, type Step } from './trace.ts'

const names = ['core.db', 'core.db-wal']

const hasStrace = (): boolean =>
  process.platform === 'linux' && spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0

/** Votes under the tracer until so many are acknowledged, then kills. @returns the trace's path and the ledger */
async function traced(run: Run, dataDir: string, votes: number): Promise<{ trace: string; crowd: Crowd }> {
  const trace = join(run.folder, 'trace')
  const worker = startWorker(new URL('server-process.ts', import.meta.url), {
    execPath: 'strace',
    execArgv: [...straceArguments(trace), process.execPath],
    env: { HDND_PLANT: run.plant ?? '', HDND_FAIL: '' },
  })
  const port = await freePort()
  const crowd: Crowd = {
    url: () => `http://127.0.0.1:${port}`,
    hall: run.template.hall,
    ledger: openLedger(join(run.folder, 'outbox')),
    random: run.random,
    patience: 30_000,
    tokens: new Map(),
  }
  const pid = await worker.ask<number>('pid')
  await worker.ask('start', { dataDir, port, limits: { login: 1e9, address: 1e9 } })
  const floor = newFloor()
  const lives = live({ crowd, floor }, { thinkMs: 1500, openMs: 3000 })
  const end = performance.now() + 180_000
  while (crowd.ledger.acked.size < votes && performance.now() < end) await pause(50)
  floor.stopped = true
  await lives
  // The tracer ends with what it traces.
  process.kill(pid, 'SIGKILL')
  await worker.gone
  crowd.ledger.close()
  return { trace, crowd }
}

/** Half of the moments right after a receipt has left, where a lie would show; the others anywhere. */
function moments(steps: readonly Step[], count: number, run: Run): number[] {
  const given = steps.flatMap((step, number) => (step.kind === 'receipt' ? [number] : []))
  const first = given[0] ?? 0
  const chosen = Array.from({ length: count }, (_, index) =>
    index % 2 === 0
      ? (given[between(run.random, 0, given.length - 1)] ?? 0)
      : between(run.random, first, steps.length - 1),
  )
  return chosen.sort((a, b) => a - b)
}

export const power =
  (images: number, votes: number): Scenario =>
  async (run): Promise<Outcome> => {
    if (!hasStrace()) return notRun('strace is missing or may not trace')
    const dataDir = join(run.folder, 'data')
    cpSync(run.template.folder, dataDir, { recursive: true })
    const initial = new Map([['core.db', readFileSync(join(dataDir, 'core.db'))]])
    const { trace, crowd } = await traced(run, dataDir, votes)
    const { ledger, hall } = crowd
    const steps = await readTrace(trace, names)
    const count = (kind: Step['kind']) => steps.filter((step) => step.kind === kind).length
    run.say(
      `trace of ${Math.round(statSync(trace).size / 1e6)} MB: ${count('write')} writes, ${count('sync')} fsyncs, ${count('receipt')} receipts`,
    )
    rmSync(trace)
    const findings = [...ledger.findings]
    if (count('receipt') < ledger.acked.size)
      findings.push(`the trace shows ${count('receipt')} receipts, the devices got ${ledger.acked.size}`)

    const memory = existsSync('/dev/shm') ? '/dev/shm' : run.folder
    const folder = mkdtempSync(join(memory, 'nghi-truong-images-'))
    let [made, lossy, lost, broken] = [0, 0, 0, 0]
    try {
      mkdirSync(folder, { recursive: true })
      const wanted = moments(steps, Math.ceil(images / variants.length), run)
      for (const cut of cuts(steps, wanted, initial))
        for (const variant of variants) {
          writeImage(folder, cut, variant, run.random)
          const found = judge(join(folder, 'core.db'), hall.session, cut.receipts)
          made++
          if (found.lost > 0) {
            lossy++
            lost += found.lost
            findings.push(
              `I1 image ${made} (${variant}): ${found.lost} of ${cut.receipts.size} receipts are gone`,
            )
          }
          if (found.broken !== undefined) {
            broken++
            findings.push(`image ${made} (${variant}): ${found.broken}`)
          }
          if (made % 500 === 0) run.say(`${made} images`)
        }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
    return {
      done: {
        images: made,
        'images with losses': lossy,
        'broken images': broken,
        writes: count('write'),
        fsyncs: count('sync'),
      },
      acknowledged: ledger.acked.size,
      lost,
      findings,
    }
  }
