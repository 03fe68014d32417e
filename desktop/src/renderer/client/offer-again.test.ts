/** Votes with a receipt meet a machine that took over without them. */
import { describe, expect, it, vi } from 'vitest'
import {
  chair,
  createHall,
  delegateId,
  draftBallot,
  hallSession,
  sitting,
  type Hall,
} from '../gallery/hall.ts'
import { visible, wireTo, type Wire } from '../gallery/fake-transport.ts'
import type { Transport } from './bridge.ts'
import { createHttp } from './http.ts'
import { storageKeep } from './keep.ts'
import { createOutbox, memoryStore, type Outbox } from './outbox.ts'

const me = delegateId(5)
const first = 'house.1'
const second = 'house.2'
const start = Date.UTC(2026, 11, 8, 1)

const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

/** The same log up to the opening of a vote, on two machines. */
function twoMachines(): { halls: readonly [Hall, Hall]; ballot: string } {
  const make = (): Hall => {
    const hall = createHall(start)
    sitting(hall)
    hall.wish(chair, 'ballot.open', { ballot: draftBallot(hall, null) })
    return hall
  }
  const halls = [make(), make()] as const
  const ballots = halls.map((hall) => hall.state.every('ballot').at(-1)?.id ?? '')
  expect(ballots[0]).toBe(ballots[1])
  return { halls, ballot: ballots[0] ?? '' }
}

interface Device {
  readonly box: Outbox
  readonly wires: readonly [Wire, Wire]
  /** From now on the second machine answers. */
  readonly takeOver: () => Promise<void>
  /** The device sees the records of the second machine. */
  readonly meet: () => void
}

async function device(halls: readonly [Hall, Hall]): Promise<Device> {
  const wires = [wireTo(halls[0], me), wireTo(halls[1], me)] as const
  let serving: 0 | 1 = 0
  const transport: Transport = {
    ...wires[0].transport,
    async request(request) {
      const machine = [first, second][serving] ?? ''
      const answer = await wires[serving].transport.request(request)
      return { ...answer, header: (name) => (name === 'x-epoch' ? machine : answer.header(name)) }
    },
  }
  const keep = storageKeep(() => {
    throw new Error('none')
  })
  const http = createHttp({ transport, keep, language: () => 'vi' })
  const box = createOutbox({
    http,
    store: memoryStore(),
    wait,
    random: () => 0,
    keys: () => Promise.resolve(null),
    epoch: http.epoch,
  })
  await box.setPerson(me)
  return {
    box,
    wires,
    async takeOver() {
      serving = 1
      await http.call('ticket', { body: {} })
    },
    meet: () => box.meet(hallSession, halls[1].state, second),
  }
}

const cast = (box: Outbox, ballot: string, choice: string, hall: Hall) =>
  box.cast({ session: hallSession, ballot, round: 1, choice, lastSeq: 0, nowMs: hall.now() })

const until = (state: string, box: Outbox): Promise<void> =>
  vi.waitFor(() => expect(box.now().at(-1)?.state).toBe(state))

const wishes = (wire: Wire) => wire.seen().filter((one) => one.path.endsWith('/commands'))

