/**
 * The process that makes one snapshot, at the lowest priority, beside the server.
 * What must stay true: it takes one job, asks before each step, and ends with its server.
 */
import { setPriority } from 'node:os'
import { nodeSqliteDriver } from '../store/node-sqlite.ts'
import { makeSnapshot, NoStick, type Job, type Made, type Step } from './make.ts'
import { Damaged } from './seal.ts'

export type FromWorker =
  { readonly step: Step } | { readonly made: Made } | { readonly failed: Failure; readonly detail: string }

export type Failure = 'gone' | 'full' | 'damaged' | 'failed'

function kindOf(error: unknown): Failure {
  if (error instanceof NoStick) return 'gone'
  if (error instanceof Damaged) return 'damaged'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (['ENOSPC', 'EDQUOT', 'SQLITE_FULL'].includes(code)) return 'full'
  return ['ENOENT', 'ENODEV', 'EIO', 'EROFS', 'ENXIO'].includes(code) ? 'gone' : 'failed'
}

try {
  setPriority(0, 19)
} catch {
  // Not allowed everywhere; votes then share the processor with it.
}

const send = (message: FromWorker): void => void process.send?.(message)
let mayGoOn: (() => void) | undefined

process.on('disconnect', () => process.exit(1))
process.on('message', (message: Job | 'go') => {
  if (message === 'go') {
    mayGoOn?.()
    return
  }
  makeSnapshot(message, nodeSqliteDriver, (step) => {
    const asked = new Promise<void>((resolve) => (mayGoOn = resolve))
    send({ step })
    return asked
  }).then(
    (made) => send({ made }),
    (error: unknown) => send({ failed: kindOf(error), detail: String(error) }),
  )
})
