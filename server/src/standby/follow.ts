/**
 * The side of the machine that follows: keeps a copy of everything, ready to take over.
 * What must stay true: it says "I have it" only after the entry, or the bytes of a ballot box, are durable here; it never throws away entries that the
 * other machine does not have; it serves nobody until it is promoted.
 */
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keyFiles } from '../backup/content.ts'
import type { Driver } from '../store/driver.ts'
import { diskFileStore } from '../store/disk.ts'
import { openReplica, type Replica } from '../store/replica.ts'
import type { Batch, FileStore } from '../store/ports.ts'
import { writePairing, type Pairing } from './pairing.ts'
import type { Heads } from './ship.ts'
import { createBoxCopy, type Listed } from './box-copy.ts'
import { dial, type Line } from './wire.ts'

/** `ahead`: this machine has entries the other lacks, and keeps them; `superseded`: the other was replaced already. */
export type FollowState = 'connecting' | 'copying' | 'following' | 'ahead' | 'superseded'

export interface FollowParts {
  readonly dataDir: string
  readonly driver: Driver
  readonly code: string
  readonly primary: { readonly host: string; readonly port: number }
  /** Where this machine will be reached once it serves. */
  readonly httpPort: number
  /** Its own addresses and names, for the devices. */
  readonly hosts?: readonly string[]
  readonly port: number
  readonly now: () => string
  readonly report: (what: string, error: unknown) => void
  readonly changed?: (state: FollowState) => void
}

export interface Follower {
  state(): FollowState
  heads(): Heads
  /** Files of the other machine that are not here yet. */
  missing(): number
  /** Ends following. The folder is then as a server's own, and begins a new epoch when one is started on it. */
  promote(): Promise<void>
  stop(): Promise<void>
}

type Message = Readonly<Record<string, unknown>>
const againMs = 1000
const listMs = 1000
const pieceBytes = 256 * 1024
export const newEpochMark = 'new-epoch'

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** The mark first: a folder without it would go on in the epoch of the machine it followed. */
export async function promoteFolder(dataDir: string, pairing: Pairing): Promise<void> {
  await writeFile(join(dataDir, newEpochMark), 'standby\n', { flush: true })
  await writePairing(dataDir, { ...pairing, following: false })
}

