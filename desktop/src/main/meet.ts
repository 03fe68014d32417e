/**
 * The first meeting with a server whose authority is known by its fingerprint only: fetches the certificate to be pinned.
 * What must stay true: nothing is believed of this connection but bytes that match the fingerprint; not one byte of the
 * application goes over it; every later connection is checked whole against what was pinned.
 */
import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import tls from 'node:tls'
import { isPinned } from '@nghi-truong/shared/protocol/connect'
import type { ShellRefusal } from '../bridge.ts'
import { fingerprint, readAuthority } from './address.ts'

const chainMost = 8

/** The certificates a server shows, from its own upwards. */
function* shownBy(socket: tls.TLSSocket): Generator<X509Certificate> {
  let at: tls.DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  for (let count = 0; count < chainMost && at?.raw; count++) {
    yield new X509Certificate(at.raw)
    if (at.issuerCertificate?.fingerprint256 === at.fingerprint256) return
    at = at.issuerCertificate
  }
}

/**
 * @param origin https
 * @param pin SHA-256 of the authority's certificate in hexadecimal, or its twenty letters
 * @returns PEM of the authority, or why not
 */
export function meet(origin: string, pin: string, patienceMs = 10_000): Promise<string | ShellRefusal> {
  const url = new URL(origin)
  if (url.protocol !== 'https:') return Promise.resolve({ refused: 'server.insecure' })
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve) => {
    const socket = tls.connect({
      host,
      port: Number(url.port || 443),
      ...(isIP(host) ? {} : { servername: host }),
      minVersion: 'TLSv1.3',
      // Whom to believe is decided below, by the fingerprint; what is found is then checked by the pinned connection.
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
    })
    const end = (outcome: string | ShellRefusal): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(outcome)
    }
    const timer = setTimeout(() => end({ refused: 'server.notThere' }), patienceMs)
    socket.on('error', () => end({ refused: 'server.notThere' }))
    socket.once('secureConnect', () => {
      try {
        for (const certificate of shownBy(socket)) {
          const pem = certificate.toString()
          if (isPinned(fingerprint(certificate), pin))
            return end(readAuthority(pem) ? pem : { refused: 'server.badAuthority' })
        }
        end({ refused: 'server.notMeant' })
      } catch {
        // What it shows is no certificate: not the server that is meant.
        end({ refused: 'server.notMeant' })
      }
    })
  })
}
