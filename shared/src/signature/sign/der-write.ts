/**
 * Writing DER (ITU-T X.690): the few types CMS and certificates need.
 * What must stay true: shortest lengths, minimal integers, sorted SET OF.
 */
import { element, joinBytes } from '../cms/der.ts'
import { bytesOf } from '../pdf/values.ts'

export const seq = (...parts: readonly Uint8Array[]): Uint8Array => element(0x30, ...parts)

const compare = (a: Uint8Array, b: Uint8Array): number => {
  for (let n = 0; n < Math.min(a.length, b.length); n++) if (a[n] !== b[n]) return (a[n] ?? 0) - (b[n] ?? 0)
  return a.length - b.length
}
export const setOf = (...parts: readonly Uint8Array[]): Uint8Array =>
  element(0x31, ...parts.toSorted(compare))

export const oidDer = (text: string): Uint8Array => {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  const out: number[] = []
  for (const part of [first * 40 + second, ...rest]) {
    const digits = [part % 128]
    for (let n = Math.floor(part / 128); n > 0; n = Math.floor(n / 128)) digits.unshift((n % 128) + 128)
    out.push(...digits)
  }
  return element(6, Uint8Array.from(out))
}

/** A non-negative INTEGER from its big-endian bytes. */
export const integerDer = (bytes: Uint8Array): Uint8Array => {
  let at = 0
  while (at < bytes.length - 1 && bytes[at] === 0) at++
  const short = bytes.length === 0 ? Uint8Array.of(0) : bytes.subarray(at)
  return element(2, (short[0] ?? 0) & 128 ? joinBytes([Uint8Array.of(0), short]) : short)
}
export const smallInt = (n: number): Uint8Array => {
  const bytes: number[] = []
  for (let left = n; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256)
  return integerDer(Uint8Array.from(bytes))
}

export const octetDer = (...parts: readonly Uint8Array[]): Uint8Array => element(4, ...parts)
export const nullDer = (): Uint8Array => Uint8Array.of(5, 0)
/** @param unused bits at the end that do not count */
export const bitDer = (bytes: Uint8Array, unused = 0): Uint8Array => element(3, Uint8Array.of(unused), bytes)
/** Context tag, constructed. */
export const context = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  element(0xa0 + tag, ...parts)

export const utf8Der = (text: string): Uint8Array =>
  element(
    12,
    bytesOf(
      encodeURIComponent(text).replace(/%([0-9A-F]{2})/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      ),
    ),
  )

/** UTCTime to 2049, GeneralizedTime afterwards (RFC 5280, 4.1.2.5). */
export const timeDer = (ms: number): Uint8Array => {
  const text = new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14)
  return text < '2050' ? element(23, bytesOf(`${text.slice(2)}Z`)) : element(24, bytesOf(`${text}Z`))
}
export const generalizedDer = (ms: number): Uint8Array =>
  element(24, bytesOf(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))
