/**
 * One document as bytes: from this device where they are here, else from the server, kept for the next time.
 * What must stay true: what is read was either checked against the hash or came from the server just now; a lost network
 * delays a reading and never breaks it; reading what is on the screen comes before filling up the rest.
 */
import { sha256 as hasher } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { Unreachable } from '../bridge.ts'
import { pieceBytes, type DeviceCopy } from './device-copy.ts'
import type { FetchRange } from './fetch-range.ts'

export interface SourceState {
  /** Bytes on this device. */
  readonly held: number
  readonly size: number
  readonly whole: boolean
  /** The server did not answer the last time; tried again by itself. */
  readonly waiting: boolean
  /** The device has no room for more. */
  readonly full: boolean
  readonly refusal: Refusal | null
}

export interface DocumentSource {
  readonly sha256: string
  readonly size: number
  /**
   * Bytes `from` to `to` (exclusive). Waits as long as the network is away. Rejects when refused or closed. `alone`: if
   * their piece is not here, only these bytes are fetched, and not kept.
   */
  readonly read: (from: number, to: number, alone?: boolean) => Promise<Uint8Array<ArrayBuffer>>
  /** Fetches all that is missing, quietly; true when the whole file is here and checked. */
  readonly fill: (signal: AbortSignal) => Promise<boolean>
  /** Something else brought pieces to this device, e.g. a stick: they count from now. */
  readonly look: () => Promise<void>
  readonly now: () => SourceState
  readonly subscribe: (listener: () => void) => () => void
  readonly close: () => void
}

export interface SourceParts {
  readonly sha256: string
  readonly size: number
  readonly copy: DeviceCopy
  readonly fetch: FetchRange
  readonly clock: () => number
  /** Waits before trying again; resolves early when the network is back. */
  readonly pause: (attempt: number, signal: AbortSignal) => Promise<void>
}

export class Refused extends Error {
  override readonly name = 'Refused'
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.refused)
    this.refusal = refusal
  }
}

/** At most so many pieces in one request. */
const longest = 8

type Bytes = Uint8Array<ArrayBuffer>

