/**
 * The people of a measurement: screens that watch, devices that vote, devices that download. A process of its own.
 * What must stay true: times are taken from when something was due, so that a late client counts against the server
 * rather than for it; nothing is kept of downloaded bytes.
 */
import type { Agent } from 'node:http'
import { connect, type Socket } from 'node:net'
import WebSocket from 'ws'
import { ask, must, oneConnection } from './api.ts'
import { pause, until } from './pace.ts'
import { answering } from './process.ts'

const sockets: WebSocket[] = []
/** Milliseconds between the server's stamp and the arrival, of each patch. */
let delays: number[] = []
let bytes = 0
/** When each screen had the text it waits for (epoch milliseconds). */
let seen: number[] = []
let wanted: RegExp | undefined

const stamp = /"now":"([^"]+)"/
const epoch = (): number => performance.timeOrigin + performance.now()

function arrived(data: Buffer): void {
  const at = epoch()
  const text = data.toString('latin1', 0, 120)
  if (text.startsWith('{"type":"patch"')) {
    bytes += data.length
    const sent = stamp.exec(text)?.[1]
    if (sent !== undefined) delays.push(at - Date.parse(sent))
    if (wanted?.test(data.toString())) seen.push(at)
  }
}

function openSocket(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, { perMessageDeflate: false })
    sockets.push(socket)
    socket.once('message', () => resolve())
    socket.on('message', arrived)
    socket.once('error', reject)
  })
}

interface Watching {
  readonly url: string
  /** One socket for each; without tokens `count` bare sockets. */
  readonly tokens: readonly string[]
  readonly path: string
}

async function watch({ url, tokens, path }: Watching): Promise<number> {
  for (let at = 0; at < tokens.length; at += 25)
    await Promise.all(
      tokens.slice(at, at + 25).map(async (token) => {
        if (token === '') return openSocket(`${url.replace('http', 'ws')}${path}`)
        const { ticket } = await must<{ ticket: string }>({ url, token }, 'POST', '/api/tickets', {})
        return openSocket(`${url.replace('http', 'ws')}${path}?ticket=${ticket}`)
      }),
    )
  return sockets.length
}

interface Voting {
  readonly url: string
  readonly path: string
  readonly windowMs: number
  readonly votes: readonly { readonly token: string; readonly body: string }[]
}

const agents = new Map<string, Agent>()

function agentOf(token: string): Agent {
  const known = agents.get(token)
  if (known) return known
  const made = oneConnection()
  agents.set(token, made)
  return made
}

/** Sends the votes evenly over the window. @returns milliseconds from due to answered, of each */
async function vote({ url, path, windowMs, votes }: Voting): Promise<number[]> {
  for (let at = 0; at < votes.length; at += 50)
    await Promise.all(
      votes
        .slice(at, at + 50)
        .map(({ token }) => must({ url, token, agent: agentOf(token) }, 'GET', '/api/me')),
    )
  const start = performance.now() + 50
  return Promise.all(
    votes.map(async ({ token, body }, index) => {
      const due = start + (index * windowMs) / votes.length
      await until(due)
      // A timer may fire up to a millisecond early.
      const from = Math.min(due, performance.now())
      const answer = await ask({ url, token, agent: agentOf(token) }, 'POST', path, body)
      if (answer.status !== 200) throw new Error(`a vote was refused: ${answer.text}`)
      return performance.now() - from
    }),
  )
}

interface Downloading {
  readonly port: number
  readonly path: string
  readonly tokens: readonly string[]
  readonly size: number
}

/** One GET on a connection of its own; the bytes are counted and dropped. */
function download(port: number, path: string, token: string, size: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let head = ''
    let left = Infinity
    const socket = connect({
      port,
      host: '127.0.0.1',
      onread: {
        buffer: shared,
        callback(count, buffer) {
          let from = 0
          if (left === Infinity) {
            head += Buffer.from(buffer.buffer, buffer.byteOffset, count).toString('latin1')
            const end = head.indexOf('\r\n\r\n')
            if (end < 0) return true
            const length = Number(/content-length: (\d+)/i.exec(head)?.[1])
            if (!head.startsWith('HTTP/1.1 200') || length !== size) {
              reject(new Error(`no such download: ${head.slice(0, 200)}`))
              socket.destroy()
              return false
            }
            left = size - (head.length - end - 4)
            from = count
          }
          left -= count - from
          budget -= count
          pulled += count
          if (left <= 0) {
            socket.destroy()
            resolve()
          }
          if (budget > 0) return true
          held.add(socket)
          return false
        },
      },
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the download broke off')))
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
    )
  })
}

/** All read into one place: what arrives is of no interest. */
const shared = Buffer.alloc(256 * 1024)
let pulling = false
let pulled = 0
/** Bytes that may still be read in this tick; the sockets that wait for the next. */
let budget = Infinity
const held = new Set<Socket>()
const tickMs = 10

function refill(perSecond: number): void {
  const share = (perSecond * tickMs) / 1000
  // What was read beyond the share is owed: over a second the line is exact.
  budget = Math.min(share, budget + share)
  let left = budget
  for (const socket of held) {
    if (left <= 0) break
    left -= shared.length
    held.delete(socket)
    socket.resume()
  }
}

async function downloadAll({ port, path, tokens, size }: Downloading): Promise<number> {
  const start = performance.now()
  await Promise.all(tokens.map((token) => download(port, path, token, size)))
  return (performance.now() - start) / 1000
}

answering({
  watch,
  vote,
  downloadAll,
  /** Downloads again and again until told to stop; all together no faster than the line, in bytes per second. */
  async pull({ port, path, tokens, size, line }: Downloading & { readonly line?: number | undefined }) {
    pulling = true
    pulled = 0
    const timer = line === undefined ? undefined : setInterval(() => refill(line), tickMs)
    if (line !== undefined) budget = 0
    await Promise.all(
      tokens.map(async (token) => {
        while (pulling) {
          await download(port, path, token, size)
        }
      }),
    )
    clearInterval(timer)
  },
  /** @returns bytes read so far; what is under way is broken off */
  stopPulling() {
    pulling = false
    budget = Infinity
    for (const socket of held) socket.resume()
    held.clear()
    return pulled
  },
  expect(text: string) {
    wanted = new RegExp(text)
    seen = []
  },
  /** When the screens had it, as soon as `count` of them do. */
  async seen(count: number) {
    const end = performance.now() + 30_000
    while (seen.length < count && performance.now() < end) await pause(20)
    return seen
  },
  forget() {
    delays = []
    bytes = 0
  },
  counted: () => ({ delays, bytes }),
})
