/**
 * Who calls: a bearer token, or the browser's cookie.
 * What must stay true: a cookie alone never changes anything for a page of another origin; Host and Origin are checked on
 * every request, so that neither a foreign page nor a rebound name can speak for somebody.
 */
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import type { IncomingMessage } from 'node:http'

export const cookieName = 'hdnd'

export interface Credential {
  readonly token: string
  readonly by: 'bearer' | 'cookie'
}

export function credentialOf(request: IncomingMessage): Credential | undefined {
  const bearer = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return { token: bearer, by: 'bearer' }
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const cut = part.indexOf('=')
    if (cut > 0 && part.slice(0, cut).trim() === cookieName)
      return { token: part.slice(cut + 1).trim(), by: 'cookie' }
  }
  return undefined
}

const own = hostname().toLowerCase()

const nameOfHost = (host: string): string => {
  const bare = host.startsWith('[') ? host.slice(1, host.indexOf(']')) : (host.split(':')[0] ?? '')
  return bare.toLowerCase()
}

/** Whether the Host header names this machine: an address, or one of its names (never a name somebody else points here). */
export function hostAllowed(host: string | undefined, names: readonly string[]): boolean {
  if (host === undefined) return false
  const name = nameOfHost(host)
  return (
    isIP(name) !== 0 ||
    [own, `${own}.local`, 'localhost', ...names.map((one) => one.toLowerCase())].includes(name)
  )
}

/** Absent (not a browser, or a plain navigation), or the very host that was called. */
export function originAllowed(request: IncomingMessage): boolean {
  const { origin, host } = request.headers
  if (origin === undefined) return true
  try {
    const { protocol, host: from } = new URL(origin)
    return (protocol === 'http:' || protocol === 'https:') && from === host?.toLowerCase()
  } catch {
    return false
  }
}

/** For requests that change something on a cookie's word: the browser itself must say it was our page. */
export function fromOwnPage(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  return request.headers.origin !== undefined && originAllowed(request)
}

export const addressOf = (request: IncomingMessage): string => request.socket.remoteAddress ?? 'unknown'
