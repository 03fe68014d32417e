/**
 * The keys of one person on several devices, over a server that only keeps and passes on.
 */
import { refuse } from '@nghi-truong/shared/domain/refusal'
import { epochOf } from '@nghi-truong/shared/private-layer/mark-box'
import type { Pairing, PairingStep, RingVersion } from '@nghi-truong/shared/protocol/private-notes'
import { expect, test } from 'vitest'
import { Unreachable } from '../bridge.ts'
import type { Http } from '../http.ts'
import { createKeyring, type Keyring } from './keyring.ts'
import { memoryLayerKeys, type LayerKeyStore } from './layer-key.ts'
import { askToBeLetIn, receive } from './meeting.ts'

const person = 'db020'
const room = 'r'
const id = 'a'.repeat(32)
const note = { kind: 'note', text: 'riêng' }

/** What the server does, in a few lines; `bend` stands between a device and the server. */
function house() {
  const versions: RingVersion[] = []
  const revoked = new Set<string>()
  let meetings: Pairing[] = []
  let away = false
  const call = (name: string, asking: Record<string, unknown>): unknown => {
    if (away) throw new Unreachable('away')
    const body = asking['body'] as Record<string, unknown>
    if (name === 'ring') {
      const { after } = asking['query'] as { after: number }
      return {
        versions: versions.filter((one) => one.version > after),
        last: versions.length,
        revoked: [...revoked],
      }
    }
    if (name === 'postRing') {
      const ring = body['ring'] as RingVersion
      if (revoked.has(ring.author)) return refuse('notes.revoked')
      if (ring.version !== versions.length + 1) return refuse('notes.stale')
      versions.push({ ...ring, wraps: ring.wraps.filter(({ to }) => !revoked.has(to)) })
      return { ok: true }
    }
    if (name === 'meetings') return { meetings }
    if (name === 'meet') {
      const made = {
        id: `m${meetings.length}`,
        old: null,
        fresh: null,
        at: '',
        ...body,
      } as unknown as Pairing
      meetings = [...meetings, made]
      return made
    }
    const step = body as unknown as PairingStep
    const wanted = (asking['params'] as { id: string }).id
    if (step.step === 'end') meetings = meetings.filter((one) => one.id !== wanted)
    else
      meetings = meetings.map((one) =>
        one.id === wanted && !one[step.step]
          ? { ...one, [step.step]: { key: step.key, nonce: step.nonce } }
          : one,
      )
    return meetings.find((one) => one.id === wanted) ?? refuse('notes.meetingNotSeen')
  }
  const http = (bend: (name: string, answer: unknown) => unknown = (_name, answer) => answer) =>
    ({
      call: async (name: string, asking: Record<string, unknown> = {}) => bend(name, call(name, asking)),
    }) as unknown as Pick<Http, 'call'>
  return {
    versions,
    http,
    setAway: (is: boolean) => (away = is),
    revoke: (key: string): void => {
      revoked.add(key)
      versions.forEach((one, n) => {
        versions[n] = { ...one, wraps: one.wraps.filter(({ to }) => to !== key) }
      })
    },
  }
}

function device(http: Pick<Http, 'call'>, name: string, store: LayerKeyStore = memoryLayerKeys()) {
  const keyring = createKeyring({
    http,
    person,
    store: Promise.resolve(store),
    deviceName: () => name,
    signing: async () => null,
    now: () => '2026-11-03T02:00:00.000Z',
  })
  return { http, keyring, store, name }
}

const boxOf = (keyring: Keyring) => {
  const state = keyring.now()
  if (state.kind !== 'ready') throw new Error(`the ring is ${state.kind}`)
  return state.box
}

async function meet(old: ReturnType<typeof device>, fresh: ReturnType<typeof device>) {
  const asking = await askToBeLetIn({ ...fresh, person }, fresh.name)
  const { meetings } = (await old.http.call('meetings')) as { meetings: Pairing[] }
  const pending = meetings.at(-1)
  if (!asking || !pending) throw new Error('nobody asked')
  const receiving = receive({ ...old, person }, pending)
  expect(await receiving.look()).toBeNull()
  const there = await asking.look()
  const here = await receiving.look()
  return { asking, receiving, there, here }
}

test('the first device makes the keys; a second is locked until digits were compared on both', async () => {
  const { http, versions } = house()
  const tablet = device(http(), 'iPad')
  await tablet.keyring.refresh()
  const sealed = boxOf(tablet.keyring).seal(room, id, note)
  const laptop = device(http(), 'Máy tính')
  await laptop.keyring.refresh()
  expect(laptop.keyring.now()).toEqual({ kind: 'locked', revoked: false })
  const { asking, receiving, here, there } = await meet(tablet, laptop)
  expect(here).toEqual(there)
  expect(here).toMatchObject({ digits: expect.stringMatching(/^\d{6}$/) as string })
  expect(await receiving.confirm()).toBeNull()
  // Handed over, and still not taken: the person has not said on this device that the digits are the same.
  await laptop.keyring.refresh()
  expect(laptop.keyring.now().kind).toBe('locked')
  expect(await asking.confirm()).toBeNull()
  expect(boxOf(laptop.keyring).open(room, id, sealed)).toEqual(note)
  expect(versions).toHaveLength(2)
})

test('a server that puts its own key between the two is seen in the digits', async () => {
  const { http } = house()
  const tablet = device(http(), 'iPad')
  await tablet.keyring.refresh()
  const spy = device(http(), 'gián điệp')
  const spyKey = await spy.keyring.self()
  const laptop = device(
    http((name, answer) => {
      if (name !== 'meetings') return answer
      const { meetings } = answer as { meetings: Pairing[] }
      return { meetings: meetings.map((one) => ({ ...one, old: one.old && { ...one.old, key: spyKey } })) }
    }),
    'Máy tính',
  )
  const { here, there } = await meet(tablet, laptop)
  expect(here).not.toEqual(there)
})

