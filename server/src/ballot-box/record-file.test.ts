/** The record, the journal and the roll on disk: torn tails, lost ballots, and a box brought back. */
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { sampleRecord, sampleQuestions } from '@nghi-truong/shared/secret-ballot/sample'
import { appendBallot, appendSetup } from '@nghi-truong/shared/secret-ballot/write'
import { groups } from '@nghi-truong/shared/secret-ballot/verify-archive'
import { wasmArithmetic } from '../secret-ballot/montgomery.ts'
import { mendReceipts } from './mend.ts'
import { journalLine } from './journal.ts'
import { openLinesFile } from './lines-file.ts'
import { loadBox } from './load.ts'
import { openRecordFile } from './record-file.ts'

const groupOf = groups(wasmArithmetic)
const sample = sampleRecord({
  label: 'record-file',
  group: groupOf('BELENIOS-2048'),
  questions: sampleQuestions.yesNo,
  voters: 4,
})
const setup = {
  election: sample.election.text,
  trustees: sample.party.trustees,
  credentials: sample.members[2]?.text ?? '',
}
const now = '2026-12-09T02:00:00.000Z'
const sign = () => 's'.repeat(86)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'record-file-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const path = () => join(folder, 'record.bel')

/** A box with so many ballots, closed again. */
async function box(ballots: number): Promise<void> {
  const record = await openRecordFile(path(), 1_795_300_000, () => undefined)
  await record.append([appendSetup(setup.election, setup.trustees, setup.credentials)])
  for (const text of sample.ballots.slice(0, ballots)) {
    if (!record.chain) throw new Error('no chain')
    await record.append([appendBallot(record.chain, text)])
  }
  await record.close()
}

async function acknowledge(): Promise<number> {
  const loaded = await loadBox(folder, groupOf, now)
  try {
    await mendReceipts(loaded.record, loaded.journal, loaded.election.uuid, 1, sign)
    return loaded.journal.lines.length
  } finally {
    await loaded.record.close()
    await loaded.journal.close()
  }
}

test('a record cut anywhere in its last ballot comes back without it, and goes on from there', async () => {
  await box(2)
  const whole = readFileSync(path())
  await rm()
  await box(3)
  const longer = readFileSync(path())
  expect(longer.subarray(0, whole.length).equals(whole)).toBe(true)
  for (let cut = whole.length + 1; cut < longer.length; cut += 997) {
    writeFileSync(path(), longer.subarray(0, cut))
    const loaded = await loadBox(folder, groupOf, now)
    expect(loaded.held.ballots).toHaveLength(2)
    expect(statSync(path()).size).toBe(whole.length)
    if (!loaded.record.chain) throw new Error('no chain')
    await loaded.record.append([appendBallot(loaded.record.chain, sample.ballots[2] ?? '')])
    await loaded.record.close()
    await loaded.journal.close()
    expect(readFileSync(path()).equals(longer)).toBe(true)
  }
  // Zeros, as a file system may leave them.
  appendFileSync(path(), Buffer.alloc(5000))
  const loaded = await loadBox(folder, groupOf, now)
  expect(loaded.held.ballots).toHaveLength(3)
  expect(readFileSync(path()).equals(longer)).toBe(true)
  await loaded.record.close()
  await loaded.journal.close()
})

const rm = async (): Promise<void> => rmSync(path(), { force: true })

test('receipts that were never given are made once; a receipt whose ballot is gone keeps the box shut', async () => {
  await box(3)
  expect(await acknowledge()).toBe(3)
  expect(await acknowledge()).toBe(3)
  truncateSync(path(), statSync(path()).size - 700)
  await expect(acknowledge()).rejects.toThrow('lacks 1 ballots')
})

test('a bit flipped in an acknowledged ballot is not cut away in silence', async () => {
  await box(3)
  await acknowledge()
  const bytes = readFileSync(path())
  const at = bytes.indexOf(sample.ballots[1] ?? '') + 200
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(path(), bytes)
  await expect(acknowledge()).rejects.toThrow('lacks 2 ballots')
})

test('a torn line is cut off; a changed one is an error', async () => {
  const file = join(folder, 'lines.jsonl')
  const shape = z.object({ number: z.int() })
  const lines = await openLinesFile(file, shape)
  await Promise.all([lines.append([{ number: 1 }]), lines.append([{ number: 2 }, { number: 3 }])])
  await lines.close()
  appendFileSync(file, '{"numb')
  const again = await openLinesFile(file, shape)
  expect(again.lines).toEqual([{ number: 1 }, { number: 2 }, { number: 3 }])
  await again.append([{ number: 4 }])
  await again.close()
  expect(readFileSync(file, 'utf8')).toBe('{"number":1}\n{"number":2}\n{"number":3}\n{"number":4}\n')
  writeFileSync(file, '{"number":"x"}\n')
  await expect(openLinesFile(file, shape)).rejects.toThrow()
  const journal = await openLinesFile(join(folder, 'journal.jsonl'), journalLine)
  expect(journal.lines).toEqual([])
  await journal.close()
})
