/**
 * How fast one credential and one connection may send.
 * What must stay true: a credential has one ballot under way at a time and few a minute; only who proved to hold the
 * credential spends its share, so that nobody can be shut out by a stranger.
 */
export interface Pace {
  /** Whether this connection may send now; counts it. */
  line(connection: object): boolean
  /** Whether this credential may send now; counts it, and holds it until `done`. */
  take(credential: string): boolean
  done(credential: string): void
}

const windowMs = 60_000
const perCredential = 5
/** Behind a proxy many devices share a connection. */
const perLine = 120

export function createPace(mono: () => number): Pace {
  const lines = new WeakMap<object, number[]>()
  const sent = new Map<string, number[]>()
  const busy = new Set<string>()
  const recent = (times: readonly number[] | undefined): number[] =>
    (times ?? []).filter((at) => mono() - at < windowMs)
  return {
    line(connection) {
      const times = recent(lines.get(connection))
      if (times.length >= perLine) return false
      lines.set(connection, [...times, mono()])
      return true
    },
    take(credential) {
      const times = recent(sent.get(credential))
      if (busy.has(credential) || times.length >= perCredential) return false
      sent.set(credential, [...times, mono()])
      busy.add(credential)
      return true
    },
    done: (credential) => void busy.delete(credential),
  }
}
