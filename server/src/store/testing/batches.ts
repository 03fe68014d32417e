/** Linked entries with receipts, for tests of stores. What must stay true: they form a chain that checks. */
import { link, portableHash, type Entry, type Head } from '@nghi-truong/shared/log/chain'
import type { Batch } from '../ports.ts'

/** `count` linked entries after `head`, each with its receipt. */
export function batchAfter(log: string, head: Head, count: number, mark = ''): { batch: Batch; head: Head } {
  const entries: Entry[] = []
  let last = head
  for (let index = 0; index < count; index++) {
    const entry = link(
      last,
      {
        log,
        epoch: 1,
        ts: '2026-12-09T01:00:00.000Z',
        mono: last.seq,
        boot: 'AAAAAAAAAAA',
        type: 'test.happened',
        actor: 'db001',
      },
      {
        command: `command-${mark}${last.seq + 1}`,
        device: null,
        data: { note: `ghi chú số ${last.seq + 1} "trích" \u2028 \\ đ` },
        salt: 'c2FsdA',
      },
      portableHash,
    )
    entries.push(entry)
    last = { seq: entry.header.seq, hash: entry.hash }
  }
  const receipts = entries.map(({ header, payload, hash }) => ({
    command: payload.command,
    fingerprint: portableHash(payload.command),
    seq: header.seq,
    hash,
  }))
  return { batch: { entries, receipts }, head: last }
}
