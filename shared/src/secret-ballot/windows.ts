/**
 * An exponent cut into windows of bits. What must stay true: the windows put together again are the exponent, whatever
 * its length.
 */

const digitBits = 16
const digitMask = 0xffff

/** The 16-bit digits of an exponent, lowest first. */
export function digitsOf(exponent: bigint): Uint16Array {
  const hex = exponent.toString(16)
  const digits = new Uint16Array(Math.ceil(hex.length / 4))
  for (let i = 0; i < digits.length; i++) {
    const end = hex.length - 4 * i
    digits[i] = Number.parseInt(hex.slice(Math.max(0, end - 4), end), 16)
  }
  return digits
}

const bitAt = (digits: Uint16Array, position: number): number =>
  ((digits[position >> 4] ?? 0) >> (position & 15)) & 1

/** `width` bits (at most 16) from `position` upwards. */
export function bitsAt(digits: Uint16Array, position: number, width: number): number {
  const index = position >> 4
  const pair = (digits[index] ?? 0) | ((digits[index + 1] ?? 0) << digitBits)
  return (pair >>> (position & 15)) & (digitMask >> (digitBits - width))
}

/** The odd windows of an exponent from the lowest bit up: [position, odd value]; each is at most `width` bits wide. */
export function oddWindows(exponent: bigint, width: number): Uint32Array {
  const digits = digitsOf(exponent)
  const top = digits.length * digitBits
  const windows: number[] = []
  for (let position = 0; position < top;) {
    if (bitAt(digits, position) === 0) {
      position += 1
    } else {
      windows.push(position, bitsAt(digits, position, width))
      position += width
    }
  }
  return Uint32Array.from(windows)
}
