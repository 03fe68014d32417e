/**
 * Disks as a power cut may leave them, built from a trace.
 * What must stay true: what an fsync covered is there; of everything else each write is dropped, kept, or kept in part, by
 * sectors of 512 bytes and in any order.
 */
import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import type { Random } from './random.ts'
import type { Step } from './trace.ts'

export type Variant = 'dropped' | 'torn' | 'kept'
export const variants: readonly Variant[] = ['dropped', 'torn', 'kept']

const sector = 512

interface Disk {
  bytes: Buffer
  size: number
}

type Change = Extract<Step, { kind: 'write' | 'truncate' }>

function apply(disk: Disk, change: Change, keep: (at: number) => boolean = () => true): void {
  if (change.kind === 'truncate') {
    if (change.size < disk.size) disk.bytes.fill(0, change.size, disk.size)
    grow(disk, change.size)
    disk.size = change.size
    return
  }
  const end = change.offset + change.data.length
  grow(disk, end)
  for (let at = 0; at < change.data.length; at += sector)
    if (keep(at)) change.data.copy(disk.bytes, change.offset + at, at, at + sector)
  disk.size = Math.max(disk.size, end)
}

function grow(disk: Disk, size: number): void {
  if (disk.bytes.length >= size) return
  const larger = Buffer.alloc(Math.max(size, disk.bytes.length * 2, 65_536))
  disk.bytes.copy(larger)
  disk.bytes = larger
}

export interface Cut {
  /** Durable bytes of each file and what was under way, oldest first. */
  readonly files: ReadonlyMap<string, { readonly durable: Disk; readonly pending: readonly Change[] }>
  /** Receipts given so far, by seq. */
  readonly receipts: ReadonlyMap<number, string>
}

/** Walks the trace and stops at the wanted step numbers, ascending. */
export function* cuts(
  steps: readonly Step[],
  wanted: readonly number[],
  initial: ReadonlyMap<string, Buffer>,
): Generator<Cut> {
  const files = new Map<string, { durable: Disk; pending: { change: Change; number: number }[] }>()
  for (const [name, bytes] of initial)
    files.set(name, { durable: { bytes: Buffer.from(bytes), size: bytes.length }, pending: [] })
  const receipts = new Map<number, string>()
  let next = 0
  for (const [number, step] of steps.entries()) {
    if (step.kind === 'receipt') receipts.set(step.seq, step.hash)
    else {
      const file = files.get(step.file) ?? { durable: { bytes: Buffer.alloc(0), size: 0 }, pending: [] }
      files.set(step.file, file)
      if (step.kind === 'sync') {
        for (const one of file.pending) if (one.number < step.since) apply(file.durable, one.change)
        file.pending = file.pending.filter((one) => one.number >= step.since)
      } else file.pending.push({ change: step, number })
    }
    while (wanted[next] === number) {
      next++
      yield {
        files: new Map(
          [...files].map(([name, { durable, pending }]) => [
            name,
            { durable, pending: pending.map((one) => one.change) },
          ]),
        ),
        receipts,
      }
    }
  }
}

/** Writes the files as the power cut left them. */
export function writeImage(folder: string, cut: Cut, variant: Variant, random: Random): void {
  for (const [name, { durable, pending }] of cut.files) {
    const disk: Disk = { bytes: Buffer.from(durable.bytes), size: durable.size }
    if (variant !== 'dropped')
      for (const change of pending) {
        if (variant === 'kept') apply(disk, change)
        else if (random() < 0.5) apply(disk, change, () => random() < 0.5)
      }
    writeFileSync(join(folder, name), disk.bytes.subarray(0, disk.size))
  }
  rmSync(join(folder, 'core.db-shm'), { force: true })
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export interface Found {
  readonly lost: number
  /** What else is wrong, or undefined. */
  readonly broken: string | undefined
}

/** Opens the image as a restart would, and looks for every receipt that was given. */
export function judge(path: string, log: string, receipts: ReadonlyMap<number, string>): Found {
  let database: DatabaseSync
  try {
    database = new DatabaseSync(path)
  } catch (error) {
    return { lost: 0, broken: `cannot be opened: ${String(error)}` }
  }
  try {
    const [whole] = database.prepare('PRAGMA integrity_check').all()
    if (whole?.['integrity_check'] !== 'ok')
      return { lost: 0, broken: `I7 ${String(whole?.['integrity_check'])}` }
    const rows = database
      .prepare(
        `SELECT e.seq, e.header, e.hash, r.hash AS receipt FROM entry e
         LEFT JOIN receipt r ON r.log = e.log AND r.seq = e.seq WHERE e.log = ? ORDER BY e.seq`,
      )
      .all(log)
    const there = new Map<number, string>()
    let last: string | undefined
    for (const [index, row] of rows.entries()) {
      const header = String(row['header'])
      const hash = String(row['hash'])
      const { prev } = JSON.parse(header) as { prev: string }
      if (Number(row['seq']) !== index + 1) return { lost: 0, broken: `I3 gap before ${String(row['seq'])}` }
      if (last !== undefined && prev !== last) return { lost: 0, broken: `I3 link of ${String(row['seq'])}` }
      if (sha256(`nghi-truong-log-entry/v1\n${header}`) !== hash)
        return { lost: 0, broken: `I3 hash of ${String(row['seq'])}` }
      last = hash
      if (row['receipt'] === hash) there.set(index + 1, hash)
    }
    let lost = 0
    for (const [seq, hash] of receipts) if (there.get(seq) !== hash) lost++
    return { lost, broken: undefined }
  } catch (error) {
    return { lost: 0, broken: `cannot be read: ${String(error)}` }
  } finally {
    database.close()
  }
}
