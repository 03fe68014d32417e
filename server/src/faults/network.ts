/**
 * The access point dies and comes back: a hundred devices and a hundred screens behind one bad line.
 * What must stay true: everybody comes back by himself, every screen ends with what the server has, no vote is lost.
 */
import { connect, createServer, type Server, type Socket } from 'node:net'
import WebSocket from 'ws'
import { must } from '../bench/api.ts'
import { freePort } from '../bench/nginx.ts'
import { pause } from '../bench/pace.ts'
import { between, pick, type Random } from './random.ts'
import { conclude, live, openScene, type Scenario } from './scenario.ts'

/** through: a good line; cut: every connection breaks, none is taken; hang: half-open, nothing passes; slow: late. */
const modes = ['cut', 'hang', 'slow'] as const
type Mode = (typeof modes)[number] | 'through'

interface Line {
  readonly port: number
  set(mode: Mode): void
  close(): void
}

async function badLine(target: number, random: Random): Promise<Line> {
  let mode: Mode = 'through'
  const pairs = new Set<readonly [Socket, Socket]>()
  const port = await freePort()
  /** Late, but in order: TCP never swaps bytes. */
  const pass = (from: Socket, to: Socket): void => {
    const queue: { readonly at: number; readonly data: Buffer }[] = []
    const pump = (): void => {
      for (let first = queue[0]; first; first = queue[0]) {
        const wait = first.at - performance.now()
        if (wait > 0) {
          setTimeout(pump, wait)
          return
        }
        queue.shift()
        to.write(first.data)
      }
    }
    from.on('data', (data: Buffer) => {
      // What falls into a half-open line is gone, and the line with it.
      if (mode === 'hang') return
      queue.push({ at: performance.now() + (mode === 'slow' ? 100 + random() * 300 : 0), data })
      if (queue.length === 1) pump()
    })
  }
  const server: Server = createServer((near) => {
    if (mode === 'cut') {
      near.resetAndDestroy()
      return
    }
    const far = connect(target, '127.0.0.1')
    const pair = [near, far] as const
    pairs.add(pair)
    const end = (): void => {
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    for (const socket of pair) socket.on('error', end).on('close', end)
    pass(near, far)
    pass(far, near)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const breakAll = (): void => {
    for (const [near, far] of pairs) {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
  }
  return {
    port,
    set(next) {
      if (next === 'cut' || mode === 'hang') breakAll()
      mode = next
    },
    close() {
      breakAll()
      server.close()
    },
  }
}

interface Shown {
  readonly kind: string
  readonly id: string
  readonly gone?: true
}

interface Screen {
  readonly token: string
  /** Connected, with a snapshot. */
  readonly here: () => boolean
  /** The records it holds, in one text. */
  readonly holds: () => string
  close(): void
}

/** The same records give the same text. */
const textOf = (records: Iterable<Shown>): string =>
  [...records]
    .map((one) => JSON.stringify(one))
    .sort()
    .join('\n')

/** A screen that comes back for ever. */
function openScreen(url: string, session: string, token: string, random: Random, findings: string[]): Screen {
  let here = false
  let closed = false
  let socket: WebSocket | undefined
  const held = new Map<string, Shown>()
  const take = (puts: readonly Shown[]): void => {
    for (const put of puts) {
      const key = `${put.kind}:${put.id}`
      if (put.gone) held.delete(key)
      else held.set(key, put)
    }
  }
  const once = async (): Promise<void> => {
    const { ticket } = await must<{ ticket: string }>(
      { url, token, timeoutMs: 2000 },
      'POST',
      '/api/tickets',
      {},
    )
    const address = `${url.replace('http', 'ws')}/api/sessions/${session}/live?ticket=${ticket}`
    socket = new WebSocket(address, { perMessageDeflate: false, handshakeTimeout: 2000 })
    await new Promise<void>((resolve) => {
      socket?.on('message', (data: Buffer) => {
        try {
          const message = JSON.parse(data.toString()) as {
            type: string
            records: readonly Shown[]
            puts: readonly Shown[]
          }
          if (message.type === 'snapshot') {
            here = true
            held.clear()
            take(message.records)
          } else if (message.type === 'patch') take(message.puts)
        } catch (error) {
          findings.push(`a screen got what is no JSON: ${String(error).slice(0, 200)}`)
          resolve()
        }
      })
      socket?.on('error', () => resolve())
      socket?.on('close', () => resolve())
    })
  }
  const life = async (): Promise<void> => {
    while (!closed) {
      await once().catch(() => undefined)
      here = false
      await pause(20 + random() * 400)
    }
  }
  void life()
  return {
    token,
    here: () => here,
    holds: () => textOf(held.values()),
    close() {
      closed = true
      socket?.terminate()
    },
  }
}

async function untilAll(
  screens: readonly Screen[],
  holds: (one: Screen) => boolean,
): Promise<number | undefined> {
  const start = performance.now()
  while (!screens.every(holds)) {
    if (performance.now() - start > 15_000) return undefined
    await pause(20)
  }
  return performance.now() - start
}

export const network =
  (times: number): Scenario =>
  async (run) => {
    let port = 0
    const scene = await openScene(run, { url: () => `http://127.0.0.1:${port}`, patience: 60_000 })
    const { stand, crowd } = scene
    await stand.start()
    const line = await badLine(stand.port, run.random)
    port = line.port
    const screens = crowd.hall.delegates.map((one) =>
      openScreen(crowd.url(), crowd.hall.session, one.token, run.random, stand.findings),
    )
    await untilAll(screens, (one) => one.here())
    const lives = live(scene)
    let slowest = 0
    for (let count = 0; count < times; count++) {
      const mode = count === 0 ? 'cut' : pick(run.random, modes)
      line.set(mode)
      await pause(between(run.random, 300, 2000))
      line.set('through')
      const back = await untilAll(screens, (one) => one.here())
      if (back === undefined) stand.findings.push(`after "${mode}" not all screens came back in 15 s`)
      else slowest = Math.max(slowest, back)
      await pause(between(run.random, 100, 600))
    }
    scene.floor.stopped = true
    await lives
    // Nothing happens any more: every screen must hold what the server shows its owner, to the last record.
    const due = new Map<Screen, string>()
    for (const one of screens) {
      const { records } = await must<{ records: readonly Shown[] }>(
        { url: stand.url, token: one.token },
        'GET',
        `/api/sessions/${crowd.hall.session}`,
      )
      due.set(one, textOf(records))
    }
    const right = (one: Screen): boolean => one.holds() === due.get(one)
    if ((await untilAll(screens, right)) === undefined) {
      const behind = screens.filter((one) => !right(one)).length
      stand.findings.push(`${behind} screens do not show what the server has`)
    }
    for (const one of screens) one.close()
    const outcome = await conclude(scene, lives, {
      'bad lines': times,
      screens: screens.length,
      'ms until the last screen was back': Math.round(slowest),
    })
    line.close()
    return outcome
  }
