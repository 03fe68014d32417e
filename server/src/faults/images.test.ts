/** What must stay true: what an fsync covered is in every image, what it did not cover is in none of the dropped ones. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { cuts, writeImage, type Variant } from './images.ts'
import { seeded } from './random.ts'
import { readTrace, type Step } from './trace.ts'

const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-images-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const write = (offset: number, text: string): Step => ({
  kind: 'write',
  file: 'core.db',
  offset,
  data: Buffer.from(text),
})

function image(steps: readonly Step[], at: number, variant: Variant, seed = 1): string {
  for (const cut of cuts(steps, [at], new Map([['core.db', Buffer.from('....')]])))
    writeImage(folder, cut, variant, seeded(seed))
  return readFileSync(join(folder, 'core.db'), 'latin1')
}

test('a write that no fsync covered is dropped or kept', () => {
  const steps = [write(0, 'ab')]
  expect(image(steps, 0, 'dropped')).toBe('....')
  expect(image(steps, 0, 'kept')).toBe('ab..')
})

test('an fsync covers what was written before it was called, nothing later', () => {
  const steps: Step[] = [write(0, 'ab'), write(2, 'cd'), { kind: 'sync', file: 'core.db', since: 1 }]
  expect(image(steps, 2, 'dropped')).toBe('ab..')
  expect(image(steps, 2, 'kept')).toBe('abcd')
})

test('an fsync of another file covers nothing here', () => {
  const steps: Step[] = [write(0, 'ab'), { kind: 'sync', file: 'core.db-wal', since: 1 }]
  expect(image(steps, 1, 'dropped')).toBe('....')
})

test('a torn write is kept by whole sectors of 512 bytes', () => {
  const steps = [write(0, 'x'.repeat(4096))]
  const seen = new Set(
    Array.from({ length: 40 }, (_, seed) => image(steps, 0, 'torn', seed).split('x').length - 1),
  )
  expect(seen.size).toBeGreaterThan(2)
  for (const kept of seen) expect(kept % 512).toBe(0)
})

test('a file cut short and grown again holds zeros', () => {
  const steps: Step[] = [
    write(0, 'abcd'),
    { kind: 'truncate', file: 'core.db', size: 1 },
    { kind: 'truncate', file: 'core.db', size: 3 },
  ]
  expect(image(steps, 2, 'kept')).toBe('a\0\0')
})

test('receipts given before the cut are known, later ones are not', () => {
  const steps: Step[] = [
    { kind: 'receipt', seq: 1, hash: 'a' },
    { kind: 'receipt', seq: 2, hash: 'b' },
  ]
  const [cut] = cuts(steps, [0], new Map())
  expect([...(cut?.receipts ?? [])].slice(0, 1)).toEqual([[1, 'a']])
})

const hex = (text: string): string =>
  [...Buffer.from(text)].map((one) => `\\x${one.toString(16).padStart(2, '0')}`).join('')

test('the trace: calls cut in two by other threads are put together, an fsync counts from its beginning', async () => {
  const [db, socket] = [`7<${hex('/d/core.db')}>`, `9<${hex('TCP:[1]')}>`]
  const receipt = `{"seq":5,"hash":"${'ab'.repeat(32)}"}`
  const path = join(folder, 'trace')
  writeFileSync(
    path,
    [
      `11 pwrite64(${db}, "${hex('one')}", 3, 0) = 3`,
      `11 fdatasync(${db} <unfinished ...>`,
      `12 pwrite64(${db}, "${hex('two')}", 3, 3) = 3`,
      `11 <... fdatasync resumed>) = 0`,
      `12 pwrite64(8<${hex('/d/notes.db')}>, "${hex('no')}", 2, 0) = 2`,
      `12 pwrite64(${db}, "${hex('bad')}", 3, 6) = -1 ENOSPC (No space left on device)`,
      `10 writev(${socket}, [{iov_base="${hex('HTTP/1.1 200 OK')}", iov_len=15}, {iov_base="${hex(receipt)}", iov_len=90}], 2) = 105`,
      `12 ftruncate(${db}, 4096) = 0`,
    ].join('\n'),
  )
  expect(await readTrace(path, ['core.db'])).toEqual([
    write(0, 'one'),
    write(3, 'two'),
    { kind: 'sync', file: 'core.db', since: 1 },
    { kind: 'receipt', seq: 5, hash: 'ab'.repeat(32) },
    { kind: 'truncate', file: 'core.db', size: 4096 },
  ])
})
