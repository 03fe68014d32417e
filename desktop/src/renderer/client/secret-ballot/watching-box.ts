/**
 * A committee member's device beside an open box: fetches what is new and checks each ballot as it comes, so that after
 * closing only the rest is left.
 * What must stay true: nothing is decided here; whatever was not checked, or could not be, is checked when the closed box is
 * verified whole; what was found good is kept under the ballot's own hash, in this device's vault.
 */
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { BoxRead } from './box-reader.ts'
import type { BoxDesk } from './box.ts'
import type { Vault } from './vault.ts'
import type { Workshop } from './workshop.ts'

export interface WatchParts {
  readonly ballot: string
  readonly uuid: string
  readonly desk: Pick<BoxDesk, 'record'>
  readonly workshop: Pick<Workshop, 'run'>
  readonly vault: Pick<Vault, 'read' | 'write'>
}

export interface BoxWatch {
  /** Fetches what is new and checks it. Resolves when every ballot that was there is judged. */
  readonly look: () => Promise<Refusal | 'unreachable' | undefined>
  /** All bytes seen so far, in order. */
  readonly archive: () => Uint8Array
  /** Trackers of ballots found good, on this device, at any time. */
  readonly verified: () => readonly string[]
  /** Lets go of what was fetched: the next look begins at the first byte. */
  readonly forget: () => void
}

const keyOf = (uuid: string): string => `verified/${uuid}`
/** Kept this often, in ballots, so that a reload loses little. */
const keepEvery = 8

export function watchBox({ ballot, uuid, desk, workshop, vault }: WatchParts): BoxWatch {
  let pieces: Uint8Array[] = []
  let size = 0
  let election: string | null = null
  /** Trackers of ballots that were judged or are being judged, by this watch. */
  const begun = new Set<string>()
  const good = new Set<string>()
  let kept: Promise<void> | undefined
  let unkept = 0
  let turn: Promise<unknown> = Promise.resolve()
  let next: ReturnType<BoxWatch['look']> | undefined

  const whole = (): Uint8Array => {
    const all = new Uint8Array(size)
    let at = 0
    for (const piece of pieces) {
      all.set(piece, at)
      at += piece.length
    }
    pieces = [all]
    return all
  }

  const restored = (): Promise<void> =>
    (kept ??= vault.read<readonly string[]>(keyOf(uuid)).then((before) => {
      for (const tracker of before ?? []) good.add(tracker)
    }))

  async function judge(text: string): Promise<void> {
    if (election === null) return
    // A helper that died, for want of memory, leaves its ballots to the last verification.
    const tracker = await workshop.run('judgeBallot', { election, text }).catch(() => null)
    if (tracker === null || good.has(tracker)) return
    good.add(tracker)
    unkept += 1
    if (unkept >= keepEvery) await keep()
  }

  async function keep(): Promise<void> {
    if (unkept === 0) return
    unkept = 0
    await vault.write(keyOf(uuid), [...good])
  }

  /** The worker may have been started anew since the last piece: then it gets all of them again. */
  async function read(bytes: Uint8Array): Promise<BoxRead['ballots']> {
    const from = size
    pieces.push(bytes)
    size += bytes.length
    let found = await workshop.run('readBox', { uuid, from, bytes })
    if (found.read !== size) found = await workshop.run('readBox', { uuid, from: 0, bytes: whole() })
    election = found.election
    return found.ballots
  }

  async function lookOnce(): Promise<Refusal | 'unreachable' | undefined> {
    await restored()
    const bytes = await desk.record(ballot, size)
    if (bytes === 'unreachable' || isRefusal(bytes)) return bytes
    if (bytes.length === 0) return undefined
    const fresh = (await read(bytes)).filter(({ tracker }) => !begun.has(tracker) && !good.has(tracker))
    for (const { tracker } of fresh) begun.add(tracker)
    await Promise.all(fresh.map(({ text }) => judge(text)))
    await keep()
    return undefined
  }

  return {
    look() {
      // One that has not begun yet will see all there is by then.
      if (next) return next
      const mine = turn.then(() => {
        next = undefined
        return lookOnce()
      })
      next = mine
      turn = mine.catch(() => undefined)
      return mine
    },
    archive: whole,
    verified: () => [...good],
    forget() {
      pieces = []
      size = 0
      election = null
      begun.clear()
    },
  }
}
