/**
 * (a) Votes: acknowledgement over HTTP with everybody's screen connected, the store alone against raw group appends,
 * downloads going on beside, and the time from the chair's close to the result on every screen.
 * What must stay true: server, screens, devices and store are separate processes; rows that are compared alternate.
 */
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { parseCanonical } from '@nghi-truong/shared/log/canonical'
import type { Payload } from '@nghi-truong/shared/log/chain'
import type { SeedDocument } from '../seed.ts'
import type { Hall } from './hall.ts'
import { pause } from './pace.ts'
import { startWorker, type Worker } from './process.ts'
import { median, middle, spread, type Row, type Spread } from './row.ts'
import { commandPath, openBallot, records, signedVotes, wish, type Desk } from './vote-rounds.ts'

export interface VoteOptions {
  readonly folder: string
  readonly people: number
  readonly rounds: number
  readonly document: SeedDocument
}

interface Here extends VoteOptions {
  readonly desk: Desk
  readonly screens: Worker
  readonly devices: Worker
}

const clients = new URL('clients-process.ts', import.meta.url)
/** What the profile gives casts on their way; not part of the time to the result. */
const graceMs = 3000

interface Round {
  readonly ack: Spread
  /** Milliseconds from the chair's close to the result on the last screen, grace taken off. */
  readonly result: number
}

async function round({ desk, devices, screens, people }: Here, windowMs: number): Promise<Round> {
  const ballot = await openBallot(desk)
  const votes = signedVotes(desk.hall, ballot)
  const path = commandPath(desk.hall)
  const delays = await devices.ask<number[]>('vote', { url: desk.url, path, windowMs, votes })
  await screens.ask('expect', `"kind":"result","id":"${ballot}"[^}]*"audience":\\["everyone"\\]`)
  const start = performance.timeOrigin + performance.now()
  await wish(desk, 'ballot.close', { ballot })
  for (;;) {
    const now = (await records(desk)).find((one) => one.kind === 'ballot' && one.id === ballot)?.state
    if (now === 'closed') break
    await pause(10)
  }
  await wish(desk, 'ballot.publish', { ballot })
  const seen = await screens.ask<number[]>('seen', people)
  if (seen.length < people) throw new Error(`only ${seen.length} screens saw the result`)
  return { ack: spread(delays), result: Math.max(...seen) - start - graceMs }
}

/** Payloads of votes as they lie in the log. */
function payloads(folder: string, count: number): Payload[] {
  const database = new DatabaseSync(join(folder, 'core.db'), { readOnly: true })
  const rows = database
    .prepare(
      `SELECT payload FROM entry WHERE header LIKE '%"type":"ballot.cast"%' ORDER BY log, seq DESC LIMIT ?`,
    )
    .all(count)
  database.close()
  return rows.map((row) => parseCanonical(String(row['payload'])) as unknown as Payload)
}

interface Alone {
  readonly raw: Spread
  readonly store: Spread
}

async function alone(sample: readonly Payload[], windowMs: number, rounds: number): Promise<Alone> {
  const worker = startWorker(new URL('store-process.ts', import.meta.url))
  try {
    const raw: Spread[] = []
    const store: Spread[] = []
    // One unmeasured round of each: the first opens files and compiles code.
    for (let count = 0; count <= rounds; count++) {
      const one = spread(await worker.ask<number[]>('raw', { payloads: sample, windowMs }))
      const other = spread(await worker.ask<number[]>('store', { payloads: sample, windowMs }))
      if (count === 0) continue
      raw.push(one)
      store.push(other)
    }
    return { raw: middle(raw), store: middle(store) }
  } finally {
    await worker.end()
  }
}

async function rounds(here: Here, windowMs: number, count: number): Promise<Round[]> {
  const all: Round[] = []
  for (let at = 0; at < count; at++) all.push(await round(here, windowMs))
  return all
}

