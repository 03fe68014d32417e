/**
 * One suite for every adapter of the store ports.
 * What must stay true: an adapter is what this suite says it is; a new adapter adds one line to `store.test.ts` and
 * nothing here.
 */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { emptyHead, portableHash, type Entry, type Head } from '@nghi-truong/shared/log/chain'
import {
  Conflict,
  type AccountStore,
  type AnnotationStore,
  type EventLog,
  type FileStore,
  type FindingStore,
  type Login,
  type RingStore,
} from './ports.ts'
import { batchAfter } from './testing/batches.ts'

/** Something opened for one test, and how to open the same again after closing it; without `again` it does not last. */
export interface Opened<T> {
  readonly store: T
  readonly again?: () => Promise<Opened<T>>
  readonly close: () => Promise<void>
}

export async function allOf(store: EventLog, log: string, after = 0): Promise<Entry[]> {
  const found: Entry[] = []
  for await (const entry of store.read(log, after)) found.push(entry)
  return found
}

const start = (log: string): Head => emptyHead(log, portableHash)

export function eventLogContract(name: string, lasts: boolean, open: () => Promise<Opened<EventLog>>): void {
  describe(`event log: ${name}`, () => {
    test('what was appended is read back in order, from anywhere, and logs do not mix', async () => {
      const { store, close } = await open()
      const first = batchAfter('a', start('a'), 700)
      const other = batchAfter('b', start('b'), 2, 'b-')
      await store.append('a', 0, first.batch)
      await store.append('b', 0, other.batch)
      expect(await allOf(store, 'a')).toEqual(first.batch.entries)
      expect(await allOf(store, 'a', 698)).toEqual(first.batch.entries.slice(698))
      expect(await allOf(store, 'b')).toEqual(other.batch.entries)
      expect(await allOf(store, 'nothing')).toEqual([])
      expect(await store.logs()).toEqual(['a', 'b'])
      await close()
    })

    test('an append that does not follow the head is a conflict and leaves nothing', async () => {
      const { store, close } = await open()
      const first = batchAfter('a', start('a'), 3)
      await store.append('a', 0, first.batch)
      const next = batchAfter('a', first.head, 2)
      await expect(store.append('a', 2, next.batch)).rejects.toBeInstanceOf(Conflict)
      await expect(store.append('a', 4, next.batch)).rejects.toBeInstanceOf(Conflict)
      await expect(store.append('a', 0, first.batch)).rejects.toBeInstanceOf(Conflict)
      expect(await allOf(store, 'a')).toHaveLength(3)
      expect(await store.receipt('a', 'command-4')).toBeUndefined()
      await store.append('a', 3, next.batch)
      expect(await allOf(store, 'a')).toHaveLength(5)
      await close()
    })

    test('receipts belong to their log and are what was stored', async () => {
      const { store, close } = await open()
      const { batch } = batchAfter('a', start('a'), 2)
      await store.append('a', 0, batch)
      expect(await store.receipt('a', 'command-2')).toEqual(batch.receipts[1])
      expect(await store.receipt('b', 'command-2')).toBeUndefined()
      expect(await store.receipt('a', 'command-3')).toBeUndefined()
      await close()
    })

    test('appends to several logs at once all land whole', async () => {
      const { store, close } = await open()
      const names = Array.from({ length: 12 }, (_, index) => `log${index}`)
      await Promise.all(
        names.map(async (log) => {
          let head = start(log)
          for (let round = 0; round < 4; round++) {
            const made = batchAfter(log, head, 7)
            await store.append(log, head.seq, made.batch)
            head = made.head
          }
        }),
      )
      for (const log of names) expect(await allOf(store, log)).toHaveLength(28)
      await close()
    })

    test('of two who append at once exactly one wins', async () => {
      const { store, close } = await open()
      const one = batchAfter('a', start('a'), 2, 'one-')
      const two = batchAfter('a', start('a'), 3, 'two-')
      const results = await Promise.allSettled([
        store.append('a', 0, one.batch),
        store.append('a', 0, two.batch),
      ])
      expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected'])
      expect(await allOf(store, 'a')).toEqual(one.batch.entries)
      expect(await store.receipt('a', 'command-two-1')).toBeUndefined()
      await close()
    })

    // A store in memory does not outlive its process, by design.
    if (!lasts) return
    test('what was acknowledged is there after closing and opening', async () => {
      const opened = await open()
      if (!opened.again) throw new Error('this store says it lasts but cannot be opened again')
      const { batch } = batchAfter('a', start('a'), 5)
      await opened.store.append('a', 0, batch)
      await opened.close()
      const { store, close } = await opened.again()
      expect(await allOf(store, 'a')).toEqual(batch.entries)
      expect(await store.receipt('a', 'command-5')).toEqual(batch.receipts[4])
      await close()
    })
  })
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

// oxlint-disable-next-line require-yield -- a stream that fails before its first byte
async function* broken(reason: Error): AsyncGenerator<Uint8Array> {
  await Promise.resolve()
  throw reason
}

async function* pieces(...list: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const piece of list) {
    await Promise.resolve()
    yield piece
  }
}

