/**
 * Keeps the session on this device while it is seen live, and gives it back when there is no network.
 * What must stay true: only what came from the server is written; what is given back never covers anything newer.
 */
import { sessionOf } from '@nghi-truong/shared/domain/find'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import type { Http } from '../http.ts'
import type { View } from '../view.ts'
import { readingRecords, type KeptSession, type KeptSessions } from './kept.ts'
import { letGo, mayHold } from './policy.ts'

export interface KeepingParts {
  readonly view: View
  readonly kept: Promise<KeptSessions>
  readonly http: Pick<Http, 'call'>
  /** Whose session it is before the server has said so. */
  readonly person: () => string | null
  readonly drop: (sha256: string) => Promise<void>
  readonly clock?: () => number
  readonly later?: (ms: number, then: () => void) => () => void
}

export interface Keeping {
  /** The server is not reached: what was kept is shown, if nothing newer is here. */
  readonly restore: () => Promise<void>
  /** The session is no longer this person's. */
  readonly forget: () => Promise<void>
  readonly stop: () => void
}

const restMs = 1500

const after = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}

export function keepSession({
  view,
  kept,
  http,
  person,
  drop,
  clock = Date.now,
  later = after,
}: KeepingParts): Keeping {
  let stopped = false
  let waiting: (() => void) | null = null
  let written = -1
  let keysFor = ''
  let keys: Readonly<Record<string, string>> = {}

  async function keysOf(files: readonly string[]): Promise<void> {
    const set = [...files].sort().join(' ')
    if (set === keysFor || set === '') return
    // Without them a pack from a stick waits for the next time there is a network.
    const answer = await http.call('packKeys', { params: { id: view.session } }).catch(() => null)
    if (answer === null || isRefusal(answer)) return
    keysFor = set
    keys = Object.fromEntries(answer.keys.map((one) => [one.sha256, one.key]))
  }

  async function write(): Promise<void> {
    const { records, seq, head, you, offsetMs, line } = view.now()
    const session = sessionOf(records)
    if (line !== 'online' || seq < 0 || seq === written || !session || you.person === '') return
    written = seq
    const files = mayHold(records.every('document'))
    await keysOf(files)
    const store = await kept
    const all = await store.list()
    const mine = (one: KeptSession): boolean => one.session === view.session && one.person === you.person
    await letGo(
      all.find(mine) ?? null,
      files,
      all.filter((one) => !mine(one)),
      drop,
    )
    await store.write({
      session: view.session,
      person: you.person,
      groups: you.groups,
      roles: you.roles,
      title: session.title,
      council: session.council,
      startsOn: session.startsOn,
      state: session.state,
      closedAt: session.closedAt,
      keepDays: session.keepDays,
      seq,
      head,
      offsetMs,
      savedAt: new Date(clock()).toISOString(),
      records: readingRecords(records),
      files,
      packKeys: keys,
    })
  }

  const stopListening = view.subscribe(() => {
    if (waiting || stopped || view.now().line !== 'online') return
    waiting = later(restMs, () => {
      waiting = null
      // No room, or storage forbidden: the session is read live all the same.
      write().catch(() => (written = -1))
    })
  })

  return {
    async restore() {
      const who = person()
      if (who === null || view.now().seq >= 0) return
      const found = await (await kept).read(who, view.session)
      if (!found || stopped || view.now().seq >= 0) return
      view.receive({
        type: 'snapshot',
        seq: found.seq,
        head: found.head,
        now: new Date(clock() + found.offsetMs).toISOString(),
        you: { person: found.person, roles: found.roles, groups: found.groups },
        records: found.records,
      })
    },
    async forget() {
      const who = person()
      const store = await kept
      const all = await store.list()
      const before = all.find((one) => one.person === who && one.session === view.session) ?? null
      if (!before) return
      await store.drop(before.person, before.session)
      await letGo(
        before,
        [],
        all.filter((one) => one !== before),
        drop,
      )
    },
    stop() {
      stopped = true
      waiting?.()
      stopListening()
    },
  }
}
