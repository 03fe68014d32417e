/** Reading heat: nobody can be read out of the figures, nor out of how they change. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { heatMost, heatPeople } from '@nghi-truong/shared/protocol/reading'
import { memoryFindings } from '../store/memory.ts'
import { createHeat } from './heat.ts'

const file = 'a'.repeat(64)
const stepMs = 600_000

function stand() {
  let at = Date.parse('2026-12-09T01:00:00.000Z')
  const findings = memoryFindings()
  const written: string[] = []
  const heat = createHeat({
    findings: {
      get: (sha256, topic) => findings.get(sha256, topic),
      async set(sha256, topic, value) {
        written.push(JSON.stringify([sha256, topic, value]))
        await findings.set(sha256, topic, value)
      },
    },
    now: () => new Date(at).toISOString(),
  })
  return {
    heat,
    written,
    later: (ms = stepMs) => (at += ms),
    read: (person: string, page = 1, seconds = 60, marks = 0) =>
      heat.report('s', file, person, [{ page, seconds, marks }]),
    pages: async () => (await heat.shown('s', [file])).files[0]?.pages ?? [],
  }
}

describe('five and more', () => {
  test('four people are nothing, five are a figure, and only at the next step', async () => {
    const { read, pages, later } = stand()
    for (const person of ['a', 'b', 'c', 'd']) await read(person)
    later()
    expect(await pages()).toEqual([])
    await read('e')
    expect(await pages()).toEqual([])
    later()
    expect(await pages()).toEqual([{ page: 1, minutes: 5, marks: 0 }])
  })

  test('one person many times is one person', async () => {
    const { read, pages, later } = stand()
    for (let n = 0; n < 20; n++) await read('a')
    later()
    expect(await pages()).toEqual([])
  })

  test('a sixth alone changes nothing until four more have come', async () => {
    const { read, pages, later } = stand()
    for (const person of ['a', 'b', 'c', 'd', 'e']) await read(person)
    later()
    const before = await pages()
    await read('f')
    later()
    expect(await pages()).toEqual(before)
    for (const person of ['a', 'b', 'c', 'g']) await read(person)
    later()
    expect(await pages()).toEqual([{ page: 1, minutes: 10, marks: 0 }])
  })

  test('nobody stands out: one person adds no more than the most', async () => {
    const { read, pages, later } = stand()
    for (const person of ['a', 'b', 'c', 'd']) await read(person, 1, 6)
    await read('e', 1, 80_000, 900)
    later()
    expect(await pages()).toEqual([{ page: 1, minutes: Math.round((24 + heatMost.seconds) / 60), marks: 5 }])
  })

  test('a glance makes no person', async () => {
    const { read, pages, later } = stand()
    for (const person of ['a', 'b', 'c', 'd']) await read(person, 1, 1)
    await read('e')
    later()
    expect(await pages()).toEqual([])
  })
})

test('what is written down holds no name and nothing of fewer than five', async () => {
  const { read, pages, later, written } = stand()
  for (const person of ['person-one', 'person-two', 'p3', 'p4']) await read(person, 2)
  later()
  await pages()
  expect(written).toEqual([])
  await read('p5', 2)
  later()
  await pages()
  expect(written).toHaveLength(1)
  expect(written.join()).not.toMatch(/person-|p[345]/)
})

test('property: each change of a figure is at least five people’s since the last', async () => {
  const reading = fc.record({
    person: fc.integer({ min: 0, max: 11 }),
    page: fc.integer({ min: 1, max: 3 }),
    seconds: fc.integer({ min: 0, max: 400 }),
    step: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(reading, { minLength: 40, maxLength: 160, size: 'max' }), async (readings) => {
      const { read, pages, later } = stand()
      const since = new Map<number, Set<number>>()
      let before = new Map<number, string>()
      const look = async () => {
        const now = new Map((await pages()).map((one) => [one.page, JSON.stringify(one)]))
        for (const [page, text] of now) {
          if (before.get(page) === text) continue
          if ((since.get(page)?.size ?? 0) < heatPeople) throw new Error(`page ${page} told of too few`)
          since.delete(page)
        }
        before = now
      }
      for (const { person, page, seconds, step } of readings) {
        await read(String(person), page, seconds)
        if (seconds >= 5) since.set(page, (since.get(page) ?? new Set()).add(person))
        if (step) later()
        await look()
      }
    }),
    { numRuns: 60 },
  )
})