describe('after a take-over', () => {
  it('offers a vote that the new machine lacks, by itself, under its own id', async () => {
    const { halls, ballot } = twoMachines()
    const { box, wires, takeOver, meet } = await device(halls)
    await cast(box, ballot, 'yes', halls[0])
    await until('recorded', box)
    await takeOver()
    meet()
    await vi.waitFor(() => expect(halls[1].state.one('cast', `${ballot}:${me}`)?.choice).toBe('yes'))
    await until('recorded', box)
    const sent = [...wishes(wires[0]), ...wishes(wires[1])].map((one) => (one.body as { id: string }).id)
    expect(new Set(sent).size).toBe(1)
    expect(box.now().at(-1)).toMatchObject({ epoch: second })
    // Met again and again, it goes out no more.
    meet()
    meet()
    await wait()
    expect(wishes(wires[1])).toHaveLength(1)
    expect(halls[1].state.one('turnout', ballot)?.cast).toBe(1)
  })

  it('does not take a record that is still on its way for a missing one', async () => {
    const { halls, ballot } = twoMachines()
    const { box, wires } = await device(halls)
    await cast(box, ballot, 'yes', halls[0])
    await until('recorded', box)
    // The receipt came before the patch.
    box.meet(hallSession, halls[1].state, first)
    await wait()
    expect(wishes(wires[0])).toHaveLength(1)
  })

  it('sends nothing that the new machine has', async () => {
    const { halls, ballot } = twoMachines()
    const { box, wires, takeOver, meet } = await device(halls)
    await cast(box, ballot, 'yes', halls[0])
    await until('recorded', box)
    const { clientSeq } = box.now().at(-1) ?? { clientSeq: 0 }
    halls[1].wish(me, 'ballot.cast', { ballot, round: 1, choice: 'yes', clientSeq })
    await takeOver()
    meet()
    await wait()
    expect(wishes(wires[1])).toHaveLength(0)
    expect(box.now().at(-1)).toMatchObject({ state: 'recorded', epoch: second })
  })

  it('goes by the records of the machine that serves, not by those of the one that was replaced', async () => {
    const { halls, ballot } = twoMachines()
    const { box, wires, takeOver, meet } = await device(halls)
    await cast(box, ballot, 'no', halls[0])
    await until('recorded', box)
    await takeOver()
    // A socket to the old machine is still open and shows the vote.
    expect(visible(halls[0], me).some((one) => one.kind === 'cast')).toBe(true)
    box.meet(hallSession, halls[0].state, first)
    // Nor by those of a machine this device never heard of, where the vote was opened later.
    const stranger = createHall(start + 60_000)
    sitting(stranger)
    stranger.wish(chair, 'ballot.open', { ballot: draftBallot(stranger, null) })
    box.meet(hallSession, stranger.state, 'house.0')
    await wait()
    expect(wishes(wires[1])).toHaveLength(0)
    expect(box.now().at(-1)?.state).toBe('recorded')
    meet()
    await vi.waitFor(() => expect(halls[1].state.one('cast', `${ballot}:${me}`)?.choice).toBe('no'))
  })

  it('waits while the vote is held, and offers it when the vote goes on', async () => {
    const { halls, ballot } = twoMachines()
    const { box, wires, takeOver, meet } = await device(halls)
    await cast(box, ballot, 'yes', halls[0])
    await until('recorded', box)
    halls[1].wish(chair, 'ballot.pause', { ballot })
    await takeOver()
    meet()
    await wait()
    expect(wishes(wires[1])).toHaveLength(0)
    halls[1].wish(chair, 'ballot.resume', { ballot })
    meet()
    await vi.waitFor(() => expect(halls[1].state.one('cast', `${ballot}:${me}`)?.choice).toBe('yes'))
  })

  it('says that it is not recorded, and keeps the receipt, when the vote has ended there', async () => {
    const { halls, ballot } = twoMachines()
    const { box, takeOver, meet } = await device(halls)
    await cast(box, ballot, 'yes', halls[0])
    await until('recorded', box)
    const receipt = box.now().at(-1)?.receipt
    halls[1].wish(chair, 'ballot.close', { ballot })
    halls[1].wish('system', 'ballot.finish', { ballot })
    await takeOver()
    meet()
    await until('refused', box)
    expect(box.now().at(-1)).toMatchObject({ refusal: { refused: 'ballot.closed' }, receipt })
  })

  it('answers nothing for anybody when the vote was opened anew', async () => {
    const { halls, ballot } = twoMachines()
    const older = createHall(start)
    sitting(older)
    const again = draftBallot(older, null)
    expect(again).toBe(ballot)
    const { box, wires, takeOver } = await device([halls[0], older])
    await cast(box, ballot, 'yes', halls[0])
    await until('recorded', box)
    await takeOver()
    box.meet(hallSession, older.state, second)
    await wait()
    expect(box.now().at(-1)?.state).toBe('recorded')
    older.tick(60_000)
    older.wish(chair, 'ballot.open', { ballot })
    box.meet(hallSession, older.state, second)
    await until('refused', box)
    expect(wishes(wires[1])).toHaveLength(0)
    expect(box.now().at(-1)?.refusal?.refused).toBe('ballot.notOpen')
  })

  it('keeps only the newest choice, which is the one that is offered', async () => {
    const { halls, ballot } = twoMachines()
    const { box, takeOver, meet } = await device(halls)
    await cast(box, ballot, 'yes', halls[0])
    await until('recorded', box)
    await cast(box, ballot, 'no', halls[0])
    await vi.waitFor(() => expect(halls[0].state.one('cast', `${ballot}:${me}`)?.choice).toBe('no'))
    await until('recorded', box)
    expect(box.now()).toHaveLength(1)
    await takeOver()
    meet()
    await vi.waitFor(() => expect(halls[1].state.one('cast', `${ballot}:${me}`)?.choice).toBe('no'))
  })
})
