/**
 * A server under test: a folder, a port, and processes that are killed and started again on them.
 * What must stay true: an end that nobody asked for is a finding; the next process is loaded ahead, so that a restart
 * takes no longer than it must.
 */
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Hall } from '../bench/hall.ts'
import { freePort } from '../bench/nginx.ts'
import { startWorker, type Worker } from '../bench/process.ts'
import type { ServerStart } from '../bench/server-handlers.ts'

const script = new URL('server-process.ts', import.meta.url)

export interface Planted {
  readonly plant?: string | undefined
  /** `K4:3`: at the third time. */
  readonly fail?: string | undefined
  /** Waits for the standby as long as it takes. */
  readonly patient?: boolean | undefined
}

const envOf = ({ plant = '', fail = '', patient = false }: Planted): Record<string, string> => ({
  HDND_PLANT: plant,
  HDND_FAIL: fail,
  HDND_PATIENT: patient ? '1' : '',
})

export interface Stand {
  readonly folder: string
  readonly url: string
  readonly port: number
  readonly hall: Hall
  /** Ends that nobody asked for, and starts that failed. */
  readonly findings: string[]
  /** @throws when the server does not start; the finding is noted. With `fail` it may fall before it has started. */
  start(planted?: Planted): Promise<void>
  kill(): Promise<void>
  /** Waits for the process to end by its own failpoint. @returns whether it did */
  fell(withinMs: number): Promise<boolean>
  ask<T = unknown>(name: string, input?: unknown): Promise<T>
  /** Ends everything, in order or not. */
  close(): Promise<void>
}

export interface StandOptions {
  readonly folder: string
  readonly template?: Template
  readonly planted?: Planted
  readonly start?: Partial<ServerStart>
}

export interface Template {
  readonly folder: string
  readonly hall: Hall
}

/** A seated hall, stopped, to be copied. */
export async function makeTemplate(
  folder: string,
  delegates: number,
  graceSeconds?: number,
): Promise<Template> {
  const worker = startWorker(script)
  try {
    await worker.ask('start', { dataDir: folder })
    const hall = await worker.ask<Hall>('seat', {
      delegates,
      ...(graceSeconds !== undefined && { graceSeconds }),
    })
    await worker.ask('stop')
    return { folder, hall }
  } finally {
    await worker.end('SIGKILL')
  }
}

const noHall = { session: '', clerk: '', delegates: [] } as unknown as Hall

export async function openStand({
  folder,
  template,
  planted = {},
  start = {},
}: StandOptions): Promise<Stand> {
  const dataDir = join(folder, 'data')
  if (template) cpSync(template.folder, dataDir, { recursive: true })
  const port = await freePort()
  const findings: string[] = []
  let current: Worker | undefined
  let asked = false
  const load = (what: Planted): Worker => startWorker(script, { env: envOf(what) })
  let spare: Worker | undefined = load(planted)

  async function watch(worker: Worker): Promise<void> {
    const { code, signal } = await worker.gone
    if (worker !== current) return
    current = undefined
    if (!asked) findings.push(`the server ended by itself (${code ?? signal})`)
  }

  async function end(): Promise<void> {
    asked = true
    await current?.end('SIGKILL')
    current = undefined
    asked = false
  }

  return {
    folder: dataDir,
    url: `http://127.0.0.1:${port}`,
    port,
    hall: template?.hall ?? noHall,
    findings,
    async start(what) {
      const worker = what === undefined ? (spare ?? load(planted)) : load({ ...planted, ...what })
      if (worker === spare) spare = undefined
      try {
        await worker.ask('start', { dataDir, port, limits: { login: 1e9, address: 1e9 }, ...start })
      } catch (error) {
        const died = String(error).includes('(SIGKILL)')
        await worker.end('SIGKILL')
        // A failpoint may be reached while it starts.
        if (died && what?.fail !== undefined) return
        const line = String(error).split('\n').slice(0, 2).join(' ')
        findings.push(`the server did not start: ${line}`)
        throw error
      }
      current = worker
      void watch(worker)
      spare ??= load(planted)
    },
    kill: end,
    async fell(withinMs) {
      const worker = current
      if (!worker) return true
      asked = true
      const timer = new Promise<false>((resolve) => setTimeout(() => resolve(false), withinMs).unref())
      const ended = await Promise.race([worker.gone.then(() => true), timer])
      asked = false
      if (ended) current = undefined
      return ended
    },
    ask: (name, input) => {
      if (!current) throw new Error('no server runs')
      return current.ask(name, input)
    },
    async close() {
      await end()
      await spare?.end('SIGKILL')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
