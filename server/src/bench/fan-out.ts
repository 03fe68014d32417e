/**
 * (b) Live patches to every screen against a bare `ws` broadcast of one frame.
 * What must stay true: same number of sockets, same length, same pace; processor time is the server's alone; rows
 * alternate. Our row carries the whole road: wish over HTTP, decision, commit, cut, frame; the part of it that would be
 * spent without any screen is measured too and told.
 */
import { ask } from './api.ts'
import type { Hall } from './hall.ts'
import { pause, until } from './pace.ts'
import { startWorker, type Worker } from './process.ts'
import { median, middle, spread, type Row, type Spread } from './row.ts'
import { commandPath, freshId } from './vote-rounds.ts'

export interface FanOutOptions {
  readonly folder: string
  readonly people: number
  readonly rounds: number
  readonly seconds: number
}

const clients = new URL('clients-process.ts', import.meta.url)
const perSecond = 20

interface Measure {
  /** Microseconds of the server's processor time. */
  readonly cpuUs: number
  readonly deliveries: number
  readonly bytes: number
  readonly delay: Spread
}

const cpuOf = async (worker: Worker): Promise<number> => (await worker.ask<{ cpuUs: number }>('cpu')).cpuUs

async function measured(server: Worker, crowd: Worker, work: () => Promise<unknown>): Promise<Measure> {
  await crowd.ask('forget')
  const before = await cpuOf(server)
  await work()
  const cpuUs = (await cpuOf(server)) - before
  const { delays, bytes } = await crowd.ask<{ delays: number[]; bytes: number }>('counted')
  return { cpuUs, deliveries: delays.length, bytes, delay: spread(delays) }
}

/** The desk shows a text on the projector, so many times a second. */
async function show(url: string, hall: Hall, seconds: number): Promise<void> {
  const start = performance.now()
  const answers: Promise<unknown>[] = []
  for (let count = 0; count < perSecond * seconds; count++) {
    await until(start + (count * 1000) / perSecond)
    const message = `Thông báo ${count}: ${'nội dung '.repeat(40)}`.slice(0, 400)
    const input = { mode: 'message', message }
    answers.push(
      ask(
        { url, token: hall.clerk },
        'POST',
        commandPath(hall),
        JSON.stringify({ id: freshId(), type: 'projector.show', input }),
      ),
    )
  }
  await Promise.all(answers)
  await pause(300)
}

const per = ({ cpuUs, deliveries }: Measure): number => cpuUs / Math.max(1, deliveries)

export async function benchFanOut({ folder, people, rounds, seconds }: FanOutOptions): Promise<Row[]> {
  const server = startWorker(new URL('server-process.ts', import.meta.url))
  const bare = startWorker(new URL('bare-process.ts', import.meta.url))
  const [crowd, other] = [startWorker(clients), startWorker(clients)]
  try {
    const { url } = await server.ask<{ url: string }>('start', { dataDir: folder })
    const hall = await server.ask<Hall>('seat', { delegates: people })
    // The first second compiles.
    await show(url, hall, 1)
    const alone = await measured(server, crowd, () => show(url, hall, seconds))
    const tokens = hall.delegates.map((one) => one.token)
    await crowd.ask('watch', { url, tokens, path: `/api/sessions/${hall.session}/live` })
    const door = await bare.ask<{ url: string }>('open')
    await other.ask('watch', { url: door.url, tokens: tokens.map(() => ''), path: '/' })
    await show(url, hall, 1)

    const [ours, once, each]: [Measure[], Measure[], Measure[]] = [[], [], []]
    for (let count = 0; count < rounds; count++) {
      const mine = await measured(server, crowd, () => show(url, hall, seconds))
      ours.push(mine)
      const size = Math.round(mine.bytes / mine.deliveries)
      for (const [how, list] of [
        ['frame once', once],
        ['send each', each],
      ] as const)
        list.push(await measured(bare, other, () => bare.ask('broadcast', { how, size, perSecond, seconds })))
    }
    const limit = middle(once.map((one) => one.delay))
    const cpuLimit = median(once.map(per))
    const delay = middle(ours.map((one) => one.delay))
    const road = (alone.cpuUs / (perSecond * seconds)).toFixed(0)
    const fanOut = median(ours.map((one) => (one.cpuUs - alone.cpuUs) / Math.max(1, one.deliveries)))
    const lost = ours.some((one) => one.deliveries !== people * perSecond * seconds)
    const name = `live patch to ${people} screens`
    const frame = (value: number) => ({ name: 'bare ws, frame built once', value })
    return [
      {
        part: 'b',
        name: `${name}, CPU per delivery, whole road`,
        value: median(ours.map(per)),
        unit: 'µs',
        baseline: frame(cpuLimit),
        target: { of: 'ratio', most: 1.3 },
        note: `wish, decision and commit cost ${road} µs each without any screen; ${lost ? 'some patches were merged into one frame' : 'every screen got every patch'}`,
      },
      {
        part: 'b',
        name: `${name}, CPU per delivery, fan-out alone`,
        value: fanOut,
        unit: 'µs',
        baseline: frame(cpuLimit),
      },
      {
        part: 'b',
        name: 'bare ws.send for each, CPU per delivery',
        value: median(each.map(per)),
        unit: 'µs',
        baseline: frame(cpuLimit),
      },
      { part: 'b', name: `${name}, p50`, value: delay.p50, unit: 'ms', baseline: frame(limit.p50) },
      { part: 'b', name: `${name}, p99`, value: delay.p99, unit: 'ms', baseline: frame(limit.p99) },
    ]
  } finally {
    await Promise.all([server, bare, crowd, other].map((one) => one.end('SIGKILL')))
  }
}
