/**
 * Judging what comes back from signing, right here: what the thread does, and what tests do without one.
 * What must stay true: nothing is remembered between two files.
 */
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import type { JudgeOptions } from '@nghi-truong/shared/signature/trust/bundle'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { accept } from './accept.ts'
import type { Bench } from './desk.ts'

/** @param judging asked anew each time: the trust bundle in force and the time may have changed */
export const benchHere = (judging: () => Promise<JudgeOptions>): Bench => ({
  async count(file) {
    const report = await judge(bytesSource(file), await judging())
    return report.error ? null : report.signatures.length
  },
  accept: async (issued, file) => accept(issued, file, await judging()),
})
