/**
 * One writer's strokes to 200 readers: our rooms against a bare `ws` broadcast and two other room servers in one run.
 * What must stay true: servers and clients are processes of their own; all rows get the same updates at the same pace;
 * processor time is the server's alone; rows alternate and the median of the rounds is told; who did not run is named.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { fetchPeer, peers, type Peer } from './peers.ts'

export type RoomServer = 'bare ws' | 'rooms' | Peer

export interface RoomsRow {
  readonly server: RoomServer
  readonly readers: number
  readonly deliveries: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Processor time of the server, microseconds per delivery. */
  readonly cpuUs: number
}

export interface RoomsResult {
  readonly name: 'rooms'
  readonly settings: { readonly readers: number; readonly updatesPerSecond: number; readonly seconds: number }
  readonly rows: readonly RoomsRow[]
  /** Our processor time per delivery through the bare server's. */
  readonly ratio: number
  /** Why another server is not among the rows. */
  readonly missing: Readonly<Partial<Record<Peer, string>>>
  readonly targets: { readonly ratio: number; readonly p99Ms: number }
  readonly met: boolean
  /** For a printed table: header first. */
  readonly table: readonly (readonly string[])[]
}

export interface RoomsOptions {
  readonly readers?: number
  readonly updatesPerSecond?: number
  readonly seconds?: number
  readonly rounds?: number
  /** Other servers to run beside ours; all by default. */
  readonly peers?: readonly Peer[]
}

/** Hocuspocus wants the room's name before everything, and a token before it listens. */
const roomName = [4, ...Buffer.from('room')]
const speech: Readonly<Partial<Record<RoomServer, { hello: number[]; prefix: number[] }>>> = {
  Hocuspocus: { hello: [...roomName, 2, 0, 0], prefix: roomName },
}

const targets = { ratio: 1.3, p99Ms: 60 }

interface Child {
  ask<T>(question: Record<string, unknown>): Promise<T>
  end(): void
}

function start(script: string): Child {
  const child: ChildProcess = fork(fileURLToPath(new URL(script, import.meta.url)), { stdio: 'inherit' })
  return {
    ask: <T>(question: Record<string, unknown>) =>
      new Promise<T>((resolve, reject) => {
        const failed = (code: number | null) => reject(new Error(`${script} ended with ${code}`))
        child.once('exit', failed)
        child.once('message', (answer) => {
          child.off('exit', failed)
          resolve(answer as T)
        })
        child.send(question)
      }),
    end: () => child.kill(),
  }
}

async function round(
  server: RoomsRow['server'],
  { readers, updatesPerSecond, seconds }: Required<Omit<RoomsOptions, 'rounds' | 'peers'>>,
): Promise<RoomsRow> {
  const host = start('./rooms-server.ts')
  const crowd = start('./rooms-clients.ts')
  try {
    const { port } = await host.ask<{ port: number }>({ ask: 'open', server })
    await crowd.ask({ ask: 'connect', port, readers, ...speech[server] })
    await host.ask({ ask: 'cpu' })
    const { latencies } = await crowd.ask<{ latencies: number[] }>({
      ask: 'write',
      updatesPerSecond,
      seconds,
    })
    const { cpuUs } = await host.ask<{ cpuUs: number }>({ ask: 'cpu' })
    latencies.sort((a, b) => a - b)
    const at = (part: number) =>
      latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))] ?? NaN
    return {
      server,
      readers,
      deliveries: latencies.length,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      cpuUs: cpuUs / Math.max(1, latencies.length),
    }
  } finally {
    host.end()
    crowd.end()
  }
}

export async function benchRooms(options: RoomsOptions = {}): Promise<RoomsResult> {
  const settings = {
    readers: options.readers ?? 200,
    updatesPerSecond: options.updatesPerSecond ?? 20,
    seconds: options.seconds ?? 8,
  }
  const missing: Partial<Record<Peer, string>> = {}
  for (const peer of options.peers ?? peers) {
    const why = fetchPeer(peer)
    if (why !== undefined) missing[peer] = why
  }
  const servers: readonly RoomServer[] = [
    'bare ws',
    'rooms',
    ...(options.peers ?? peers).filter((peer) => missing[peer] === undefined),
  ]
  const all: RoomsRow[] = []
  for (let i = 0; i < (options.rounds ?? 3); i++) {
    // Turn about, so that a busy machine does not always meet the same one.
    const order = i % 2 === 0 ? servers : servers.toReversed()
    for (const server of order) all.push(await round(server, settings))
  }
  const rows = servers.map((server) => {
    const own = all.filter((row) => row.server === server)
    const middle = (key: 'p50Ms' | 'p99Ms' | 'cpuUs' | 'deliveries') => median(own.map((row) => row[key]))
    return {
      server,
      readers: settings.readers,
      deliveries: middle('deliveries'),
      p50Ms: middle('p50Ms'),
      p99Ms: middle('p99Ms'),
      cpuUs: middle('cpuUs'),
    }
  })
  const [bare, ours] = rows
  const ratio = (ours?.cpuUs ?? NaN) / (bare?.cpuUs ?? NaN)
  return {
    name: 'rooms',
    settings,
    rows,
    ratio,
    missing,
    targets,
    met: ratio <= targets.ratio && (ours?.p99Ms ?? Infinity) <= targets.p99Ms,
    table: [
      ['server', 'readers', 'p50 ms', 'p99 ms', 'CPU µs per delivery', '× bare ws'],
      ...rows.map((row) => [
        row.server,
        String(row.readers),
        row.p50Ms.toFixed(1),
        row.p99Ms.toFixed(1),
        row.cpuUs.toFixed(1),
        (row.cpuUs / (bare?.cpuUs ?? NaN)).toFixed(2),
      ]),
    ],
  }
}

const median = (numbers: number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { table, ...result } = await benchRooms()
  for (const row of table) console.log(row.map((cell) => cell.padEnd(20)).join(' '))
  console.log(JSON.stringify(result, null, 2))
}