export async function openSource(parts: SourceParts): Promise<DocumentSource> {
  const { sha256, size, copy, fetch, clock, pause } = parts
  const pieces = Math.ceil(size / pieceBytes)
  const closing = new AbortController()
  const listeners = new Set<() => void>()
  const here = new Set(await copy.held(sha256))
  const coming = new Map<number, Promise<Bytes>>()
  /** Arrived, and on their way to the device: who waits for a page does not wait for the disk. */
  const fresh = new Map<number, Bytes>()
  const writing = new Set<Promise<void>>()
  let reading = 0
  const lengthOf = (index: number): number => Math.min(size, (index + 1) * pieceBytes) - index * pieceBytes
  const heldBytes = (): number => [...here].reduce((sum, index) => sum + lengthOf(index), 0)
  let state: SourceState = {
    held: heldBytes(),
    size,
    whole: (await copy.note(sha256))?.whole ?? false,
    waiting: false,
    full: false,
    refusal: null,
  }
  const set = (change: Partial<SourceState>): void => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }
  const writeNote = (): Promise<void> =>
    copy.writeNote({ sha256, size, whole: state.whole, usedAt: clock() }).catch(() => set({ full: true }))
  await writeNote()

  async function keep(index: number, bytes: Bytes): Promise<void> {
    fresh.set(index, bytes)
    try {
      await copy.keep(sha256, index, bytes)
      here.add(index)
    } catch {
      // No room on the device: reading goes on from the network, and the screen says so.
      set({ full: true })
    }
    fresh.delete(index)
    set({ held: heldBytes() })
  }

  function keepLater(index: number, bytes: Bytes): void {
    const mine = keep(index, bytes)
    writing.add(mine)
    void mine.then(() => writing.delete(mine))
  }

  /** Bytes from the server, however long it is away. */
  async function ask(from: number, to: number, signal: AbortSignal): Promise<Bytes> {
    for (let attempt = 0; ; attempt++) {
      signal.throwIfAborted()
      try {
        const bytes = await fetch(sha256, from, to, signal)
        if (isRefusal(bytes)) {
          set({ refusal: bytes })
          throw new Refused(bytes)
        }
        set({ waiting: false })
        return bytes
      } catch (cause) {
        if (!(cause instanceof Unreachable)) throw cause
        signal.throwIfAborted()
        set({ waiting: true })
        await pause(attempt, signal)
      }
    }
  }

  /** Pieces `first` to `last` from the server, as one run of bytes. */
  async function bring(first: number, last: number, signal: AbortSignal): Promise<Bytes> {
    const bytes = await ask(first * pieceBytes, Math.min(size, (last + 1) * pieceBytes), signal)
    for (let index = first; index <= last; index++) {
      const from = (index - first) * pieceBytes
      keepLater(index, bytes.slice(from, from + lengthOf(index)))
    }
    return bytes
  }

  const absent = (index: number): boolean => !here.has(index) && !coming.has(index) && !fresh.has(index)

  /** Starts fetching what is neither here nor on its way, in few requests. */
  function start(first: number, last: number, signal: AbortSignal): void {
    for (let from = first; from <= last; from++) {
      if (!absent(from)) continue
      let to = from
      while (to < last && absent(to + 1) && to + 1 - from < longest) to++
      const run = bring(from, to, signal)
      for (let index = from; index <= to; index++) {
        const start = (index - from) * pieceBytes
        const mine = run.then((bytes) => bytes.subarray(start, start + lengthOf(index)))
        coming.set(index, mine)
        const done = (): boolean => coming.delete(index)
        mine.then(done, done)
      }
      from = to
    }
  }

  async function piece(index: number, signal: AbortSignal): Promise<Bytes> {
    const arrived = fresh.get(index)
    if (arrived) return arrived
    const kept = here.has(index) ? await copy.piece(sha256, index) : null
    if (kept) return kept
    const moving = coming.get(index)
    if (moving) return moving
    // The browser may clear its storage while we read.
    here.delete(index)
    start(index, index, signal)
    return coming.get(index) ?? bring(index, index, signal)
  }

  async function check(): Promise<boolean> {
    const hash = hasher.create()
    for (let index = 0; index < pieces; index++) hash.update(await piece(index, closing.signal))
    if (bytesToHex(hash.digest()) === sha256) return true
    // Bytes that are not the document's: thrown away, to be fetched again.
    await copy.drop(sha256)
    here.clear()
    set({ held: 0, whole: false })
    return false
  }

  return {
    sha256,
    size,
    async look() {
      for (const index of await copy.held(sha256)) here.add(index)
      const whole = (await copy.note(sha256))?.whole ?? false
      set({ held: heldBytes(), whole, ...(whole && { waiting: false }) })
    },
    now: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async read(from, to, alone = false) {
      const first = Math.floor(from / pieceBytes)
      const last = Math.floor((to - 1) / pieceBytes)
      reading++
      try {
        if (alone && first === last && absent(first)) return await ask(from, to, closing.signal)
        start(first, last, closing.signal)
        const indices = Array.from({ length: last - first + 1 }, (_, n) => first + n)
        const found = await Promise.all(indices.map((index) => piece(index, closing.signal)))
        const out = new Uint8Array(to - from)
        found.forEach((bytes, n) => {
          const at = (first + n) * pieceBytes
          out.set(bytes.subarray(Math.max(0, from - at), Math.max(0, to - at)), Math.max(0, at - from))
        })
        return out
      } finally {
        reading--
      }
    },
    async fill(signal) {
      const both = AbortSignal.any([signal, closing.signal])
      for (let index = 0; index < pieces && !state.whole; index += longest) {
        // What somebody looks at comes first.
        while (reading > 0) await pause(0, both)
        start(index, Math.min(pieces, index + longest) - 1, both)
        await Promise.all([...coming.values()])
        await Promise.all(writing)
        if (state.full) return false
      }
      if (state.whole) return true
      if (!(await check())) return false
      set({ whole: true, held: size })
      await writeNote()
      return true
    },
    close() {
      closing.abort(new Error('closed'))
      listeners.clear()
    },
  }
}
