/**
 * The one place where calls of the pages arrive.
 * What must stay true: every channel of the table has exactly one handler; a call is guarded, then its input checked,
 * then its output: what a handler gets and gives has the shape of the table. A bad call is an error for the page and
 * tells it nothing more.
 */
import type { IpcMain } from 'electron'
import { channels, wire, type ChannelName, type InputOf, type OutputOf, type WindowKind } from '../bridge.ts'
import { whyRefused, type Call } from './guard.ts'

export interface Caller {
  readonly id: number
  readonly kind: WindowKind
}

export type Handlers = {
  readonly [N in ChannelName]: (input: InputOf<N>, caller: Caller) => OutputOf<N> | Promise<OutputOf<N>>
}

export interface ServeParts {
  readonly ipc: Pick<IpcMain, 'handle'>
  readonly handlers: Handlers
  /** Kind of our window with these web contents; null for anything else. */
  readonly kindOf: (contents: number) => WindowKind | null
  /** Told of every refused call: the name and the reason, nothing of the input. */
  readonly refused: (name: ChannelName, why: string) => void
}

export function serve({ ipc, handlers, kindOf, refused }: ServeParts): void {
  const serveOne = (name: ChannelName): void => {
    const handler = handlers[name] as (input: unknown, caller: Caller) => unknown
    ipc.handle(wire(name), (event: Call, ...given: unknown[]) => {
      const kind = kindOf(event.sender.id)
      const why = whyRefused(event, name, kind)
      const input = channels[name].input.safeParse(given[0])
      if (why !== null || kind === null || given.length !== 1 || !input.success) {
        refused(name, why ?? 'bad input')
        throw new Error(`refused: ${name}`)
      }
      // Called at once, not after a tick: what a page sends over a socket stays in order.
      const answer = handler(input.data, { id: event.sender.id, kind })
      const check = (one: unknown): unknown => channels[name].output.parse(one)
      return answer instanceof Promise ? answer.then(check) : check(answer)
    })
  }
  for (const name of Object.keys(channels) as ChannelName[]) serveOne(name)
}
