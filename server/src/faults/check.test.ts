/**
 * The checker checked: a good folder passes, and each invariant that is broken by hand is named.
 * What must stay true: a checker that finds nothing proves nothing until it has found everything once.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import type { Json } from '@nghi-truong/shared/log/canonical'
import { emptyHead, link, portableHash, type Entry } from '@nghi-truong/shared/log/chain'
import { nodeSqliteDriver } from '../store/node-sqlite.ts'
import { openCore } from '../store/open.ts'
import { checkFolder } from './check.ts'
import { openLedger, outbox, type Ledger } from './ledger.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

const log = 'ky-hop'
type Said = readonly [type: string, command: string, data: Json]

const vote = (command: string, person: string, choice: string, clientSeq = 1): Said => [
  'ballot.cast',
  command,
  { ballot: 'b', person, choice, clientSeq },
]
const opened: Said = ['ballot.opened', 'open', { ballot: 'b', eligible: ['an', 'binh'] }]
const closed = (count: number, set: string): Said => [
  'ballot.closed',
  'close',
  { ballot: 'b', count, setHash: createHash('sha256').update(set).digest('hex') },
]
const good: readonly Said[] = [
  opened,
  vote('an-1', 'an', 'yes'),
  vote('binh-1', 'binh', 'no'),
  vote('an-2', 'an', 'no', 2),
  closed(2, 'an\tno\t4\nbinh\tno\t3'),
]

interface Made {
  readonly folder: string
  readonly ledger: Ledger
}

/** A folder that holds these entries, and a ledger that was promised them all. */
async function made(said: readonly Said[]): Promise<Made> {
  const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-check-'))
  folders.push(folder)
  const entries: Entry[] = []
  let head = emptyHead(log, portableHash)
  const ledger = openLedger(join(folder, 'outbox'))
  for (const [type, command, data] of said) {
    const fields = { log, epoch: 1, ts: '2026-12-09T01:00:00.000Z', mono: 1, boot: 'b', type, actor: 'x' }
    const entry = link(head, fields, { command, device: null, data, salt: 's' }, portableHash)
    entries.push(entry)
    head = { seq: entry.header.seq, hash: entry.hash }
    const person = (data as { person?: string }).person ?? 'chair'
    ledger.keep({ id: command, person, type, body: JSON.stringify({ id: command, type, input: data }) })
    ledger.answered(command, 200, JSON.stringify(head))
  }
  const core = await openCore(nodeSqliteDriver, folder, '2026-12-09T00:00:00.000Z')
  const receipts = entries.map(({ header, payload, hash }) => ({
    command: payload.command,
    fingerprint: 'f',
    seq: header.seq,
    hash,
  }))
  await core.events.append(log, 0, { entries, receipts })
  await core.close()
  return { folder, ledger }
}

const result = (counts: Record<string, number>) => [{ kind: 'result', id: 'b', counts }]
const found = (
  { folder, ledger }: Made,
  shown: Parameters<typeof checkFolder>[3] = result({ yes: 0, no: 2 }),
) => [...ledger.findings, ...checkFolder(folder, log, ledger, shown).findings]

function change(folder: string, sql: string): void {
  const database = new DatabaseSync(join(folder, 'core.db'))
  database.exec(sql)
  database.close()
}

test('nothing is found where nothing is wrong', async () => {
  const all = await made(good)
  expect(found(all)).toEqual([])
  expect(outbox(join(all.folder, 'outbox'))).toHaveLength(good.length)
})

test('I1: an acknowledged vote that is gone', async () => {
  const all = await made(good)
  change(all.folder, `DELETE FROM entry WHERE seq = 5; DELETE FROM receipt WHERE seq = 5`)
  expect(found(all).join()).toContain('I1 close: acknowledged at 5')
})

test('I1: a refused vote that is there', async () => {
  const all = await made(good)
  const { ledger } = await made([])
  ledger.answered('an-1', 409, '{"code":"ballot.closed"}')
  expect(found({ folder: all.folder, ledger }).join()).toContain(
    'I1 an-1: refused as ballot.closed, yet in the log',
  )
})

test('I2: an older choice after a newer, and somebody who is not on the list', async () => {
  const all = await made([
    opened,
    vote('a2', 'an', 'yes', 2),
    vote('a1', 'an', 'no', 1),
    vote('x', 'xuan', 'no'),
  ])
  expect(found(all, []).join()).toMatch(
    /I2 seq 3, an in b: choice 1 after 2.*I2 seq 4, xuan in b: not on the list/,
  )
})

test('I3: a changed byte breaks the chain', async () => {
  const all = await made(good)
  change(all.folder, `UPDATE entry SET payload = replace(payload, '"yes"', '"no"') WHERE seq = 2`)
  expect(found(all).join()).toContain('I3 ky-hop: entry 2 does not fit (body)')
})

test('I4: a receipt that is missing, or another, or another answer to the same wish', async () => {
  const missing = await made(good)
  change(missing.folder, `DELETE FROM receipt WHERE command = 'an-1'`)
  expect(found(missing).join()).toContain('I4 an-1: entry without receipt')
  const other = await made(good)
  change(other.folder, `UPDATE receipt SET hash = 'x' WHERE command = 'an-1'`)
  expect(found(other).join()).toContain('I4 an-1: the stored receipt is another or none')
  const twice = await made(good)
  twice.ledger.answered('an-1', 200, '{"seq":9}')
  twice.ledger.answered('an-2', 409, '{"code":"ballot.closed"}')
  expect(found(twice).join()).toMatch(/I4 an-1: receipt .* became.*I4 an-2: has a receipt, then refused/)
})

test('I5: a vote after the close', async () => {
  const all = await made([...good, vote('late', 'binh', 'yes', 2)])
  expect(found(all).join()).toContain('I5 seq 6, binh in b: cast after the close at 5')
})

test('I6: another count, another set, another result on the screen', async () => {
  const all = await made([...good.slice(0, 4), closed(3, 'wrong')])
  expect(found(all, result({ yes: 1, no: 2 })).join()).toMatch(
    /I6 b: 3 counted, 2 have voted.*I6 b: the set's hash.*I6 b: yes shown 1, recounted 0/,
  )
})
