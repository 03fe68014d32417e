/**
 * The stores of a machine that has a standby: each write goes on to it once it is durable here.
 * What must stay true: reads are untouched; nothing is told that did not succeed; what is fenced throws before it writes.
 */
import {
  Superseded,
  type Account,
  type AccountStore,
  type AnnotationStore,
  type EventLog,
  type FindingStore,
  type Login,
  type RingDevice,
  type RingStore,
  type StoredRing,
  type StoredUpdate,
} from '../store/ports.ts'
import type { Op, Ship } from './ship.ts'

interface Told {
  readonly events: EventLog
  readonly accounts: AccountStore
  readonly findings: FindingStore
  readonly rings: RingStore
  readonly notes: AnnotationStore
}

export function told<S extends Told>(stores: S, ship: Ship): S {
  const { events, accounts, findings, rings, notes } = stores
  const after =
    <A extends readonly unknown[], R>(store: Op['store'], method: string, work: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const result = await work(...args)
      ship.op({ store, method, args })
      return result
    }
  const inRoom =
    <A extends readonly [string, ...unknown[]]>(work: (...args: A) => Promise<void>) =>
    async (...args: A): Promise<void> => {
      // The device keeps its own copy and hands it to the machine that serves.
      if (ship.fenced()) throw new Superseded('another machine has taken over')
      await work(...args)
      ship.room(args[0])
    }
  return {
    ...stores,
    events: {
      ...events,
      async append(log, seq, batch) {
        if (ship.fenced()) throw new Superseded('another machine has taken over')
        await events.append(log, seq, batch)
        await ship.entries(log, seq, batch)
      },
    },
    accounts: {
      ...accounts,
      setAccount: after('accounts', 'setAccount', (account: Account) => accounts.setAccount(account)),
      setLogin: after('accounts', 'setLogin', (login: Login) => accounts.setLogin(login)),
      removeLogin: after('accounts', 'removeLogin', (tokenHash: string) => accounts.removeLogin(tokenHash)),
      forgetExpired: after('accounts', 'forgetExpired', (now: string) => accounts.forgetExpired(now)),
    },
    findings: {
      ...findings,
      set: after('findings', 'set', (sha256: string, topic: string, value: unknown) =>
        findings.set(sha256, topic, value),
      ),
    },
    rings: {
      ...rings,
      append: after('rings', 'append', (person: string, ring: StoredRing) => rings.append(person, ring)),
      setDevice: after('rings', 'setDevice', (person: string, device: RingDevice) =>
        rings.setDevice(person, device),
      ),
      revoke: after('rings', 'revoke', (person: string, key: string, at: string) =>
        rings.revoke(person, key, at),
      ),
    },
    notes: {
      ...notes,
      append: inRoom((room: string, update: Omit<StoredUpdate, 'seq'>) => notes.append(room, update)),
      compact: inRoom((room: string, author: string, through: number, update: Uint8Array) =>
        notes.compact(room, author, through, update),
      ),
      withdraw: inRoom((...given: Parameters<AnnotationStore['withdraw']>) => notes.withdraw(...given)),
    },
  }
}
