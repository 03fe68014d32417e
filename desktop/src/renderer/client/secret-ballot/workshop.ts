/**
 * The page's side of the workers: started when first needed, one for the window's own work and a few beside it for ballots
 * of others, which may take seconds each.
 * What must stay true: what a person waits for never waits behind others' ballots; a job that failed is an error, never a silent nothing; the ledger the worker writes to is this
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

/** Workers beside the first: they leave a core to the page and to whoever fills in a ballot. */
const helpersHere = (): number => Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1))

export function createWorkshop(
  ledger: TrusteeLedger,
  start: () => WorkerLike = startWorker,
  helpers: number = helpersHere(),
): Workshop {
  const first = createBench(ledger, start)
  const beside = Array.from({ length: helpers }, () => createBench(ledger, start))
  const idlest = (): Bench => beside.reduce((a, b) => (b.waiting() < a.waiting() ? b : a), beside[0] ?? first)
  return {
    run(name, input) {
      if (name !== 'judgeBallot') return first.run(name, input)
      const bench = idlest()
      return bench.run(name, input).finally(() => {
        // A worker holds tens of megabytes of tables.
        if (bench !== first && bench.waiting() === 0) bench.rest()
      })
    },
    stop() {
      for (const bench of [first, ...beside]) bench.stop()
    },
  }
}

interface Bench extends Workshop {
  readonly waiting: () => number
  /** Ends its worker after a while without work. */
  readonly rest: () => void
}

const restMs = 60_000

function createBench(ledger: TrusteeLedger, start: () => WorkerLike): Bench {
  const waiting = new Map<number, { resolve: (output: unknown) => void; reject: (cause: Error) => void }>()
  let worker: WorkerLike | null = null
  let count = 0
  let resting: ReturnType<typeof setTimeout> | undefined

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
    waiting: () => waiting.size,
    rest() {
      clearTimeout(resting)
      resting = setTimeout(() => {
        if (waiting.size === 0) failAll('rested')
      }, restMs)
    },
    run: (name, input) =>
      new Promise((resolve, reject) => {
        clearTimeout(resting)
        worker ??= open()
        const job = ++count
        waiting.set(job, { resolve: resolve as (output: unknown) => void, reject })
        worker.postMessage({ job, name, input })
      }),
    stop() {
      clearTimeout(resting)
      failAll('stopped')
    },
  }
}
