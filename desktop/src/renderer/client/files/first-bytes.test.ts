import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstBytes } from './first-bytes.ts'
import type { DocumentSource } from './source.ts'

const file = Uint8Array.from({ length: 1000 }, (_, n) => (n * 31) & 255)

function whole() {
  const asked: number[] = []
  let closed = false
  const source: DocumentSource = {
    sha256: 'a'.repeat(64),
    size: file.length,
    read(from, to) {
      asked.push(to)
      return Promise.resolve(file.slice(from, to))
    },
    fill: () => Promise.resolve(true),
    look: () => Promise.resolve(),
    now: () => ({
      held: 0,
      size: file.length,
      whole: false,
      waiting: false,
      full: false,
      refusal: null,
    }),
    subscribe: () => () => undefined,
    close() {
      closed = true
    },
  }
  return { source, asked, closed: () => closed }
}

test('holds the first bytes, however it is asked, and never touches a later one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1200), fc.nat(1100), fc.nat(600), async (end, from, length) => {
      const { source, asked } = whole()
      const part = firstBytes(source, end)
      const revision = file.slice(0, end)
      expect(part.size).toBe(revision.length)
      expect(await part.read(from, from + length)).toEqual(revision.slice(from, from + length))
      for (const to of asked) expect(to).toBeLessThanOrEqual(end)
    }),
  )
})

test('letting go of the part leaves the whole open', () => {
  const { source, closed } = whole()
  firstBytes(source, 10).close()
  expect(closed()).toBe(false)
})