/** Votes while 200 download over and over; `line` in bytes per second is all that the network lets through. */
async function whileDownloading(
  here: Here,
  hall: Hall,
  line?: number,
): Promise<{ ack: Spread; perSecond: number }> {
  const puller = startWorker(clients)
  try {
    const tokens = hall.delegates.slice(0, 200).map((one) => one.token)
    const { sha256, size } = here.document
    const port = Number(new URL(here.desk.url).port)
    const start = performance.now()
    const pulling = puller.ask('pull', { port, path: `/api/files/${sha256}`, tokens, size, line })
    const stopped = pulling.catch(() => undefined)
    await pause(1000)
    const all = await rounds(here, 1000, here.rounds)
    const bytes = await puller.ask<number>('stopPulling')
    const perSecond = bytes / 1e6 / ((performance.now() - start) / 1000)
    await Promise.race([stopped, pause(3000)])
    return { ack: middle(all.map((one) => one.ack)), perSecond }
  } finally {
    await puller.end('SIGKILL')
  }
}

const target = (most: number) => ({ of: 'value', most }) as const

function storeRows(name: string, { raw, store }: Alone): Row[] {
  return (['p50', 'p99'] as const).map((key) => ({
    part: 'a',
    name: `store alone, ${name}, ${key}`,
    value: store[key],
    unit: 'ms',
    baseline: { name: 'raw group fdatasync', value: raw[key] },
    target: { of: 'ratio', most: 3 },
  }))
}

export async function benchVotes(options: VoteOptions): Promise<Row[]> {
  const { folder, people } = options
  const server = startWorker(new URL('server-process.ts', import.meta.url))
  const screens = startWorker(clients)
  const devices = startWorker(clients)
  try {
    const { url } = await server.ask<{ url: string }>('start', { dataDir: folder })
    const hall = await server.ask<Hall>('seat', { delegates: people, documents: [options.document] })
    const tokens = hall.delegates.map((one) => one.token)
    await screens.ask('watch', { url, tokens, path: `/api/sessions/${hall.session}/live` })
    const here: Here = { ...options, desk: { url, hall }, screens, devices }
    // The first round warms up what a session of two hours has long warmed.
    await round(here, 1000)
    const quiet = await rounds(here, 1000, options.rounds)
    const full = await whileDownloading(here, hall)
    const gigabit = await whileDownloading(here, hall, 125e6)
    const sample = payloads(folder, people)
    const [even, burst] = [
      await alone(sample, 1000, options.rounds),
      await alone(sample, 100, options.rounds),
    ]
    const ack = middle(quiet.map((one) => one.ack))
    const raw = (value: number) => ({ name: 'raw group fdatasync', value })
    const acks = `${people} votes in 1 s over HTTP, ${people} screens`
    return [
      { part: 'a', name: `${acks}, p50`, value: ack.p50, unit: 'ms', baseline: raw(even.raw.p50) },
      {
        part: 'a',
        name: `${acks}, p99`,
        value: ack.p99,
        unit: 'ms',
        baseline: raw(even.raw.p99),
        target: target(100),
        note: `longest ${ack.max.toFixed(0)} ms; signature checks, patches to every screen, clients on the same cores`,
      },
      ...[
        { line: 'as fast as loopback lets them', ...full },
        { line: 'over a line of 1 Gbit/s', ...gigabit },
      ].map(({ line, ack: found, perSecond }) => ({
        part: 'a',
        name: `the same while 200 download 20 MB ${line}, p99`,
        value: found.p99,
        unit: 'ms',
        baseline: raw(even.raw.p99),
        target: target(250),
        note: `p50 ${found.p50.toFixed(1)} ms, longest ${found.max.toFixed(0)} ms; downloads ran at ${perSecond.toFixed(0)} MB/s the whole time`,
      })),
      ...storeRows('500 in 1 s', even),
      ...storeRows('500 in 0.1 s', burst),
      {
        part: 'a',
        name: `chair's close to result on ${people} screens, grace excluded`,
        value: median(quiet.map((one) => one.result)),
        unit: 'ms',
        target: target(1000),
        note: `the chair's device asks each 10 ms and announces at once; rounds: ${quiet.map((one) => one.result.toFixed(0)).join(', ')} ms`,
      },
    ]
  } finally {
    await Promise.all([server, screens, devices].map((one) => one.end('SIGKILL')))
  }
}
