/**
 * Two machines as real processes: one dies in the middle of a vote, the other takes over.
 * What must stay true: every acknowledged vote is there, none counts twice, the old machine records nothing; and the test
 * turns red when the standby says "I have it" too early.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seeded } from './random.ts'
import type { Outcome, Run, Scenario, Scene } from './scenario.ts'
import { makeTemplate, type Template } from './stand.ts'
import { inPromotion, inStandby } from './standby.ts'

const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-failover-'))
let template: Template
beforeAll(async () => {
  template = await makeTemplate(join(folder, 'template'), 20, 0)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function carriedOut(
  scenario: (run: Run, point: string) => ReturnType<Scenario>,
  point: string,
  plant?: string,
): Promise<Outcome> {
  const seed = Math.floor(Math.random() * 2 ** 31)
  console.log(`${point} ${plant ?? ''} seed ${seed}`)
  const own = join(folder, `${point}-${plant ?? 'sound'}`)
  mkdirSync(own)
  const opened: Scene[] = []
  const random = seeded(seed)
  return scenario(
    { folder: own, template, graceful: template, random, quick: true, opened, plant, say: () => undefined },
    point,
  )
}

test(
  'both lose power when the standby has an entry; only its disk is left',
  { timeout: 120_000 },
  async () => {
    const { findings, acknowledged, lost } = await carriedOut(inStandby, 'K6')
    expect(findings).toEqual([])
    expect(lost).toBe(0)
    expect(acknowledged).toBeGreaterThan(10)
  },
)

test('a standby that speaks before its fsync is caught', { timeout: 120_000 }, async () => {
  const { findings } = await carriedOut(inStandby, 'K6', 'standby-acks-early')
  expect(findings.some((one) => one.startsWith('I1'))).toBe(true)
})

test(
  'killed in a vote, promoted in two attempts, the old machine comes back',
  { timeout: 120_000 },
  async () => {
    const { findings, acknowledged, lost } = await carriedOut(inPromotion, 'K18')
    expect(findings).toEqual([])
    expect(lost).toBe(0)
    expect(acknowledged).toBeGreaterThan(10)
  },
)
