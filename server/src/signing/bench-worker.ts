/**
 * The thread that judges one paper and ends.
 * What must stay true: it answers once; without a readable bundle nobody is trusted.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { nodeCrypto } from '../signature/node-crypto.ts'
import { bundleAt } from '../documents/verdict.ts'
import type { Accepted, AcceptRefusal } from './accept.ts'
import { benchHere } from './bench-here.ts'
import type { IssuedRecord } from './book.ts'

export interface BenchJob {
  readonly file: Uint8Array
  /** Null: only count the signatures. */
  readonly issued: IssuedRecord | null
  readonly trust: string | null
  /** Milliseconds since 1970. */
  readonly now: number
}

export interface BenchAnswer {
  readonly count: number | null
  readonly accepted: Accepted | AcceptRefusal
}

async function work({ file, issued, trust, now }: BenchJob): Promise<BenchAnswer> {
  const bundle = await bundleAt(trust, now)
  const bench = benchHere(async () => ({ crypto: nodeCrypto, now, bundle }))
  return issued
    ? { count: null, accepted: await bench.accept(issued, file) }
    : { count: await bench.count(file), accepted: 'signed.unreadable' }
}

if (parentPort) parentPort.postMessage(await work(workerData as BenchJob))
