/**
 * Votes on their way: kept on the device before they are sent, sent until the server has answered, also after a reload;
 * kept afterwards too, and offered again to a machine that has taken over and does not know them.
 * What must stay true: stored first, then sent; a stored vote keeps its id and number for ever, so that it counts once;
 * only the person who made it sends it; an older choice of a person is never sent after a newer one.
 */
import { castText, type Seen, type VoteProof } from '@nghi-truong/shared/domain/devices'
import type { Refusal, RefusalCode } from '@nghi-truong/shared/domain/refusal'
import type { State } from '@nghi-truong/shared/domain/state'
import type { Receipt } from '@nghi-truong/shared/protocol/routes'
import { openDB } from 'idb'
import { createContext, useContext, useSyncExternalStore } from 'react'
import type { DeviceKeys } from './device-key.ts'
import { freshId } from './keep.ts'
import { fateOf } from './offer-again.ts'
import { passing, pause, post, type PostParts } from './send.ts'

export interface Posted {
  readonly id: string
  readonly session: string
  readonly person: string
  readonly ballot: string
  readonly round: number
  readonly choice: string
  readonly clientSeq: number
  readonly at: string
  /** This device's signature over the choice; null where it has no key. */
  readonly proof: VoteProof | null
  readonly state: 'sending' | 'recorded' | 'refused'
  /** Stays with a vote that a machine which took over then refused: it is the evidence. */
  readonly receipt: Receipt | null
  readonly refusal: Refusal | null
  /** `house.epoch` of the machine that is known to have it; absent before it was recorded. */
  readonly epoch?: string
}

export interface OutboxStore {
  all(): Promise<readonly Posted[]>
  put(posted: Posted): Promise<void>
  remove(id: string): Promise<void>
}

/** @throws when the browser forbids storage */
export async function databaseStore(name = 'nghi-truong-outbox'): Promise<OutboxStore> {
  const database = await openDB(name, 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore('posted', { keyPath: 'id' })
    },
  })
  return {
    all: async () => (await database.getAll('posted')) as Posted[],
    put: async (posted) => {
      await database.put('posted', posted)
    },
    remove: (id) => database.delete('posted', id),
  }
}

export function memoryStore(): OutboxStore {
  const held = new Map<string, Posted>()
  return {
    all: () => Promise.resolve([...held.values()]),
    put: (posted) => {
      held.set(posted.id, posted)
      return Promise.resolve()
    },
    remove: (id) => {
      held.delete(id)
      return Promise.resolve()
    },
  }
}

export interface Choice {
  readonly session: string
  readonly ballot: string
  readonly round: number
  readonly choice: string
  /** Number of this person's last recorded choice on any device, 0 when none. */
  readonly lastSeq: number
  /** Server time, UTC milliseconds. */
  readonly nowMs: number
  /** The last entry of the log this device knows; absent where it knows none. */
  readonly seen?: Seen | undefined
}

export interface Outbox {
  /** Whose votes are sent; null when nobody is signed in. */
  readonly setPerson: (person: string | null) => Promise<void>
  readonly cast: (choice: Choice) => Promise<void>
  readonly now: () => readonly Posted[]
  readonly subscribe: (listener: () => void) => () => void
  /** Try now: the network is said to be back. */
  readonly hurry: () => void
  /** Holds what was recorded elsewhere against the records of this machine (`house.epoch`), and offers what it lacks. */
  readonly meet: (session: string, records: State, machine: string) => void
}

export type OutboxParts = Omit<PostParts, 'session'> & {
  readonly store: OutboxStore
  readonly keys: DeviceKeys
  /** `house.epoch` of the machine that answered last; null while it names none. */
  readonly epoch?: () => string | null
}

/** Votes kept for one person: some years of sittings. */
const mostKept = 500

/** Says nothing about the vote: it goes on being sent. */
const unsettled: readonly RefusalCode[] = [
  ...passing,
  'account.required',
  'server.failed',
  'server.storageFull',
]

