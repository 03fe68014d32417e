/**
 * Random lives of a session through the engine: wishes good and bad, repeated ids, bursts, full disks, restarts.
 * What must stay true: whatever happens, the log is a chain, the state is its fold, receipts never change, a refusal
 * changes nothing, and who only listens to the commits ends with the same records.
 */
import { assert, asyncProperty, integer } from 'fast-check'
import { expect, test } from 'vitest'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { createMemory, type Memory } from '@nghi-truong/shared/domain/state'
import { checkLink, emptyHead, portableHash } from '@nghi-truong/shared/log/chain'
import type { Receipt } from '@nghi-truong/shared/protocol/routes'
import { randomWish } from '@nghi-truong/shared/test/life'
import { pick, seeded, type World } from '@nghi-truong/shared/test/world'
import { memoryEventLog } from '../store/memory.ts'
import { StorageFull, type EventLog } from '../store/ports.ts'
import { log, open, settle, type Opened } from './testing/house.ts'

interface Wish {
  readonly person: string
  readonly id: string
  readonly type: string
  readonly input: unknown
}

/** The records as a list that does not depend on the order in which they came. */
const sorted = (records: readonly { readonly kind: string; readonly id: string }[]) =>
  [...records].sort((a, b) => (`${a.kind}:${a.id}` < `${b.kind}:${b.id}` ? -1 : 1))

async function live(seed: number, steps: number): Promise<number> {
  const random = seeded(seed)
  const inner = memoryEventLog()
  let full = false
  const store: EventLog = {
    ...inner,
    async append(name, after, batch) {
      if (full) throw new StorageFull('no room')
      await inner.append(name, after, batch)
    },
  }
  let opened = await open(store)
  await settle(opened)
  let mirror = createMemory()
  const listen = async (one: Opened): Promise<Memory> => {
    const copy = createMemory()
    copy.put(await everything(one))
    one.look.onCommit((committed) => {
      if (committed.log === log) copy.put(committed.changes.map((change) => change.put))
    })
    return copy
  }
  mirror = await listen(opened)
  const receipts = new Map<string, { wish: Wish; receipt: Receipt }>()
  let boots = 0
  let accepted = 0

  for (let step = 0; step < steps; step++) {
    const dice = random()
    full = dice > 0.97
    if (dice < 0.02) {
      const before = sorted(await everything(opened))
      await opened.engine.close()
      opened = await open(store, `BOOT${++boots}`, opened.world.now())
      // A vote under way comes back open: that is one entry more, and the only difference a restart may make.
      const recovered = (await entries(opened)).filter((entry) => entry.header.boot === `BOOT${boots}`)
      expect(recovered.every((entry) => entry.header.type === 'ballot.recovered')).toBe(true)
      if (recovered.length === 0) expect(sorted(await everything(opened))).toEqual(before)
      mirror = await listen(opened)
    }
    if (dice < 0.08) opened.world.tick(Math.floor(random() * 40_000))
    const state = await opened.look.state(log)
    const world = { state, at: opened.world.now } as unknown as World
    const burst: Wish[] = Array.from({ length: random() < 0.2 ? 6 : 1 }, (_, n) => {
      const [person, type, input] = randomWish(random, world)
      return { person, id: `wish-${step}-${n}`, type, input }
    })
    const [first] = burst
    if (first && random() < 0.2) burst.push(first)
    const known = [...receipts.values()]
    if (known.length > 0 && random() < 0.2) burst.push(pick(random, known).wish)
    if (known.length > 0 && random() < 0.05)
      burst.push({ ...pick(random, known).wish, type: 'agenda.publish', input: { x: 1 } })
    const answers = await Promise.all(
      burst.map((one) => opened.wish(one.person, one.id, one.type, one.input)),
    )
    for (const [index, answer] of answers.entries()) {
      const wish = burst[index]
      if (!wish) continue
      const old = receipts.get(wish.id)
      if (old && old.wish.type === wish.type && old.wish.input === wish.input)
        expect(answer).toEqual(old.receipt)
      else if (old) expect(isRefusal(answer) && answer.refused).toBe('command.idReused')
      else if (!isRefusal(answer)) {
        receipts.set(wish.id, { wish, receipt: answer })
        accepted += 1
      }
    }
  }
  full = false
  // Whatever happened, it still takes wishes.
  const last: Wish = { person: 'chair', id: 'the-last-one', type: 'projector.show', input: { mode: 'auto' } }
  const receipt = await opened.must(last.person, last.id, last.type, last.input)
  receipts.set(last.id, { wish: last, receipt })
  await opened.engine.close()
  expect(opened.bugs).toEqual([])
  expect(opened.fatal).toEqual([])
  await check(opened, store, receipts, mirror)
  return accepted
}

async function everything({ look }: Opened) {
  const state = await look.state(log)
  return (state as Memory).all()
}

async function entries({ look }: Opened) {
  const found = []
  for await (const entry of look.entries(log)) found.push(entry)
  return found
}

async function check(
  opened: Opened,
  store: EventLog,
  receipts: ReadonlyMap<string, { receipt: Receipt }>,
  mirror: Memory,
): Promise<void> {
  let head = emptyHead(log, portableHash)
  const last = new Map<string, Receipt>()
  for (const entry of await entries(opened)) {
    expect(checkLink(head, entry, log, portableHash)).toBeNull()
    head = { seq: entry.header.seq, hash: entry.hash }
    last.set(entry.payload.command, head)
  }
  for (const [id, { receipt }] of receipts) expect(last.get(id)).toEqual(receipt)
  const strangers = [...last.keys()].filter((id) => !receipts.has(id) && !/^(system|convene)-/.test(id))
  expect(strangers).toEqual([])
  expect(sorted(mirror.all())).toEqual(sorted(await everything(opened)))
  const again = await open(store, 'LAST', opened.world.now())
  const recovered = (await entries(again)).length - head.seq
  if (recovered === 0) expect(sorted(await everything(again))).toEqual(sorted(await everything(opened)))
}

test('random lives', { timeout: 120_000 }, async () => {
  let accepted = 0
  await assert(
    asyncProperty(integer({ min: 1, max: 2 ** 31 }), async (seed) => {
      accepted += await live(seed, 120)
    }),
    { numRuns: 20, endOnFailure: true },
  )
  // A property over lives in which nothing happens would say nothing.
  expect(accepted).toBeGreaterThan(500)
})
