/**
 * (d) Everybody fetches the same document at once: ours against nginx with sendfile.
 * What must stay true: whole downloads over connections of their own, counted to the last byte; rows alternate; memory is
 * the server's peak over the whole run.
 */
import { basename, dirname, join } from 'node:path'
import { mkdirSync } from 'node:fs'
import type { SeedDocument } from '../seed.ts'
import type { Hall } from './hall.ts'
import { startNginx, type StaticServer } from './nginx.ts'
import { startWorker, useOf, type Worker } from './process.ts'
import { median, type Row } from './row.ts'

export interface DownloadOptions {
  readonly folder: string
  readonly people: number
  readonly rounds: number
  readonly document: SeedDocument
}

interface Measure {
  readonly perSecond: number
  readonly cpuPerGb: number
}

interface Source {
  readonly pid: number
  readonly port: number
  readonly path: string
}

async function once(
  crowd: Worker,
  source: Source,
  tokens: readonly string[],
  size: number,
): Promise<Measure> {
  const { pid, port, path } = source
  const before = useOf(pid)?.cpu ?? NaN
  const seconds = await crowd.ask<number>('downloadAll', { port, path, tokens, size })
  const gb = (tokens.length * size) / 1e9
  return { perSecond: (gb * 1000) / seconds, cpuPerGb: ((useOf(pid)?.cpu ?? NaN) - before) / gb }
}

async function bareServer(path: string): Promise<StaticServer> {
  const worker = startWorker(new URL('static-process.ts', import.meta.url))
  const port = await worker.ask<number>('open', path)
  return {
    name: 'bare node static server (nginx is not installed)',
    port,
    pid: worker.pid,
    end: () => worker.end(),
  }
}

export async function benchDownloads({ folder, people, rounds, document }: DownloadOptions): Promise<Row[]> {
  mkdirSync(folder, { recursive: true })
  const limit = (await startNginx(folder, dirname(document.path))) ?? (await bareServer(document.path))
  const server = startWorker(new URL('server-process.ts', import.meta.url))
  const crowd = startWorker(new URL('clients-process.ts', import.meta.url))
  try {
    const { port } = await server.ask<{ port: number }>('start', { dataDir: join(folder, 'data') })
    const hall = await server.ask<Hall>('seat', { delegates: people, documents: [document] })
    await server.ask('stop')
    await server.end()
    // A fresh process: seating the council has made garbage of its own.
    const fresh = startWorker(new URL('server-process.ts', import.meta.url))
    try {
      await fresh.ask('start', { dataDir: join(folder, 'data'), port })
      return await compare(limit, fresh, crowd, hall, port, rounds, document)
    } finally {
      await fresh.end('SIGKILL')
    }
  } finally {
    await Promise.all([server.end('SIGKILL'), crowd.end('SIGKILL'), limit.end()])
  }
}

async function compare(
  limit: StaticServer,
  server: Worker,
  crowd: Worker,
  hall: Hall,
  port: number,
  rounds: number,
  { sha256, size, path }: SeedDocument,
): Promise<Row[]> {
  const tokens = hall.delegates.map((one) => one.token)
  const idle = useOf(server.pid)?.peakMb
  const sources = {
    ours: { pid: server.pid, port, path: `/api/files/${sha256}` },
    limit: { pid: limit.pid, port: limit.port, path: `/${basename(path)}` },
  }
  const [ours, theirs]: [Measure[], Measure[]] = [[], []]
  for (let count = 0; count < rounds; count++) {
    theirs.push(await once(crowd, sources.limit, tokens, size))
    ours.push(await once(crowd, sources.ours, tokens, size))
  }
  const peak = useOf(server.pid)?.peakMb
  const of = (list: readonly Measure[], key: keyof Measure) => median(list.map((one) => one[key]))
  const name = `${tokens.length} × ${Math.round(size / 1e6)} MB`
  return [
    {
      part: 'd',
      name: `${name} at once`,
      value: of(ours, 'perSecond'),
      unit: 'MB/s',
      baseline: { name: limit.name, value: of(theirs, 'perSecond') },
      target: { of: 'ratio', least: 0.8 },
      note: `server and clients share the cores; rounds: ${ours.map((one) => one.perSecond.toFixed(0)).join(', ')} against ${theirs.map((one) => one.perSecond.toFixed(0)).join(', ')} MB/s`,
    },
    {
      part: 'd',
      name: `${name}, server CPU per GB`,
      value: of(ours, 'cpuPerGb'),
      unit: 's',
      baseline: { name: limit.name, value: of(theirs, 'cpuPerGb') },
    },
    {
      part: 'd',
      name: `${name}, server peak memory`,
      value: peak,
      unit: 'MB',
      baseline: { name: limit.name, value: useOf(limit.pid)?.peakMb ?? NaN },
      note: `${idle?.toFixed(0) ?? '?'} MB before the first download`,
    },
  ]
}
