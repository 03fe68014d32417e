/**
 * The process that looks into one file and ends. Its parent may kill it at any moment.
 * What must stay true: it reads the one file it was given, writes nothing, opens no connection, and answers once.
 */
import { isRefusal, refuse } from '@nghi-truong/shared/domain/refusal'
import { openFile } from '../signature/node-crypto.ts'
import type { Answer, Job } from './job.ts'
import { firstLook, lookInside } from './look-inside.ts'
import { judgeFile } from './verdict.ts'

async function answer(job: Job): Promise<Answer> {
  const started = performance.now()
  const source = openFile(job.path)
  try {
    const refusal = firstLook(source)
    if (refusal) return { refusal }
    const opened = await lookInside(source, job.limits, () => performance.now() - started < job.textMs)
    if (isRefusal(opened)) return { refusal: opened }
    const report = await judgeFile(source, job.now, job.trust)
    return { looked: { ...opened, report } }
  } catch (error) {
    // Only a file that drives the reader beyond its means ends here.
    if (error instanceof RangeError) return { refusal: refuse('file.dangerous') }
    throw error
  } finally {
    source.close()
  }
}

async function work(job: Job): Promise<void> {
  const done = await answer(job)
  process.send?.(done, () => process.disconnect())
}

process.once('message', (job) => void work(job as Job))
// A parent that is gone needs no answer.
process.once('disconnect', () => process.exit(0))
