// The recount command, the streaming reader with its pool, the comparison of archives, and a slice of the mutations.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { flaw } from '@nghi-truong/shared/secret-ballot/findings'
import { sampleQuestions, sampleRecord } from '@nghi-truong/shared/secret-ballot/sample'
import { putTogether, takeApart } from '@nghi-truong/shared/secret-ballot/tamper'
import { groups } from '@nghi-truong/shared/secret-ballot/verify-archive'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { mutateRecords } from './mutate.ts'
import { ballotPool } from './pool.ts'
import { compareFiles, verifyFile } from './verify-file.ts'

vi.setConfig({ testTimeout: 120_000 })

const group = groups()('BELENIOS-2048')
const sample = sampleRecord({
  label: 'command',
  group,
  questions: sampleQuestions.yesNo,
  voters: 5,
  ballots: 4,
})
const { steps, timestamp } = takeApart(sample.bytes)
const directory = mkdtempSync(join(tmpdir(), 'ballots-test-'))
afterAll(() => rmSync(directory, { recursive: true }))

const write = (name: string, bytes: Uint8Array): string => {
  const path = join(directory, name)
  writeFileSync(path, bytes)
  return path
}
const complete = write('complete.bel', sample.bytes)
const open = write('open.bel', putTogether(steps.slice(0, 3), timestamp))
const twice = write('twice.bel', putTogether([...steps.slice(0, 3), ...steps.slice(2, 3)], timestamp))
const otherBallots = write('other.bel', putTogether([...steps.slice(0, 1), ...steps.slice(2)], timestamp))
const altered = structuredClone(steps)
const [, first] = altered
if (first !== undefined) first.texts[0] = first.texts[0]?.replace(/"response":"\d/, '"response":"1') ?? ''
const forged = write('forged.bel', putTogether(altered.slice(0, 3), timestamp))

const command = fileURLToPath(new URL('../commands/ballots.ts', import.meta.url))
const run = (...arguments_: string[]) =>
  spawnSync(process.execPath, [command, ...arguments_], { encoding: 'utf8' })

describe('ballots verify', () => {
  it('prints one JSON line per file and exits 0, 1, 2', () => {
    const all = run('verify', '--json', complete, open, twice)
    expect(all.status).toBe(1)
    const lines = all.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines).toEqual([
      { file: complete, verdict: 'accept', stage: 'complete', failed: [], result: sample.result },
      { file: open, verdict: 'accept', stage: 'open', failed: [], result: null },
      {
        file: twice,
        verdict: 'reject',
        stage: 'open',
        failed: [expect.objectContaining({ check: 'C13' })],
        result: null,
      },
    ])
    expect(run('verify', '--json', complete, open).status).toBe(0)
    expect(run('verify', '--complete', complete).status).toBe(0)
    expect(run('verify', '--complete', complete, open).status).toBe(1)
    expect(run('verify', '--profile', 'council', complete).status).toBe(0)
    expect(run('verify', '--json', complete, join(directory, 'absent.bel')).status).toBe(2)
    expect(run('verify').status).toBe(2)
    expect(run('verify', '--profile', 'x', complete).status).toBe(2)
    expect(run('nonsense').status).toBe(2)
  })

  it('without --json: a page in Vietnamese that says it is experimental', () => {
    const good = execFileSync(process.execPath, [command, 'verify', complete], { encoding: 'utf8' })
    expect(good).toContain('thử nghiệm')
    expect(good).toContain('CHẤP NHẬN')
    expect(good).not.toContain('KHÔNG CHẤP NHẬN')
    const bad = run('verify', twice).stdout
    expect(bad).toContain('KHÔNG CHẤP NHẬN')
    expect(bad).toContain('✘ SAI  C13')
  })
})

describe('ballots diff', () => {
  it('says whether the newer extends the older', async () => {
    expect(await compareFiles(open, complete)).toEqual({ verdict: 'extends', added: 7 })
    expect(await compareFiles(open, open)).toEqual({ verdict: 'extends', added: 0 })
    expect(await compareFiles(complete, open)).toMatchObject({ verdict: 'differs' })
    expect(await compareFiles(open, otherBallots)).toMatchObject({ verdict: 'differs' })
    expect(await compareFiles(open, write('cut.bel', sample.bytes.subarray(0, -512)))).toMatchObject({
      verdict: 'differs',
    })
    expect(await compareFiles(write('late.bel', putTogether(steps.slice(0, 3), 5)), complete)).toMatchObject({
      detail: 'other timestamp',
    })
    expect(run('diff', open, complete).status).toBe(0)
    expect(run('diff', '--json', complete, open).status).toBe(1)
    expect(run('diff', open, join(directory, 'absent.bel')).status).toBe(2)
  })
})

describe('worker pool', () => {
  it('gives the verdict of a single thread', async () => {
    for (const file of [complete, twice, forged]) {
      const alone = await verifyFile(file, { profile: 'council', workers: 0 })
      const pooled = await verifyFile(file, { profile: 'council', workers: 2 })
      expect(pooled.verdict).toEqual(alone.verdict)
    }
    expect((await verifyFile(forged, { profile: 'council', workers: 2 })).verdict.verdict).toBe('reject')
  })

  it('calls wrong what it cannot read, and fails after it was closed', async () => {
    const pool = ballotPool(1)
    expect(await pool.check('council', '{}', '{}')).toEqual([flaw('C4', 'shape', 'election')])
    expect(await pool.check('council', sample.election.text, '{}')).toMatchObject([{ check: 'C4' }])
    expect(await pool.check('council', sample.election.text, sample.ballots[0] ?? '')).toEqual([])
    const under = pool.check('council', sample.election.text, sample.ballots[1] ?? '')
    const closing = pool.close()
    await expect(under).rejects.toThrow('ended with code')
    await closing
  })
})

describe('random mutations (20,000 by the command)', () => {
  const seed = process.env['NGHI_TRUONG_SEED'] ?? 'slice 1'
  it(`300 with seed "${seed}": none accepted`, () => {
    const report = mutateRecords(300, seed)
    expect(report).toMatchObject({ tried: 300, refused: 300, accepted: [], failed: [] })
  })
})
