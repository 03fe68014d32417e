/**
 * Sealed ballots on their way to the box: on the disk before the first attempt, sent again until the box has answered.
 * What must stay true: only the ciphertext is kept, never the choice or the seed; the text never changes, so it counts
 * once; "in the box" is said only with a receipt whose signature this device checked; one ballot for each box; a receipt is
 * replaced only by another of the same ballot, when a machine that took over had not got it.
 */
import type { CastReceipt, CastRefusal } from '@nghi-truong/shared/protocol/ballot-box'
import type { Vault } from './vault.ts'

export type BoxAnswer =
  | { readonly kind: 'accepted'; readonly receipt: CastReceipt }
  /** Final: the box said no, and signed it. */
  | { readonly kind: 'refused'; readonly refusal: CastRefusal }
  /** Nothing was recorded, or nobody answered: try again. */
  | { readonly kind: 'later' }

export interface CastBallot {
  readonly uuid: string
  readonly person: string
  readonly text: string
  readonly tracker: string
  /** The server's receipt key (Ed25519, base64url), as announced when it was cast. */
  readonly receiptKey: string
  /** UTC, by this device's idea of the server's time. */
  readonly at: string
  readonly state: 'sending' | 'recorded' | 'refused'
  readonly receipt: CastReceipt | null
  readonly refusal: CastRefusal | null
}

export interface CastingParts {
  readonly vault: Vault
  readonly put: (uuid: string, text: string) => Promise<BoxAnswer>
  /** Whether the server's receipt key signed this answer for this ballot. */
  readonly genuine: (ballot: CastBallot, answer: CastReceipt | CastRefusal) => boolean
  /** Of the machine that serves, as far as it was heard. */
  readonly epoch?: () => number | null
  readonly wait?: (ms: number) => Promise<void>
  readonly random?: () => number
}

export interface Casting {
  readonly now: () => readonly CastBallot[]
  readonly subscribe: (listener: () => void) => () => void
  /** Whose ballots are sent from now on; takes up what waited. */
  readonly setPerson: (person: string | null) => Promise<void>
  /** Resolves when the ballot is on the disk. @throws when it cannot be kept: then nothing was cast */
  readonly cast: (
    ballot: Pick<CastBallot, 'uuid' | 'text' | 'tracker' | 'receiptKey' | 'at'>,
  ) => Promise<void>
  /** After the archive is sealed nothing of it is needed any more. */
  readonly forget: (uuid: string) => Promise<void>
  readonly hurry: () => void
  /** Recorded ballots, once more, where the machine that serves is of a higher epoch than the one that took them. */
  readonly offerAgain: () => Promise<void>
}

export const firstWaitMs = 250
export const longestWaitMs = 8000

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const keyOf = (person: string, uuid: string): string => `cast/${person}/${uuid}`

export function createCasting({
  vault,
  put,
  genuine,
  epoch = () => null,
  wait = pause,
  random = Math.random,
}: CastingParts): Casting {
  const listeners = new Set<() => void>()
  const busy = new Set<string>()
  /** Settled with the machine of that epoch, or on the way. */
  const offered = new Set<string>()
  let person: string | null = null
  let ballots: readonly CastBallot[] = []
  let wake: (() => void)[] = []

  const set = (next: readonly CastBallot[]): void => {
    ballots = next
    for (const listener of listeners) listener()
  }
  const replace = async (one: CastBallot): Promise<void> => {
    await vault.write(keyOf(one.person, one.uuid), one)
    if (one.person === person) set([...ballots.filter(({ uuid }) => uuid !== one.uuid), one])
  }
  const find = (uuid: string): CastBallot | undefined => ballots.find((one) => one.uuid === uuid)

  /** @returns the new state when the box has spoken, null while it has not */
  async function attempt(one: CastBallot): Promise<CastBallot | null> {
    const answer = await put(one.uuid, one.text)
    if (answer.kind === 'later') return null
    const said = answer.kind === 'accepted' ? answer.receipt : answer.refusal
    // An answer for another ballot, or by another key, is none: somebody stands between.
    if (said.tracker !== one.tracker || !genuine(one, said)) return null
    return answer.kind === 'accepted'
      ? { ...one, state: 'recorded', receipt: answer.receipt }
      : { ...one, state: 'refused', refusal: answer.refusal }
  }

  async function send(uuid: string): Promise<void> {
    if (busy.has(uuid)) return
    busy.add(uuid)
    try {
      for (let tries = 0; ; tries++) {
        const one = find(uuid)
        if (one?.state !== 'sending') return
        const done = await attempt(one)
        if (done) return await replace(done)
        const ceiling = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(tries, 10))
        await Promise.race([
          wait(random() * ceiling),
          new Promise<void>((resolve) => {
            wake.push(resolve)
          }),
        ])
      }
    } finally {
      busy.delete(uuid)
    }
  }

  return {
    now: () => ballots,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async setPerson(who) {
      person = who
      if (who === null) return set([])
      const found: CastBallot[] = []
      for (const key of await vault.keys(`cast/${who}/`)) {
        const one = await vault.read<CastBallot>(key)
        if (one) found.push(one)
      }
      if (person !== who) return
      set(found)
      for (const { uuid } of found) void send(uuid)
    },
    async cast({ uuid, text, tracker, receiptKey, at }) {
      if (person === null) throw new Error('nobody is signed in')
      const before = find(uuid)
      // A ballot that was refused for good may be followed by another; one under way or in the box may not.
      if (before && before.state !== 'refused') throw new Error('this box has a ballot of this device')
      await replace({
        uuid,
        person,
        text,
        tracker,
        receiptKey,
        at,
        state: 'sending',
        receipt: null,
        refusal: null,
      })
      void send(uuid)
    },
    async forget(uuid) {
      if (person === null) return
      await vault.remove(keyOf(person, uuid))
      set(ballots.filter((one) => one.uuid !== uuid))
    },
    async offerAgain() {
      const now = epoch()
      if (now === null) return
      for (const one of ballots) {
        const key = `${one.uuid} ${now}`
        if (one.state !== 'recorded' || (one.receipt?.epoch ?? now) >= now || offered.has(key)) continue
        offered.add(key)
        const done = await attempt(one)
        // Nobody answered, or not now: the next change of the records asks again.
        if (!done) offered.delete(key)
        // A refusal changes nothing: the old receipt is the evidence. The same receipt means that it was there all along.
        else if (done.receipt && done.state === 'recorded' && done.receipt.head !== one.receipt?.head)
          await replace(done)
      }
    },
    hurry() {
      const sleeping = wake
      wake = []
      for (const rise of sleeping) rise()
    },
  }
}
