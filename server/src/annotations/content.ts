/**
 * What a room holds: for every Yjs client its structs as bytes, whose they are, and what has been deleted.
 * What must stay true: the clocks of a client are without gaps from 0; a client id belongs to the person who used it
 * first, and in a shared room his structs hang on nothing but his own, bear no other author and overwrite no other's
 * key, so that each person's part stands alone; nothing here is ever applied as a Yjs document, all work is linear.
 */
import { diffUpdate } from 'yjs'
import {
  cutRun,
  dropDeleted,
  emptied,
  encodeUpdate,
  encodeVector,
  joinRuns,
  type Deleted,
  type Run,
} from './assemble.ts'
import { covers, rangesOf, union, type Ranges } from './ranges.ts'
import { scanUpdate, type Block, type Deletion, type Scan } from './scan.ts'

/** How a room is to be treated. */
export interface Rules {
  /** Several people write: parts are kept apart. */
  readonly shared: boolean
  /** Who may write may also delete what others wrote (the presenter's layer). */
  readonly mayClear: boolean
  /** Only locked marks are taken (a private layer). */
  readonly sealed?: boolean
  readonly roomBytes: number
  readonly personBytes: number
}

/** `said`: what somebody just wrote. `all`: everything he has, in which others' parts are left to them. */
export type Manner = 'said' | 'all'

/** `forged`: another's id, name or key, or something readable in a private layer. `gap`: hangs on something the room has not seen. */
export type Unfit = 'forged' | 'gap' | 'full'

export interface Accepted {
  readonly runs: readonly Run[]
  readonly deleted: Deleted
}

interface Stream {
  readonly person: string
  end: number
  runs: Run[]
}

export interface Content {
  /** Takes what is new and fit, all or nothing; null when there was nothing new. */
  accept(person: string, scan: Scan, manner: Manner): Accepted | Unfit | null
  /** How far each client is known; a fresh map. */
  ends(): Map<number, number>
  vector(): Uint8Array
  /** An update of everything beyond `known`, with all deletions. */
  beyond(known: ReadonlyMap<number, number>): Uint8Array
  /** One person's part as one update, contents of what is deleted left out. */
  partOf(person: string): Uint8Array
  /** To whom a client id is bound. */
  ownerOf(client: number): string | undefined
  /** Replaces a person's contents by empty places; what others must be told. */
  withdraw(person: string): Accepted
  /** Leaves out the contents of what is deleted. */
  tidy(): void
  readonly bytes: number
}

const noLimits = { clients: Number.MAX_SAFE_INTEGER, structs: Number.MAX_SAFE_INTEGER }
/** Looks at a block while finding an order; more than honest devices of one person ever need. */
const maxOrderWork = 500_000
/** What a range of deletions weighs against the limits. */
const rangeBytes = 8
/** A client's runs are joined when there are more. */
const maxRuns = 256

