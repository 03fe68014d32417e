/**
 * The pool that checks proofs, started when the first ballot comes.
 * What must stay true: a dead worker fails the checks it had, never answers for them, and is replaced by a new pool.
 */
import type { Flaw } from '@nghi-truong/shared/secret-ballot/findings'
import { ballotPool, type BallotPool } from '../secret-ballot/pool.ts'

export interface Checker {
  check(election: string, ballot: string): Promise<readonly Flaw[]>
  close(): Promise<void>
}

export function createChecker(workers: number): Checker {
  let pool: BallotPool | undefined
  let closed = false
  return {
    async check(election, ballot) {
      if (closed) throw new Error('the checker is closed')
      const mine = (pool ??= ballotPool(workers))
      try {
        await mine.room()
        return await mine.check('council', election, ballot)
      } catch (error) {
        if (pool === mine) pool = undefined
        await mine.close()
        throw error
      }
    },
    async close() {
      closed = true
      await pool?.close()
      pool = undefined
    },
  }
}