export function createOutbox({ store, keys, epoch = () => null, ...parts }: OutboxParts): Outbox {
  const wait = parts.wait ?? pause
  const listeners = new Set<() => void>()
  let posted: readonly Posted[] = []
  let person: string | null = null
  let wake: (() => void) | null = null
  const busy = new Set<string>()
  /** Last number given in each vote: signing takes a moment, and a second press must not get the same one. */
  const numbered = new Map<string, number>()

  const set = (next: readonly Posted[]): void => {
    posted = next
    for (const listener of listeners) listener()
  }
  const replace = async (one: Posted): Promise<void> => {
    set(posted.map((old) => (old.id === one.id ? one : old)))
    await store.put(one)
  }

  async function proofOf({
    session,
    seen,
    ...cast
  }: Pick<Posted, 'session' | 'ballot' | 'round' | 'choice' | 'person' | 'clientSeq'> &
    Pick<Choice, 'seen'>): Promise<VoteProof | null> {
    const device = await keys(cast.person)
    if (!device) return null
    const { key } = device
    const signature = await device.sign(castText({ log: session, key, seen, ...cast }))
    return { key, signature, ...(seen ? { seen } : {}) }
  }

  const forget = async (which: (one: Posted) => boolean): Promise<void> => {
    const old = posted.filter(which)
    if (old.length === 0) return
    set(posted.filter((one) => !which(one)))
    for (const one of old) await store.remove(one.id)
  }
  const epochNow = (): Pick<Posted, 'epoch'> => {
    const now = epoch()
    return now === null ? {} : { epoch: now }
  }

  const waitingFor = (ballot: string): readonly Posted[] =>
    posted.filter((one) => one.ballot === ballot && one.person === person && one.state === 'sending')

  const newestOf = (ballot: string): Posted | undefined =>
    waitingFor(ballot)
      .toSorted((a, b) => a.clientSeq - b.clientSeq)
      .at(-1)

  /** Sends what waits for one ballot, the newest choice only, until nothing waits. */
  async function drain(ballot: string): Promise<void> {
    if (busy.has(ballot)) return
    busy.add(ballot)
    try {
      for (;;) {
        const newest = newestOf(ballot)
        if (!newest) return
        const { id: newestId } = newest
        const waiting = new Set(waitingFor(ballot).map((one) => one.id))
        await forget((one) => waiting.has(one.id) && one.id !== newestId)
        const { id, round, choice, clientSeq, proof } = newest
        const input = { ballot, round, choice, clientSeq, ...(proof ? { proof } : {}) }
        const sent = await post(
          { ...parts, session: newest.session, stillWanted: () => newestOf(ballot)?.id === id },
          { id, type: 'ballot.cast', input },
          3,
        )
        if (sent.kind === 'accepted') {
          await replace({ ...newest, state: 'recorded', receipt: sent.receipt, ...epochNow() })
          const settled = (one: Posted): boolean =>
            one.ballot === ballot && one.state !== 'sending' && one.clientSeq < clientSeq
          await forget(settled)
        } else if (sent.kind === 'refused' && newest.receipt && sent.refusal.refused === 'ballot.paused') {
          // Offered again, and held up just now: it is met again when the vote goes on.
          await replace({ ...newest, state: 'recorded' })
        } else if (sent.kind === 'refused' && !unsettled.includes(sent.refusal.refused))
          await replace({ ...newest, state: 'refused', refusal: sent.refusal, ...epochNow() })
        else await Promise.race([wait(3000), new Promise<void>((resolve) => (wake = resolve))])
      }
    } finally {
      busy.delete(ballot)
    }
  }

  return {
    now: () => posted,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async setPerson(who) {
      person = who
      if (who === null) return set([])
      const own = (await store.all()).filter((one) => one.person === who)
      set(own.toSorted((a, b) => (a.at < b.at ? -1 : 1)))
      const old = new Set(
        posted
          .filter((one) => one.state !== 'sending')
          .slice(0, -mostKept)
          .map((one) => one.id),
      )
      await forget((one) => old.has(one.id))
      for (const ballot of new Set(posted.map((one) => one.ballot))) void drain(ballot)
    },
    async cast({ session, ballot, round, choice, lastSeq, nowMs, seen }) {
      const voter = person
      if (voter === null) return
      const own = posted.filter((one) => one.ballot === ballot).map((one) => one.clientSeq)
      // The time makes "newer" mean newer on all devices of the person; the rest guards against a clock set back.
      const before = Math.max(lastSeq, numbered.get(ballot) ?? 0, ...own)
      const clientSeq = Math.max(before + 1, Math.floor(nowMs))
      numbered.set(ballot, clientSeq)
      const made: Posted = {
        id: freshId(),
        session,
        person: voter,
        ballot,
        round,
        choice,
        clientSeq,
        at: new Date(nowMs).toISOString(),
        proof: await proofOf({ session, ballot, round, choice, person: voter, clientSeq, seen }),
        state: 'sending',
        receipt: null,
        refusal: null,
      }
      // A full disk must not cost a vote: it goes out all the same, it only would not survive a reload.
      await store.put(made).catch(() => undefined)
      set([...posted.filter((one) => one.ballot !== ballot || one.state !== 'refused'), made])
      void drain(ballot)
    },
    hurry() {
      wake?.()
      wake = null
    },
    meet(session, records, machine) {
      // Records of a machine that was replaced prove nothing.
      if (machine !== epoch()) return
      const now = machine
      for (const one of posted) {
        if (one.session !== session || one.state !== 'recorded' || one.epoch === now) continue
        if (posted.some((other) => other.ballot === one.ballot && other.clientSeq > one.clientSeq)) continue
        const fate = fateOf(one, records)
        if (fate === 'later') continue
        const next: Posted =
          fate === 'offer'
            ? { ...one, state: 'sending' }
            : fate === 'anew'
              ? { ...one, state: 'refused', refusal: { refused: 'ballot.notOpen' }, epoch: now }
              : { ...one, epoch: now }
        // A vote that could not be stored is offered all the same.
        void replace(next)
          .catch(() => undefined)
          .then(() => (fate === 'offer' ? drain(one.ballot) : undefined))
      }
    },
  }
}

export const OutboxContext = createContext<Outbox | null>(null)

export function useOutbox(): Outbox {
  const outbox = useContext(OutboxContext)
  if (!outbox) throw new Error('no client around this part')
  return outbox
}

/** How many votes of this person have not got an answer yet. */
export function useUnsent(): number {
  const outbox = useOutbox()
  const all = useSyncExternalStore(outbox.subscribe, outbox.now)
  return new Set(all.filter((one) => one.state === 'sending').map((one) => one.ballot)).size
}

/** The newest choice made on this device in a vote, and how far it got. */
export function usePosted(ballot: string): Posted | null {
  const outbox = useOutbox()
  const all = useSyncExternalStore(outbox.subscribe, outbox.now)
  const own = all.filter((one) => one.ballot === ballot)
  return own.toSorted((a, b) => a.clientSeq - b.clientSeq).at(-1) ?? null
}
