/**
 * Asks the comparing thread.
 * What must stay true: one question, one thread, ended with its answer: a document that exhausts it takes nothing else down.
 */
import type { Answers, Ask } from './compare.worker.ts'

export function compare<A extends Ask>(ask: A, signal?: AbortSignal): Promise<Answers[A['what']]> {
  const worker = new Worker(new URL('./compare.worker.ts', import.meta.url), { type: 'module' })
  const { promise, resolve, reject } = Promise.withResolvers<Answers[A['what']]>()
  const stop = (): void => reject(new Error('stopped'))
  signal?.addEventListener('abort', stop, { once: true })
  worker.addEventListener('message', (event: MessageEvent<Answers[A['what']]>) => resolve(event.data))
  worker.addEventListener('error', () => reject(new Error('the versions could not be compared')))
  worker.postMessage(ask)
  return promise.finally(() => {
    signal?.removeEventListener('abort', stop)
    worker.terminate()
  })
}
