/**
 * Time stamps as jobs: an authority may take minutes, a request may not.
 * What must stay true: what is asked about leaves this house as a digest only; a job is told to whoever asked, for a while;
 * an authority that is silent, or answers another question, gives none.
 */
import { randomBytes } from 'node:crypto'
import type { TimestampAuthority } from '@nghi-truong/shared/signature/sign/sign'

export type StampState = { readonly state: 'waiting' | 'none' } | { readonly state: 'done'; readonly token: Uint8Array } // prettier-ignore

export interface Stamps {
  /** Null where no authority is configured, or too many wait. */
  ask(person: string, digest: Uint8Array): string | null
  state(person: string, stamp: string): StampState | undefined
}

export interface StampParts {
  readonly authority: TimestampAuthority | null
  readonly after: (ms: number, job: () => void) => () => void
  readonly report: (what: string, error: unknown) => void
  readonly tries?: number
}

const mostWaiting = 100
const keptMs = 15 * 60_000

export function createStamps({ authority, after, report, tries = 3 }: StampParts): Stamps {
  const jobs = new Map<string, { person: string; now: StampState }>()

  async function fetchToken(digest: Uint8Array, ask: TimestampAuthority): Promise<Uint8Array | null> {
    for (let n = 1; n <= tries; n++) {
      try {
        return await ask(digest)
      } catch (error) {
        report(`asking the time-stamp authority (${n})`, error)
      }
    }
    return null
  }

  return {
    ask(person, digest) {
      if (!authority || jobs.size >= mostWaiting) return null
      const stamp = randomBytes(16).toString('hex')
      const job: { person: string; now: StampState } = { person, now: { state: 'waiting' } }
      jobs.set(stamp, job)
      void fetchToken(digest, authority).then((token) => {
        job.now = token ? { state: 'done', token } : { state: 'none' }
        after(keptMs, () => jobs.delete(stamp))
      })
      return stamp
    },
    state(person, stamp) {
      const job = jobs.get(stamp)
      return job?.person === person ? job.now : undefined
    },
  }
}
