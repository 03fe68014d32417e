/**
 * One backup from the server's side: starts the process, lets it go on step by step, and makes its work count.
 * What must stay true: the snapshot gets its final name here, after it was verified, and only here; pruning comes after
 * that; a process that dies or hangs leaves the last good snapshot as it was.
 */
import { spawn } from 'node:child_process'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Job, Made, Step } from './make.ts'
import { snapshotName, snapshotsIn, snapshotsOf, syncFolder, temporaryMark, toPrune } from './stick.ts'
import type { Failure, FromWorker } from './worker.ts'

export interface Failed {
  readonly failed: Failure
  readonly detail: string
}

export type Outcome = (Made & { readonly name: string }) | Failed

/** A stick that has said nothing for so long is taken for dead. */
const silenceMs = 10 * 60_000

const script = fileURLToPath(new URL('./worker.ts', import.meta.url))

function work(job: Job, signal: AbortSignal, reached: (step: Step) => void): Promise<Made | Failed> {
  const child = spawn(process.execPath, ['--no-warnings', script], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {},
  })
  return new Promise((resolve) => {
    let result: Made | Failed = { failed: 'failed', detail: 'the process ended' }
    const kill = () => child.kill('SIGKILL')
    let clock = setTimeout(kill, silenceMs)
    signal.addEventListener('abort', kill)
    const end = () => {
      clearTimeout(clock)
      signal.removeEventListener('abort', kill)
      resolve(result)
    }
    child.once('error', (error) => {
      result = { failed: 'failed', detail: String(error) }
      end()
    })
    child.once('spawn', () => child.send(job))
    child.on('message', (given) => {
      const message = given as FromWorker
      clearTimeout(clock)
      clock = setTimeout(kill, silenceMs)
      if ('step' in message) {
        reached(message.step)
        if (child.connected) child.send('go')
        return
      }
      result = 'made' in message ? message.made : message
      child.disconnect()
    })
    child.once('exit', end)
  })
}

async function prune(folder: string, now: string, most = Infinity): Promise<void> {
  const names = await snapshotsOf(folder)
  const gone = new Set([...toPrune(names, now), ...names.slice(most)])
  for (const name of gone) await rm(join(snapshotsIn(folder), name), { force: true })
}

/** When the stick is full, older snapshots make room; this many always stay. */
const kept = 3

export async function backUp(
  asked: Omit<Job, 'temporary'>,
  signal: AbortSignal,
  reached: (step: Step) => void,
): Promise<Outcome> {
  const name = snapshotName(asked.at)
  const job: Job = { ...asked, temporary: `${temporaryMark}${name}` }
  const folder = snapshotsIn(job.folder)
  try {
    let made = await work(job, signal, reached)
    if ('failed' in made && made.failed === 'full') {
      await prune(job.folder, job.at, kept)
      made = await work(job, signal, reached)
    }
    if ('failed' in made) return made
    await rename(join(folder, job.temporary), join(folder, name))
    await syncFolder(folder)
    await prune(job.folder, job.at)
    return { ...made, name }
  } catch (error) {
    // The stick was pulled between two steps.
    return { failed: 'gone', detail: String(error) }
  }
}
