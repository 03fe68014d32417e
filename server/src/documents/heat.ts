/**
 * Reading heat: which pages gather time and marks, as sums that nobody can be read out of.
 * What must stay true: a published figure changes only by what at least `heatPeople` distinct people added, so that no
 * difference between two views is one person's; figures change at steps of time only, so that a change cannot be laid
 * beside one person's arrival; what has not enough people behind it lives in memory, under marks that no one can turn
 * back into a person or follow from page to page, and is never written down. The argument: docs/decisions/.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { heatMost, heatPeople } from '@nghi-truong/shared/protocol/reading'
import type { FindingStore } from '../store/ports.ts'

export interface PageHeat {
  readonly page: number
  /** Whole seconds. */
  readonly seconds: number
  readonly marks: number
}

export interface FileHeat {
  readonly sha256: string
  readonly pages: readonly { readonly page: number; readonly minutes: number; readonly marks: number }[]
}

export interface Heat {
  report(session: string, sha256: string, person: string, pages: readonly PageHeat[]): Promise<void>
  /** Published figures of these files; `at` is when any of them changed last, UTC. */
  shown(session: string, files: readonly string[]): Promise<{ at: string | null; files: FileHeat[] }>
}

export interface HeatParts {
  readonly findings: Pick<FindingStore, 'get' | 'set'>
  /** UTC, ISO 8601. */
  readonly now: () => string
  /** Figures change at multiples of this, milliseconds. */
  readonly stepMs?: number
  /** Known to this process alone; gone with it. */
  readonly salt?: Uint8Array
}

interface Sums {
  seconds: number
  marks: number
}

interface Kept {
  readonly at: string
  readonly pages: Readonly<Record<string, Sums>>
}

/** A glance is no reading; it neither counts nor makes a person. */
const leastSeconds = 5
const topic = (session: string): string => `heat/${session}`

export function createHeat({ findings, now, stepMs = 10 * 60_000, salt = randomBytes(32) }: HeatParts): Heat {
  /** By `session/file`, then page, then the person's mark on that page. */
  const waiting = new Map<string, Map<number, Map<string, Sums>>>()
  let step = stepOf()
  let last: Promise<unknown> = Promise.resolve()

  function stepOf(): number {
    return Math.floor(Date.parse(now()) / stepMs)
  }

  const markOf = (...parts: readonly (string | number)[]): string =>
    createHmac('sha256', salt).update(JSON.stringify(parts)).digest('base64url').slice(0, 22)

  async function publish(): Promise<void> {
    const at = new Date(step * stepMs).toISOString()
    for (const [key, pages] of waiting) {
      const ripe = [...pages].filter(([, people]) => people.size >= heatPeople)
      if (ripe.length === 0) continue
      const [session = '', sha256 = ''] = key.split('/')
      const old = (await findings.get(sha256, topic(session))) as Kept | undefined
      const sums: Record<string, Sums> = { ...old?.pages }
      for (const [page, people] of ripe) {
        const sum = { ...(sums[page] ?? { seconds: 0, marks: 0 }) }
        for (const one of people.values()) {
          sum.seconds += one.seconds
          sum.marks += one.marks
        }
        sums[page] = sum
      }
      await findings.set(sha256, topic(session), { at, pages: sums } satisfies Kept)
      for (const [page] of ripe) pages.delete(page)
    }
  }

  /** One after another: two steps at once would publish the same people twice. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }

  async function advance(): Promise<void> {
    const current = stepOf()
    if (current <= step) return
    step = current
    await publish()
  }

  return {
    report: (session, sha256, person, pages) =>
      inTurn(async () => {
        await advance()
        const key = `${session}/${sha256}`
        const file = waiting.get(key) ?? new Map<number, Map<string, Sums>>()
        waiting.set(key, file)
        for (const { page, seconds, marks } of pages) {
          if (seconds < leastSeconds && marks === 0) continue
          const people = file.get(page) ?? new Map<string, Sums>()
          file.set(page, people)
          const who = markOf(session, sha256, page, person)
          const before = people.get(who) ?? { seconds: 0, marks: 0 }
          // Nobody stands out by having left a page open, or by marking every line.
          people.set(who, {
            seconds: Math.min(heatMost.seconds, before.seconds + seconds),
            marks: Math.min(heatMost.marks, before.marks + marks),
          })
        }
      }),
    shown: (session, files) =>
      inTurn(async () => {
        await advance()
        const found: FileHeat[] = []
        let at: string | null = null
        for (const sha256 of files) {
          const kept = (await findings.get(sha256, topic(session))) as Kept | undefined
          if (!kept) continue
          if (at === null || kept.at > at) at = kept.at
          const pages = Object.entries(kept.pages)
            .map(([page, { seconds, marks }]) => ({
              page: Number(page),
              minutes: Math.round(seconds / 60),
              marks,
            }))
            .sort((a, b) => a.page - b.page)
          found.push({ sha256, pages })
        }
        return { at, files: found }
      }),
  }
}
