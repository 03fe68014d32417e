/**
 * The one socket by which a session reaches this device: a snapshot, then patches.
 * What must stay true: a snapshot replaces everything; after any break the way back is a new snapshot, never a guess;
 * reconnecting waits a random time (full jitter), so that five hundred devices do not return in one instant.
 */
import type { Refusal } from '@nghi-truong/shared/domain/refusal'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { closeCodes, type Down } from '@nghi-truong/shared/protocol/live'
import type { Socket } from './bridge.ts'
import type { Http } from './http.ts'

export type Line = 'connecting' | 'online' | 'offline' | 'refused'

export interface LiveParts {
  readonly http: Pick<Http, 'call' | 'transport'>
  readonly session: string
  readonly onDown: (message: Down) => void
  readonly onLine: (line: Line, refusal?: Refusal) => void
  /** 0 ≤ x < 1. */
  readonly random?: () => number
  readonly wait?: (ms: number, then: () => void) => () => void
}

export interface Live {
  /** Try now: the network is said to be back, or the person asks. */
  readonly hurry: () => void
  readonly stop: () => void
}

export const firstDelayMs = 400
export const longestDelayMs = 8000

/** Full jitter: anywhere between nothing and a ceiling that doubles. */
export const delayMs = (attempt: number, random: () => number): number =>
  random() * Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 10))

const later = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}

/** Codes after which trying again as we are is useless. */
const final: Readonly<Record<number, Refusal>> = {
  [closeCodes.notAllowed]: { refused: 'session.notSeen' },
  [closeCodes.notFound]: { refused: 'session.notSeen' },
  [closeCodes.signedOut]: { refused: 'account.required' },
}

export function openLive({
  http,
  session,
  onDown,
  onLine,
  random = Math.random,
  wait = later,
}: LiveParts): Live {
  let attempt = 0
  let stopped = false
  let socket: Socket | null = null
  let cancelWait: (() => void) | null = null
  let goodbye: Refusal | null = null
  // Only the newest attempt may speak: an old socket's close must not disturb a new connection.
  let current = 0

  const again = (): void => {
    if (stopped) return
    onLine('offline')
    cancelWait = wait(delayMs(attempt++, random), connect)
  }

  const refused = (refusal: Refusal): void => {
    stopped = true
    onLine('refused', refusal)
  }

  function connect(): void {
    cancelWait = null
    const mine = ++current
    goodbye = null
    onLine('connecting')
    void approach(mine)
  }

  async function approach(mine: number): Promise<void> {
    // Not reached is the same as refused for now: both are tried again later.
    const answer = await http.call('ticket', { body: {} }).catch(() => null)
    if (stopped || mine !== current) return
    if (answer === null) again()
    else if (!isRefusal(answer)) open(mine, answer.ticket)
    else if (answer.refused === 'account.required') refused(answer)
    else again()
  }

  function open(mine: number, ticket: string): void {
    const path = `/api/sessions/${encodeURIComponent(session)}/live?ticket=${encodeURIComponent(ticket)}`
    socket = http.transport.socket(path, {
      opened: () => undefined,
      received(data) {
        if (mine !== current || stopped || typeof data !== 'string') return
        const message = JSON.parse(data) as Down
        if (message.type === 'bye') {
          goodbye = message.refusal
          return
        }
        if (message.type === 'snapshot') {
          attempt = 0
          onLine('online')
        }
        onDown(message)
      },
      closed(code) {
        if (mine !== current || stopped) return
        socket = null
        const end = final[code]
        if (end) refused(goodbye ?? end)
        else again()
      },
    })
  }

  connect()
  return {
    hurry() {
      if (stopped || !cancelWait) return
      cancelWait()
      attempt = 0
      connect()
    },
    stop() {
      stopped = true
      cancelWait?.()
      socket?.close()
    },
  }
}
