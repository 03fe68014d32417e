/**
 * Checks the proofs of many ballots in worker threads. What must stay true: every ballot handed in is answered exactly
 * once or its promise fails; a dead worker never looks like a valid ballot; the number of texts waiting is bounded by
 * whoever asks `room()` before reading on.
 */
import { Worker } from 'node:worker_threads'
import type { Flaw, Profile } from '@nghi-truong/shared/secret-ballot/findings'

export type PoolRequest = {
  readonly id: number
  readonly profile: Profile
  readonly election: string
  readonly ballot: string
}
export type PoolAnswer = { readonly id: number; readonly flaws: readonly Flaw[] }

type Waiting = { resolve: (flaws: readonly Flaw[]) => void; reject: (error: Error) => void; worker: number }

export type BallotPool = {
  /** Flaws of the ballot's proofs; shape, election and credential are the caller's to check first. */
  check(profile: Profile, election: string, ballot: string): Promise<readonly Flaw[]>
  /** Resolves when few enough ballots are under way that another may be read. */
  room(): Promise<void>
  close(): Promise<void>
}

/** Starts `size` workers; `perWorker` is how many ballots each may have waiting. */
export function ballotPool(size: number, perWorker = 2): BallotPool {
  const waiting = new Map<number, Waiting>()
  const load = Array.from({ length: size }, () => 0)
  let nextId = 0
  let wake: (() => void)[] = []
  let failure: Error | undefined

  const settle = (id: number): Waiting | undefined => {
    const entry = waiting.get(id)
    waiting.delete(id)
    if (entry !== undefined) load[entry.worker] = (load[entry.worker] ?? 1) - 1
    const sleepers = wake
    wake = []
    for (const resume of sleepers) resume()
    return entry
  }

  const fail = (error: Error): void => {
    failure ??= error
    for (const id of waiting.keys()) settle(id)?.reject(error)
  }

  const workers = load.map((_, index) => {
    const worker = new Worker(new URL('./pool-worker.ts', import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 },
    })
    worker.on('message', (answer: PoolAnswer) => settle(answer.id)?.resolve(answer.flaws))
    worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', (code) => {
      if (waiting.size > 0) fail(new Error(`ballot worker ${index} ended with code ${code}`))
    })
    worker.unref()
    return worker
  })

  return {
    check(profile, election, ballot) {
      if (failure !== undefined) return Promise.reject(failure)
      const least = load.indexOf(Math.min(...load))
      const id = nextId++
      load[least] = (load[least] ?? 0) + 1
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject, worker: least })
        workers[least]?.ref()
        workers[least]?.postMessage({ id, profile, election, ballot } satisfies PoolRequest)
      })
    },
    async room() {
      while (waiting.size >= size * perWorker) await new Promise<void>((resume) => wake.push(resume))
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}
