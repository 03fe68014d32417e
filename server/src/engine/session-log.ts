/**
 * One log in memory: its folded state, its head, and the queue through which every change goes.
 * What must stay true: commands of a batch are decided one after another on a speculative layer that nobody else sees;
 * the state changes only after the store said "durable"; a command id gets one receipt for ever; a refusal is not stored.
 */
import { catalogOf, type Catalog } from '@nghi-truong/shared/domain/catalog'
import { apply, decide } from '@nghi-truong/shared/domain/decide'
import type { Actor, Context } from '@nghi-truong/shared/domain/feature'
import type { AnyRecord } from '@nghi-truong/shared/domain/records'
import { isRefusal, refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { createMemory, layer, type Layer, type Put, type State } from '@nghi-truong/shared/domain/state'
import { NotCanonical, type Json } from '@nghi-truong/shared/log/canonical'
import { checkLink, emptyHead, link, type Entry, type Head } from '@nghi-truong/shared/log/chain'
import type { Receipt } from '@nghi-truong/shared/protocol/routes'
import { StorageFull, StoreBusy, Superseded, type EventLog, type StoredReceipt } from '../store/ports.ts'
import type { World } from './crypto.ts'
import { fingerprint } from './fingerprint.ts'
import { EngineDead, type Change, type Committed, type Wished } from './ports.ts'

/** Most commands taken in one transaction. */
const batchSize = 256

export type ActorOf = (state: State, wish: Wished) => Actor | Refusal

export interface SessionLog {
  readonly name: string
  readonly state: State
  all(): AnyRecord[]
  head(): Head
  /** When the entry that was last when this log was opened had been written (UTC); undefined for a new log. */
  readonly lastAt: string | undefined
  /** Highest epoch in the entries this log was opened with; 0 for a new log. */
  readonly lastEpoch: number
  /** `actorOf` is asked at decision time, so rights are those of the moment, not of arrival. */
  command(person: string, device: string | null, wish: Wished, actorOf: ActorOf): Promise<Receipt | Refusal>
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>
}

export interface LogParts {
  readonly store: EventLog
  readonly world: World
  readonly file: Context['file']
  readonly trust: Context['trust']
  readonly roster: Context['roster']
  /** Under which new entries are written. */
  readonly epoch: () => number
  readonly committed: (committed: Committed) => void
  /** Called once, when the store left the outcome open. */
  readonly fatal: (error: unknown) => void
  /** A verb that threw: nothing was recorded for its command. */
  readonly bug: (error: unknown, type: string) => void
}

interface Waiting {
  readonly person: string
  readonly device: string | null
  readonly wish: Wished
  readonly fingerprint: string
  readonly actorOf: ActorOf
  readonly answer: (answer: Receipt | Refusal) => void
  readonly fail: (error: unknown) => void
}

interface Step {
  readonly entry: Entry
  readonly puts: readonly Put[]
}

/** Everything a batch has made so far, still invisible. */
interface Draft {
  readonly layer: Layer
  readonly steps: Step[]
  readonly receipts: Map<string, StoredReceipt>
  head: Head
}

export class BrokenChain extends Error {
  override readonly name = 'BrokenChain'
}

/** Failures after which certainly nothing was recorded. */
function unrecorded(error: unknown): Refusal | undefined {
  if (error instanceof StorageFull) return refuse('server.storageFull')
  if (error instanceof StoreBusy) return refuse('server.busy')
  return error instanceof Superseded ? refuse('server.superseded') : undefined
}

const receiptOf = ({ seq, hash }: StoredReceipt): Receipt => ({ seq, hash })

/** Reads, checks and folds what the store holds. @throws BrokenChain naming the first entry that does not fit */
export async function openLog(name: string, parts: LogParts): Promise<SessionLog> {
  const { store, world } = parts
  const catalog: Catalog = catalogOf(name)
  const memory = createMemory()
  const known = new Set<string>()
  let head = emptyHead(name, world.hash)
  let lastAt: string | undefined
  let lastEpoch = 0
  for await (const entry of store.read(name, 0)) {
    const fault = checkLink(head, entry, name, world.hash)
    if (fault) throw new BrokenChain(`${name}: entry ${head.seq + 1} does not fit (${fault})`)
    memory.put(puts(memory, entry))
    known.add(entry.payload.command)
    lastAt = entry.header.ts
    lastEpoch = Math.max(lastEpoch, entry.header.epoch)
    head = { seq: entry.header.seq, hash: entry.hash }
  }

  function puts(state: State, { header, payload }: Entry): readonly Put[] {
    const place = { seq: header.seq, at: header.ts, actor: header.actor }
    return apply(catalog, state, { type: header.type, data: payload.data }, place)
  }

  const waiting: Waiting[] = []
  let busy: Promise<void> | undefined
  let dead = false

  function decideOne(draft: Draft, one: Waiting): Refusal | StoredReceipt {
    const actor = one.actorOf(draft.layer, one.wish)
    if (isRefusal(actor)) return actor
    const at = world.now()
    const context: Context = {
      actor,
      at,
      log: name,
      hash: world.hash,
      verify: world.verify,
      id: world.id,
      file: parts.file,
      trust: parts.trust,
      roster: parts.roster,
    }
    const decision = decide(catalog, draft.layer, one.wish, context)
    if (isRefusal(decision)) return decision
    if (decision.length === 0) throw new Error(`${one.wish.type} decided nothing`)
    const entries: Entry[] = []
    let last = draft.head
    for (const { type, data } of decision) {
      const entry = link(
        last,
        {
          log: name,
          epoch: parts.epoch(),
          ts: at,
          mono: world.mono(),
          boot: world.boot,
          type,
          actor: actor.person,
        },
        {
          command: one.wish.id,
          device: one.device,
          // What is folded now must be what is folded after a restart: only what JSON keeps.
          data: JSON.parse(JSON.stringify(data)) as Json,
          salt: world.salt(),
        },
        world.hash,
      )
      entries.push(entry)
      last = { seq: entry.header.seq, hash: entry.hash }
    }
    for (const entry of entries) {
      const made = puts(draft.layer, entry)
      draft.layer.put(made)
      draft.steps.push({ entry, puts: made })
    }
    draft.head = last
    return { command: one.wish.id, fingerprint: one.fingerprint, seq: last.seq, hash: last.hash }
  }

  /**
   * @returns how to answer once the batch is durable. Refusals wait too: they may rest on an event of the same batch.
   * Undefined when it failed.
   */
  function take(draft: Draft, one: Waiting): (() => void) | undefined {
    const twin = draft.receipts.get(one.wish.id)
    if (twin) {
      const same = twin.fingerprint === one.fingerprint
      return () => one.answer(same ? receiptOf(twin) : refuse('command.idReused'))
    }
    // A verb that throws half-way must leave no trace: it decides on a layer of its own.
    const own: Draft = { ...draft, layer: layer(draft.layer), steps: [] }
    try {
      const made = decideOne(own, one)
      if (isRefusal(made)) return () => one.answer(made)
      for (const step of own.steps) draft.layer.put(step.puts)
      draft.steps.push(...own.steps)
      draft.head = own.head
      draft.receipts.set(one.wish.id, made)
      return () => one.answer(receiptOf(made))
    } catch (error) {
      if (error instanceof NotCanonical) {
        const no = refuse('command.badInput', { where: one.wish.type })
        return () => one.answer(no)
      }
      parts.bug(error, one.wish.type)
      one.fail(error)
      return undefined
    }
  }

  function merge(steps: readonly Step[]): readonly Change[] {
    const changes = new Map<string, Change>()
    for (const { puts: made } of steps) {
      for (const put of made) {
        const key = `${put.kind}:${put.id}`
        const first = changes.get(key)
        changes.set(key, { put, before: first ? first.before : memory.one(put.kind, put.id) })
        memory.put([put])
      }
    }
    return [...changes.values()]
  }

  /** Commands whose id is already in the log get their stored receipt; the others remain. */
  async function replay(batch: readonly Waiting[]): Promise<Waiting[]> {
    const fresh: Waiting[] = []
    for (const one of batch) {
      const stored = known.has(one.wish.id) ? await store.receipt(name, one.wish.id) : undefined
      if (!stored) fresh.push(one)
      else if (stored.fingerprint === one.fingerprint) one.answer(receiptOf(stored))
      else one.answer(refuse('command.idReused'))
    }
    return fresh
  }

  async function run(batch: readonly Waiting[]): Promise<void> {
    const fresh = await replay(batch)
    const draft: Draft = { layer: layer(memory), steps: [], receipts: new Map(), head }
    const answers: { one: Waiting; yes: () => void }[] = []
    for (const one of fresh) {
      const yes = take(draft, one)
      if (yes) answers.push({ one, yes })
    }
    if (draft.steps.length === 0) {
      for (const { yes } of answers) yes()
      return
    }
    try {
      await store.append(name, head.seq, {
        entries: draft.steps.map((step) => step.entry),
        receipts: [...draft.receipts.values()],
      })
    } catch (error) {
      const no = unrecorded(error)
      if (!no) throw error
      for (const { one } of answers) one.answer(no)
      return
    }
    head = draft.head
    for (const id of draft.receipts.keys()) known.add(id)
    const changes = merge(draft.steps)
    for (const { yes } of answers) yes()
    parts.committed({ log: name, seq: head.seq, head: head.hash, changes })
  }

  function start(): void {
    busy ??= drain().finally(() => {
      busy = undefined
      // A command may have come between the last look at the queue and now.
      if (waiting.length > 0) start()
    })
  }

  async function drain(): Promise<void> {
    // Let what arrives in the same turn of the loop come into the same transaction.
    await Promise.resolve()
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchSize)
      try {
        await run(batch)
      } catch (error) {
        dead = true
        const failure = new EngineDead(`${name}: the store failed`, { cause: error })
        for (const one of [...batch, ...waiting.splice(0)]) one.fail(failure)
        parts.fatal(error)
        return
      }
    }
  }

  return {
    name,
    state: memory,
    all: () => memory.all(),
    head: () => head,
    lastAt,
    lastEpoch,
    command(person, device, wish, actorOf) {
      return new Promise((answer, fail) => {
        if (dead) {
          fail(new EngineDead(`${name}: the store failed before`))
          return
        }
        const print = fingerprint(world.hash, person, wish)
        waiting.push({ person, device, wish, fingerprint: print, actorOf, answer, fail })
        start()
      })
    },
    async idle() {
      for (let last = busy; last; last = busy) await last
    },
  }
}
