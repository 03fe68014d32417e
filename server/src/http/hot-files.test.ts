/** Hot files: loaded once for many, bounded in memory, and a failed load is tried again. */
import { expect, test } from 'vitest'
import type { FileStore } from '../store/ports.ts'
import { createHotFiles } from './hot-files.ts'

function counting(size: number) {
  const reads: string[] = []
  const state = { fail: false }
  const files = {
    async *read(name: string) {
      reads.push(name)
      await Promise.resolve()
      if (state.fail) throw new Error('disk')
      yield Buffer.alloc(size, name)
    },
  } as unknown as FileStore
  return { files, reads, state }
}

test('the first is not kept, from the second on it is loaded once however many ask', async () => {
  const { files, reads } = counting(100)
  const hot = createHotFiles(files, 1000)
  expect(await hot.get('a', 100)).toBeUndefined()
  const many = await Promise.all(Array.from({ length: 50 }, () => hot.get('a', 100)))
  expect(reads).toEqual(['a'])
  expect(new Set(many).size).toBe(1)
  expect(many[0]?.equals(Buffer.alloc(100, 'a'))).toBe(true)
})

test('the least recently used gives way, and what is too large for the budget is never kept', async () => {
  const { files, reads } = counting(400)
  const hot = createHotFiles(files, 1000)
  for (const name of ['a', 'b', 'a', 'b', 'a', 'c', 'c']) await hot.get(name, 400)
  expect(reads).toEqual(['a', 'b', 'c'])
  // b was used longest ago: a is still there, b is read again.
  await hot.get('a', 400)
  expect(reads).toHaveLength(3)
  await hot.get('b', 400)
  expect(reads).toEqual(['a', 'b', 'c', 'b'])
  for (let n = 0; n < 3; n++) expect(await hot.get('large', 501)).toBeUndefined()
})

test('a load that failed is not kept', async () => {
  const { files, reads, state } = counting(100)
  const hot = createHotFiles(files, 1000)
  await hot.get('a', 100)
  state.fail = true
  await expect(hot.get('a', 100)).rejects.toThrow('disk')
  state.fail = false
  expect(await hot.get('a', 100)).toBeInstanceOf(Buffer)
  expect(reads).toEqual(['a', 'a'])
})