export async function bytesOf(store: FileStore, name: string, from: number, to: number): Promise<Buffer> {
  const found: Uint8Array[] = []
  for await (const piece of store.read(name, from, to)) found.push(piece)
  return Buffer.concat(found)
}

export function fileStoreContract(name: string, open: () => Promise<Opened<FileStore>>): void {
  describe(`file store: ${name}`, () => {
    const bytes = Buffer.alloc(2_500_000, 'nghị trường ')
    const key = sha256(bytes)

    test('stores under its hash and reads any range', async () => {
      const { store, close } = await open()
      expect(await store.info(key)).toBeUndefined()
      const halves = pieces(bytes.subarray(0, 7), bytes.subarray(7))
      expect(await store.put(key, bytes.length, halves)).toBe('stored')
      expect(await store.info(key)).toEqual({ size: bytes.length })
      expect(sha256(await bytesOf(store, key, 0, bytes.length))).toBe(key)
      expect(await bytesOf(store, key, 1_048_570, 1_048_600)).toEqual(bytes.subarray(1_048_570, 1_048_600))
      expect(await bytesOf(store, key, 5, 5)).toHaveLength(0)
      expect(await store.list()).toEqual([key])
      await close()
    })

    test('storing the same twice, also at once, changes nothing', async () => {
      const { store, close } = await open()
      const twice = [store.put(key, bytes.length, pieces(bytes)), store.put(key, bytes.length, pieces(bytes))]
      expect(await Promise.all(twice)).toEqual(['stored', 'stored'])
      expect(await store.list()).toEqual([key])
      await close()
    })

    test.each([
      ['other bytes', bytes.length, [Buffer.alloc(bytes.length)]],
      ['too few bytes', bytes.length, [bytes.subarray(1)]],
      ['too many bytes', bytes.length, [bytes, Buffer.from('x')]],
      ['a wrong length', bytes.length - 1, [bytes]],
      ['nothing', bytes.length, []],
    ])('%s are a mismatch and leave nothing', async (_, size, given) => {
      const { store, close } = await open()
      expect(await store.put(key, size, pieces(...given))).toBe('mismatch')
      expect(await store.info(key)).toBeUndefined()
      expect(await store.list()).toEqual([])
      await close()
    })

    test('a cancelled or failing upload rejects and leaves nothing', async () => {
      const { store, close } = await open()
      const abort = new AbortController()
      async function* cancelled() {
        yield bytes.subarray(0, 100)
        abort.abort(new Error('cancelled'))
        yield bytes.subarray(100)
      }
      await expect(store.put(key, bytes.length, cancelled(), abort.signal)).rejects.toThrow('cancelled')
      await expect(store.put(key, bytes.length, broken(new Error('line lost')))).rejects.toThrow('line lost')
      expect(await store.list()).toEqual([])
      expect(await store.put(key, bytes.length, pieces(bytes))).toBe('stored')
      await close()
    })

    test('an absent file cannot be read; a removed one is absent', async () => {
      const { store, close } = await open()
      await expect(bytesOf(store, key, 0, 1)).rejects.toThrow()
      await store.put(key, bytes.length, pieces(bytes))
      await store.remove(key)
      await store.remove(key)
      expect(await store.info(key)).toBeUndefined()
      await expect(bytesOf(store, key, 0, 1)).rejects.toThrow()
      await close()
    })
  })
}

