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
  // A process starts in half a second of processor time: only long records say how fast one verifies.
  return found.measureBallots(quick ? 0.1 : 4, quick ? 1 : 2).flatMap((one): Row[] => [
    {
      part: 'f',
      name: `secret ballot, ${one.shape}: making one on a device (BigInt)`,
      value: one.encryptMs,
      unit: 'ms CPU',
      baseline: base(one.toolEncryptMs),
      target: { of: 'ratio', most: 0.15 },
      note: missing(one.toolEncryptMs),
    },
    {
      part: 'f',
      name: `secret ballot, ${one.shape}: making one (WebAssembly)`,
      value: one.wasmEncryptMs,
      unit: 'ms CPU',
      baseline: base(one.toolEncryptMs),
      target: { of: 'ratio', most: 0.15 },
    },
    {
      part: 'f',
      name: `secret ballot, ${one.shape}: verifying a record of ${one.ballots}`,
      value: one.verifySeconds,
      unit: 's CPU',
      baseline: base(one.toolVerifySeconds),
      target: { of: 'ratio', most: 0.9 },
    },
  ])
}

export async function benchSignatureRows(quick: boolean): Promise<readonly Row[]> {
  const found = await load<typeof import('../signature/bench.ts')>('../signature/bench.ts')
  if (!found) return [absent('g', 'signatures', 'not there')]
  const rows = await found.benchSignatures(quick ? [1] : [1, 20, 100])
  return rows.flatMap(({ megabytes, judge, sha256, openssl, pdfsig, memory }): Row[] => {
    const name = `signature of a PDF of ${megabytes} MB`
    const beside = (tool: string, value: number | null): Row =>
      value === null
        ? absent('g', `${name}, against ${tool}`, `${tool} is not installed: no baseline`)
        : {
            part: 'g',
            name: `${name}, against ${tool}`,
            value: judge,
            unit: 'ms',
            baseline: { name: tool, value },
          }
    return [
      {
        part: 'g',
        name,
        value: judge,
        unit: 'ms',
        baseline: { name: '1.5 × raw SHA-256 + 5 ms', value: 1.5 * sha256 + 5 },
        target: { of: 'ratio', most: 1 },
        note: `raw SHA-256 of the same bytes ${sha256.toFixed(1)} ms; memory grew by ${memory.toFixed(1)} MiB`,
      },
      beside('openssl cms -verify', openssl),
      beside('pdfsig', pdfsig),
    ]
  })
}
