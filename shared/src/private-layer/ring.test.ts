/**
 * The ring of keys: who can open which version, and what a server that lies can achieve.
 */
import { webcrypto } from 'node:crypto'
import { x25519 } from '@noble/curves/ed25519.js'
import { describe, expect, test } from 'vitest'
import type { RingVersion } from '../protocol/private-notes.ts'
import { toBase64url } from './bytes.ts'
import { codeKeys } from './code.ts'
import { commitment, comparison } from './pairing.ts'
import {
  firstRing,
  followRing,
  layerKeys,
  lockRing,
  openRing,
  openRingByCode,
  withDevice,
  withoutDevices,
  type Curve,
  type Ring,
} from './ring.ts'

const random = (length: number) => webcrypto.getRandomValues(new Uint8Array(length))
const curve: Curve = { publicOf: x25519.getPublicKey, shared: x25519.getSharedSecret }
const person = 'db020'

function device(name: string) {
  const secret = random(32)
  const key = toBase64url(x25519.getPublicKey(secret))
  return {
    key,
    agree: async (theirs: Uint8Array) => x25519.getSharedSecret(secret, theirs),
    entry: { key, name, at: '2026-11-03T02:00:00.000Z' },
  }
}
type Device = ReturnType<typeof device>

const lock = (ring: Ring, author: Device, before: Ring | null = null) =>
  lockRing(ring, before, { random, curve, author })
const code = codeKeys(random(16), person)
const withCode = (ring: Ring): Ring => ({
  ...ring,
  recovery: { key: toBase64url(curve.publicOf(code.secret)), proof: toBase64url(code.proof), at: '' },
})

const tablet = device('iPad')
const laptop = device('Máy tính')
const phone = device('Điện thoại')

describe('a version of the ring', () => {
  test('opens on each of its devices and under the code, and nowhere else', async () => {
    const ring = withCode(withDevice(firstRing(person, tablet.entry, random), laptop.entry, { version: 1 }))
    const version = await lock(ring, tablet)
    expect(await openRing(person, version, tablet)).toEqual(ring)
    expect(await openRing(person, version, laptop)).toEqual(ring)
    expect(await openRing(person, version, phone)).toBeNull()
    expect(await openRing('db021', version, tablet)).toBeNull()
    expect(await openRingByCode(person, version, code, curve)).toEqual(ring)
    expect(await openRingByCode(person, version, codeKeys(random(16), person), curve)).toBeNull()
    expect(JSON.stringify(version)).not.toContain(ring.keys[0]?.[1])
  })

  test('does not open when anything of it was changed', async () => {
    const version = await lock(firstRing(person, tablet.entry, random), tablet)
    const [own] = version.wraps
    if (!own) throw new Error('no wrap')
    const changes: RingVersion[] = [
      { ...version, version: 2 },
      { ...version, author: laptop.key },
      { ...version, body: `B${version.body.slice(1)}` },
      { ...version, wraps: [{ ...own, fresh: laptop.key }] },
      { ...version, wraps: [{ ...own, box: `B${own.box.slice(1)}` }] },
      { ...version, wraps: [] },
    ]
    expect(await openRing(person, version, tablet)).not.toBeNull()
    for (const changed of changes)
      if (JSON.stringify(changed) !== JSON.stringify(version))
        expect(await openRing(person, changed, tablet)).toBeNull()
  })

  test('made by the server for a device it knows is not followed', async () => {
    const mine = firstRing(person, tablet.entry, random)
    const server = device('máy chủ')
    const own = firstRing(person, server.entry, random)
    const forged = withDevice(own, tablet.entry, { version: 2 })
    const version = await lock(forged, server)
    expect(await openRing(person, version, tablet)).not.toBeNull()
    expect(await followRing(mine, [version], tablet, person)).toEqual(mine)
    // Nor with a sign taken from a true version, or one made without the keys.
    const honest = await lock(withDevice(mine, laptop.entry, { version: 2 }), tablet, mine)
    for (const vouch of [honest.vouch, (await lock(forged, server, own)).vouch])
      expect(await followRing(mine, [{ ...version, vouch }], tablet, person)).toEqual(mine)
    // Under the code neither: the proof is not the server's to know.
    const blind = { ...withCode(forged), recovery: { ...withCode(forged).recovery, proof: server.key } }
    const baited = await lock(blind as Ring, server)
    expect(await openRingByCode(person, baited, code, curve)).toBeNull()
  })

  test('is followed over several hands; a gap in what one can open does not matter', async () => {
    const one = firstRing(person, tablet.entry, random)
    const two = withDevice(one, laptop.entry, { version: 2 })
    const three = withDevice(two, phone.entry, { version: 3 })
    const versions = [await lock(one, tablet), await lock(two, tablet, one), await lock(three, laptop, two)]
    expect(await followRing(one, versions.toReversed(), tablet, person)).toEqual(three)
    // The phone came in last, from the laptop with which it compared digits.
    expect(await followRing(null, versions, phone, person)).toBeNull()
    expect(await followRing(null, versions, phone, person, [laptop.key])).toEqual(three)
  })

  test('written by the holder of the code is followed by the devices that know it', async () => {
    const one = withCode(firstRing(person, tablet.entry, random))
    const opened = await openRingByCode(person, await lock(one, tablet), code, curve)
    if (!opened) throw new Error('the code does not open it')
    const two = withDevice(opened, phone.entry, { version: 2 })
    expect(await followRing(one, [await lock(two, phone, opened)], tablet, person)).toEqual(two)
    expect(await followRing(one, [await lock(two, phone)], tablet, person)).toEqual(one)
  })

  test('without a device begins a new epoch that this device cannot open; what was before stays readable', async () => {
    const both = withDevice(firstRing(person, tablet.entry, random), laptop.entry, { version: 2 })
    const after = withoutDevices(both, [laptop.key], random, { version: 3 })
    const version = await lock(after, tablet, both)
    expect(await followRing(both, [version], laptop, person)).toEqual(both)
    const seen = await followRing(both, [version], tablet, person)
    expect(seen?.epoch).toBe(2)
    expect(seen && [...layerKeys(seen).keys.keys()]).toEqual([1, 2])
    expect(layerKeys(after).keys.get(2)).not.toEqual(layerKeys(after).keys.get(1))
    // What the revoked device writes from now on is nobody's ring.
    const revenge = await lock(withDevice(both, phone.entry, { version: 4 }), laptop, both)
    expect(await followRing(seen, [revenge], tablet, person)).toEqual(seen)
  })
})

describe('comparing digits', () => {
  const meeting = {
    person,
    fresh: phone.key,
    freshNonce: toBase64url(random(32)),
    old: tablet.key,
    oldNonce: toBase64url(random(32)),
  }
  test('gives both the same six digits, and others to whoever sits between', () => {
    expect(comparison(meeting)).toMatch(/^\d{6}$/)
    expect(comparison({ ...meeting })).toBe(comparison(meeting))
    let same = 0
    for (let n = 0; n < 300; n++)
      if (comparison({ ...meeting, fresh: toBase64url(random(32)) }) === comparison(meeting)) same++
    expect(same).toBeLessThanOrEqual(1)
  })
  test('binds the new device before it hears the other', () => {
    expect(commitment(meeting)).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(commitment({ ...meeting, fresh: laptop.key })).not.toBe(commitment(meeting))
    expect(commitment({ ...meeting, freshNonce: laptop.key })).not.toBe(commitment(meeting))
  })
})
