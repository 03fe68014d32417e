/**
 * The store alone, and the limit below it: votes that arrive evenly, written in groups, each answered when durable.
 * What must stay true: both write the same bytes, take what waits, and wait for the disk before they answer.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonical } from '@nghi-truong/shared/log/canonical'
import { emptyHead, link, type Entry, type Payload } from '@nghi-truong/shared/log/chain'
import { createWorld } from '../engine/crypto.ts'
import { openCore } from '../store/open.ts'
import type { StoredReceipt } from '../store/ports.ts'
import { sqlite3Driver } from '../store/sqlite3.ts'
import { until } from './pace.ts'
import { answering } from './process.ts'

const { hash, now } = createWorld()

interface Item {
  readonly entry: Entry
  readonly receipt: StoredReceipt
}

/** Linked entries with the payloads of real votes. */
function items(payloads: readonly Payload[]): Item[] {
  let head = emptyHead('bench', hash)
  return payloads.map((payload, index) => {
    const entry = link(
      head,
      {
        log: 'bench',
        epoch: 1,
        ts: '2026-12-09T01:02:03.456Z',
        mono: 100_000 + index,
        boot: 'AAAAAAAAAAA',
        type: 'ballot.cast',
        actor: 'd0001',
      },
      payload,
      hash,
    )
    head = { seq: entry.header.seq, hash: entry.hash }
    const receipt = {
      command: payload.command,
      fingerprint: entry.hash,
      seq: entry.header.seq,
      hash: entry.hash,
    }
    return { entry, receipt }
  })
}

/** @returns milliseconds from due to durable, of each */
async function paced<T>(
  all: readonly T[],
  windowMs: number,
  write: (group: readonly T[]) => Promise<void>,
): Promise<number[]> {
  const waiting: { one: T; done: () => void }[] = []
  let busy = false
  const drain = async (): Promise<void> => {
    if (busy) return
    busy = true
    await Promise.resolve()
    while (waiting.length > 0) {
      const group = waiting.splice(0, 256)
      await write(group.map(({ one }) => one))
      for (const { done } of group) done()
    }
    busy = false
  }
  const start = performance.now() + 20
  // On a busy machine timers of one moment fire in any order; the entries are linked, so the next in line is written.
  const line = all.values()
  return Promise.all(
    all.map(async (_, index) => {
      const due = start + (index * windowMs) / all.length
      await until(due)
      // A timer may fire up to a millisecond early.
      const from = Math.min(due, performance.now())
      await new Promise<void>((done) => {
        const next = line.next()
        if (!next.done) waiting.push({ one: next.value, done })
        void drain()
      })
      return performance.now() - from
    }),
  )
}

interface Run {
  readonly payloads: readonly Payload[]
  readonly windowMs: number
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(process.env['HDND_BENCH_DIR'] ?? tmpdir(), 'nghi-truong-store-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

answering({
  raw: ({ payloads, windowMs }: Run) =>
    inFolder(async (folder) => {
      const lines = items(payloads).map(({ entry, receipt }) =>
        Buffer.from(
          `${canonical(entry.header)}\n${canonical(entry.payload)}\n${entry.hash}\n${JSON.stringify(receipt)}\n`,
        ),
      )
      const file = await open(join(folder, 'raw.log'), 'a')
      try {
        return await paced(lines, windowMs, async (group) => {
          await file.appendFile(Buffer.concat(group))
          await file.datasync()
        })
      } finally {
        await file.close()
      }
    }),
  store: ({ payloads, windowMs }: Run) =>
    inFolder(async (folder) => {
      const core = await openCore(sqlite3Driver, folder, now())
      try {
        return await paced(items(payloads), windowMs, (group) =>
          core.events.append('bench', (group[0]?.entry.header.seq ?? 1) - 1, {
            entries: group.map(({ entry }) => entry),
            receipts: group.map(({ receipt }) => receipt),
          }),
        )
      } finally {
        await core.close()
      }
    }),
})
