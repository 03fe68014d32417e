/**
 * The side of the machine that serves: tells the standby everything that becomes durable here, and waits for it a moment.
 * What must stay true: entries and what is written into a ballot box go out only after they are durable here, in one order;
 * while the standby follows, an answer waits for its word, at most 150 ms, and after that everybody goes on and the lamp is amber; what is fenced records nothing more.
 */
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { boxFiles, keysHere } from '../backup/content.ts'
import type { Driver } from '../store/driver.ts'
import type { AnnotationStore, Batch } from '../store/ports.ts'
import { snapshotInto } from '../store/snapshot.ts'
import { dial, listen, type Door, type Ears, type Line } from './wire.ts'
import { readPairing, writePairing, type Pairing } from './pairing.ts'

/** `starting`: it has come and is being brought up to date; `ahead`: it has entries that are missing here. */
export type Following = 'starting' | 'following' | 'late' | 'gone' | 'ahead'

/** Writes that are not the log's: repeated on the other machine, each harmless when done twice. */
export interface Op {
  readonly store: 'accounts' | 'findings' | 'rings'
  readonly method: string
  readonly args: readonly unknown[]
}

export interface ShipParts {
  readonly dataDir: string
  readonly driver: Driver
  readonly notes: Pick<AnnotationStore, 'load' | 'carriedOut'>
  readonly report: (what: string, error: unknown) => void
}

export interface Started {
  readonly epoch: number
  readonly host: string
  /** Of this line; 0: any. */
  readonly port: number
  /** Where people reach this machine. */
  readonly httpPort: number
  /** Hash of one entry here; undefined when there is none. */
  readonly hashAt: (log: string, seq: number) => Promise<string | undefined>
  readonly changed: (state: Following) => void
}

export interface Ship {
  /** After the entries are durable here. Resolves when the answer may leave. */
  entries(log: string, after: number, batch: Batch): Promise<void>
  /** The same for bytes of a ballot box's file, `name` from the data folder, that are durable here from `at` on. */
  readonly box: (name: string, at: number, bytes: Uint8Array) => Promise<void>
  /** That file was destroyed here, for good. */
  readonly boxGone: (name: string) => void
  op(op: Op): void
  /** The room changed. */
  room(name: string): void
  fenced(): boolean
  state(): Following | null
  pairing(): Pairing | null
  /** Port of the line; undefined while there is no pairing. */
  port(): number | undefined
  pair(code: string): Promise<void>
  unpair(): Promise<void>
  start(how: Started): Promise<void>
  close(): Promise<void>
}

export type Heads = Readonly<Record<string, { readonly seq: number; readonly hash: string }>>

/** Whether everything the other has is here as well. */
async function holds({ hashAt }: Started, heads: Heads): Promise<boolean> {
  for (const [log, { seq, hash }] of Object.entries(heads))
    if ((await hashAt(log, seq)) !== hash) return false
  return true
}

export const patienceMs = 150
const dialMs = 2000
const roomsMs = 1000
const pieceBytes = 1024 * 1024
/** Bytes that may wait for a standby that does not read: then it starts anew. */
const mostWaiting = 256 * 1024 * 1024

/** What a machine says of its own addresses, as far as it makes sense. */
const hostsIn = (given: unknown): string[] =>
  (Array.isArray(given) ? (given as unknown[]) : [])
    .filter((one): one is string => typeof one === 'string' && /^[A-Za-z0-9.:-]{1,253}$/.test(one))
    .slice(0, 6)

const isOwn = (batch: Batch): boolean =>
  batch.entries.every(({ header }) => header.type.startsWith('standby.'))

