/**
 * Starts the process that looks into a file, watches it, and ends it when it asks for too much.
 * What must stay true: the process gets no environment, the lowest priority of ours, and is killed by time (of the
 * processor where it can be bounded, else of the wall clock) and by memory from outside; however it ends, the caller gets an answer; only a process that could not be started is an exception.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { refuse } from '@nghi-truong/shared/domain/refusal'
import type { Answer, Job } from './job.ts'

const heapMiB = 384
/**
 * Address space: a second net between two looks at the memory in use. V8 reserves much it never touches (5.9 GiB were seen
 * for an 80 MB scan that used 360 MB), and aborts when a reservation fails: too little here refuses good files by chance.
 */
const addressKiB = 24 * 1024 * 1024
const watchMs = 100
/**
 * Where the system bounds processor time (`ulimit -t`), the wall clock is only the second net: on a machine busy with a
 * vote this process, the lowest of ours, may wait long without having done anything wrong.
 */
const patience = process.platform === 'linux' ? 5 : 1
const pageBytes = 4096

export interface ChildOptions {
  readonly wallMs: number
  readonly memory: number
  readonly script?: URL
  /** Ends the process at once. */
  readonly signal?: AbortSignal
}

function start(script: string, seconds: number): ChildProcess {
  const node = [`--max-old-space-size=${heapMiB}`, '--no-warnings', script]
  const options = {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'] as ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {},
  }
  if (process.platform !== 'linux') return spawn(process.execPath, node, options)
  const limit = `ulimit -c 0; ulimit -t ${seconds}; ulimit -v ${addressKiB}; exec "$0" "$@"`
  return spawn('/bin/sh', ['-c', limit, process.execPath, ...node], options)
}

export function lookInChild(job: Job, { wallMs, memory, script, signal }: ChildOptions): Promise<Answer> {
  const url = script ?? new URL('./worker.ts', import.meta.url)
  const child = start(fileURLToPath(url), Math.ceil(wallMs / 1000) + 1)
  return new Promise<Answer>((resolve, reject) => {
    let answer: Answer | undefined
    let watching: NodeJS.Timeout | undefined
    const kill = () => child.kill('SIGKILL')
    const clock = setTimeout(kill, wallMs * patience)
    signal?.addEventListener('abort', kill)
    const watch = async () => {
      const used = await residentBytes(child.pid)
      if (used > memory) kill()
      else if (child.exitCode === null && child.signalCode === null)
        watching = setTimeout(() => void watch(), watchMs)
    }
    child.once('spawn', () => {
      lowerPriority(child)
      void watch()
      child.send(job)
    })
    child.once('message', (message) => {
      answer = message as Answer
    })
    child.once('error', reject)
    // Its end may be known before its last words are read: the channel closes after them.
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const heard = new Promise((resolve) => child.once('disconnect', resolve))
    void Promise.all([ended, heard]).then(() => {
      clearTimeout(clock)
      clearTimeout(watching)
      signal?.removeEventListener('abort', kill)
      resolve(answer ?? { refusal: refuse('file.dangerous') })
    })
  })
}

function lowerPriority(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, 10)
  } catch {
    // Not allowed everywhere; votes then share the processor with it.
  }
}

/** What the process holds in memory; 0 where the system does not tell (then only the heap is bounded). */
async function residentBytes(pid: number | undefined): Promise<number> {
  if (process.platform !== 'linux' || pid === undefined) return 0
  try {
    const [, resident] = (await readFile(`/proc/${pid}/statm`, 'latin1')).split(' ')
    return Number(resident ?? 0) * pageBytes
  } catch {
    // It has ended meanwhile.
    return 0
  }
}
