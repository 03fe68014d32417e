/**
 * Which server the shell speaks to, and choosing another. In a browser the page's own address is the server.
 * What must stay true: what a person typed becomes an address and a confirmation code, or a word for what is wrong with
 * it; without a code nothing is pinned and the system's authorities decide.
 */
import { readConnectCode, readPin } from '@nghi-truong/shared/protocol/connect'
import type { BridgeServers, FoundServer, ShellRefusalCode } from '../../bridge.ts'

export type { BridgeServers, FoundServer, ShellRefusalCode }

export interface Wanted {
  readonly origins: readonly string[]
  readonly pin: string | null
}

export type Mistyped = 'badAddress' | 'badPin'

/** `address`: with or without scheme, or the text of a QR code, which brings its own `pin`. */
export function readWanted(address: string, pin: string): Wanted | Mistyped {
  const code = readConnectCode(address)
  if (code) return { origins: code.origins, pin: code.authority }
  const plain = address.trim()
  const url = URL.parse(/^https?:\/\//i.test(plain) ? plain : `https://${plain}`)
  const whole = url && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password
  if (plain === '' || plain.startsWith('hdnd') || !whole) return 'badAddress'
  if (pin.trim() === '') return { origins: [url.origin], pin: null }
  const letters = readPin(pin)
  return letters === null ? 'badPin' : { origins: [url.origin], pin: letters }
}

/** Null in a browser. */
export const shellServers = (): BridgeServers | null => window.nghiTruong?.servers ?? null

/** The server the shell speaks to; null when none was chosen yet, undefined in a browser. */
export async function shellServer(): Promise<string | null | undefined> {
  const info = await window.nghiTruong?.info()
  return info && (info.server?.origin ?? null)
}

/** One address after another until one answers. @returns null when the server was chosen */
export async function chooseServer(
  servers: BridgeServers,
  { origins, pin }: Wanted,
): Promise<ShellRefusalCode | null> {
  let last: ShellRefusalCode = 'server.notThere'
  for (const origin of origins) {
    const chosen = await servers.choose({ origin, ...(pin === null ? {} : { pin }) })
    if (!('refused' in chosen)) return null
    last = chosen.refused
    if (last !== 'server.notThere') return last
  }
  return last
}

/** The address as people write it. */
export const shownAddress = ({ origin }: Pick<FoundServer, 'origin'>): string =>
  origin.replace(/^https:\/\//, '')