export async function openShip({ dataDir, driver, notes, report }: ShipParts): Promise<Ship> {
  let pairing = await readPairing(dataDir)
  let how: Started | undefined
  let door: Door | undefined
  let follower: Line | undefined
  let state: Following = 'gone'
  let sent = 0
  let has = 0
  let ready = false
  let closed = false
  const waiters = new Set<{ readonly n: number; readonly done: () => void }>()
  const rooms = new Set<string>()

  function to(next: Following): void {
    if (state === next) return
    state = next
    how?.changed(next)
  }

  /** What was sent as number `n` is there, or nobody waits for it any more. */
  async function awaited(n: number): Promise<void> {
    if (!(await reached(n)) && state === 'following') to('late')
  }

  function reached(n: number): Promise<boolean> {
    if (has >= n) return Promise.resolve(true)
    return new Promise((resolve) => {
      const one = { n, done: () => settle(true) }
      const timer = setTimeout(() => settle(false), patienceMs)
      function settle(yes: boolean): void {
        clearTimeout(timer)
        waiters.delete(one)
        resolve(yes)
      }
      waiters.add(one)
    })
  }

  function caughtUp(): void {
    if (ready && has >= sent && (state === 'starting' || state === 'late')) to('following')
  }

  function tell(message: object, bytes?: Uint8Array): void {
    if (!follower) return
    if (follower.waiting() > mostWaiting) follower.end()
    else void follower.send(message, bytes)
  }

  async function fence(epoch: number): Promise<void> {
    if (!pairing || !how || epoch <= how.epoch || pairing.superseded !== null) return
    pairing = { ...pairing, superseded: epoch }
    await writePairing(dataDir, pairing)
    report(`another machine has taken over (epoch ${epoch}): nothing is recorded here any more`, null)
  }

  /** The whole of the databases, then whatever came meanwhile. */
  async function bring(line: Line): Promise<void> {
    const work = join(dataDir, 'standby-work')
    await rm(work, { recursive: true, force: true })
    await mkdir(work, { recursive: true, mode: 0o700 })
    try {
      for (const name of ['core.db', 'notes.db'])
        await snapshotInto(driver, join(dataDir, name), join(work, name))
      const sources = [
        ['core.db', join(work, 'core.db')],
        ['notes.db', join(work, 'notes.db')],
        ...keysHere(dataDir).map((name) => [name, join(dataDir, name)] as const),
      ] as const
      for (const [name, path] of sources)
        for await (const piece of createReadStream(path, { highWaterMark: pieceBytes }))
          if (!(await line.send({ t: 'base', name }, piece as Buffer))) return
      await line.send({ t: 'based' })
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  }

  async function welcome(line: Line, hello: Readonly<Record<string, unknown>>): Promise<void> {
    if (!pairing || !how) return line.end()
    const epoch = Number(hello['epoch'])
    if (epoch > how.epoch) await fence(epoch)
    if (pairing.superseded !== null || hello['role'] === 'primary') {
      // Who comes with a lower epoch hears that it was superseded; who comes with a higher one, that it was heard.
      await line.send({ t: 'epoch', epoch: Math.max(how.epoch, pairing.superseded ?? 0) })
      if (epoch < how.epoch) report('the machine of the lower epoch was told to record nothing more', null)
      return
    }
    if (!(await holds(how, hello['heads'] as Heads))) {
      report('the standby has entries that are missing here', null)
      await line.send({ t: 'ahead' })
      to('ahead')
      return
    }
    const peer = { host: line.address, port: Number(hello['port']) }
    pairing = { ...pairing, peer, peerHttp: Number(hello['http']), peerHosts: hostsIn(hello['hosts']) }
    await writePairing(dataDir, pairing)
    follower?.end()
    follower = line
    ready = false
    sent = has = 0
    to('starting')
    await bring(line)
  }

  async function list(): Promise<object> {
    const stored = async (folder: string) => {
      const entries = await readdir(join(dataDir, folder), { recursive: true, withFileTypes: true })
      const found = entries.filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name))
      return Promise.all(
        found.map(async (entry) => ({
          name: entry.name,
          size: (await stat(join(entry.parentPath, entry.name))).size,
        })),
      )
    }
    const boxes = (await boxFiles(dataDir)).map(({ name, size }) => ({ name, size }))
    return { files: await stored('files'), trust: await stored('trust'), boxes }
  }

  async function piece(asked: Readonly<Record<string, unknown>>): Promise<Buffer> {
    const folder = String(asked['folder'])
    const name = String(asked['name'])
    const path =
      folder === 'boxes'
        ? (await boxFiles(dataDir)).find((one) => one.name === name)?.path
        : ['files', 'trust'].includes(folder) && /^[0-9a-f]{64}$/.test(name)
          ? join(dataDir, folder, name.slice(0, 2), name)
          : undefined
    // A roll may have been destroyed since it was listed.
    if (path === undefined && folder === 'boxes') return Buffer.alloc(0)
    if (path === undefined) throw new Error('asked for a file that is none')
    const buffer = Buffer.alloc(Math.min(pieceBytes, Number(asked['length'])))
    const file = await open(path, 'r')
    try {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, Number(asked['offset']))
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  }

  async function answer(line: Line, message: Readonly<Record<string, unknown>>): Promise<void> {
    const id = message['id']
    if (message['t'] === 'hello') await welcome(line, message)
    else if (message['t'] === 'list') await line.send({ t: 'answer', id, ...(await list()) })
    else if (message['t'] === 'get') await line.send({ t: 'answer', id }, await piece(message))
  }

  const ears: Ears = {
    heard(line, message) {
      if (message['t'] === 'has' && line === follower) {
        has = Number(message['n'])
        for (const one of [...waiters]) if (one.n <= has) one.done()
        caughtUp()
      } else if (message['t'] === 'ready' && line === follower) {
        ready = true
        caughtUp()
      } else
        answer(line, message).catch((error: unknown) => {
          report('the line to the standby', error)
          line.end()
        })
    },
    gone(line) {
      if (line !== follower) return
      follower = undefined
      ready = false
      if (!closed) to('gone')
    },
  }

  /** Tells the other machine our epoch, and hears its own: the lower one stops recording. */
  async function contact(withinMs: number): Promise<void> {
    if (!pairing?.peer || !how || follower || pairing.superseded !== null) return
    const { epoch, httpPort } = how
    let heard: (() => void) | undefined
    const answered = new Promise<void>((resolve) => (heard = resolve))
    const line = await dial(
      pairing.code,
      pairing.peer,
      {
        heard(_line, message) {
          if (message['t'] !== 'epoch') return
          fence(Number(message['epoch'])).then(heard, (error: unknown) => report('fencing', error))
        },
        gone: () => heard?.(),
      },
      withinMs,
    )
    if (!line) return
    void line.send({ t: 'hello', role: 'primary', epoch, http: httpPort, port: 0, heads: {} })
    const timer = setTimeout(() => heard?.(), withinMs)
    await answered
    clearTimeout(timer)
    line.end()
  }

  async function openLine(): Promise<void> {
    if (!pairing || !how || door) return
    door = await listen(pairing.code, how.port, how.host, ears)
  }

  async function shutLine(): Promise<void> {
    follower?.end()
    const closing = door
    door = undefined
    await closing?.close()
  }

  let dialling = false
  const dialTimer = setInterval(() => {
    if (dialling || closed) return
    dialling = true
    contact(dialMs)
      .catch((error: unknown) => report('contact with the other machine', error))
      .finally(() => (dialling = false))
  }, dialMs)
  dialTimer.unref()

  const roomTimer = setInterval(() => {
    const changed = [...rooms]
    rooms.clear()
    if (!follower) return
    for (const room of changed)
      Promise.all([notes.load(room), notes.carriedOut(room)]).then(
        ([updates, carriedOut]) =>
          tell({
            t: 'room',
            room,
            carriedOut: [...carriedOut],
            updates: updates.map(({ seq, author, bytes }) => ({
              seq,
              author,
              bytes: Buffer.from(bytes).toString('base64'),
            })),
          }),
        (error: unknown) => report('a room for the standby', error),
      )
  }, roomsMs)
  roomTimer.unref()

  return {
    async entries(log, after, batch) {
      if (!follower) return
      const n = ++sent
      tell({ t: 'entries', n, log, after, entries: batch.entries, receipts: batch.receipts })
      if (state !== 'following' || isOwn(batch)) return
      await awaited(n)
    },
    async box(name, at, bytes) {
      if (!follower) return
      const n = ++sent
      for (let from = 0; from < bytes.length; from += pieceBytes) {
        const piece = bytes.subarray(from, from + pieceBytes)
        const last = from + piece.length === bytes.length
        tell({ t: 'box', name, at: at + from, ...(last && { n }) }, piece)
      }
      if (state === 'following') await awaited(n)
    },
    boxGone: (name) => tell({ t: 'boxGone', name }),
    op: (op) => tell({ t: 'op', ...op }),
    room: (name) => void rooms.add(name),
    fenced: () => pairing !== null && pairing.superseded !== null,
    state: () => (pairing ? state : null),
    pairing: () => pairing,
    port: () => door?.port,
    async pair(code) {
      await shutLine()
      pairing = { code, peer: null, peerHttp: null, superseded: null, following: false }
      await writePairing(dataDir, pairing)
      await openLine()
    },
    async unpair() {
      await shutLine()
      pairing = null
      await writePairing(dataDir, null)
    },
    async start(given) {
      how = given
      await contact(1000)
      await openLine()
    },
    async close() {
      closed = true
      clearInterval(dialTimer)
      clearInterval(roomTimer)
      for (const one of [...waiters]) one.done()
      await shutLine()
    },
  }
}
