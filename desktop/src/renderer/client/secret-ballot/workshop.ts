/**
 * The page's side of the worker: started when first needed, one for the window.
 * What must stay true: a job that failed is an error, never a silent nothing; the ledger the worker writes to is this
 * device's own store, and a write has reached the disk before the worker hears of it.
 */
import type { LedgerEntry, TrusteeLedger } from '@nghi-truong/shared/secret-ballot/trustee-rule'
import type { JobInput, JobName, JobOutput } from './jobs.ts'
import type { FromWorker, LedgerAsk, ToWorker } from './wire.ts'

export interface Workshop {
  readonly run: <N extends JobName>(name: N, input: JobInput<N>) => Promise<JobOutput<N>>
  readonly stop: () => void
}

/** The part of a Worker that is used here. */
export interface WorkerLike {
  postMessage(message: ToWorker): void
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  terminate(): void
}

const startWorker = (): WorkerLike =>
  new Worker(new URL('./workshop.worker.ts', import.meta.url), { type: 'module' })

async function answer(ledger: TrusteeLedger, ask: LedgerAsk): Promise<LedgerEntry | undefined> {
  if (ask.do === 'promise') await ledger.promise(ask.uuid, ask.head)
  else if (ask.do === 'keep') await ledger.keep(ask.uuid, ask.decryption)
  else return ledger.find(ask.uuid)
  return undefined
}

export function createWorkshop(ledger: TrusteeLedger, start: () => WorkerLike = startWorker): Workshop {
  const waiting = new Map<number, { resolve: (output: unknown) => void; reject: (cause: Error) => void }>()
  let worker: WorkerLike | null = null
  let count = 0

  const failAll = (why: string): void => {
    for (const { reject } of waiting.values()) reject(new Error(why))
    waiting.clear()
    worker?.terminate()
    worker = null
  }

  function open(): WorkerLike {
    const made = start()
    made.onerror = (event) => failAll(event.message || 'the worker could not be started')
    made.onmessage = ({ data }) => {
      if ('asks' in data) {
        answer(ledger, data.ledger).then(
          (entry) => made.postMessage({ answered: data.asks, entry }),
          (cause: unknown) => made.postMessage({ answered: data.asks, failed: String(cause) }),
        )
        return
      }
      const one = waiting.get(data.job)
      waiting.delete(data.job)
      if ('failed' in data) one?.reject(new Error(data.failed))
      else one?.resolve(data.output)
    }
    return made
  }

  return {
    run: (name, input) =>
      new Promise((resolve, reject) => {
        worker ??= open()
        const job = ++count
        waiting.set(job, { resolve: resolve as (output: unknown) => void, reject })
        worker.postMessage({ job, name, input })
      }),
    stop: () => failAll('stopped'),
  }
}