export function findingsContract(name: string, open: () => Promise<Opened<FindingStore>>): void {
  test(`findings: ${name}: kept by file and topic, the last word counts`, async () => {
    const { store, close } = await open()
    expect(await store.get('f1', 'facts')).toBeUndefined()
    await store.set('f1', 'facts', { pages: 3, words: ['Điều 1'] })
    await store.set('f1', 'text', 'trang một')
    await store.set('f2', 'facts', { pages: 1 })
    await store.set('f1', 'facts', { pages: 4 })
    expect(await store.get('f1', 'facts')).toEqual({ pages: 4 })
    expect(await store.get('f1', 'text')).toBe('trang một')
    expect(await store.every('facts')).toEqual(
      new Map([
        ['f1', { pages: 4 }],
        ['f2', { pages: 1 }],
      ]),
    )
    await close()
  })
}

export function accountsContract(name: string, open: () => Promise<Opened<AccountStore>>): void {
  describe(`accounts: ${name}`, () => {
    const login = (tokenHash: string, person: string, expiresAt: string): Login => ({
      tokenHash,
      username: person,
      person,
      device: `device-${tokenHash}`,
      deviceName: 'Máy tính bảng',
      signedInAt: '2026-12-09T01:00:00.000Z',
      seenAt: '2026-12-09T01:00:00.000Z',
      expiresAt,
    })

    test('accounts are created, replaced and listed', async () => {
      const { store, close } = await open()
      const account = { username: 'db001', person: 'db001', passwordHash: '$argon2id$one' }
      expect(await store.account('db001')).toBeUndefined()
      await store.setAccount(account)
      await store.setAccount({ ...account, passwordHash: '$argon2id$two' })
      await store.setAccount({ ...account, username: 'chutoa' })
      expect(await store.account('db001')).toEqual({ ...account, passwordHash: '$argon2id$two' })
      expect((await store.accounts()).map((one) => one.username)).toEqual(['chutoa', 'db001'])
      await close()
    })

    test('logins are kept by token hash, listed by person, ended and forgotten', async () => {
      const { store, close } = await open()
      const [one, two, old] = [
        login('h1', 'db001', '2026-12-09T15:00:00.000Z'),
        login('h2', 'db001', '2026-12-09T16:00:00.000Z'),
        login('h3', 'db001', '2026-12-08T01:00:00.000Z'),
      ]
      for (const each of [one, two, old, login('h4', 'db002', '2026-12-09T16:00:00.000Z')])
        await store.setLogin(each)
      expect(await store.login('h1')).toEqual(one)
      expect(await store.login('h9')).toBeUndefined()
      await store.forgetExpired('2026-12-09T00:00:00.000Z')
      expect((await store.logins('db001')).map((each) => each.tokenHash).sort()).toEqual(['h1', 'h2'])
      await store.setLogin({ ...one, seenAt: '2026-12-09T02:00:00.000Z' })
      expect((await store.login('h1'))?.seenAt).toBe('2026-12-09T02:00:00.000Z')
      await store.removeLogin('h1')
      await store.removeLogin('h1')
      expect((await store.logins('db001')).map((each) => each.tokenHash)).toEqual(['h2'])
      await close()
    })
  })
}

