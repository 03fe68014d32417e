/**
 * A secret ballot on two machines, the first of which dies with a receipt just given.
 * What must stay true: nothing acknowledged is lost, receipts stay the same bytes. That the test turns red when a receipt
 * does not wait for the standby, or is made again, is tried by `npm run faults -- --sabotage`.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boxes } from './boxes.ts'
import { seeded } from './random.ts'
import { makeTemplate, type Template } from './stand.ts'

const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-boxes-'))
let template: Template
beforeAll(async () => {
  template = await makeTemplate(join(folder, 'template'), 14, 0)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the first machine dies with a receipt just given: the second has the ballot', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  console.log(`seed ${seed}`)
  const own = join(folder, 'run')
  mkdirSync(own)
  const { findings, lost, done } = await boxes(1)({
    folder: own,
    template,
    graceful: template,
    random: seeded(seed),
    quick: true,
    opened: [],
    say: () => undefined,
  })
  expect(findings).toEqual([])
  expect(lost).toBe(0)
  expect(done['answers before the end']).toBeGreaterThan(2)
}, 120_000)
