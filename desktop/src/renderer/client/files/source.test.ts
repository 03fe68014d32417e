import { sha256 as digest } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Unreachable } from '../bridge.ts'
import { memoryCopy, pieceBytes, type DeviceCopy } from './device-copy.ts'
import { openSource, Refused, type DocumentSource } from './source.ts'

const bytesOf = (size: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size)
  for (let n = 0; n < size; n++) bytes[n] = (n * 31 + (n >> 9)) & 255
  return bytes
}
const file = bytesOf(pieceBytes * 5 + 1234)
const sha256 = bytesToHex(digest(file))

type Answer = 'ok' | 'away' | 'cut' | Refusal

function server(answers: Answer[] = [], bytes = file) {
  const asked: [number, number][] = []
  const fetch = (_: string, from: number, to: number): Promise<Uint8Array<ArrayBuffer> | Refusal> => {
    asked.push([from, to])
    const answer = answers.shift() ?? 'ok'
    if (answer === 'away' || answer === 'cut') return Promise.reject(new Unreachable(answer))
    return Promise.resolve(answer === 'ok' ? bytes.slice(from, to) : answer)
  }
  return { asked, fetch }
}

const open = (from: ReturnType<typeof server>, copy: DeviceCopy = memoryCopy()): Promise<DocumentSource> =>
  openSource({
    sha256,
    size: file.length,
    copy,
    fetch: from.fetch,
    clock: () => 1,
    pause: () => Promise.resolve(),
  })

const never = new AbortController().signal

test('any range is what the file holds, however it is asked for', async () => {
  const source = await open(server())
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), fc.nat(3 * pieceBytes), async (from, length) => {
      const to = Math.min(file.length, from + length + 1)
      expect(await source.read(from, to)).toEqual(file.slice(from, to))
    }),
    { numRuns: 40 },
  )
})

test('a few bytes alone bring no piece with them, unless their piece is here or on its way', async () => {
  const from = server(['away', 'ok'])
  const copy = memoryCopy()
  const source = await open(from, copy)
  const at = pieceBytes * 2 + 100
  expect(await source.read(at, at + 50, true)).toEqual(file.slice(at, at + 50))
  expect(from.asked).toEqual([
    [at, at + 50],
    [at, at + 50],
  ])
  expect(await copy.held(sha256)).toEqual([])
  const piece = source.read(at, at + 1)
  expect(await source.read(at, at + 50, true)).toEqual(file.slice(at, at + 50))
  await piece
  expect(await source.read(at, at + 50, true)).toEqual(file.slice(at, at + 50))
  expect(from.asked.slice(2)).toEqual([[pieceBytes * 2, pieceBytes * 3]])
  // Over the edge of a piece it is an ordinary reading.
  const edge = pieceBytes * 4
  expect(await source.read(edge - 10, edge + 10, true)).toEqual(file.slice(edge - 10, edge + 10))
  expect(from.asked.slice(3)).toEqual([[pieceBytes * 3, pieceBytes * 5]])
})

test('what is here is not fetched again, and pieces side by side come in one request', async () => {
  const from = server()
  const source = await open(from)
  await source.read(0, pieceBytes * 3)
  expect(from.asked).toEqual([[0, pieceBytes * 3]])
  await source.read(10, pieceBytes * 2)
  await Promise.all([
    source.read(pieceBytes * 4, pieceBytes * 4 + 9),
    source.read(pieceBytes * 4, pieceBytes * 4 + 90),
  ])
  expect(from.asked).toHaveLength(2)
})

test('a lost network delays a reading and does not break it', async () => {
  const from = server(['away', 'cut', 'away'])
  const source = await open(from)
  const waits: boolean[] = []
  source.subscribe(() => waits.push(source.now().waiting))
  expect(await source.read(5, 50)).toEqual(file.slice(5, 50))
  expect(waits).toContain(true)
  expect(source.now().waiting).toBe(false)
})

test('a refusal is told and not asked again by itself', async () => {
  const from = server([refuse('document.notSeen')])
  const source = await open(from)
  await expect(source.read(0, 10)).rejects.toBeInstanceOf(Refused)
  expect(source.now().refusal).toEqual({ refused: 'document.notSeen' })
  expect(from.asked).toHaveLength(1)
})

test('filling up makes the file whole; the next opening reads it without the server', async () => {
  const copy = memoryCopy()
  const source = await open(server(), copy)
  expect(await source.fill(never)).toBe(true)
  expect(source.now()).toMatchObject({ whole: true, held: file.length })
  source.close()
  const silent = server(Array.from({ length: 99 }, () => 'away' as const))
  const again = await open(silent, copy)
  expect(again.now().whole).toBe(true)
  expect(await again.read(0, file.length)).toEqual(file)
  expect(silent.asked).toEqual([])
})

test('bytes that are not the document’s are thrown away', async () => {
  const wrong = file.slice()
  wrong[pieceBytes + 5] = (wrong[pieceBytes + 5] ?? 0) ^ 1
  const copy = memoryCopy()
  const source = await open(server([], wrong), copy)
  expect(await source.fill(never)).toBe(false)
  expect(source.now().whole).toBe(false)
  expect(await copy.held(sha256)).toEqual([])
})

test('a device without room still reads; it is not whole, and says so', async () => {
  const full: DeviceCopy = { ...memoryCopy(), keep: () => Promise.reject(new Error('QuotaExceededError')) }
  const source = await open(server(), full)
  expect(await source.read(0, 100)).toEqual(file.slice(0, 100))
  expect(await source.fill(never)).toBe(false)
  expect(source.now()).toMatchObject({ full: true, whole: false })
})

test('a piece the browser has thrown away is fetched again', async () => {
  const copy = memoryCopy()
  const from = server()
  const source = await open(from, copy)
  await source.read(0, 100)
  await copy.drop(sha256)
  expect(await source.read(0, 100)).toEqual(file.slice(0, 100))
  expect(from.asked).toHaveLength(2)
})

test('what a stick brought meanwhile is read although the network is away', async () => {
  const copy = memoryCopy()
  const forever = Promise.withResolvers<void>()
  const source = await openSource({
    sha256,
    size: file.length,
    copy,
    fetch: () => Promise.reject(new Unreachable('away')),
    clock: () => 1,
    pause: () => forever.promise,
  })
  const waiting = source.read(0, 10)
  waiting.catch(() => undefined)
  for (let index = 0; index * pieceBytes < file.length; index++)
    await copy.keep(sha256, index, file.slice(index * pieceBytes, (index + 1) * pieceBytes))
  await copy.writeNote({ sha256, size: file.length, whole: true, usedAt: 1 })
  await source.look()
  expect(await source.read(0, 10)).toEqual(file.slice(0, 10))
  expect(source.now()).toMatchObject({ whole: true, waiting: false })
})
