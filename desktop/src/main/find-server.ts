/**
 * Meeting servers that announce themselves on the local network (mDNS / DNS-SD, RFC 6762 and 6763).
 * What must stay true: an announcement is a hint anybody on the network can forge: names are cleaned, addresses are
 * private ones, the list is short, and nothing is trusted or opened because of it.
 */
import { BlockList, isIP } from 'node:net'
import { Bonjour } from 'bonjour-service'
import type { FoundServer } from '../bridge.ts'

/** DNS-SD service type: `_nghi-truong._tcp`. TXT: `tls=1` when the server speaks https. */
export const serviceType = 'nghi-truong'

export interface Announced {
  readonly name: string
  readonly port: number
  readonly addresses?: readonly string[]
  readonly txt?: unknown
}

/** Calls back for each announcement until stopped. */
export type Browse = (type: string, found: (service: Announced) => void) => () => void

export interface FindParts {
  readonly browse: Browse
  readonly wait: (ms: number) => Promise<void>
  /** Whether servers without TLS are of any use here. */
  readonly plainHttp: boolean
}

const listenMs = 2000
const most = 32

const home = new BlockList()
home.addSubnet('10.0.0.0', 8)
home.addSubnet('172.16.0.0', 12)
home.addSubnet('192.168.0.0', 16)
home.addSubnet('169.254.0.0', 16)
home.addSubnet('127.0.0.0', 8)
home.addSubnet('fc00::', 7, 'ipv6')

const isHome = (address: string): boolean => {
  const family = isIP(address)
  return family !== 0 && home.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** What a screen may show of a stranger's name: NFC, no control or bidi characters, 80 characters at most. */
export const cleanName = (name: string): string =>
  name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .slice(0, 80)

export function readAnnouncement(service: Announced): FoundServer | null {
  const homes = (service.addresses ?? []).filter(isHome)
  // IPv4 first: halls are wired so, and it is what people read out to each other.
  const address = homes.find((one) => isIP(one) === 4) ?? homes[0]
  const name = cleanName(service.name)
  if (address === undefined || name === '') return null
  if (!Number.isInteger(service.port) || service.port < 1 || service.port > 65_535) return null
  const secure = (service.txt as Readonly<Record<string, unknown>> | undefined)?.['tls'] === '1'
  const host = isIP(address) === 6 ? `[${address}]` : address
  return { name, origin: new URL(`${secure ? 'https' : 'http'}://${host}:${service.port}`).origin, secure }
}

export async function findServers({ browse, wait, plainHttp }: FindParts): Promise<readonly FoundServer[]> {
  const found = new Map<string, FoundServer>()
  const stop = browse(serviceType, (service) => {
    const server = readAnnouncement(service)
    if (server && (server.secure || plainHttp) && found.size < most) found.set(server.origin, server)
  })
  try {
    await wait(listenMs)
  } finally {
    stop()
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'vi'))
}

/** The real network. A network without multicast gives an empty list. */
export const browseNetwork: Browse = (type, found) => {
  const network = new Bonjour({}, () => undefined)
  const browser = network.find({ type }, found)
  return () => {
    browser.stop()
    network.destroy()
  }
}
