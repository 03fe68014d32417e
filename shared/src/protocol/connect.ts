/**
 * How a device comes to know the server of its hall: addresses and the fingerprint of the authority it shall trust, as one
 * text for a QR code, and as twenty letters for hands and ears.
 * What must stay true: nothing in it is secret and nothing in it grants a right; the letters alone decide whom a device
 * believes, so they are read from a screen or a paper of the secretariat, never from the network they are to protect.
 *
 * The text: `hdnd1:` address `,` address … `#` SHA-256 of the authority's certificate in hexadecimal.
 */
import { z } from 'zod'

const prefix = 'hdnd1:'
const most = 8
const originForm = /^https:\/\/(?:[a-z0-9.-]{1,253}|\[[0-9a-f:]{2,45}\])(?::\d{1,5})?$/
const sha256Form = /^[0-9a-f]{64}$/

/** Crockford's base 32: no letter that is taken for another. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const pinLetters = 20
const pinForm = /^[0-9A-HJKMNP-TV-Z]{20}$/

export interface ConnectCode {
  /** `https://host:port`, likeliest first. */
  readonly origins: readonly string[]
  /** SHA-256 of the authority's certificate (DER), lower-case hexadecimal. */
  readonly authority: string
}

export const writeConnectCode = ({ origins, authority }: ConnectCode): string =>
  `${prefix}${origins.slice(0, most).join(',')}#${authority}`

/** @returns null for anything else than what `writeConnectCode` gives */
export function readConnectCode(text: string): ConnectCode | null {
  const plain = text.trim()
  if (!plain.startsWith(prefix)) return null
  const [before = '', authority = '', ...more] = plain.slice(prefix.length).split('#')
  const origins = before.split(',')
  if (more.length > 0 || origins.length > most || !sha256Form.test(authority)) return null
  return origins.every((origin) => originForm.test(origin)) ? { origins, authority } : null
}

/** The first 100 bits of the fingerprint: twenty letters and digits in groups of five, as they are read out. */
export function pinOf(authority: string): string {
  let bits = BigInt(`0x${authority.slice(0, 25)}`)
  let letters = ''
  for (let at = 0; at < pinLetters; at++) {
    letters = (alphabet[Number(bits & 31n)] ?? '') + letters
    bits >>= 5n
  }
  return letters.replace(/(.{5})(?!$)/g, '$1-')
}

/** What somebody typed, as `pinOf` writes it; O counts as 0, I and L as 1. @returns null when it is no such code */
export function readPin(text: string): string | null {
  const plain = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  return pinForm.test(plain) ? plain.replace(/(.{5})(?!$)/g, '$1-') : null
}

/** Whether the fingerprint is the one meant: all 64 digits of it, or the twenty letters. */
export const isPinned = (authority: string, pin: string): boolean =>
  sha256Form.test(authority) && (sha256Form.test(pin) ? pin === authority : readPin(pin) === pinOf(authority))

/** How devices reach this server, for who connects another one. */
export const connection = z.object({
  /** Whether the server itself speaks TLS. */
  secure: z.boolean(),
  /** Addresses on the network, likeliest first. */
  origins: z.array(z.string().max(300)),
  /** The hall's own authority; null: none, devices trust whom their system trusts. */
  authority: z
    .object({ sha256: z.string().regex(sha256Form), notAfter: z.string(), pem: z.string().max(8192) })
    .nullable(),
})
export type Connection = z.infer<typeof connection>
