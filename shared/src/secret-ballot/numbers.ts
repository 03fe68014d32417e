/**
 * Decimal texts, exponents and bytes. What must stay true: a number that came from outside becomes a BigInt only after
 * its text matched the strict grammar and its length limit, so no input can make parsing slow or ambiguous.
 */

/** Fresh random bytes; the only source of chance in this folder, always handed in. */
export type RandomBytes = (length: number) => Uint8Array

const decimal = /^(?:0|[1-9][0-9]*)$/

/** True for a non-negative integer in base 10 without sign or leading zero, of at most `digits` digits. */
export const isDecimal = (text: string, digits: number): boolean =>
  text.length > 0 && text.length <= digits && decimal.test(text)

export const modulo = (value: bigint, modulus: bigint): bigint => {
  const rest = value % modulus
  return rest < 0n ? rest + modulus : rest
}

/** Inverse of a unit modulo m (extended Euclid); throws on a non-unit, which callers exclude beforehand. */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [oldRest, rest] = [modulo(value, modulus), modulus]
  let [oldFactor, factor] = [1n, 0n]
  while (rest !== 0n) {
    const quotient = oldRest / rest
    ;[oldRest, rest] = [rest, oldRest - quotient * rest]
    ;[oldFactor, factor] = [factor, oldFactor - quotient * factor]
  }
  if (oldRest !== 1n) throw new RangeError('not invertible')
  return modulo(oldFactor, modulus)
}

const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += hexDigits[byte]
  return text
}

/** Bytes of a lower-case hex text, or undefined. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined
  const bytes = new Uint8Array(text.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/** Big-endian bytes as an integer. */
export const bytesToInteger = (bytes: Uint8Array): bigint =>
  bytes.length === 0 ? 0n : BigInt('0x' + toHex(bytes))

/** How many random bytes an exponent takes: at least 128 bits more than q has, so that "mod q" leaves no bias. */
export const exponentBytes = (q: bigint): number => Math.ceil((q.toString(2).length + 128) / 8)

export const randomExponent = (random: RandomBytes, q: bigint): bigint =>
  bytesToInteger(random(exponentBytes(q))) % q
