/**
 * The face that reads: what a named person may see, now.
 * What must stay true: every answer asks `sees` or the room's rule again; nothing is remembered between calls; what is
 * not in sight is as if it did not exist.
 */
import { roomRight, seesFile } from '@nghi-truong/shared/domain/annotations'
import { sees } from '@nghi-truong/shared/domain/audience'
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import { fileReading, widest } from '@nghi-truong/shared/domain/reading'
import type { EventLog } from '../store/ports.ts'
import { viewerIn } from './actor.ts'
import type { Committed, Look } from './ports.ts'
import type { SessionLog } from './session-log.ts'

export interface LookParts {
  readonly logs: ReadonlyMap<string, SessionLog>
  readonly store: EventLog
  readonly listen: (listener: (committed: Committed) => void) => () => void
}

export function createLook({ logs, store, listen }: LookParts): Look {
  const sessions = () => [...logs.values()].filter((log) => log.name !== houseLog && !log.state.empty)
  const viewer = (name: string, person: string) => {
    const log = logs.get(name)
    return log && viewerIn(name, log.state, person)
  }
  return {
    async sessionsOf(person) {
      return sessions().flatMap((log) => {
        const found = viewer(log.name, person)
        return found ? [{ id: log.name, state: log.state, roles: found.roles }] : []
      })
    },
    async viewer(log, person) {
      return viewer(log, person)
    },
    async houseRoles(person) {
      return viewer(houseLog, person)?.roles ?? []
    },
    async snapshot(name, who) {
      const log = logs.get(name)
      if (!log) return undefined
      const { seq, hash } = log.head()
      return { seq, head: hash, records: log.all().filter((record) => sees(who, record.audience)) }
    },
    async mayReadFile(person, sha256) {
      return sessions().some((log) => {
        const found = viewer(log.name, person)
        return found !== undefined && seesFile(log.state, found, sha256)
      })
    },
    async fileReading(person, sha256) {
      return widest(
        sessions().map((log) => {
          const found = viewer(log.name, person)
          return found ? fileReading(log.state, found, sha256) : 'none'
        }),
      )
    },
    async roomRight(person, { session, file, layer }) {
      const log = logs.get(session)
      const found = session === houseLog ? undefined : viewer(session, person)
      return log && found ? roomRight(log.state, found, file, layer) : 'none'
    },
    async state(name) {
      return logs.get(name)?.state
    },
    async *entries(name) {
      // Up to where the memory stands: an entry of a commit under way is nobody's yet.
      const last = logs.get(name)?.head().seq ?? 0
      for await (const entry of store.read(name, 0)) {
        if (entry.header.seq > last) return
        yield entry
      }
    },
    onCommit: listen,
  }
}
