/**
 * Slows down guessing: failures are counted per name and address, and per address.
 * What must stay true: only failures count, so that a hall signing in at once is not slowed; nobody can lock another
 * person out from another address; memory is bounded.
 */
export interface Throttle {
  /** Seconds to wait before another attempt is heard, or 0. */
  wait(name: string, address: string): number
  failed(name: string, address: string): void
  succeeded(name: string, address: string): void
}

interface Count {
  failures: number
  /** On the monotonic clock, milliseconds. */
  since: number
  lockedUntil: number
}

const windowMs = 60_000
const perName = 5
const perAddress = 30
const longestLockMs = 15 * 60_000
const most = 10_000

export function createThrottle(mono: () => number): Throttle {
  const counts = new Map<string, Count>()
  const keys = (name: string, address: string) =>
    [
      [`${address}\n${name.toLowerCase()}`, perName],
      [address, perAddress],
    ] as const

  function count(key: string, limit: number): void {
    const now = mono()
    const old = counts.get(key)
    const fresh = !old || (now - old.since > windowMs && now > old.lockedUntil + windowMs)
    const one: Count = fresh ? { failures: 0, since: now, lockedUntil: 0 } : old
    one.failures += 1
    if (one.failures >= limit) {
      // Doubles with each further failure: 30 s, 60 s, …
      const lock = 30_000 * 2 ** Math.min(10, one.failures - limit)
      one.lockedUntil = now + Math.min(lock, longestLockMs)
    }
    counts.delete(key)
    counts.set(key, one)
    if (counts.size > most) {
      const [oldest] = counts.keys()
      if (oldest !== undefined) counts.delete(oldest)
    }
  }

  return {
    wait(name, address) {
      const now = mono()
      const until = Math.max(0, ...keys(name, address).map(([key]) => counts.get(key)?.lockedUntil ?? 0))
      return until > now ? Math.ceil((until - now) / 1000) : 0
    },
    failed(name, address) {
      for (const [key, limit] of keys(name, address)) count(key, limit)
    },
    succeeded(name, address) {
      const [[key]] = keys(name, address)
      counts.delete(key)
    },
  }
}
