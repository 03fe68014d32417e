/** The device's bundle: under the house's name or not at all, and still there without network. */
import { expect, test } from 'vitest'
import { refuse } from '@nghi-truong/shared/domain/refusal'
import { Unreachable } from './bridge.ts'
import type { Http } from './http.ts'
import { heldBundle, sha256Of, trustKey, type BundleShelf, type TrustParts } from './trust.ts'

const good = new TextEncoder().encode('{"bundle":"good"}')
const name = await sha256Of(good)

function stand(
  /** A name, none, `offline` or `refused`. */
  record: string | null,
  file: Uint8Array<ArrayBuffer> | 'offline' | null,
) {
  const shelf = new Map<string, Uint8Array<ArrayBuffer>>()
  const held = new Map<string, string>()
  const world = { record, file, downloads: 0 }
  const call = (async (route: string, asking?: { params?: { id?: string } }) => {
    expect([route, asking?.params?.id]).toEqual(['snapshot', 'house'])
    if (world.record === 'offline') throw new Unreachable('no answer')
    if (world.record === 'refused') return refuse('session.notSeen')
    const records = world.record === null ? [] : [{ kind: 'trustBundle', id: 'trust', file: world.record }]
    return { seq: 1, head: '', now: '', records }
  }) as Http['call']
  const download: Http['download'] = async (route) => {
    expect(route).toBe('trustBundle')
    world.downloads++
    const bytes = world.file
    if (bytes === 'offline') throw new Unreachable('no answer')
    if (bytes === null) return refuse('request.notFound')
    return {
      status: 200,
      header: () => null,
      text: async () => '',
      bytes: async () => bytes.slice().buffer,
    }
  }
  const kept: BundleShelf = {
    get: async (sha256) => shelf.get(sha256) ?? null,
    async put(sha256, bytes) {
      shelf.clear()
      shelf.set(sha256, bytes)
    },
  }
  const parts: TrustParts = {
    http: { call, download },
    shelf: kept,
    keep: {
      read: (key) => held.get(key) ?? null,
      write: (key, value) => void (value === null ? held.delete(key) : held.set(key, value)),
    },
  }
  return { world, shelf, held, ask: () => heldBundle(parts) }
}

test('fetched once, then from the shelf; without network the last one seen in force', async () => {
  const { world, ask, held } = stand(name, good)
  expect(await ask()).toEqual({ sha256: name, bytes: good })
  expect(await ask()).toEqual({ sha256: name, bytes: good })
  expect(world.downloads).toBe(1)
  expect(held.get(trustKey)).toBe(name)
  world.record = 'offline'
  world.file = 'offline'
  expect(await ask()).toEqual({ sha256: name, bytes: good })
  world.record = 'refused'
  expect((await ask())?.sha256).toBe(name)
})

test('bytes under another name are nobody’s, from the server or from the shelf', async () => {
  const { world, shelf, ask } = stand(name, new TextEncoder().encode('{"bundle":"bad"}'))
  expect(await ask()).toBeNull()
  expect(shelf.size).toBe(0)
  shelf.set(name, new TextEncoder().encode('changed'))
  expect(await ask()).toBeNull()
  world.file = good
  expect((await ask())?.bytes).toEqual(good)
})

test('the house names none any more: none, whatever is kept', async () => {
  const { world, ask, held } = stand(name, good)
  await ask()
  world.record = null
  expect(await ask()).toBeNull()
  expect(held.has(trustKey)).toBe(false)
  world.record = name
  world.file = null
  expect(await ask()).not.toBeNull()
})

test('never seen and no network: none', async () => {
  expect(await stand('offline', 'offline').ask()).toBeNull()
  expect(await stand(name, null).ask()).toBeNull()
})
