/**
 * Certificate revocation lists (RFC 5280, 5).
 * What must stay true: a list with a scope or extension we do not handle is refused, not half believed; a serial is
 * looked up without building the whole list in memory; a delta is no list of its own (see `appliesTo`); an indirect list
 * speaks only of certificates whose own distribution point names its issuer.
 */
import type { Algorithm } from '../cms/algorithms.ts'
import { readAlgorithm } from '../cms/algorithms.ts'
import type { Certificate } from '../cms/certificate.ts'
import type { Tlv } from '../cms/der.ts'
import { bits, bytesEqual, children, content, expect, integerHex, is, octets, oid, readTlv, sequence, time, whole } from '../cms/der.ts' // prettier-ignore
import { nameKey } from '../cms/name.ts'
import { Malformed } from '../limits.ts'
import { latin1 } from '../pdf/values.ts'
import { basicConstraints, distributionPoints } from './extensions.ts'

export interface RevokedEntry {
  /** Milliseconds since 1970: the earlier of revocation and invalidity date. */
  readonly since: number
  readonly reason: string | null
}

export interface Crl {
  readonly issuerKey: string
  readonly thisUpdate: number
  readonly nextUpdate: number | null
  /** Hex; null where the list has no number. */
  readonly number: string | null
  /** Of a delta list: the number of the complete list it adds to, hex; null for a complete list. */
  readonly base: string | null
  /** Certificates expired since this time stay on the list; null where expired ones may be dropped. */
  readonly keepsExpiredSince: number | null
  readonly tbs: Uint8Array
  readonly algorithm: Algorithm
  readonly signature: Uint8Array
  readonly revoked: Tlv | null
  readonly scope: Scope | null
}

interface Scope {
  readonly addresses: readonly string[] | null
  readonly onlyUsers: boolean
  readonly onlyCas: boolean
  /** Speaks of certificates of other issuers too. */
  readonly indirect: boolean
  /** The extension as it stands, to compare scopes. */
  readonly der: Uint8Array
}

export const reasonWords = ['unspecified', 'keyCompromise', 'cACompromise', 'affiliationChanged', 'superseded', 'cessationOfOperation', 'certificateHold', '', 'removeFromCRL', 'privilegeWithdrawn', 'aACompromise'] // prettier-ignore

const readScope = (value: Uint8Array): Scope => {
  let addresses: string[] | null = null
  let onlyUsers = false
  let onlyCas = false
  let indirect = false
  for (const part of sequence(readTlv(value))) {
    const yes = !part.constructed && content(part)[0] !== 0
    if (part.tag === 0) {
      const full = children(part).find((one) => is(one, 0, 2))
      addresses = full ? children(full).filter(one => is(one, 6, 2)).map(one => latin1(content(one))) : [] // prettier-ignore
    } else if (part.tag === 1) onlyUsers = yes
    else if (part.tag === 2) onlyCas = yes
    else if (part.tag === 4) indirect = yes
    // Lists of some reasons only, and of attribute certificates, are not handled.
    else if (part.tag !== 5 || yes) throw new Malformed('crl scope')
  }
  return { addresses, onlyUsers, onlyCas, indirect, der: value }
}

