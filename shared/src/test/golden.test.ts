/**
 * Golden logs: lives lived by an earlier version must fold to the same records for ever, or an old export could no
 * longer be read. UPDATE=1 writes new ones; an existing one is never rewritten but by hand.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sessionEvents } from '../domain/catalog.ts'
import { canonical } from '../log/canonical.ts'
import { portableHash } from '../log/chain.ts'
import { randomWish } from './life.ts'
import { conveneInput, createWorld, refold, seeded, type Logged } from './world.ts'

const folder = new URL('golden/', import.meta.url)

function record(seed: number): void {
  const random = seeded(seed)
  const world = createWorld()
  world.wish('clerk', 'session.convene', conveneInput)
  while (world.log.length < 400) {
    world.tick(Math.floor(random() * 4000))
    const [person, type, input] = randomWish(random, world)
    world.wish(person, type, input)
    if (world.state.every('session')[0]?.state === 'closed') break
  }
  const end = portableHash(canonical(world.state.all()))
  const lines = [...world.log.map((entry) => JSON.stringify(entry)), JSON.stringify({ end })]
  writeFileSync(new URL(`life-${seed}.jsonl`, folder), `${lines.join('\n')}\n`)
}

if (process.env['UPDATE']) {
  mkdirSync(folder, { recursive: true })
  for (const seed of [11, 12, 13]) if (!existsSync(new URL(`life-${seed}.jsonl`, folder))) record(seed)
}

describe('golden logs', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  it('are there', () => expect(names.length).toBeGreaterThanOrEqual(3))
  it.each(names)('%s folds to what it folded to', (name) => {
    const lines = readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n')
    const { end } = JSON.parse(lines.at(-1) ?? '{}') as { end: string }
    const log = lines.slice(0, -1).map((line) => JSON.parse(line) as Logged)
    for (const entry of log) {
      const fact = sessionEvents[entry.type as keyof typeof sessionEvents]
      expect(fact.data.safeParse(entry.data).success, entry.type).toBe(true)
    }
    expect(portableHash(canonical(refold(log).all()))).toBe(end)
  })
})
