/**
 * Processes of a measurement: one script each, asked by messages.
 * What must stay true: a process that ends unasked fails the measurement; every process that was started is ended.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'

export type Handlers = Readonly<Record<string, (input: never) => unknown>>

interface Question {
  readonly number: number
  readonly name: string
  readonly input: unknown
}

type Answer =
  { readonly number: number; readonly value: unknown } | { readonly number: number; readonly error: string }

/** In the child: answers the parent's questions. */
export function answering(handlers: Handlers): void {
  process.on('message', (message) => {
    const { number, name, input } = message as Question
    const work = async (): Promise<void> => {
      try {
        const handler = handlers[name] as ((input: unknown) => unknown) | undefined
        if (!handler) throw new Error(`no ${name} here`)
        process.send?.({ number, value: await handler(input) })
      } catch (error) {
        process.send?.({ number, error: error instanceof Error ? String(error.stack) : String(error) })
      }
    }
    void work()
  })
  process.on('disconnect', () => process.exit(0))
}

export interface Worker {
  readonly pid: number
  ask<T = unknown>(name: string, input?: unknown): Promise<T>
  /** Asks it to go, with a signal. Resolves when it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>
  /** Resolves with how it went. */
  readonly gone: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
}

export interface WorkerOptions {
  /** Instead of node: a tracer that is given node's own path in `execArgv`. */
  readonly execPath?: string
  readonly execArgv?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** `script` is a path or file URL of a module that calls `answering`. */
export function startWorker(
  script: URL,
  { execPath = process.execPath, execArgv = [], env = {} }: WorkerOptions = {},
): Worker {
  const child: ChildProcess = fork(script, {
    execPath,
    execArgv: [...execArgv],
    env: { ...process.env, ...env },
    serialization: 'advanced',
  })
  const waiting = new Map<number, { yes: (value: unknown) => void; no: (error: Error) => void }>()
  let count = 0
  child.on('message', (message) => {
    const answer = message as Answer
    const one = waiting.get(answer.number)
    waiting.delete(answer.number)
    if ('error' in answer) one?.no(new Error(answer.error))
    else one?.yes(answer.value)
  })
  const gone = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => {
      for (const { no } of waiting.values()) no(new Error(`${script.pathname} ended (${code ?? signal})`))
      waiting.clear()
      resolve({ code, signal })
    })
  })
  return {
    pid: child.pid ?? 0,
    gone,
    ask: <T>(name: string, input?: unknown) =>
      new Promise<T>((resolve, reject) => {
        if (!child.connected) {
          reject(new Error(`${script.pathname} is gone`))
          return
        }
        const number = ++count
        waiting.set(number, { yes: resolve as (value: unknown) => void, no: reject })
        child.send({ number, name, input }, (error) => {
          if (error && waiting.delete(number)) reject(error)
        })
      }),
    async end(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await gone
    },
  }
}

export interface Use {
  /** User and system, seconds. */
  readonly cpu: number
  /** Peak resident memory, MB; undefined where /proc is missing. */
  readonly peakMb: number | undefined
}

/** Clock ticks of /proc/<pid>/stat; 100 on every Linux that Node runs on. */
const ticks = 100

/** Processor time and peak memory of any process of this machine. Linux only: undefined elsewhere. */
export function useOf(pid: number): Use | undefined {
  if (process.platform !== 'linux') return undefined
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // After the name in parentheses, which may hold blanks: utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return {
    cpu: (Number(fields[11]) + Number(fields[12])) / ticks,
    peakMb: peak === undefined ? undefined : Number(peak) / 1024,
  }
}