/** Reads a list. Throws Malformed for what we do not handle. */
export const readCrl = (der: Uint8Array): Crl => {
  const [tbs, algorithm, signature] = sequence(readTlv(der))
  if (!tbs || !signature) throw new Malformed('crl')
  const parts = sequence(tbs)
  if (is(parts[0], 2)) parts.shift()
  parts.shift()
  const issuer = parts.shift()
  const thisUpdate = time(parts.shift())
  const next = parts[0] && (is(parts[0], 23) || is(parts[0], 24)) ? time(parts.shift()) : null
  const revoked = is(parts[0], 16) ? (parts.shift() ?? null) : null
  let scope: Scope | null = null
  let number: string | null = null
  let keeps: number | null = null
  let base: string | null = null
  const holder = parts.find((part) => is(part, 0, 2))
  for (const one of holder ? sequence(children(holder)[0]) : []) {
    const [id, second, third] = sequence(one)
    const critical = is(second, 1) && content(second)[0] !== 0
    const value = octets(expect(is(second, 1) ? third : second, 4))
    const name = oid(id)
    if (name === '2.5.29.27') base = integerHex(readTlv(value))
    else if (name === '2.5.29.28') scope = readScope(value)
    else if (name === '2.5.29.20') number = integerHex(readTlv(value))
    else if (name === '2.5.29.60') keeps = time(readTlv(value))
    else if (critical) throw new Malformed('crl extension')
  }
  if (!issuer) throw new Malformed('crl')
  return {
    issuerKey: nameKey(issuer),
    thisUpdate,
    nextUpdate: next,
    number,
    base,
    keepsExpiredSince: keeps,
    tbs: whole(tbs),
    algorithm: readAlgorithm(algorithm),
    signature: bits(signature),
    revoked,
    scope,
  }
}

/** Whether the list speaks about this certificate at all (RFC 5280, 6.3.3 b). */
export const covers = (crl: Crl, c: Certificate): boolean => {
  const { scope } = crl
  const own = crl.issuerKey === c.issuerKey
  if (!scope) return own
  const ca = basicConstraints(c)?.ca ?? false
  if ((scope.onlyUsers && ca) || (scope.onlyCas && !ca)) return false
  const points = distributionPoints(c).filter(({ issuers }) =>
    own ? issuers.length === 0 || issuers.includes(crl.issuerKey) : issuers.includes(crl.issuerKey),
  )
  if (!own && (!scope.indirect || points.length === 0)) return false
  if (!scope.addresses) return true
  const wanted = points.flatMap(({ addresses }) => addresses ?? [])
  return scope.addresses.some((address) => wanted.includes(address))
}

/** Hexadecimal numbers without leading zeros. */
export const compareNumbers = (a: string, b: string): number =>
  a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

/** Whether a delta list adds to this complete one (RFC 5280, 5.2.4): same issuer and scope, base reached, delta newer. */
export const appliesTo = (delta: Crl, complete: Crl): boolean => {
  if (delta.base === null || complete.base !== null || delta.issuerKey !== complete.issuerKey) return false
  const [one, other] = [delta.scope?.der ?? null, complete.scope?.der ?? null]
  const sameScope = one && other ? bytesEqual(one, other) : one === other
  if (!sameScope || complete.number === null || delta.number === null) return false
  return compareNumbers(complete.number, delta.base) >= 0 && compareNumbers(complete.number, delta.number) < 0
}

/** The entry of a certificate, or null. On an indirect list an entry's issuer holds until another is named. */
export const lookUp = (crl: Crl, serial: string, issuerKey: string = crl.issuerKey): RevokedEntry | null => {
  const list = crl.revoked
  if (!list) return null
  const indirect = crl.scope?.indirect ?? false
  let issuer = crl.issuerKey
  for (let at = list.from; at < list.to;) {
    const entry = readTlv(list.bytes.subarray(0, list.to), at)
    at = entry.end
    const [number, date, extensions] = sequence(entry)
    const mine = integerHex(number) === serial
    if (!mine && !indirect) continue
    let since = time(date)
    let why: string | null = null
    for (const one of extensions ? sequence(extensions) : []) {
      const [id, second, third] = sequence(one)
      const critical = is(second, 1) && content(second)[0] !== 0
      const value = readTlv(octets(expect(is(second, 1) ? third : second, 4)))
      const name = oid(id)
      if (name === '2.5.29.21') why = reasonWords[content(value)[0] ?? 0] ?? null
      else if (name === '2.5.29.24') since = Math.min(since, time(value))
      else if (name === '2.5.29.29' && indirect) {
        const named = sequence(value).find((general) => is(general, 4, 2))
        const [directory] = named ? children(named) : []
        if (!directory) throw new Malformed('crl entry issuer')
        issuer = nameKey(directory)
      } else if (critical) throw new Malformed('crl entry')
    }
    if (mine && issuer === issuerKey) return { since, reason: why }
  }
  return null
}