export async function follow(parts: FollowParts): Promise<Follower> {
  const { dataDir, driver, code, primary, report } = parts
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const pairing: Pairing = { code, peer: primary, peerHttp: null, superseded: null, following: true }
  await writePairing(dataDir, pairing)
  const stores: Readonly<Record<'files' | 'trust', FileStore>> = {
    files: await diskFileStore(join(dataDir, 'files')),
    trust: await diskFileStore(join(dataDir, 'trust')),
  }
  const base = join(dataDir, 'standby-base')
  let replica: Replica | undefined = (await exists(join(dataDir, 'core.db')))
    ? await openReplica(driver, dataDir, parts.now())
    : undefined
  let state: FollowState = 'connecting'
  let line: Line | undefined
  let stopped = false
  let missing = 0
  /** Everything from the other machine, one after another. */
  let turn: Promise<void> = Promise.resolve()
  let held: Message[] = []
  let asked = 0
  const answers = new Map<number, { yes: (got: [Message, Buffer]) => void; no: (error: Error) => void }>()
  let wake: (() => void) | undefined

  function to(next: FollowState): void {
    if (state === next) return
    state = next
    parts.changed?.(next)
  }

  const ask = (message: object): Promise<[Message, Buffer]> =>
    new Promise((yes, no) => {
      if (!line) return no(new Error('no line'))
      const id = ++asked
      answers.set(id, { yes, no })
      void line.send({ ...message, id })
    })

  const boxes = createBoxCopy(dataDir, async (name, offset, length) => {
    const [, bytes] = await ask({
      t: 'get',
      folder: 'boxes',
      name,
      offset,
      length: Math.min(pieceBytes, length),
    })
    return bytes
  })

  async function write(name: string, bytes: Buffer): Promise<void> {
    if (!['core.db', 'notes.db', ...keyFiles].includes(name)) throw new Error(`not a part: ${name}`)
    const file = await open(join(base, name), 'a', 0o600)
    try {
      await file.writeFile(bytes)
    } finally {
      await file.close()
    }
  }

  /** The copy takes the place of what was here; it holds at least as much. */
  async function changeOver(): Promise<void> {
    for (const name of await readdir(base)) {
      const file = await open(join(base, name), 'r+')
      await file.sync()
      await file.close()
    }
    await replica?.close()
    replica = undefined
    for (const name of ['core.db', 'notes.db'])
      for (const tail of ['-wal', '-shm']) await rm(join(dataDir, `${name}${tail}`), { force: true })
    for (const name of await readdir(base)) await rename(join(base, name), join(dataDir, name))
    await rm(base, { recursive: true, force: true })
    replica = await openReplica(driver, dataDir, parts.now())
  }

  async function take(message: Message, bytes: Buffer | null): Promise<void> {
    if (!replica) return
    if (message['t'] === 'entries') {
      const batch = message as unknown as Batch
      if (!(await replica.append(String(message['log']), Number(message['after']), batch))) {
        line?.end()
        return
      }
      void line?.send({ t: 'has', n: message['n'] })
    } else if (message['t'] === 'box') {
      // Without bytes: it came while the copy was made, and was fetched with its file.
      if (bytes) await boxes.put(String(message['name']), Number(message['at']), bytes)
      if (message['n'] !== undefined) void line?.send({ t: 'has', n: message['n'] })
    } else if (message['t'] === 'boxGone') {
      await boxes.remove(String(message['name']))
    } else if (message['t'] === 'room') {
      const updates = message['updates'] as readonly { seq: number; author: string; bytes: string }[]
      await replica.replaceRoom(
        String(message['room']),
        updates.map((one) => ({ ...one, bytes: Buffer.from(one.bytes, 'base64') })),
        message['carriedOut'] as readonly string[],
      )
    } else if (message['t'] === 'op') {
      const store = replica[message['store'] as 'accounts' | 'findings' | 'rings'] as unknown as Readonly<
        Record<string, ((...args: readonly unknown[]) => Promise<unknown>) | undefined>
      >
      await store[String(message['method'])]?.(...(message['args'] as readonly unknown[]))
    }
  }

  async function handle(message: Message, bytes: Buffer): Promise<void> {
    switch (message['t']) {
      case 'epoch':
        return to('superseded')
      case 'ahead':
        return to('ahead')
      case 'base':
        if (state !== 'copying') {
          held = []
          to('copying')
          await rm(base, { recursive: true, force: true })
          await mkdir(base, { mode: 0o700 })
        }
        return write(String(message['name']), bytes)
      case 'based': {
        await changeOver()
        // Boxes too, before it counts as following: what is sent of them from now on goes on where they end.
        const [listed] = await ask({ t: 'list' })
        await levelBoxes(listed['boxes'] as readonly Listed[])
        const waiting = held
        held = []
        for (const one of waiting) await take(one, null)
        to('following')
        void line?.send({ t: 'ready' })
        return undefined
      }
      default:
        // Until the copy is whole, what comes meanwhile waits for it.
        if (state === 'copying') held.push(message)
        else if (state === 'following') await take(message, bytes)
    }
  }

  async function fetchFile(folder: 'files' | 'trust', { name, size }: Listed): Promise<void> {
    async function* pieces(): AsyncIterable<Uint8Array> {
      for (let offset = 0; offset < size;) {
        const [, bytes] = await ask({ t: 'get', folder, name, offset, length: pieceBytes })
        if (bytes.length === 0) throw new Error('a file ended too early')
        offset += bytes.length
        yield bytes
      }
    }
    const put = await stores[folder].put(name, size, pieces())
    if (put !== 'stored') report(`a file came otherwise: ${name}`, null)
  }

  async function levelBoxes(listed: readonly Listed[]): Promise<void> {
    for (const box of listed) await boxes.level(box)
    await boxes.forgetRolls(listed)
  }

  async function fetchAll(): Promise<void> {
    const [listed] = await ask({ t: 'list' })
    await levelBoxes(listed['boxes'] as readonly Listed[])
    for (const folder of ['trust', 'files'] as const) {
      const here = new Set(await stores[folder].list())
      const absent = (listed[folder] as readonly Listed[]).filter((one) => !here.has(one.name))
      missing = absent.length
      for (const one of absent) {
        await fetchFile(folder, one)
        missing--
      }
    }
  }

  async function keepFetching(mine: Line): Promise<void> {
    while (line === mine && !stopped) {
      if (state === 'following') await fetchAll()
      await pause(listMs)
    }
  }

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  async function connection(): Promise<void> {
    const heads: Heads = Object.fromEntries(replica?.heads() ?? [])
    let over: (() => void) | undefined
    const ended = new Promise<void>((resolve) => (over = resolve))
    line = await dial(code, primary, {
      heard(_line, message, bytes) {
        if (message['t'] === 'answer') {
          const one = answers.get(Number(message['id']))
          answers.delete(Number(message['id']))
          one?.yes([message, bytes])
          return
        }
        turn = turn
          .then(() => handle(message, bytes))
          .catch((error: unknown) => {
            report('following', error)
            line?.end()
          })
      },
      gone: () => over?.(),
    })
    if (!line) return
    const epoch = replica?.epoch() ?? 1
    void line.send({
      t: 'hello',
      role: 'standby',
      epoch,
      heads,
      http: parts.httpPort,
      hosts: parts.hosts ?? [],
      port: parts.port,
    })
    const fetching = keepFetching(line).catch((error: unknown) => {
      if (line && !stopped) report('files for the standby', error)
    })
    await ended
    line = undefined
    for (const { no } of answers.values()) no(new Error('the line ended'))
    answers.clear()
    wake?.()
    await fetching
    await turn
    held = []
    if (state === 'following' || state === 'copying') to('connecting')
  }

  async function run(): Promise<void> {
    while (!stopped) {
      await connection().catch((error: unknown) => report('following', error))
      if (!stopped) await pause(againMs)
    }
  }
  const running = run()

  async function stop(): Promise<void> {
    stopped = true
    line?.end()
    wake?.()
    await running
    await turn
    await replica?.close()
    replica = undefined
  }

  return {
    state: () => state,
    heads: () => Object.fromEntries(replica?.heads() ?? []),
    missing: () => missing,
    stop,
    async promote() {
      if (!replica) throw new Error('nothing was copied yet')
      await stop()
      await promoteFolder(dataDir, pairing)
    },
  }
}
