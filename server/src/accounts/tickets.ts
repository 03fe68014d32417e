/**
 * Tickets that open one WebSocket: a browser cannot send a header with it, and a cookie there could be ridden by another
 * site.
 * What must stay true: 30 seconds, one use, bound to one login; only their hash is kept.
 */
import { hash, randomBytes } from 'node:crypto'
import type { Login } from '../store/ports.ts'

export const ticketMs = 30_000
const most = 20_000

export interface Tickets {
  issue(login: Login): string
  /** The login it was issued to; undefined when unknown, used or too old. */
  redeem(ticket: string): Login | undefined
}

export function createTickets(mono: () => number): Tickets {
  const open = new Map<string, { login: Login; until: number }>()
  const key = (ticket: string) => hash('sha256', ticket, 'hex')
  function clean(now: number): void {
    for (const [name, one] of open) {
      // In order of issue, so the first that is still good ends the search.
      if (one.until > now && open.size <= most) return
      open.delete(name)
    }
  }
  return {
    issue(login) {
      const now = mono()
      clean(now)
      const ticket = randomBytes(32).toString('base64url')
      open.set(key(ticket), { login, until: now + ticketMs })
      return ticket
    },
    redeem(ticket) {
      const found = open.get(key(ticket))
      open.delete(key(ticket))
      return found && found.until > mono() ? found.login : undefined
    },
  }
}
