/**
 * (c) and the measures that live with their subjects: rooms of notes, secret ballots, signatures.
 * What must stay true: what is not there is said as "not there", and a measure is taken over as it is.
 */
import { existsSync } from 'node:fs'
import type { Row } from './row.ts'

/** @returns undefined when the file does not exist */
async function load<T>(path: string): Promise<T | undefined> {
  const url = new URL(path, import.meta.url)
  return existsSync(url) ? ((await import(url.href)) as T) : undefined
}

const absent = (part: string, name: string, why: string): Row => ({
  part,
  name,
  value: undefined,
  unit: '',
  note: why,
})

export async function benchRoomRows(quick: boolean): Promise<Row[]> {
  const found = await load<typeof import('./rooms.ts')>('rooms.ts')
  if (!found) return [absent('c', 'rooms of notes', 'not there')]
  const result = await found.benchRooms(quick ? { readers: 50, seconds: 2, rounds: 1 } : {})
  const [bare, ours, ...rest] = result.rows
  if (!bare || !ours) return [absent('c', 'rooms of notes', 'no rows')]
  const name = `strokes of one writer to ${ours.readers} readers`
  const base = (value: number) => ({ name: 'bare ws broadcast', value })
  return [
    {
      part: 'c',
      name: `${name}, CPU per delivery`,
      value: ours.cpuUs,
      unit: 'µs',
      baseline: base(bare.cpuUs),
      target: { of: 'ratio', most: result.targets.ratio },
    },
    ...rest.map((row): Row => ({
      part: 'c',
      name: `${name}, CPU per delivery, ours against ${row.server}`,
      value: ours.cpuUs,
      unit: 'µs',
      baseline: { name: row.server, value: row.cpuUs },
      target: { of: 'ratio', most: 1 },
    })),
    ...Object.entries(result.missing).map(([peer, why]) => absent('c', `${name}, ${peer}`, why)),
    { part: 'c', name: `${name}, p50`, value: ours.p50Ms, unit: 'ms', baseline: base(bare.p50Ms) },
    {
      part: 'c',
      name: `${name}, p99`,
      value: ours.p99Ms,
      unit: 'ms',
      baseline: base(bare.p99Ms),
      target: { of: 'value', most: result.targets.p99Ms },
    },
  ]
}

export async function benchBallotRows(quick: boolean): Promise<Row[]> {
  const found = await load<typeof import('../secret-ballot/bench.ts')>('../secret-ballot/bench.ts')
  if (!found) return [absent('f', 'secret ballots', 'not there')]
  const base = (value: number | undefined) =>
    value === undefined ? undefined : { name: 'belenios-tool', value }
  const missing = (value: number | undefined) =>
    value === undefined ? 'belenios-tool is not installed: no baseline' : undefined
  return found.measureBallots(quick ? 0.1 : 1, quick ? 1 : 3).flatMap((one): Row[] => [
    {
      part: 'f',
      name: `secret ballot, ${one.shape}: making one`,
      value: one.encryptMs,
      unit: 'ms CPU',
      baseline: base(one.toolEncryptMs),
      note: missing(one.toolEncryptMs),
    },
    {
      part: 'f',
      name: `secret ballot, ${one.shape}: verifying a record of ${one.ballots}`,
      value: one.verifySeconds,
      unit: 's CPU',
      baseline: base(one.toolVerifySeconds),
    },
  ])
}

interface Rows {
  benchRows?(quick: boolean): Promise<readonly Row[]>
}

/** The signature module's measure gives its rows itself: `benchRows(quick)`. */
export async function benchSignatureRows(quick: boolean): Promise<readonly Row[]> {
  const found = await load<Rows>('../signature/bench.ts')
  if (!found) return [absent('g', 'signatures', 'not there')]
  return (
    (await found.benchRows?.(quick)) ?? [
      absent('g', 'signatures', 'server/src/signature/bench.ts gives no rows'),
    ]
  )
}
