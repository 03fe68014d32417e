/**
 * What the server shows to who connects by TLS: a certificate of the hall's own authority, or one of the council's own
 * domain from files. What must stay true: the certificate follows the machine's addresses and the renewed files without a
 * restart; the authority's file is made once and readable by the owner alone.
 */
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { authorityFile } from '../backup/content.ts'
import { covers, makeAuthority, readAuthority, type Authority, type Identity } from './authority.ts'

export interface Tls {
  /** Null with a certificate from files: devices then trust whom their system trusts. */
  readonly authority: Pick<Authority, 'pem' | 'sha256' | 'notAfter'> | null
  /** What to show now; the same object while nothing changed. */
  identity(): Promise<Identity>
}

/** Addresses by which other devices of the network reach this machine. IPv4 first: halls are wired so. */
export const lanAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((one) => !one.internal && !one.address.startsWith('fe80'))
    .sort((a, b) => a.family.localeCompare(b.family))
    .map((one) => one.address)

/** A name that the authority may not speak for. */
export class NameOutside extends Error {
  readonly domain: string
  constructor(domain: string) {
    super(`the authority may not speak for ${domain}`)
    this.domain = domain
  }
}

async function stored(path: string, names: readonly string[], now: number): Promise<Authority> {
  if (!existsSync(path)) {
    const text = await makeAuthority(names, now)
    await writeFile(path, text, { mode: 0o600, flag: 'wx', flush: true })
  }
  return readAuthority(await readFile(path, 'utf8'))
}

export interface OwnAuthority {
  readonly dataDir: string
  /** Names under which the server is called, besides its addresses. */
  readonly names: readonly string[]
  readonly now: () => number
  readonly addresses?: () => readonly string[]
}

/**
 * The hall's own authority; made at the first call on a folder.
 * @throws NameOutside when a name lies outside what the stored authority was made for
 */
export async function ownAuthority({
  dataDir,
  names,
  now,
  addresses = lanAddresses,
}: OwnAuthority): Promise<Tls> {
  const authority = await stored(join(dataDir, authorityFile), names, now())
  const outside = names.find((name) => !covers(authority.domains, name))
  if (outside !== undefined) throw new NameOutside(outside)
  let made: { readonly of: string; readonly until: number; readonly identity: Identity } | undefined
  return {
    authority,
    async identity() {
      const current = [...addresses()]
      const of = current.join(' ')
      if (made?.of !== of || now() > made.until) {
        const identity = await authority.issue({ names, addresses: current, now: now() })
        made = { of, until: now() + renewMs, identity }
      }
      return made.identity
    },
  }
}

/** A server that runs for long shows a new certificate each month. */
const renewMs = 30 * 86_400_000

/** PEM files made elsewhere (a public certificate for a real domain); read again when asked, so that a renewal is seen. */
export function fromFiles(cert: string, key: string): Tls {
  let shown: Identity | undefined
  return {
    authority: null,
    async identity() {
      const read = { cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') }
      if (shown?.cert !== read.cert || shown.key !== read.key) shown = read
      return shown
    },
  }
}
