/**
 * Judging what comes back from signing, in a thread of its own that can be ended.
 * What must stay true: a file that takes too long, or breaks the thread, is unreadable; it never holds up the hall.
 */
import { Worker } from 'node:worker_threads'
import type { Bench } from './desk.ts'
import type { BenchAnswer, BenchJob } from './bench-worker.ts'

export interface ThreadParts {
  /** Where the trust bundle in force lies, or null. */
  readonly trust: () => Promise<string | null>
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly limitMs?: number
  readonly report: (what: string, error: unknown) => void
}

function inThread(job: BenchJob, limitMs: number): Promise<BenchAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./bench-worker.ts', import.meta.url), {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    })
    const late = setTimeout(() => end(() => reject(new Error('judging took too long'))), limitMs)
    const end = (settle: () => void): void => {
      clearTimeout(late)
      settle()
      void worker.terminate()
    }
    worker.once('message', (answer: BenchAnswer) => end(() => resolve(answer)))
    worker.once('error', (error) => end(() => reject(error)))
    worker.once('exit', (code) => end(() => reject(new Error(`the judging thread ended (${code})`))))
  })
}

export function threadBench({ trust, now, limitMs = 60_000, report }: ThreadParts): Bench {
  async function ask(job: Pick<BenchJob, 'file' | 'issued'>): Promise<BenchAnswer> {
    try {
      return await inThread({ ...job, trust: await trust(), now: now() }, limitMs)
    } catch (error) {
      report('judging a signed paper', error)
      return { count: null, accepted: 'signed.unreadable' }
    }
  }
  return {
    count: async (file) => (await ask({ file, issued: null })).count,
    accept: async (issued, file) => (await ask({ file, issued })).accepted,
  }
}
