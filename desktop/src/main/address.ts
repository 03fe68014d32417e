/**
 * The address of a meeting server and the one authority trusted for it.
 * What must stay true: an address is scheme, host and port and nothing else; plain http only where this installation is
 * configured for it; an authority is exactly one certificate that may sign others.
 */
import { X509Certificate } from 'node:crypto'
import type { ChosenServer, ShellRefusal } from '../bridge.ts'

export interface Server {
  /** `https://host[:port]` or `http://host[:port]`. */
  readonly origin: string
  /** PEM of the pinned authority. Without it the system's authorities are trusted. */
  readonly ca?: string
  /** Name the server's certificate must bear, where it is not the host of the address. */
  readonly servername?: string
}

export function readOrigin(text: string, plainHttp: boolean): string | ShellRefusal {
  const url = URL.parse(text)
  if (!url || url.username || url.password || url.pathname !== '/' || url.search || url.hash)
    return { refused: 'server.badAddress' }
  if (url.protocol === 'http:') return plainHttp ? url.origin : { refused: 'server.insecure' }
  return url.protocol === 'https:' ? url.origin : { refused: 'server.badAddress' }
}

/** The certificate as this machine writes it, or null when it is not one authority alone. */
export function readAuthority(pem: string): X509Certificate | null {
  if (pem.match(/-----BEGIN /g)?.length !== 1) return null
  try {
    const certificate = new X509Certificate(pem)
    return certificate.ca && certificate.checkIssued(certificate) ? certificate : null
  } catch {
    // Not a certificate: refused like any other text.
    return null
  }
}

/** SHA-256 of a certificate's DER, lower-case hex. */
export const fingerprint = (certificate: Pick<X509Certificate, 'fingerprint256'>): string =>
  certificate.fingerprint256.replaceAll(':', '').toLowerCase()

export function describe(server: Server): ChosenServer {
  const authority = server.ca === undefined ? null : readAuthority(server.ca)
  return { origin: server.origin, authority: authority && fingerprint(authority) }
}
