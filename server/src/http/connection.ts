/**
 * How devices reach this server, for whoever is signed in and connects another one.
 * What must stay true: nothing in the answer is secret; the addresses are this machine's own, whatever the caller wrote.
 */
import type { Connection } from '@nghi-truong/shared/protocol/connect'
import type { Handlers } from './handler.ts'

export interface ConnectionParts {
  /** Whether the server itself speaks TLS, or a terminator in front of it does. */
  readonly secure: boolean
  readonly authority: Connection['authority']
  /** Names first, then addresses; without scheme and port. */
  readonly hosts: () => readonly string[]
  /** Known once the server listens. */
  readonly port: () => number
}

export const connectionHandlers = ({
  secure,
  authority,
  hosts,
  port,
}: ConnectionParts): Pick<Handlers, 'connection'> => ({
  async connection() {
    const scheme = secure ? 'https' : 'http'
    const origins = hosts().map((host) => `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port()}`)
    return { secure, origins, authority }
  },
})
