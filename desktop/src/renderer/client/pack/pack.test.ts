/** The session on the device: the stick, loading with stops, what stays and for how long, what comes back offline. */
import { gcm } from '@noble/ciphers/aes.js'
import { sha256 as digest } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { keepDays } from '@nghi-truong/shared/domain/reading'
import type { AnyRecord } from '@nghi-truong/shared/domain/records'
import {
  packBound,
  packMagic,
  packNonce,
  packPiece,
  sealedSize,
  type PackHeader,
} from '@nghi-truong/shared/protocol/reading'
import { describe, expect, test } from 'vitest'
import { memoryCopy } from '../files/device-copy.ts'
import { plainSealer } from '../files/sealer.ts'
import { openSource } from '../files/source.ts'
import { createView } from '../view.ts'
import { importPack } from './import.ts'
import { keepSession } from './keeping.ts'
import { memoryKept, readingRecords, type KeptSession } from './kept.ts'
import { createLoader } from './load.ts'
import { letGo, sweep } from './policy.ts'

const bytesOf = (size: number, seed: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: size }, (_, n) => (n * 31 + seed) & 255)
const nameOf = (bytes: Uint8Array): string => bytesToHex(digest(bytes))
const one = bytesOf(packPiece * 2 + 9, 1)
const two = bytesOf(700, 2)
const [first, second] = [nameOf(one), nameOf(two)]
const keyOf = (name: string): Uint8Array => digest(new TextEncoder().encode(`key of ${name}`))
const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
const keys = { [first]: base64url(keyOf(first)), [second]: base64url(keyOf(second)) }

