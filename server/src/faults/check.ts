/**
 * The invariants I1 to I7, read from the database file itself after everything is over.
 * What must stay true: the recount uses nothing of the domain or the engine; only the chain's own form is shared, because
 * that is what is published.
 */
import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { parseCanonical } from '@nghi-truong/shared/log/canonical'
import { checkLink, emptyHead, type Entry, type Header, type Payload } from '@nghi-truong/shared/log/chain'
import type { Seen } from './devices.ts'
import type { Ledger } from './ledger.ts'

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

interface Recorded {
  readonly entries: ReadonlyMap<string, readonly Entry[]>
  /** By log and command. */
  readonly receipts: ReadonlyMap<string, { readonly seq: number; readonly hash: string }>
}

function readAll(path: string, findings: string[]): Recorded {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    for (const row of database.prepare('PRAGMA integrity_check').all())
      if (row['integrity_check'] !== 'ok')
        findings.push(`I7 integrity_check: ${String(row['integrity_check'])}`)
    const entries = new Map<string, Entry[]>()
    for (const row of database
      .prepare('SELECT log, header, payload, hash FROM entry ORDER BY log, seq')
      .iterate()) {
      const log = String(row['log'])
      const list = entries.get(log) ?? []
      entries.set(log, list)
      list.push({
        header: parseCanonical(String(row['header'])) as unknown as Header,
        payload: parseCanonical(String(row['payload'])) as unknown as Payload,
        hash: String(row['hash']),
      })
    }
    const receipts = new Map<string, { seq: number; hash: string }>()
    for (const row of database.prepare('SELECT log, command, seq, hash FROM receipt').iterate())
      receipts.set(`${String(row['log'])} ${String(row['command'])}`, {
        seq: Number(row['seq']),
        hash: String(row['hash']),
      })
    return { entries, receipts }
  } finally {
    database.close()
  }
}

interface Cast {
  readonly ballot: string
  readonly person: string
  readonly choice: string
  readonly clientSeq: number
}

interface Tally {
  readonly eligible: ReadonlySet<string>
  readonly last: Map<string, Cast & { readonly seq: number }>
  closedAt: number | undefined
  counts: Record<string, number>
}

/** Walks the log once, with its own idea of a vote. */
function recount(entries: readonly Entry[], findings: string[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>()
  for (const { header, payload } of entries) {
    const data = payload.data as unknown as Record<string, never>
    const tally = tallies.get(data['ballot'] ?? '')
    if (header.type === 'ballot.opened')
      tallies.set(data['ballot'] ?? '', {
        eligible: new Set(data['eligible'] ?? []),
        last: new Map(),
        closedAt: undefined,
        counts: {},
      })
    else if (header.type === 'ballot.cast' && tally) {
      const cast = data as unknown as Cast
      const before = tally.last.get(cast.person)
      const place = `seq ${header.seq}, ${cast.person} in ${cast.ballot}`
      if (tally.closedAt !== undefined)
        findings.push(`I5 ${place}: cast after the close at ${tally.closedAt}`)
      if (!tally.eligible.has(cast.person)) findings.push(`I2 ${place}: not on the list`)
      if (before && before.clientSeq >= cast.clientSeq)
        findings.push(`I2 ${place}: choice ${cast.clientSeq} after ${before.clientSeq} (seq ${before.seq})`)
      tally.last.set(cast.person, { ...cast, seq: header.seq })
    } else if (header.type === 'ballot.closed' && tally) {
      if (tally.closedAt !== undefined) findings.push(`I5 seq ${header.seq}: closed a second time`)
      tally.closedAt = header.seq
      for (const { choice } of tally.last.values()) tally.counts[choice] = (tally.counts[choice] ?? 0) + 1
      const set = [...tally.last.values()]
        .map((one) => `${one.person}\t${one.choice}\t${one.seq}`)
        .sort()
        .join('\n')
      if (data['count'] !== tally.last.size)
        findings.push(`I6 ${data['ballot']}: ${String(data['count'])} counted, ${tally.last.size} have voted`)
      if (data['setHash'] !== hash(set)) findings.push(`I6 ${data['ballot']}: the set's hash is another`)
    }
  }
  return tallies
}

function checkChain(log: string, entries: readonly Entry[], findings: string[]): void {
  let head = emptyHead(log, hash)
  for (const entry of entries) {
    const fault = checkLink(head, entry, log, hash)
    if (fault) {
      findings.push(`I3 ${log}: entry ${head.seq + 1} does not fit (${fault})`)
      return
    }
    head = { seq: entry.header.seq, hash: entry.hash }
  }
}

export interface Checked {
  readonly findings: readonly string[]
  /** Of these, acknowledged wishes that are not in the log. */
  readonly lost: number
  readonly entries: number
  readonly votes: number
}

/** The acknowledged wishes of the ledger against what lies in the folder; `shown`: results as the server tells them. */
export function checkFolder(folder: string, log: string, ledger: Ledger, shown: readonly Seen[]): Checked {
  const findings: string[] = []
  const { entries, receipts } = readAll(join(folder, 'core.db'), findings)
  for (const [name, list] of entries) checkChain(name, list, findings)
  const own = entries.get(log) ?? []
  const byCommand = new Map<string, Entry[]>()
  for (const entry of own)
    byCommand.set(entry.payload.command, [...(byCommand.get(entry.payload.command) ?? []), entry])

  let lost = 0
  for (const [id, text] of ledger.acked) {
    const promised = JSON.parse(text) as { seq: number; hash: string }
    const stored = receipts.get(`${log} ${id}`)
    const entry = own[promised.seq - 1]
    if (entry?.hash !== promised.hash || entry.payload.command !== id) {
      lost++
      findings.push(`I1 ${id}: acknowledged at ${promised.seq}, not in the log there`)
    } else if (stored?.seq !== promised.seq || stored.hash !== promised.hash)
      findings.push(`I4 ${id}: the stored receipt is another or none`)
    const kept = ledger.wish(id)
    if (entry?.header.type === 'ballot.cast' && kept) {
      const { input } = JSON.parse(kept.body) as { input: Cast }
      const said = entry.payload.data as unknown as Cast
      if (said.choice !== input.choice || said.ballot !== input.ballot || said.person !== kept.person)
        findings.push(`I1 ${id}: another vote is in the log than was sent`)
    }
  }
  for (const [id, code] of ledger.refused)
    if (byCommand.has(id)) findings.push(`I1 ${id}: refused as ${code}, yet in the log`)
  for (const [command, list] of byCommand) {
    const casts = list.filter((one) => one.header.type === 'ballot.cast')
    if (casts.length > 1) findings.push(`I2 ${command}: ${casts.length} casts of one wish`)
    if (casts.length > 0 && !receipts.has(`${log} ${command}`))
      findings.push(`I4 ${command}: entry without receipt`)
  }

  const tallies = recount(own, findings)
  for (const result of shown.filter((one) => one.kind === 'result')) {
    const mine = tallies.get(result.id)?.counts ?? {}
    const theirs = result['counts'] as Record<string, number>
    for (const choice of new Set([...Object.keys(mine), ...Object.keys(theirs)]))
      if ((mine[choice] ?? 0) !== (theirs[choice] ?? 0))
        findings.push(`I6 ${result.id}: ${choice} shown ${theirs[choice]}, recounted ${mine[choice] ?? 0}`)
  }
  return {
    findings,
    lost,
    entries: own.length,
    votes: own.filter((one) => one.header.type === 'ballot.cast').length,
  }
}
