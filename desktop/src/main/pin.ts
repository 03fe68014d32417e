/**
 * Connections to the meeting server, TLS 1.3 with the pinned authority.
 * What must stay true: no byte of the application leaves before the certificate has been checked whole (chain to the
 * pinned authority, its fingerprint, validity, name); there is no way around a failed check; the machine's own settings
 * (proxy variables, NODE_TLS_REJECT_UNAUTHORIZED, extra authorities) change nothing.
 */
import { X509Certificate } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import tls from 'node:tls'
import { fingerprint, readAuthority, type Server } from './address.ts'

const maxSockets = 16

/** `handshakeMs`: the time a server has to finish the TLS handshake. */
export function agentFor(server: Server, handshakeMs = 10_000): http.Agent {
  if (new URL(server.origin).protocol === 'http:') return new http.Agent({ keepAlive: true, maxSockets })
  return new PinnedAgent(server, handshakeMs)
}

/** Fails unless the chain ends in the pinned certificate itself: the library's check and ours must agree. */
function pinned(ca: string, peer: tls.DetailedPeerCertificate): Error | undefined {
  const authority = readAuthority(ca)
  if (!authority) return new Error('the pinned authority is not a certificate authority')
  let at = peer
  while (at.issuerCertificate && at.issuerCertificate.fingerprint256 !== at.fingerprint256)
    at = at.issuerCertificate
  return fingerprint(new X509Certificate(at.raw)) === fingerprint(authority)
    ? undefined
    : new Error('the chain does not end in the pinned authority')
}

class PinnedAgent extends https.Agent {
  readonly #server: Server
  readonly #handshakeMs: number

  constructor(server: Server, handshakeMs: number) {
    // Sessions are not resumed: a resumed one would skip the check of the name.
    super({ keepAlive: true, maxSockets, maxCachedSessions: 0 })
    this.#server = server
    this.#handshakeMs = handshakeMs
  }

  /** The socket is given out only after `secureConnect`, so that nothing can be written to it before. */
  override createConnection(
    _options: https.RequestOptions,
    given?: (error: Error | null, socket: tls.TLSSocket) => void,
  ): undefined {
    const { ca, origin, servername } = this.#server
    const url = new URL(origin)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const name = servername ?? host
    const socket = tls.connect({
      host,
      port: Number(url.port || 443),
      ...(ca === undefined ? {} : { ca: [ca] }),
      ...(isIP(name) ? {} : { servername: name }),
      minVersion: 'TLSv1.3',
      rejectUnauthorized: true,
      ALPNProtocols: ['http/1.1'],
      checkServerIdentity: (_, peer) =>
        tls.checkServerIdentity(name, peer) ??
        (ca === undefined ? undefined : pinned(ca, peer as tls.DetailedPeerCertificate)),
    })
    const timer = setTimeout(() => socket.destroy(new Error('no handshake')), this.#handshakeMs)
    const failed = (cause: Error): void => {
      clearTimeout(timer)
      given?.(cause, socket)
    }
    socket.once('error', failed)
    socket.once('secureConnect', () => {
      clearTimeout(timer)
      socket.removeListener('error', failed)
      given?.(null, socket)
    })
    return undefined
  }
}
