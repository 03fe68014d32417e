/**
 * How devices reach this server, for whoever is signed in and connects another one.
 * What must stay true: nothing in the answer is secret; the addresses are this machine's own, whatever the caller wrote.
 */
import QRCode from 'qrcode'
import { writeConnectCode, type Connection } from '@nghi-truong/shared/protocol/connect'
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

/** Bars of dark modules, row by row. */
function pathOf(text: string): Connection['qr'] {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const { size } = modules
  let path = ''
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size;) {
      const start = column
      while (column < size && modules.get(row, column)) column++
      if (column > start) path += `M${start} ${row}h${column - start}v1h${start - column}z`
      else column++
    }
  return { size, path }
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
    const first = origins[0] ?? `${scheme}://localhost:${port()}`
    const code = authority ? writeConnectCode({ origins, authority: authority.sha256 }) : first
    return { secure, origins, authority, qr: pathOf(code) }
  },
})
