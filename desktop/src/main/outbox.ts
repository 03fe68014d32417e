/**
 * The outbox: what must reach the server, kept over a crash of this device.
 * What must stay true: `put` answers only after file and folder are synced; an entry is there whole, in its old or its
 * new form, whatever happens in between; entries are sealed and their ids hidden; a damaged entry is refused aloud and
 * never removed by itself, because it may be somebody's vote.
 */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { BridgeOutbox, OutboxEntry, ShellRefusal } from '../bridge.ts'
import type { Keystore } from './keystore.ts'
import { hiddenName, seal, unseal } from './seal.ts'
import { isFull, syncFolder, wholeFiles, writeWhole } from './write-file.ts'

export interface OutboxParts {
  readonly keystore: Pick<Keystore, 'keyFor'>
  readonly folder: string
  /** Entries at most. */
  readonly limit?: number
}

const stored = z.strictObject({ id: z.string(), text: z.string(), order: z.int().min(0) })
type Stored = z.infer<typeof stored>

interface Opened {
  readonly key: Uint8Array
  readonly entries: Map<string, Stored>
}

const isRefused = (answer: Opened | ShellRefusal): answer is ShellRefusal => 'refused' in answer

export function createOutbox({ keystore, folder, limit = 2000 }: OutboxParts): BridgeOutbox {
  let opening: Promise<Opened | ShellRefusal> | null = null
  let last: Promise<unknown> = Promise.resolve()

  async function load(): Promise<Opened | ShellRefusal> {
    const key = await keystore.keyFor('outbox')
    if (!(key instanceof Uint8Array)) return key
    const read: Stored[] = []
    for (const name of await wholeFiles(folder)) {
      const opened = unseal(key, `outbox/${name}`, await readFile(join(folder, name)))
      if (!opened) return { refused: 'shelf.damaged' }
      read.push(stored.parse(JSON.parse(Buffer.from(opened).toString('utf8'))))
    }
    read.sort((a, b) => a.order - b.order)
    return { key, entries: new Map(read.map((one) => [one.id, one])) }
  }

  /** One change after the other, each on the state the one before left on the disk. */
  function inTurn<T>(work: (box: Opened) => Promise<T>): Promise<T | ShellRefusal> {
    const run = last.then(async () => {
      const box = await (opening ??= load()).catch((cause: unknown) => {
        opening = null
        throw cause
      })
      if (isRefused(box)) {
        opening = null
        return box
      }
      return work(box)
    })
    last = run.catch(() => undefined)
    return run
  }

  const plain = ({ id, text }: Stored): OutboxEntry => ({ id, text })

  return {
    put: ({ id, text }) =>
      inTurn(async ({ key, entries }) => {
        const before = entries.get(id)
        if (!before && entries.size >= limit) return { refused: 'outbox.full' } as const
        const order = before?.order ?? Math.max(-1, ...[...entries.values()].map((one) => one.order)) + 1
        const entry = { id, text, order }
        const name = hiddenName(key, id)
        try {
          await writeWhole(
            join(folder, name),
            seal(key, `outbox/${name}`, Buffer.from(JSON.stringify(entry))),
            {
              lasting: true,
            },
          )
        } catch (cause) {
          if (isFull(cause)) return { refused: 'outbox.full' } as const
          throw cause
        }
        entries.set(id, entry)
        return null
      }),

    all: () => inTurn(({ entries }) => Promise.resolve([...entries.values()].map(plain))),

    remove: (id) =>
      inTurn(async ({ key, entries }) => {
        if (!entries.has(id)) return null
        await rm(join(folder, hiddenName(key, id)), { force: true })
        await syncFolder(folder)
        entries.delete(id)
        return null
      }),
  }
}
