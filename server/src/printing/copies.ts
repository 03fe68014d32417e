/**
 * Copies for printing and keeping: the document again, with the reader's name and the time on every page.
 * What must stay true: the stored file is only read; a copy is made in a thread with bounded memory and time, one at a
 * time, and is nobody else's; a file that cannot be copied is refused in words.
 */
import { Worker } from 'node:worker_threads'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { CopyJob, CopyStamp } from './copy-job.ts'

export type { CopyStamp } from './copy-job.ts'

export interface CopierParts {
  /** Where a file lies; undefined when it is not on a disk. */
  readonly path: (sha256: string) => string | undefined
  readonly report: (error: unknown) => void
  readonly longestMs?: number
}

export interface Copier {
  copy(sha256: string, stamp: CopyStamp): Promise<Uint8Array | Refusal>
}

/** Waiting longer than this is refused: the hall may not be held up by its printers. */
const mostWaiting = 20

export function createCopier({ path, report, longestMs = 120_000 }: CopierParts): Copier {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  function run(job: CopyJob): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./copy-worker.ts', import.meta.url), {
        workerData: job,
        resourceLimits: { maxOldGenerationSizeMb: 1024 },
      })
      const late = setTimeout(() => {
        reject(new Error('making the copy took too long'))
        void worker.terminate()
      }, longestMs)
      const settle = (then: () => void): void => {
        clearTimeout(late)
        then()
      }
      worker.once('message', (bytes: Uint8Array) => settle(() => resolve(bytes)))
      worker.once('error', (error) => settle(() => reject(error)))
      worker.once('exit', (code) => settle(() => reject(new Error(`the copying thread ended (${code})`))))
    })
  }

  return {
    async copy(sha256, stamp) {
      const file = path(sha256)
      if (file === undefined) return refuse('document.notSeen')
      if (waiting >= mostWaiting) return refuse('server.busy')
      waiting++
      const work = () => run({ path: file, sha256, stamp })
      const mine = last.then(work, work)
      last = mine.catch(() => undefined)
      try {
        return await mine
      } catch (error) {
        report(error)
        return refuse('file.dangerous')
      } finally {
        waiting--
      }
    },
  }
}
