/**
 * Runs the jobs off the page's thread. What must stay true: chance comes from `crypto.getRandomValues` and nowhere else;
 * one job at a time, in the order they came.
 */
import type { LedgerEntry, TrusteeLedger } from '@nghi-truong/shared/secret-ballot/trustee-rule'
import { createJobs } from './jobs.ts'
import type { FromWorker, LedgerAsk, ToWorker } from './wire.ts'

const post = (message: FromWorker): void => postMessage(message)

const waiting = new Map<
  number,
  { resolve: (entry: LedgerEntry | undefined) => void; reject: (cause: Error) => void }
>()
let asked = 0

const ask = (ledger: LedgerAsk): Promise<LedgerEntry | undefined> =>
  new Promise((resolve, reject) => {
    const asks = ++asked
    waiting.set(asks, { resolve, reject })
    post({ asks, ledger })
  })

const ledger: TrusteeLedger = {
  find: (uuid) => ask({ do: 'find', uuid }),
  promise: async (uuid, head) => void (await ask({ do: 'promise', uuid, head })),
  keep: async (uuid, decryption) => void (await ask({ do: 'keep', uuid, decryption })),
}

/** At most 65,536 bytes come from one call. */
const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))

const jobs = createJobs(random, ledger)
let last: Promise<unknown> = Promise.resolve()

const work = async ({ job, name, input }: Extract<ToWorker, { job: number }>): Promise<void> => {
  try {
    const run = jobs[name] as (input: unknown) => unknown
    post({ job, output: await run(input) })
  } catch (cause) {
    post({ job, failed: cause instanceof Error ? cause.message : String(cause) })
  }
}

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if ('job' in data) {
    last = last.then(() => work(data))
    return
  }
  const one = waiting.get(data.answered)
  waiting.delete(data.answered)
  if ('failed' in data) one?.reject(new Error(data.failed))
  else one?.resolve(data.entry)
})
