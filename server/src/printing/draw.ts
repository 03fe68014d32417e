/** Draws whatever paper a job asks for. What must stay true: same job, same bytes. */
import type { Job, Printed } from './job.ts'
import { drawMinutes } from './minutes.ts'
import { drawResultSheet } from './result-sheet.ts'
import { drawSecretRecord } from './secret-record.ts'
import { drawTallyRecord } from './tally-record.ts'

export function draw(job: Job): Promise<Printed> {
  if (job.kind === 'sheet') return drawResultSheet(job.model, job.ballot)
  if (job.kind === 'secret') return drawSecretRecord(job.model)
  return job.kind === 'record' ? drawTallyRecord(job.model) : drawMinutes(job.model)
}
