/**
 * Loaded into a server process before anything else: applies the edits that its environment names, and lets the
 * measurer set the wall clock. Never part of the product.
 * What must stay true: without HDND_FAIL, HDND_PLANT and HDND_PATIENT the server's source is untouched; the monotonic clock never is.
 */
import { registerHooks } from 'node:module'
import type { Response } from 'express'
import type { Connection } from '../store/driver.ts'
import { applied, failEdit, patience, plants, type Edit } from './edits.ts'

const root = new URL('../../../', import.meta.url).href
const [failpoint = '', times = '1'] = (process.env['HDND_FAIL'] ?? '').split(':')
const plant = process.env['HDND_PLANT'] ?? ''

function wanted(): readonly Edit[] {
  const planted = plant === '' ? [] : plants[plant]?.edits
  const fail = failEdit(failpoint)
  const failing = failpoint === '' ? [] : fail && [fail]
  if (!planted || !failing) throw new Error(`unknown: ${plant} ${failpoint}`)
  // A plant that moves a failpoint brings its own.
  const own = planted.some((edit) => edit.put.includes(`hdndFail('${failpoint}'`))
  return own ? planted : [...failing, ...planted]
}

const edits = [...wanted(), ...(process.env['HDND_PATIENT'] === '1' ? [patience] : [])]
const fitted = new Set<Edit>()

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    const mine = edits.filter((edit) => url === `${root}${edit.file}`)
    if (mine.length === 0) return loaded
    let source = String(loaded.source)
    for (const edit of mine) {
      source = applied(source, edit)
      fitted.add(edit)
    }
    return { ...loaded, source }
  },
})

/** @throws when an edit's file was never loaded */
export function checkFitted(): void {
  const missed = edits.find((edit) => !fitted.has(edit))
  if (missed) throw new Error(`${missed.file} was not loaded`)
}

let left = Number(times)
const due = (name: string, here: boolean): boolean => name === failpoint && here && --left === 0
const die = (): void => void process.kill(process.pid, 'SIGKILL')

const hooks = {
  hdndFail(name: string, here: boolean, laterMs = 0): void {
    if (!due(name, here)) return
    if (laterMs === 0) die()
    else setTimeout(die, Math.random() * laterMs)
  },
  /** Sends the head and half of the body. @returns whether it took the answer over */
  hdndHalf(name: string, here: boolean, response: Response, result: unknown): boolean {
    if (!due(name, here)) return false
    const body = JSON.stringify(result)
    const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
    response.socket?.write(head + body.slice(0, Math.floor(body.length / 2)), die)
    return true
  },
  async hdndFull(path: string, writer: Connection): Promise<void> {
    if (!path.endsWith('core.db')) return
    const [row] = await writer.all('PRAGMA page_count')
    await writer.exec(`PRAGMA max_page_count=${Number(row?.['page_count']) + left};`)
  },
  hdndCheckpoint(name: string, path: string, open: () => Promise<Connection>): void {
    if (name !== failpoint || !path.endsWith('core.db')) return
    const work = async (): Promise<void> => {
      const connection = await open()
      const timer = setInterval(() => {
        const started = connection.exec('PRAGMA wal_checkpoint(TRUNCATE)').catch(() => undefined)
        if (--left > 0) return
        clearInterval(timer)
        // Somewhere between the first page and the last.
        const spin = performance.now() + Math.random() * 3
        while (performance.now() < spin);
        die()
        void started
      }, 150)
    }
    void work()
  },
}
Object.assign(globalThis, hooks)

let shift = 0
const Real = Date

/** The wall clock, moved. Everything the server knows of the time of day goes through it. */
class MovedDate extends Real {
  constructor(...given: readonly unknown[]) {
    super(...((given.length === 0 ? [Real.now() + shift] : given) as [number]))
  }
  static override now(): number {
    return Real.now() + shift
  }
}

export function moveClock(ms: number): void {
  shift = ms
  globalThis.Date = MovedDate as DateConstructor
}
