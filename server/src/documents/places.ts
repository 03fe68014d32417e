/**
 * Where each person is in each document, for his other devices: small boxes this server cannot open.
 * What must stay true: a box goes back to the person who brought it and to nobody else; the newest stays; writing waits and
 * is gathered, so that turning pages never stands in the way of votes; a crash may lose the last seconds of it.
 */
import type { FindingStore } from '../store/ports.ts'

export interface Placed {
  /** base64url. */
  readonly box: string
  /** UTC, the device's word: the newer of two stays. */
  readonly at: string
}

export interface Places {
  get(person: string, sha256: string): Promise<Placed | null>
  put(person: string, sha256: string, placed: Placed): void
  close(): Promise<void>
}

export interface PlacesParts {
  readonly findings: Pick<FindingStore, 'get' | 'set'>
  readonly everyMs?: number
  readonly report: (error: unknown) => void
}

const topicOf = (person: string): string => `place/${person}`

export function createPlaces({ findings, everyMs = 15_000, report }: PlacesParts): Places {
  const waiting = new Map<string, { person: string; sha256: string; placed: Placed }>()

  async function flush(): Promise<void> {
    for (const [key, { person, sha256, placed }] of waiting) {
      await findings.set(sha256, topicOf(person), placed)
      if (waiting.get(key)?.placed === placed) waiting.delete(key)
    }
  }

  let last: Promise<void> = Promise.resolve()
  const inTurn = (): Promise<void> => (last = last.then(flush).catch(report))
  const timer = setInterval(() => void inTurn(), everyMs)
  timer.unref()

  const get: Places['get'] = async (person, sha256) =>
    waiting.get(`${person}/${sha256}`)?.placed ??
    ((await findings.get(sha256, topicOf(person))) as Placed | undefined) ??
    null

  return {
    get,
    put(person, sha256, placed) {
      const key = `${person}/${sha256}`
      const old = waiting.get(key)
      if (!old || old.placed.at <= placed.at) waiting.set(key, { person, sha256, placed })
    },
    async close() {
      clearInterval(timer)
      await inTurn()
    },
  }
}
