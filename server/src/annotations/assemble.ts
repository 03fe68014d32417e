/**
 * Building Yjs V1 updates out of pieces of others, byte by byte: no document is ever built on the server.
 * What must stay true: a run holds consecutive structs of one client; clients are written highest first, as Yjs does and
 * as its merging expects.
 */
import { join, textBytes, type Writer } from './bytes.ts'
import { covers, type Ranges } from './ranges.ts'
import { randomEntry, type Block, type Struct } from './scan.ts'

/** Consecutive structs of one client, encoded. */
export interface Run {
  readonly client: number
  readonly clock: number
  readonly end: number
  readonly structs: number
  readonly bytes: Uint8Array
}

export type Deleted = ReadonlyMap<number, Ranges>

/** One update of these runs, which of one client must follow each other without a gap, and these deletions. */
export function encodeUpdate(runs: Iterable<Run>, deleted: Deleted): Uint8Array {
  const byClient = new Map<number, Run[]>()
  for (const run of runs) {
    const list = byClient.get(run.client)
    if (list) list.push(run)
    else byClient.set(run.client, [run])
  }
  const out: Writer = [byClient.size]
  for (const [client, list] of descending(byClient)) {
    out.push(
      list.reduce((sum, run) => sum + run.structs, 0),
      client,
      list[0]?.clock ?? 0,
    )
    for (const run of list) out.push(run.bytes)
  }
  const filled = [...descending(deleted)].filter(([, ranges]) => ranges.length > 0)
  out.push(filled.length)
  for (const [client, ranges] of filled) {
    out.push(client, ranges.length / 2)
    for (let i = 0; i < ranges.length; i += 2)
      out.push(ranges[i] ?? 0, (ranges[i + 1] ?? 0) - (ranges[i] ?? 0))
  }
  return join(out)
}

const descending = <V>(map: ReadonlyMap<number, V>): [number, V][] => [...map].sort(([a], [b]) => b - a)

export function encodeVector(ends: ReadonlyMap<number, number>): Uint8Array {
  const out: Writer = [ends.size]
  for (const [client, end] of descending(ends)) out.push(client, end)
  return join(out)
}

/** The structs of `block` from position `first` on, copied out of the update so that it can be forgotten. */
export function cutRun(update: Uint8Array, block: Block, first = 0): Run {
  const structs = block.structs.slice(first)
  const head = structs[0]
  const tail = structs.at(-1)
  return {
    client: block.client,
    clock: head?.clock ?? block.end,
    end: block.end,
    structs: structs.length,
    bytes: head && tail ? update.slice(head.from, tail.to) : new Uint8Array(),
  }
}

export function joinRuns(runs: readonly Run[]): Run {
  const head = runs[0]
  const tail = runs.at(-1)
  if (!head || !tail) throw new RangeError('no runs to join')
  return {
    client: head.client,
    clock: head.clock,
    end: tail.end,
    structs: runs.reduce((sum, run) => sum + run.structs, 0),
    bytes: join(runs.map((run) => run.bytes)),
  }
}

/** Content that has no parts of its own and may be dropped once it is deleted, as Yjs itself does. */
const droppable: readonly number[] = [3, 4, 5, 8]

/** The block with the contents of deleted structs left out; their places in the order stay. */
export function dropDeleted(update: Uint8Array, block: Block, ranges: Ranges | undefined): Run {
  const out: Writer = []
  for (const struct of block.structs) {
    const dead = droppable.includes(struct.ref) && covers(ranges, struct.clock, struct.clock + struct.length)
    if (dead) out.push(Uint8Array.of(((update[struct.from] ?? 0) & 0xe0) | 1), ...shorn(update, struct))
    else out.push(update.subarray(struct.from, struct.to))
  }
  return {
    client: block.client,
    clock: block.clock,
    end: block.end,
    structs: block.structs.length,
    bytes: join(out),
  }
}

/**
 * What is left of a person whose notes were withdrawn: places without content. Entries of the map keep where they stood,
 * so that what he wrote over them elsewhere meanwhile means the same to those who knew them and to newcomers.
 */
export function emptied(update: Uint8Array, block: Block): Run {
  const out: Writer = []
  for (const struct of block.structs) {
    if (struct.ref < 2) out.push(update.subarray(struct.from, struct.to))
    else if (droppable.includes(struct.ref) && (struct.entry === null || randomEntry.test(struct.entry)))
      out.push(Uint8Array.of(((update[struct.from] ?? 0) & 0xe0) | 1), ...shorn(update, struct))
    // A name can be made to say something: what is no id of a mark goes with its content.
    else out.push(Uint8Array.of(0), struct.length)
  }
  return {
    client: block.client,
    clock: block.clock,
    end: block.end,
    structs: block.structs.length,
    bytes: join(out),
  }
}

const shorn = (update: Uint8Array, struct: Struct): Writer => [
  update.subarray(struct.from + 1, struct.content),
  struct.length,
]

// ---- y-websocket frames (public protocol of y-protocols: sync 0 {step1 0, step2 1, update 2}, awareness 1) ----

export const stepOneFrame = (vector: Uint8Array): Uint8Array => join([0, 0, vector.length, vector])
export const stepTwoFrame = (update: Uint8Array): Uint8Array => join([0, 1, update.length, update])
export const updateFrame = (update: Uint8Array): Uint8Array => join([0, 2, update.length, update])

export interface AwarenessEntry {
  readonly client: number
  readonly clock: number
  /** JSON; `null` says that the client has left. */
  readonly state: string
}

export function awarenessFrame(entries: readonly AwarenessEntry[]): Uint8Array {
  const inner: Writer = [entries.length]
  for (const { client, clock, state } of entries) {
    const json = textBytes(state)
    inner.push(client, clock, json.length, json)
  }
  const bytes = join(inner)
  return join([1, bytes.length, bytes])
}