test('a new device that says something else than it was bound to is sent away', async () => {
  const { http } = house()
  const spyKey = await device(http(), 'gián điệp').keyring.self()
  const tablet = device(
    http((name, answer) => {
      if (name !== 'meetings') return answer
      const { meetings } = answer as { meetings: Pairing[] }
      return {
        meetings: meetings.map((one) => ({ ...one, fresh: one.fresh && { ...one.fresh, key: spyKey } })),
      }
    }),
    'iPad',
  )
  await tablet.keyring.refresh()
  const laptop = device(http(), 'Máy tính')
  const { here } = await meet(tablet, laptop)
  expect(here).toBe('gone')
})

test('the code opens everything on a device that knows nobody; a wrong one nothing', async () => {
  const { http } = house()
  const tablet = device(http(), 'iPad')
  await tablet.keyring.refresh()
  const laptop = device(http(), 'Máy tính')
  expect(await laptop.keyring.unlockByCode('')).toBe('wrongCode')
  const first = tablet.keyring.newCode()
  expect(await laptop.keyring.unlockByCode(first.code)).toBe('noCode')
  expect(await first.keep()).toBeNull()
  const sealed = boxOf(tablet.keyring).seal(room, id, note)
  const second = tablet.keyring.newCode()
  expect(await laptop.keyring.unlockByCode(second.code)).toBe('wrongCode')
  expect(await laptop.keyring.unlockByCode(first.code.toLowerCase())).toBeNull()
  expect(boxOf(laptop.keyring).open(room, id, sealed)).toEqual(note)
  // A newer code puts the older out of force.
  await tablet.keyring.refresh()
  expect(await second.keep()).toBeNull()
  const phone = device(http(), 'Điện thoại')
  expect(await phone.keyring.unlockByCode(first.code)).toBe('wrongCode')
  expect(await phone.keyring.unlockByCode(second.code)).toBeNull()
})

test('a revoked device forgets; the others go on under a new key it never had', async () => {
  const { http, revoke } = house()
  const tablet = device(http(), 'iPad')
  await tablet.keyring.refresh()
  const laptop = device(http(), 'Máy tính')
  const code = tablet.keyring.newCode()
  await code.keep()
  await laptop.keyring.unlockByCode(code.code)
  const stolen = boxOf(laptop.keyring)
  revoke(await laptop.keyring.self())
  await tablet.keyring.refresh()
  const box = boxOf(tablet.keyring)
  const after = box.seal(room, id, note)
  expect([epochOf(after), stolen.knows(2)]).toEqual([2, false])
  expect(stolen.open(room, id, after)).toBeUndefined()
  expect(box.open(room, id, stolen.seal(room, id, note))).toEqual(note)
  await laptop.keyring.refresh()
  expect(laptop.keyring.now()).toEqual({ kind: 'locked', revoked: true })
  expect((await laptop.store.get(person))?.ring ?? null).toBeNull()
  // The code still opens all, the new key too.
  const phone = device(http(), 'Điện thoại')
  expect(await phone.keyring.unlockByCode(code.code)).toBeNull()
  expect(boxOf(phone.keyring).open(room, id, after)).toEqual(note)
})

test('without a network what was opened before opens again; what never was says so', async () => {
  const { http, setAway } = house()
  const tablet = device(http(), 'iPad')
  await tablet.keyring.refresh()
  const sealed = boxOf(tablet.keyring).seal(room, id, note)
  setAway(true)
  const again = device(http(), 'iPad', tablet.store)
  await again.keyring.refresh()
  expect(boxOf(again.keyring).open(room, id, sealed)).toEqual(note)
  const other = device(http(), 'Máy tính')
  await other.keyring.refresh()
  expect(other.keyring.now().kind).toBe('away')
  expect(await other.keyring.unlockByCode(tablet.keyring.newCode().code)).toBe('unreachable')
})

test('two devices that begin at once end with one ring; the quicker one’s', async () => {
  const { http, versions } = house()
  const [tablet, laptop] = [device(http(), 'iPad'), device(http(), 'Máy tính')]
  await Promise.all([tablet.keyring.refresh(), laptop.keyring.refresh()])
  expect([tablet.keyring.now().kind, laptop.keyring.now().kind].sort()).toEqual(['locked', 'ready'])
  expect(versions).toHaveLength(1)
})

test('beginning anew: the old stays closed to it, the old devices are out', async () => {
  const { http } = house()
  const tablet = device(http(), 'iPad')
  await tablet.keyring.refresh()
  const sealed = boxOf(tablet.keyring).seal(room, id, note)
  const laptop = device(http(), 'Máy tính')
  await laptop.keyring.refresh()
  expect(await laptop.keyring.beginAnew()).toBeNull()
  expect(boxOf(laptop.keyring).open(room, id, sealed)).toBeUndefined()
  await tablet.keyring.refresh()
  expect(tablet.keyring.now().kind).toBe('locked')
})

test('what lies on the device tells no key', async () => {
  const { http } = house()
  const tablet = device(http(), 'iPad')
  await tablet.keyring.refresh()
  const state = tablet.keyring.now()
  const kept = await tablet.store.get(person)
  expect(kept && 'guarded' in kept && kept.guarded.extractable).toBe(false)
  const keys = state.kind === 'ready' ? state.ring.keys.map(([, key]) => key) : []
  expect(keys).toHaveLength(1)
  for (const key of keys) expect(JSON.stringify(kept)).not.toContain(key)
})
