/**
 * A world whose clock stands still until it is moved, and whose chance is a counter.
 * What must stay true: jobs run in the order of their time when the clock is moved past them, and only then.
 */
import { portableHash } from '@nghi-truong/shared/log/chain'
import { verifyEd25519, type World } from '../crypto.ts'

export interface TestWorld extends World {
  /** Moves both clocks and runs what is due. */
  tick(ms: number): void
  /** Moves the wall clock alone, as an administrator or NTP would. */
  setWall(ms: number): void
}

/** @param from what the wall clock shows at first (UTC) */
export function createTestWorld(boot = 'AAAAAAAAAAA', from = '2026-12-09T01:00:00.000Z'): TestWorld {
  let mono = 0
  let wall = Date.parse(from)
  let ids = 0
  const jobs = new Set<{ at: number; job: () => void }>()
  return {
    boot,
    now: () => new Date(wall).toISOString(),
    mono: () => mono,
    after(ms, job) {
      const one = { at: mono + Math.max(0, ms), job }
      jobs.add(one)
      return () => jobs.delete(one)
    },
    hash: portableHash,
    verify: verifyEd25519,
    id: () => `${boot}-id-${++ids}`,
    salt: () => `salt${++ids}`,
    tick(ms) {
      const end = mono + ms
      for (;;) {
        const [next] = [...jobs].filter((one) => one.at <= end).sort((a, b) => a.at - b.at)
        if (!next) break
        wall += next.at - mono
        mono = next.at
        jobs.delete(next)
        next.job()
      }
      wall += end - mono
      mono = end
    },
    setWall(ms) {
      wall = ms
    },
  }
}
