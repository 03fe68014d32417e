import { expect, test } from 'vitest'
import { createPrefetch, type PrefetchParts, type Wanted } from './prefetch.ts'

const file = (name: string, size = 10): Wanted => ({ sha256: name, size })

function bench(change: Partial<PrefetchParts> = {}) {
  const filled: string[] = []
  const waits: number[] = []
  let running = 0
  let most = 0
  const prefetch = createPrefetch({
    async fill({ sha256 }) {
      most = Math.max(most, ++running)
      await Promise.resolve()
      running--
      filled.push(sha256)
      return true
    },
    isWhole: () => Promise.resolve(false),
    room: () => Promise.resolve(null),
    random: () => 0.25,
    wait: (ms) => {
      waits.push(ms)
      return Promise.resolve()
    },
    spreadMs: 1000,
    ...change,
  })
  return { prefetch, filled, waits, most: () => most }
}

test('files come one at a time, in the order wanted, after this device’s own moment', async () => {
  const { prefetch, filled, waits, most } = bench()
  await prefetch.want([file('a'), file('b'), file('c'), file('a')])
  expect(filled).toEqual(['a', 'b', 'c'])
  expect(waits).toEqual([250])
  expect(most()).toBe(1)
  expect(prefetch.now()).toMatchObject({ total: 3, done: 3, bytes: 30, held: 30 })
})

test('what is here already is not fetched, and costs no waiting', async () => {
  const { prefetch, filled, waits } = bench({ isWhole: () => Promise.resolve(true) })
  await prefetch.want([file('a')])
  expect([filled, waits]).toEqual([[], []])
  expect(prefetch.now().done).toBe(1)
})

test('without room nothing is fetched ahead', async () => {
  const { prefetch, filled } = bench({ room: () => Promise.resolve(1000) })
  await prefetch.want([file('a')])
  expect(filled).toEqual([])
  expect(prefetch.now().lowSpace).toBe(true)
})

test('a file that is refused does not stop the others', async () => {
  const filled: string[] = []
  const { prefetch } = bench({
    fill: ({ sha256 }) => {
      if (sha256 === 'b') return Promise.reject(new Error('refused'))
      filled.push(sha256)
      return Promise.resolve(true)
    },
  })
  await prefetch.want([file('a'), file('b'), file('c')])
  expect(filled).toEqual(['a', 'c'])
})

test('a changed agenda is followed while fetching', async () => {
  const { prefetch, filled } = bench()
  void prefetch.want([file('a')])
  await prefetch.want([file('b')])
  expect(filled).toContain('b')
})