export function annotationsContract(name: string, open: () => Promise<Opened<AnnotationStore>>): void {
  describe(`annotations: ${name}`, () => {
    const bytes = (...list: number[]) => Uint8Array.from(list)
    const plain = async (store: AnnotationStore, room: string) =>
      (await store.load(room)).map((one) => [one.author, ...one.bytes])

    test('updates come back in order, whole, room by room', async () => {
      const { store, close } = await open()
      await store.append('r1', { author: 'a', bytes: bytes(1, 0, 255) })
      await store.append('r2', { author: 'a', bytes: bytes(9) })
      await store.append('r1', { author: 'b', bytes: bytes(2) })
      expect(await plain(store, 'r1')).toEqual([
        ['a', 1, 0, 255],
        ['b', 2],
      ])
      expect(await plain(store, 'nothing')).toEqual([])
      expect(await store.size('r1')).toBe(4)
      expect(await store.rooms()).toEqual(['r1', 'r2'])
      const [first, second] = await store.load('r1')
      expect((second?.seq ?? 0) > (first?.seq ?? 0)).toBe(true)
      await close()
    })

    test('compaction replaces what one author wrote up to a point, and nothing else', async () => {
      const { store, close } = await open()
      for (const [author, value] of [
        ['a', 1],
        ['b', 2],
        ['a', 3],
        ['b', 4],
        ['a', 5],
      ] as const)
        await store.append('r', { author, bytes: bytes(value) })
      const fourth = (await store.load('r'))[3]
      await store.compact('r', 'a', fourth?.seq ?? 0, bytes(13))
      expect(await plain(store, 'r')).toEqual([
        ['b', 2],
        ['a', 13],
        ['b', 4],
        ['a', 5],
      ])
      await store.compact('r', 'nobody', 1000, bytes(99))
      expect(await plain(store, 'r')).toHaveLength(4)
      await close()
    })

    test('withdrawing forgets one author', async () => {
      const { store, close } = await open()
      await store.append('r', { author: 'a', bytes: bytes(1) })
      await store.append('r', { author: 'b', bytes: bytes(2) })
      await store.append('s', { author: 'a', bytes: bytes(3) })
      expect([...(await store.carriedOut('r'))]).toEqual([])
      await store.withdraw('r', 'a', 'o1', null)
      expect(await plain(store, 'r')).toEqual([['b', 2]])
      await store.append('r', { author: 'a', bytes: bytes(7) })
      await store.withdraw('r', 'a', 'o2', bytes(0))
      expect(await plain(store, 'r')).toEqual([
        ['b', 2],
        ['a', 0],
      ])
      expect([...(await store.carriedOut('r'))].sort()).toEqual(['o1', 'o2'])
      expect([...(await store.carriedOut('s'))]).toEqual([])
      expect(await plain(store, 's')).toEqual([['a', 3]])
      await close()
    })
  })
}

export function ringsContract(name: string, open: () => Promise<Opened<RingStore>>): void {
  describe(`rings: ${name}`, () => {
    const wrap = (to: string) => ({ to, fresh: `f-${to}`, box: `b-${to}` })
    const ring = (version: number, ...to: string[]) => ({
      version,
      author: 'tablet',
      body: `body${version}`,
      vouch: version === 1 ? null : `vouch${version}`,
      wraps: to.map(wrap),
    })

    test('versions follow each other and come back whole, person by person', async () => {
      const { store, close } = await open()
      expect(await store.last('an')).toBe(0)
      expect(await store.append('an', ring(1, 'tablet', 'code'))).toBe(true)
      expect(await store.append('an', ring(1, 'thief'))).toBe(false)
      expect(await store.append('an', ring(3, 'thief'))).toBe(false)
      expect(await store.append('an', ring(2, 'tablet'))).toBe(true)
      expect(await store.append('binh', ring(1, 'phone'))).toBe(true)
      expect(await store.last('an')).toBe(2)
      const [first, second] = await store.versions('an', 0)
      expect(first).toMatchObject({ version: 1, author: 'tablet', body: 'body1', vouch: null })
      expect(second?.vouch).toBe('vouch2')
      expect(first?.wraps.toSorted((a, b) => (a.to < b.to ? -1 : 1))).toEqual([wrap('code'), wrap('tablet')])
      expect(second?.wraps).toEqual([wrap('tablet')])
      expect((await store.versions('an', 1)).map((one) => one.version)).toEqual([2])
      await close()
    })

    test('what was locked for a revoked device is gone from every version, and stays revoked', async () => {
      const { store, close } = await open()
      await store.append('an', ring(1, 'tablet', 'phone'))
      await store.append('an', ring(2, 'tablet', 'phone', 'code'))
      const phone = { key: 'phone', device: 'd2', signing: 's2', revokedAt: null }
      await store.setDevice('an', { key: 'tablet', device: 'd1', signing: null, revokedAt: null })
      await store.setDevice('an', phone)
      expect(await store.withSigning('s2')).toEqual([{ person: 'an', key: 'phone' }])
      await store.revoke('an', 'phone', 'T1')
      await store.setDevice('an', phone)
      await store.revoke('an', 'phone', 'T2')
      expect(await store.devices('an')).toEqual([
        { ...phone, revokedAt: 'T1' },
        { key: 'tablet', device: 'd1', signing: null, revokedAt: null },
      ])
      const left = (await store.versions('an', 0)).flatMap((one) => one.wraps.map(({ to }) => to))
      expect(left.toSorted()).toEqual(['code', 'tablet', 'tablet'])
      await close()
    })
  })
}
