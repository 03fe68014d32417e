/**
 * What this device keeps of a session for the time without a network: the records needed for reading, sealed.
 * What must stay true: only what this person saw is kept, and of that nothing of a vote: no ballot can be opened, and no
 * choice read, from memory; what the server later says replaces it whole.
 */
import type { Role } from '@nghi-truong/shared/domain/audience'
import type { AnyRecord, Kind } from '@nghi-truong/shared/domain/records'
import type { State } from '@nghi-truong/shared/domain/state'
import { deleteDB, openDB } from 'idb'
import { deviceSealer, type Sealer } from '../files/sealer.ts'

export interface KeptSession {
  readonly session: string
  readonly person: string
  readonly groups: readonly string[]
  readonly roles: readonly Role[]
  readonly title: string
  readonly council: string
  readonly startsOn: string
  readonly state: 'preparing' | 'open' | 'recess' | 'closed'
  readonly closedAt: string | null
  /** Days after that; absent: as usual. */
  readonly keepDays?: number | undefined
  readonly seq: number
  readonly head: string
  /** Server time minus this device's, milliseconds. */
  readonly offsetMs: number
  /** UTC, this device's clock. */
  readonly savedAt: string
  readonly records: readonly AnyRecord[]
  /** Files that may stay on this device. */
  readonly files: readonly string[]
  /** Keys of the session pack by file, base64url. */
  readonly packKeys: Readonly<Record<string, string>>
}

/** Kinds that reading needs. */
const forReading: readonly Kind[] = [
  'session',
  'person',
  'group',
  'item',
  'document',
  'attendance',
  'presenter',
  'expulsion',
]

export const readingRecords = (records: State): AnyRecord[] =>
  forReading.flatMap((kind): readonly AnyRecord[] => records.every(kind))

export interface KeptSessions {
  readonly write: (kept: KeptSession) => Promise<void>
  readonly read: (person: string, session: string) => Promise<KeptSession | null>
  readonly list: () => Promise<readonly KeptSession[]>
  readonly drop: (person: string, session: string) => Promise<void>
}

const idOf = (person: string, session: string): string => `${person}/${session}`

export function memoryKept(): KeptSessions {
  const held = new Map<string, KeptSession>()
  return {
    write(kept) {
      held.set(idOf(kept.person, kept.session), kept)
      return Promise.resolve()
    },
    read: (person, session) => Promise.resolve(held.get(idOf(person, session)) ?? null),
    list: () => Promise.resolve([...held.values()]),
    drop(person, session) {
      held.delete(idOf(person, session))
      return Promise.resolve()
    },
  }
}

const name = 'nghi-truong-sessions'
type Row = { readonly id: string; readonly bytes: ArrayBuffer }

/** @throws when the browser forbids storage */
export async function databaseKept(sealing: Promise<Sealer> = deviceSealer()): Promise<KeptSessions> {
  const sealer = await sealing
  const database = await openDB<{ session: { key: string; value: Row } }>(name, 1, {
    upgrade: (fresh) => void fresh.createObjectStore('session', { keyPath: 'id' }),
    blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
  })
  const opened = async (row: Row | undefined): Promise<KeptSession | null> => {
    const bytes = row && (await sealer.open(new Uint8Array(row.bytes), row.id))
    return bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as KeptSession) : null
  }
  return {
    async write(kept) {
      const id = idOf(kept.person, kept.session)
      const sealed = await sealer.seal(new TextEncoder().encode(JSON.stringify(kept)), id)
      await database.put('session', { id, bytes: sealed.buffer })
    },
    read: async (person, session) => opened(await database.get('session', idOf(person, session))),
    async list() {
      const all = await Promise.all((await database.getAll('session')).map(opened))
      return all.filter((one) => one !== null)
    },
    drop: (person, session) => database.delete('session', idOf(person, session)),
  }
}

export const forgetKept = (): Promise<void> => deleteDB(name)
