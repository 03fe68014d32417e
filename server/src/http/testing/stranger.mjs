// A whole client in one file. Needs Node 22 or later and the packages ws, yjs and y-websocket from npm.
// Run: BASE=http://192.168.1.10:8080 NAME=db020 PASSWORD='…' node client.mjs
import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

const { BASE = 'http://localhost:8080', NAME, PASSWORD } = process.env
const sockets = BASE.replace(/^http/, 'ws')
let token

async function ask(method, path, body) {
  const answer = await fetch(BASE + path, {
    method,
    headers: {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body ? { 'Content-Type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const result = await answer.json()
  if (!answer.ok) throw Object.assign(new Error(result.message), result)
  return result
}

// 1. Sign in.
const signedIn = await ask('POST', '/api/sign-in', {
  username: NAME,
  password: PASSWORD,
  deviceName: 'A stranger',
})
token = signedIn.token
const me = signedIn.me.person
console.log('signed in as', signedIn.me.name)

// 2. Follow the session: a snapshot, then patches. Records are kept by kind and id.
const { sessions } = await ask('GET', '/api/sessions')
const session = sessions[0].id
const records = new Map()
const keyOf = ({ kind, id }) => `${kind}:${id}`
const every = (kind) => [...records.values()].filter((record) => record.kind === kind)
const ticket = async () => (await ask('POST', '/api/tickets')).ticket
const live = new WebSocket(`${sockets}/api/sessions/${session}/live?ticket=${await ticket()}`)
const waiting = new Set()
live.on('message', (data) => {
  const message = JSON.parse(data)
  if (message.type === 'snapshot') {
    records.clear()
    for (const record of message.records) records.set(keyOf(record), record)
  }
  if (message.type === 'patch')
    for (const put of message.puts) {
      if (put.gone) records.delete(keyOf(put))
      else records.set(keyOf(put), put)
    }
  for (const look of waiting) look()
})
/** Resolves with what `find` finds in the records, now or after a later message. */
const until = (find) =>
  new Promise((resolve) => {
    const look = () => {
      const found = find()
      if (!found) return
      waiting.delete(look)
      resolve(found)
    }
    waiting.add(look)
    look()
  })
await until(() => every('session')[0])
console.log('following', every('session')[0].title)

// 3. Send wishes. Keep the id until there is an answer: the same id again is the same wish, done once.
async function wish(type, input) {
  const body = { id: randomUUID(), type, input }
  for (let wait = 250; ; wait = Math.min(8000, wait * 2)) {
    try {
      return await ask('POST', `/api/sessions/${session}/commands`, body)
    } catch (error) {
      const again =
        error.code === undefined || error.code.startsWith('server.') || error.code === 'request.tooMany'
      if (!again) throw error
      await new Promise((resolve) => setTimeout(resolve, wait * Math.random()))
    }
  }
}
if (every('attendance').find((one) => one.id === me)?.state !== 'present')
  await wish('attendance.checkIn', {})
console.log('checked in')

// 4. Read and annotate a document: one Yjs document for each file and layer, one map `marks` in it. Here the layer of
// one's group: a private layer takes locked marks only, for which a client needs the person's keys.
const file = every('document').find((one) => one.state === 'published').facts.sha256
const page = await fetch(`${BASE}/api/files/${file}`, {
  headers: { Authorization: `Bearer ${token}`, Range: 'bytes=0-1023' },
})
console.log('first bytes', page.status, page.headers.get('content-range'))
const group = records.get(`person:${me}`).group
const notes = new Y.Doc()
const room = new WebsocketProvider(`${sockets}/api/rooms`, `${session}.${file}.group:${group}`, notes, {
  params: { ticket: await ticket() },
  WebSocketPolyfill: WebSocket,
  disableBc: true,
})
// A ticket opens one socket: put a fresh one there before the provider connects again.
room.on('connection-close', async () => (room.params.ticket = await ticket()))
await new Promise((resolve) => room.once('sync', resolve))
notes.getMap('marks').set(randomUUID(), {
  kind: 'note',
  v: 1,
  page: 1,
  colour: 'yellow',
  author: me,
  at: new Date().toISOString(),
  box: [72, 700, 24, 24],
  text: 'Hỏi về nguồn vốn',
})
console.log('annotated', notes.getMap('marks').size)

// 5. Vote: wait for an open ballot on whose list one stands, choose, keep the receipt.
const ballot = await until(() =>
  every('ballot').find(
    (one) => one.state === 'open' && records.get(`electorate:${one.id}`)?.people.includes(me),
  ),
)
const before = records.get(`cast:${ballot.id}:${me}`)?.clientSeq ?? 0
const receipt = await wish('ballot.cast', {
  ballot: ballot.id,
  round: ballot.round,
  choice: ballot.options.find((option) => option.counts === 'yes').id,
  clientSeq: before + 1,
})
console.log('voted', receipt.seq, receipt.hash)

room.destroy()
live.close()
await ask('POST', '/api/sign-out')
console.log('signed out')
// Awareness of the room keeps a timer.
process.exit(0)