export function createContent(rules: Rules): Content {
  const streams = new Map<number, Stream>()
  /** By person who deleted, then by client. */
  const deletions = new Map<string, Map<number, Ranges>>()
  const allDeleted = new Map<number, Ranges>()
  const keys = new Map<string, string>()
  const weight = new Map<string, number>()
  let total = 0

  const weigh = (person: string, bytes: number) => {
    total += bytes
    weight.set(person, (weight.get(person) ?? 0) + bytes)
  }

  /** Whether the block is another's: by its client id, or, where that is still free, by the name on its marks. */
  const isForeign = (person: string, block: Block): boolean => {
    const owner = streams.get(block.client)?.person
    if (owner !== undefined) return owner !== person
    return rules.shared && block.structs.some((one) => one.author !== null && one.author !== person)
  }

  const takesOthers = (person: string, block: Block): boolean =>
    rules.shared &&
    block.structs.some(
      ({ author, entry }) =>
        (author !== null && author !== person) || (entry !== null && (keys.get(entry) ?? person) !== person),
    )

  /** Whether each struct finds what it hangs on, among what is known or what comes before it. */
  const hangsTogether = (person: string, blocks: readonly Block[]): boolean => {
    const reached = new Map<number, number>(blocks.map((block) => [block.client, block.clock]))
    const next = new Map<Block, number>(blocks.map((block) => [block, 0]))
    const known = (client: number): number => {
      const stream = streams.get(client)
      const end = stream && (!rules.shared || stream.person === person) ? stream.end : 0
      return Math.max(end, reached.get(client) ?? 0)
    }
    let open = blocks.length
    let work = maxOrderWork
    for (let moved = true; moved && open > 0;) {
      moved = false
      for (const block of blocks) {
        if (work-- <= 0) return false
        let at = next.get(block) ?? 0
        const before = at
        while (at < block.structs.length) {
          const struct = block.structs[at]
          if (!struct?.needs.every(([client, clock]) => clock < known(client))) break
          at++
          reached.set(block.client, struct.clock + struct.length)
        }
        if (at === before) continue
        moved = true
        next.set(block, at)
        if (at === block.structs.length) open--
      }
    }
    return open === 0
  }

  const fitDeletions = (
    person: string,
    list: readonly Deletion[],
    blocks: readonly Block[],
    manner: Manner,
  ) => {
    const ends = new Map(blocks.map((block) => [block.client, block.end]))
    const fit = new Map<number, [number, number][]>()
    for (const { client, clock, length } of list) {
      const stream = streams.get(client)
      const end = Math.max(stream?.end ?? 0, ends.get(client) ?? 0)
      const own = stream ? stream.person === person : ends.has(client)
      const reachable = clock + length <= end
      if (!own && rules.shared) {
        if (!(rules.mayClear && manner === 'said' && reachable)) {
          if (manner === 'said') return stream ? 'forged' : 'gap'
          continue
        }
      } else if (!reachable) {
        if (manner === 'said') return 'gap'
        continue
      }
      if (covers(allDeleted.get(client), clock, clock + length)) continue
      const pairs = fit.get(client)
      if (pairs) pairs.push([clock, clock + length])
      else fit.set(client, [[clock, clock + length]])
    }
    return new Map([...fit].map(([client, pairs]) => [client, rangesOf(pairs)]))
  }

  const remember = (person: string, run: Run, block: Block) => {
    const stream = streams.get(run.client) ?? { person, end: 0, runs: [] }
    streams.set(run.client, stream)
    stream.runs.push(run)
    stream.end = run.end
    if (stream.runs.length > maxRuns) stream.runs = [joinRuns(stream.runs)]
    weigh(person, run.bytes.length)
    if (rules.shared) for (const { entry } of block.structs) if (entry !== null) keys.set(entry, person)
  }

  const markDeleted = (person: string, deleted: Deleted) => {
    const own = deletions.get(person) ?? new Map<number, Ranges>()
    deletions.set(person, own)
    for (const [client, ranges] of deleted) {
      const before = own.get(client)?.length ?? 0
      const after = union(own.get(client) ?? [], ranges)
      own.set(client, after)
      allDeleted.set(client, union(allDeleted.get(client) ?? [], ranges))
      weigh(person, ((after.length - before) / 2) * rangeBytes)
    }
  }

  const content: Content = {
    accept(person, scan, manner) {
      const fresh: { readonly scan: Scan; readonly block: Block; readonly first: number }[] = []
      for (const block of scan.blocks) {
        const known = streams.get(block.client)?.end ?? 0
        if (block.end <= known) continue
        if (isForeign(person, block)) {
          if (manner === 'said') return 'forged'
          continue
        }
        if (block.clock > known) return 'gap'
        const cut = block.clock < known ? cutAt(scan, block, known) : { scan, block, first: 0 }
        if (!cut) return 'gap'
        fresh.push(cut)
      }
      const blocks = fresh.map(({ block, first }) => ({
        ...block,
        clock: block.structs[first]?.clock ?? block.end,
        structs: block.structs.slice(first),
      }))
      if (blocks.some((block) => takesOthers(person, block))) return 'forged'
      if (rules.sealed && blocks.some(({ structs }) => structs.some((one) => !one.sealed))) return 'forged'
      if (!hangsTogether(person, blocks)) return 'gap'
      const deleted = fitDeletions(person, scan.deletions, blocks, manner)
      if (typeof deleted === 'string') return deleted
      if (fresh.length === 0 && deleted.size === 0) return null
      const runs = fresh.map((one) => cutRun(one.scan.bytes, one.block, one.first))
      const size =
        runs.reduce((sum, run) => sum + run.bytes.length, 0) +
        [...deleted.values()].reduce((sum, ranges) => sum + (ranges.length / 2) * rangeBytes, 0)
      const fits = () =>
        total + size <= rules.roomBytes && (weight.get(person) ?? 0) + size <= rules.personBytes
      if (!fits()) {
        content.tidy()
        if (!fits()) return 'full'
      }
      runs.forEach((run, i) => remember(person, run, blocks[i] ?? { ...run, structs: [] }))
      markDeleted(person, deleted)
      return { runs, deleted }
    },

    ends: () => new Map([...streams].map(([client, stream]) => [client, stream.end])),
    vector: () => encodeVector(content.ends()),

    beyond(known) {
      const runs: Run[] = []
      for (const [client, stream] of streams) {
        const from = known.get(client) ?? 0
        if (stream.end <= from) continue
        for (const run of stream.runs) if (run.end > from) runs.push(run)
      }
      return encodeUpdate(runs, allDeleted)
    },

    partOf(person) {
      content.tidy()
      const own = [...streams.values()].filter((stream) => stream.person === person)
      return encodeUpdate(
        own.flatMap((stream) => stream.runs),
        deletions.get(person) ?? new Map<number, Ranges>(),
      )
    },

    ownerOf: (client) => streams.get(client)?.person,

    withdraw(person) {
      const runs: Run[] = []
      const deleted = new Map<number, Ranges>()
      for (const [client, stream] of streams) {
        if (stream.person !== person) continue
        if (stream.runs.length === 0) continue
        const update = encodeUpdate([joinRuns(stream.runs)], new Map())
        const block = scanUpdate(update, noLimits)?.blocks[0]
        if (!block) throw new Error('a stored run cannot be read back')
        const run = emptied(update, block)
        stream.runs = [run]
        runs.push(run)
        deleted.set(client, [0, stream.end])
      }
      // What he deleted of others comes back to those who have not yet forgotten it.
      deletions.delete(person)
      const others = [...deletions]
      deletions.clear()
      allDeleted.clear()
      weight.clear()
      total = 0
      for (const { person: whose, runs: all } of streams.values())
        for (const run of all) weigh(whose, run.bytes.length)
      for (const [other, theirs] of others) markDeleted(other, theirs)
      markDeleted(person, deleted)
      return { runs, deleted }
    },

    tidy() {
      for (const [client, stream] of streams) {
        if (stream.runs.length === 0) continue
        const whole = joinRuns(stream.runs)
        const ranges = allDeleted.get(client)
        let run = whole
        if (ranges) {
          const update = encodeUpdate([whole], new Map())
          const block = scanUpdate(update, noLimits)?.blocks[0]
          if (block) run = dropDeleted(update, block, ranges)
        }
        stream.runs = [run]
        weigh(stream.person, run.bytes.length - whole.bytes.length)
      }
    },

    get bytes() {
      return total
    },
  }
  return content
}

/** The part of `block` from clock `known` on; within one struct Yjs itself makes the cut. */
function cutAt(scan: Scan, block: Block, known: number) {
  const first = block.structs.findIndex((struct) => struct.clock + struct.length > known)
  const struct = block.structs[first]
  if (!struct) return null
  if (struct.clock === known) return { scan, block, first }
  const alone = encodeUpdate([cutRun(scan.bytes, block)], new Map())
  const rest = scanUpdate(diffUpdate(alone, encodeVector(new Map([[block.client, known]]))), noLimits)
  const cut = rest?.blocks[0]
  return rest && cut?.clock === known ? { scan: rest, block: cut, first: 0 } : null
}
