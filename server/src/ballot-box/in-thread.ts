/** Runs a dear job in a thread. What must stay true: a thread that dies is a failure, never an answer. */
import { Worker } from 'node:worker_threads'
import type { HeavyAnswer, HeavyJob } from './heavy.ts'

export function inThread(job: HeavyJob): Promise<HeavyAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./heavy-worker.ts', import.meta.url), { workerData: job })
    worker.once('message', (answer: HeavyAnswer) => {
      resolve(answer)
      void worker.terminate()
    })
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the counting thread ended without an answer (${code})`)))
  })
}
