/** Votes on their way: stored first, sent once, never an older after a newer. */
import { describe, expect, it, vi } from 'vitest'
import {
  castAll,
  chair,
  createHall,
  delegateId,
  draftBallot,
  hallSession,
  sitting,
  type Hall,
} from '../gallery/hall.ts'
import { wireTo, type Wire } from '../gallery/fake-transport.ts'
import { createHttp } from './http.ts'
import { storageKeep } from './keep.ts'
import { createOutbox, memoryStore, type Outbox, type OutboxStore } from './outbox.ts'

const me = delegateId(5)

function vote(): { hall: Hall; ballot: string } {
  const hall = createHall()
  sitting(hall)
  const ballot = draftBallot(hall, null)
  hall.wish(chair, 'ballot.open', { ballot })
  return { hall, ballot }
}

/** Waiting takes no time, but lets everything else run first. */
const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

function boxOver(wire: Wire, store: OutboxStore = memoryStore()): Outbox {
  const keep = storageKeep(() => {
    throw new Error('none')
  })
  const http = createHttp({ transport: wire.transport, keep, language: () => 'vi' })
  return createOutbox({ http, store, wait, random: () => 0, keys: () => Promise.resolve(null) })
}

const choice = (ballot: string, chosen: string, nowMs = 1000) => ({
  session: hallSession,
  ballot,
  round: 1,
  choice: chosen,
  lastSeq: 0,
  nowMs,
})

const casts = (wire: Wire) => wire.seen().filter((one) => one.path.endsWith('/commands'))

const until = (state: string, box: Outbox): Promise<void> =>
  vi.waitFor(() => expect(box.now().at(-1)?.state).toBe(state))

describe('the outbox', () => {
  it('says recorded only with the receipt of the server', async () => {
    const { hall, ballot } = vote()
    const box = boxOver(wireTo(hall, me))
    await box.setPerson(me)
    await box.cast(choice(ballot, 'yes'))
    await until('recorded', box)
    expect(box.now().at(-1)?.receipt?.seq).toBe(hall.seq())
    expect(hall.state.one('cast', `${ballot}:${me}`)?.choice).toBe('yes')
  })

  it('is stored before it is sent', async () => {
    const { hall, ballot } = vote()
    const wire = wireTo(hall, me)
    const order: string[] = []
    const inner = memoryStore()
    const store: OutboxStore = {
      ...inner,
      put(posted) {
        order.push(`stored, ${casts(wire).length} sent`)
        return inner.put(posted)
      },
    }
    const box = boxOver(wire, store)
    await box.setPerson(me)
    await box.cast(choice(ballot, 'no'))
    await until('recorded', box)
    expect(order[0]).toBe('stored, 0 sent')
  })

  it('counts once when the answer is lost again and again', async () => {
    const { hall, ballot } = vote()
    const wire = wireTo(hall, me)
    wire.loseAnswers(7)
    const box = boxOver(wire)
    await box.setPerson(me)
    await box.cast(choice(ballot, 'yes'))
    await until('recorded', box)
    const ids = new Set(casts(wire).map((one) => (one.body as { id: string }).id))
    expect(ids.size).toBe(1)
    expect(casts(wire).length).toBeGreaterThan(7)
    expect(hall.state.one('turnout', ballot)?.cast).toBe(1)
  })

  it('goes out after a reload, under the same id', async () => {
    const { hall, ballot } = vote()
    const wire = wireTo(hall, me)
    wire.setOnline(false)
    const store = memoryStore()
    const before = boxOver(wire, store)
    await before.setPerson(me)
    await before.cast(choice(ballot, 'abstain'))
    const id = before.now().at(-1)?.id
    await before.setPerson(null)
    wire.setOnline(true)
    const after = boxOver(wire, store)
    await after.setPerson(me)
    await until('recorded', after)
    expect(after.now().at(-1)?.id).toBe(id)
    expect(hall.state.one('cast', `${ballot}:${me}`)?.choice).toBe('abstain')
  })

  it('sends only the newest of several choices made without network', async () => {
    const { hall, ballot } = vote()
    const wire = wireTo(hall, me)
    wire.setOnline(false)
    const box = boxOver(wire)
    await box.setPerson(me)
    await box.cast(choice(ballot, 'yes', 1000))
    await box.cast(choice(ballot, 'no', 900))
    await box.cast(choice(ballot, 'abstain', 1100))
    const seqs = box.now().map((one) => one.clientSeq)
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
    expect(new Set(seqs).size).toBe(seqs.length)
    wire.setOnline(true)
    box.hurry()
    await until('recorded', box)
    expect(hall.state.one('cast', `${ballot}:${me}`)?.choice).toBe('abstain')
    expect(box.now()).toHaveLength(1)
  })

  it('shows the refusal when the vote has ended', async () => {
    const { hall, ballot } = vote()
    const box = boxOver(wireTo(hall, me))
    castAll(hall, ballot, 6, 9)
    hall.wish(chair, 'ballot.close', { ballot })
    hall.wish('system', 'ballot.finish', { ballot })
    await box.setPerson(me)
    await box.cast(choice(ballot, 'yes'))
    await until('refused', box)
    expect(box.now().at(-1)?.refusal?.refused).toBe('ballot.closed')
    expect(hall.state.one('cast', `${ballot}:${me}`)).toBeUndefined()
  })

  it('signs which entry of the log it knew last', async () => {
    const { hall, ballot } = vote()
    const wire = wireTo(hall, me)
    const keep = storageKeep(() => {
      throw new Error('none')
    })
    const http = createHttp({ transport: wire.transport, keep, language: () => 'vi' })
    const texts: string[] = []
    const key = 'k'.repeat(43)
    const keys = () =>
      Promise.resolve({
        key,
        sign: (text: string) => Promise.resolve((texts.push(text), 's'.repeat(86))),
      })
    hall.wish(me, 'devices.enrol', { key, name: 'iPad', proof: 's'.repeat(86) })
    const box = createOutbox({ http, store: memoryStore(), wait, random: () => 0, keys })
    const seen = { seq: 12, head: 'ab'.repeat(32) }
    await box.setPerson(me)
    await box.cast({ ...choice(ballot, 'yes'), seen })
    await until('recorded', box)
    expect(casts(wire).at(-1)?.body).toMatchObject({ input: { proof: { seen } } })
    expect(texts[0]?.split('\n').at(-1)).toBe(`12 ${seen.head}`)
  })

  it("never sends another person's vote", async () => {
    const { hall, ballot } = vote()
    const wire = wireTo(hall, me)
    wire.setOnline(false)
    const store = memoryStore()
    const mine = boxOver(wire, store)
    await mine.setPerson(me)
    await mine.cast(choice(ballot, 'yes'))
    await mine.setPerson(null)
    wire.setOnline(true)
    const other = boxOver(wireTo(hall, delegateId(6)), store)
    await other.setPerson(delegateId(6))
    expect(other.now()).toEqual([])
    await wait()
    expect(hall.state.every('cast')).toEqual([])
  })
})
