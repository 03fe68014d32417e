/** Draws whatever paper a job asks for. What must stay true: same job, same bytes. */
import type { Job, Printed } from './job.ts'
import { drawResultSheet } from './result-sheet.ts'

export function draw(job: Job): Promise<Printed> {
  return drawResultSheet(job.model, job.ballot)
}
