/**
 * The clients of the rooms benchmark, in a process of their own: many readers and one writer of strokes.
 * What must stay true: readers do nothing but note when a stroke came; strokes are real Yjs updates, made beforehand, so
 * that both servers get the same bytes.
 */
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { updateFrame } from '../annotations/assemble.ts'

type Question =
  | {
      readonly ask: 'connect'
      readonly port: number
      readonly readers: number
      /** What a server wants to hear first, and before each frame. */
      readonly hello?: readonly number[]
      readonly prefix?: readonly number[]
    }
  | { readonly ask: 'write'; readonly updatesPerSecond: number; readonly seconds: number }

/** Strokes of about 300 bytes, each carrying its number in its key. */
function strokes(count: number): Uint8Array[] {
  const doc = new Y.Doc()
  const frames: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => frames.push(updateFrame(update)))
  for (let i = 0; i < count; i++) {
    const path = Array.from({ length: 90 }, (_, n) => (n * 7 + i) % 60)
    doc.getMap('marks').set(`#${String(i).padStart(6, '0')}`, {
      kind: 'pen',
      page: 1,
      colour: 'red',
      author: 'writer',
      at: '2026-11-03T02:00:00.000Z',
      v: 1,
      box: [0, 0, 100, 100],
      path,
      width: 20,
    })
  }
  return frames
}

const hash = '#'.charCodeAt(0)
let prefix: readonly number[] = []
let writer: WebSocket | undefined
const arrivals: number[] = []
let sentAt: number[] = []

function note(data: Buffer): void {
  const at = performance.now()
  // A frame may hold several strokes: each counts as delivered.
  for (let i = data.indexOf(hash); i >= 0; i = data.indexOf(hash, i + 1)) {
    const number = Number(data.toString('latin1', i + 1, i + 7))
    const sent = sentAt[number]
    if (sent !== undefined) arrivals.push(at - sent)
  }
}

const opened = (socket: WebSocket) =>
  new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })

async function connect(port: number, readers: number, hello?: readonly number[]): Promise<void> {
  const enter = async (name: string): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/${name}`, { perMessageDeflate: false })
    await opened(socket)
    if (hello) socket.send(Uint8Array.from(hello))
    return socket
  }
  for (let i = 0; i < readers; i++) (await enter(`r${i}`)).on('message', note)
  writer = await enter('writer')
  await new Promise((resolve) => setTimeout(resolve, 500))
}

async function write(updatesPerSecond: number, seconds: number): Promise<number[]> {
  const frames = strokes(updatesPerSecond * seconds).map((frame) =>
    Buffer.concat([Buffer.from(prefix), frame]),
  )
  arrivals.length = 0
  sentAt = []
  const start = performance.now()
  for (const [i, frame] of frames.entries()) {
    const due = start + (i * 1000) / updatesPerSecond
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
    sentAt[i] = performance.now()
    writer?.send(frame)
  }
  await new Promise((resolve) => setTimeout(resolve, 500))
  return arrivals
}

process.on('message', (question: Question) => {
  const answer = async () => {
    if (question.ask === 'connect') {
      prefix = question.prefix ?? []
      await connect(question.port, question.readers, question.hello)
      process.send?.({})
    } else process.send?.({ latencies: await write(question.updatesPerSecond, question.seconds) })
  }
  void answer()
})