function pack(session = 's', documents = [one, two]): Uint8Array<ArrayBuffer> {
  let offset = 0
  const header: PackHeader = {
    version: 1,
    session,
    madeAt: '2026-12-09T00:00:00.000Z',
    files: documents.map((bytes) => {
      const mine = { sha256: nameOf(bytes), size: bytes.length, offset }
      offset += sealedSize(bytes.length)
      return mine
    }),
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, json.length)
  const parts: Uint8Array[] = [new TextEncoder().encode(packMagic), length, json]
  for (const bytes of documents) {
    const name = nameOf(bytes)
    for (let index = 0; index * packPiece < bytes.length; index++)
      parts.push(
        gcm(keyOf(name), packNonce(index), new TextEncoder().encode(packBound(name, index))).encrypt(
          bytes.subarray(index * packPiece, (index + 1) * packPiece),
        ),
      )
  }
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

const take = (bytes: Uint8Array<ArrayBuffer>, more: Partial<Parameters<typeof importPack>[0]> = {}) =>
  importPack({
    pack: new Blob([bytes]),
    session: 's',
    wanted: new Set([first, second]),
    keys,
    copy: memoryCopy(),
    clock: () => 1,
    signal: new AbortController().signal,
    progress: () => undefined,
    ...more,
  })

describe('from a stick', () => {
  test('each document comes in byte for byte and counts as whole', async () => {
    const copy = memoryCopy()
    expect(await take(pack(), { copy })).toEqual({ imported: 2, known: 0, foreign: 0, damaged: 0 })
    expect((await copy.note(first))?.whole).toBe(true)
    expect(await copy.piece(first, 2)).toEqual(one.slice(packPiece * 2))
    expect(await take(pack(), { copy })).toEqual({ imported: 0, known: 2, foreign: 0, damaged: 0 })
  })

  test('what is not this person’s is passed over, and without keys nothing is', async () => {
    const wanted = new Set([second])
    expect(await take(pack(), { wanted })).toEqual({ imported: 1, known: 0, foreign: 1, damaged: 0 })
    expect(await take(pack(), { keys: {} })).toBe('noKeys')
    expect(await take(pack(), { keys: { [second]: keys[second] ?? '' } })).toMatchObject({
      imported: 1,
      foreign: 1,
    })
  })

  test('one changed byte: that document leaves nothing, the other is here', async () => {
    const copy = memoryCopy()
    const bytes = pack()
    const at = bytes.length - sealedSize(two.length) - 5
    bytes[at] = (bytes[at] ?? 0) ^ 1
    expect(await take(bytes, { copy })).toEqual({ imported: 1, known: 0, foreign: 0, damaged: 1 })
    expect(await copy.held(first)).toEqual([])
    expect(await copy.note(first)).toBeNull()
  })

  test('a document under another’s name does not come in, though it opens', async () => {
    // Whoever holds a key could seal other bytes with it; the hash says no.
    const bytes = pack('s', [two])
    const text = new TextDecoder('latin1').decode(bytes)
    const at = text.indexOf(second)
    const other = nameOf(bytesOf(700, 9))
    const forged = bytes.slice()
    forged.set(new TextEncoder().encode(other), at)
    expect(
      await take(forged, { wanted: new Set([other]), keys: { [other]: keys[second] ?? '' } }),
    ).toMatchObject({
      imported: 0,
      damaged: 1,
    })
  })

  test('another session’s pack, a cut one and no pack at all', async () => {
    expect(await take(pack('t'))).toBe('otherSession')
    expect(await take(pack().slice(0, 100))).toBe('notPack')
    expect(await take(new TextEncoder().encode('%PDF-1.7'))).toBe('notPack')
    expect(await take(pack().slice(0, -10))).toMatchObject({ imported: 1, damaged: 1 })
  })

  test('stopped in the middle, nothing half counts as whole', async () => {
    const stop = new AbortController()
    stop.abort(new Error('stopped'))
    expect(await take(pack(), { signal: stop.signal })).toBe('stopped')
  })
})

test('sealed bytes open at their own place only', async () => {
  const sealer = plainSealer(keyOf('device'))
  const sealed = await sealer.seal(two, 'a/0')
  expect(await sealer.open(sealed, 'a/0')).toEqual(two)
  expect(await sealer.open(sealed, 'a/1')).toBeNull()
  expect(await plainSealer(keyOf('another')).open(sealed, 'a/0')).toBeNull()
  expect(sealed.length).toBe(two.length + 28)
})

describe('loading all', () => {
  const stand = () => {
    const copy = memoryCopy()
    const files = new Map([
      [first, one],
      [second, two],
    ])
    let asked = 0
    const loader = createLoader({
      isWhole: async (name) => (await copy.note(name))?.whole ?? false,
      open: async ({ sha256, size }) => {
        const source = await openSource({
          sha256,
          size,
          copy,
          fetch: (name, from, to) => {
            asked++
            return Promise.resolve(files.get(name)?.slice(from, to) ?? { refused: 'document.notSeen' })
          },
          clock: () => 1,
          pause: () => Promise.resolve(),
        })
        return { source, letGo: () => source.close() }
      },
    })
    return { loader, copy, asked: () => asked }
  }
  const wanted = [
    { sha256: first, size: one.length },
    { sha256: second, size: two.length },
  ]

  test('counts what is here, then brings the rest', async () => {
    const { loader } = stand()
    await loader.look(wanted)
    expect(loader.now()).toMatchObject({ kind: 'idle', files: 2, filesDone: 0, bytes: one.length + 700 })
    await loader.start(wanted)
    expect(loader.now()).toMatchObject({ kind: 'done', filesDone: 2, bytesDone: one.length + 700 })
  })

  test('stopped, it keeps what it has and goes on from there', async () => {
    const { loader, asked } = stand()
    const unsubscribe = loader.subscribe(() => {
      if (loader.now().filesDone === 1) loader.stop()
    })
    await loader.start(wanted)
    expect(loader.now()).toMatchObject({ kind: 'stopped', filesDone: 1 })
    unsubscribe()
    const before = asked()
    await loader.start(wanted)
    expect(loader.now()).toMatchObject({ kind: 'done', filesDone: 2 })
    expect(asked()).toBe(before + 1)
  })

  test('a withdrawn document is told of and holds nothing up', async () => {
    const { loader } = stand()
    await loader.start([{ sha256: 'f'.repeat(64), size: 10 }, ...wanted])
    expect(loader.now()).toMatchObject({ kind: 'idle', filesDone: 2, failed: 1 })
  })
})

const kept = (session: string, files: readonly string[], closedAt: string | null = null): KeptSession => ({
  session,
  person: 'p',
  groups: [],
  roles: ['delegate'],
  title: '',
  council: '',
  startsOn: '2026-12-09',
  state: closedAt === null ? 'open' : 'closed',
  closedAt,
  seq: 1,
  head: '',
  offsetMs: 0,
  savedAt: '',
  records: [],
  files,
  packKeys: {},
})

describe('policy', () => {
  test('what outlived its session goes, what another session has stays', async () => {
    const copy = memoryCopy()
    const old = '2026-01-01T00:00:00.000Z'
    for (const name of ['a', 'b', 'c'])
      await copy.writeNote({ sha256: name, size: 1, whole: true, usedAt: Date.parse(old) })
    const store = memoryKept()
    await store.write(kept('old', ['a', 'b'], old))
    await store.write(kept('new', ['b']))
    const now = new Date(Date.parse(old) + (keepDays + 1) * 86_400_000).toISOString()
    expect(await sweep({ copy, kept: store, now })).toEqual(['a', 'c'])
    expect((await store.list()).map((found) => found.session)).toEqual(['new'])
    expect(await sweep({ copy, kept: store, now })).toEqual([])
  })

  test('the days are those the house chose for the session', async () => {
    const closed = '2026-01-01T00:00:00.000Z'
    const after = (days: number): string => new Date(Date.parse(closed) + days * 86_400_000).toISOString()
    const store = memoryKept()
    await store.write({ ...kept('short', [], closed), keepDays: 7 })
    await store.write({ ...kept('long', [], closed), keepDays: 90 })
    await store.write(kept('usual', [], closed))
    const left = async (now: string): Promise<string[]> => {
      await sweep({ copy: memoryCopy(), kept: store, now })
      return (await store.list()).map((found) => found.session).sort()
    }
    expect(await left(after(7))).toEqual(['long', 'short', 'usual'])
    expect(await left(after(8))).toEqual(['long', 'usual'])
    expect(await left(after(keepDays + 1))).toEqual(['long'])
    expect(await left(after(91))).toEqual([])
  })

  test('what may no longer be kept goes at once', async () => {
    const gone: string[] = []
    const drop = (name: string): Promise<void> => {
      gone.push(name)
      return Promise.resolve()
    }
    await letGo(kept('s', ['a', 'b', 'c']), ['a'], [kept('t', ['c'])], drop)
    expect(gone).toEqual(['b'])
  })
})

describe('without a network', () => {
  const records = [
    {
      kind: 'session',
      id: 's',
      audience: ['everyone'],
      title: 'Kỳ họp',
      council: '',
      startsOn: '2026-12-09',
      state: 'open',
      closedAt: null,
    },
    { kind: 'person', id: 'p', audience: ['everyone'], name: 'Đại biểu' },
    { kind: 'ballot', id: 'b', audience: ['everyone'], state: 'open' },
    { kind: 'cast', id: 'b:p', audience: ['person:p'], choice: 'yes' },
  ] as unknown as readonly AnyRecord[]
  const you = { person: 'p', roles: ['delegate'], groups: [] } as const

  test('what was seen comes back, and nothing of a vote', async () => {
    const store = memoryKept()
    const ask = () => Promise.resolve({ keys: [] })
    const timers: (() => void)[] = []
    const parts = {
      kept: Promise.resolve(store),
      http: { call: ask as never },
      person: () => 'p',
      drop: () => Promise.resolve(),
      clock: () => 1000,
      later: (_: number, then: () => void) => {
        timers.push(then)
        return () => undefined
      },
    }
    const view = createView('s', () => 1000)
    const keeping = keepSession({ view, ...parts })
    view.setLine('online')
    view.receive({ type: 'snapshot', seq: 7, head: 'h', now: '1970-01-01T00:00:01.000Z', you, records })
    for (const then of timers.splice(0)) then()
    await expect.poll(() => store.read('p', 's')).not.toBeNull()
    keeping.stop()
    expect((await store.read('p', 's'))?.records.map((found) => found.kind)).toEqual(['session', 'person'])

    const later = createView('s', () => 2000)
    const again = keepSession({ view: later, ...parts })
    await again.restore()
    expect(later.now().seq).toBe(7)
    expect(later.now().you.person).toBe('p')
    expect(readingRecords(later.now().records)).toHaveLength(2)
    // The server's word replaces it.
    later.receive({ type: 'snapshot', seq: 9, head: 'h', now: '1970-01-01T00:00:02.000Z', you, records })
    await again.restore()
    expect(later.now().seq).toBe(9)
    await again.forget()
    expect(await store.list()).toEqual([])
  })
})
