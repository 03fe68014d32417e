/**
 * The bytes of a WebAssembly module with one function: mul(result, a, b), a Montgomery product of numbers of 74 limbs
 * of 28 bits. What must stay true: sums of 148 products of 56 bits fit 64 bits unsigned, so no carry is needed inside a
 * row; operands below 2p give a result below 2p, because the radix 2^2072 exceeds 4p.
 */

export const limbBits = 28
export const limbs = 74
/** Limbs are stored as 32-bit words, padded with zeros to whole vectors of four. */
export const words = 76
/** Addresses: the modulus at 0, then the row of sums, then free slots. */
export const sumsAddress = 512
export const firstSlot = 2048
export const slotBytes = 320

const vectors = words / 4
const mask = 2 ** limbBits - 1

const u32 = (value: number): number[] => {
  const bytes: number[] = []
  let rest = value
  do {
    const low = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest > 0 ? low + 128 : low)
  } while (rest > 0)
  return bytes
}

const s32 = (value: number): number[] => {
  const bytes: number[] = []
  let rest = value | 0
  for (;;) {
    const low = rest & 0x7f
    rest >>= 7
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)
    bytes.push(done ? low : low | 0x80)
    if (done) return bytes
  }
}

const get = (local: number): number[] => [0x20, ...u32(local)]
const set = (local: number): number[] => [0x21, ...u32(local)]
const int = (value: number): number[] => [0x41, ...s32(value)]
const simd = (operation: number): number[] => [0xfd, ...u32(operation)]
const memory = (align: number, offset: number): number[] => [align, ...u32(offset)]
const loadInt = (offset: number): number[] => [0x28, ...memory(2, offset)]
const storeInt = (offset: number): number[] => [0x36, ...memory(2, offset)]
const loadLong = (offset: number): number[] => [0x29, ...memory(3, offset)]
const storeLong = (offset: number): number[] => [0x37, ...memory(3, offset)]
const loadVector = (offset: number): number[] => [...simd(0x00), ...memory(3, offset)]
const storeVector = (offset: number): number[] => [...simd(0x0b), ...memory(3, offset)]
const [addInt, mulInt, andInt, addLong, mulLong, shiftLong, widen, narrow] = [
  0x6a, 0x6c, 0x71, 0x7c, 0x7e, 0x88, 0xad, 0xa7,
]
const long = (value: number): number[] => [0x42, ...s32(value)]
const splat = simd(0x11)
const addLongs = simd(0xce)
const timesLow = simd(0xde)
const timesHigh = simd(0xdf)

// locals: parameters result, a, b; then
const [result, a, b, sums, end, digit, factor, digits, factors, vector, modulus, carry] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
]

/** One row: sums += a[i] * b + factor * p, where the factor makes the lowest limb vanish. */
function row(inverse: number): number[] {
  const code = [
    ...get(a),
    ...loadInt(0),
    ...set(digit),
    // factor = (sums[0] + a[i] * b[0]) * inverse mod 2^28
    ...get(sums),
    ...loadLong(0),
    ...get(digit),
    widen,
    ...get(b),
    ...loadInt(0),
    widen,
    mulLong,
    addLong,
    narrow,
    ...int(inverse),
    mulInt,
    ...int(mask),
    andInt,
    ...set(factor),
    ...get(digit),
    ...splat,
    ...set(digits),
    ...get(factor),
    ...splat,
    ...set(factors),
  ]
  for (let k = 0; k < vectors; k++) {
    code.push(...get(b), ...loadVector(16 * k), ...set(vector))
    code.push(...int(0), ...loadVector(16 * k), ...set(modulus))
    for (const [offset, times] of [[32 * k, timesLow] as const, [32 * k + 16, timesHigh] as const]) {
      code.push(...get(sums), ...get(sums), ...loadVector(offset))
      code.push(...get(digits), ...get(vector), ...times, ...addLongs)
      code.push(...get(factors), ...get(modulus), ...times, ...addLongs)
      code.push(...storeVector(offset))
    }
  }
  // the lowest sum is now a multiple of 2^28: hand it on
  code.push(...get(sums), ...get(sums), ...loadLong(8), ...get(sums), ...loadLong(0))
  code.push(...long(limbBits), shiftLong, addLong, ...storeLong(8))
  return code
}

function body(inverse: number): number[] {
  const code = [
    // clear the sums
    ...int(sumsAddress),
    ...int(0),
    ...int(8 * (limbs + words + 2)),
    ...[0xfc, 0x0b, 0x00],
    ...int(sumsAddress),
    ...set(sums),
    ...int(sumsAddress + 8 * limbs),
    ...set(end),
    ...[0x03, 0x40],
    ...row(inverse),
    ...[...get(a), ...int(4), addInt, ...set(a)],
    ...[...get(sums), ...int(8), addInt, ...set(sums)],
    ...[...get(sums), ...get(end), 0x49, 0x0d, 0x00, 0x0b],
    ...[...long(0), ...set(carry)],
  ]
  // carry the upper sums into limbs
  for (let j = 0; j < limbs; j++) {
    code.push(...get(sums), ...loadLong(8 * j), ...get(carry), addLong, ...set(carry))
    code.push(...get(result), ...get(carry), narrow, ...int(mask), andInt, ...storeInt(4 * j))
    code.push(...get(carry), ...long(limbBits), shiftLong, ...set(carry))
  }
  // sums, end, digit, factor: i32; digits, factors, vector, modulus: v128; carry: i64
  const locals = [3, 4, 0x7f, 4, 0x7b, 1, 0x7e]
  return [...locals, ...code, 0x0b]
}

const section = (id: number, content: readonly number[]): number[] => [id, ...u32(content.length), ...content]
const name = (ascii: string): number[] => [
  ascii.length,
  ...Array.from(ascii, (letter) => letter.charCodeAt(0)),
]

/** `inverse`: -1/p mod 2^28; `pages`: memory in pages of 64 KiB. Exports `mul` and `memory`. */
export function moduleBytes(inverse: number, pages: number): Uint8Array<ArrayBuffer> {
  const code = body(inverse)
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, 3, 0x7f, 0x7f, 0x7f, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, ...u32(pages)]),
    ...section(7, [2, ...name('mul'), 0, 0, ...name('memory'), 2, 0]),
    ...section(10, [1, ...u32(code.length), ...code]),
  ])
}
