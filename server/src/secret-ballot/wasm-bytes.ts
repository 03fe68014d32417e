/**
 * The few WebAssembly instructions the multiplier is written in, as bytes (WebAssembly core specification 3.0, chapter 5,
 * with the vector and relaxed vector instructions). What must stay true: every function returns whole instructions.
 */

export type Code = readonly number[]

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

/** Signed LEB128; for both widths of integers. */
const signed = (value: bigint): number[] => {
  const bytes: number[] = []
  let rest = value
  for (;;) {
    const low = Number(rest & 0x7fn)
    rest >>= 7n
    const done = (rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0)
    bytes.push(done ? low : low | 0x80)
    if (done) return bytes
  }
}

const vector = (operation: number): number[] => [0xfd, ...u32(operation)]
const at = (align: number, offset: number): number[] => [align, ...u32(offset)]

export const get = (local: number): Code => [0x20, ...u32(local)]
export const set = (local: number): Code => [0x21, ...u32(local)]
export const tee = (local: number): Code => [0x22, ...u32(local)]
export const int = (value: number): Code => [0x41, ...signed(BigInt(value | 0))]
export const long = (value: bigint): Code => [0x42, ...signed(BigInt.asIntN(64, value))]
export const loadLong = (offset: number): Code => [0x29, ...at(0, offset)]
export const storeLong = (offset: number): Code => [0x37, ...at(0, offset)]
export const loadDouble = (offset: number): Code => [0x2b, ...at(3, offset)]
export const storeDouble = (offset: number): Code => [0x39, ...at(3, offset)]
export const loadVector = (offset: number): Code => [...vector(0x00), ...at(4, offset)]
export const storeVector = (offset: number): Code => [...vector(0x0b), ...at(4, offset)]
/** [address] -> a vector with these 64 bits below and zeros above. */
export const loadHalf = (offset: number): Code => [...vector(0x5d), ...at(3, offset)]
/** [address, vector] -> the vector with these 64 bits above. */
export const loadOtherHalf = (offset: number): Code => [...vector(0x57), ...at(3, offset), 1]
export const addInt: Code = [0x6a]
export const lessInt: Code = [0x49]
export const [andLong, orLong, shiftLong, rightLong]: readonly [Code, Code, Code, Code] = [
  [0x83],
  [0x84],
  [0x86],
  [0x88],
]
/** Doubles that hold whole numbers below 2^63, and back. */
export const longOfDouble: Code = [0xb0]
export const doubleOfLong: Code = [0xb9]
export const addLongs = vector(0xce)
export const rightLongs = vector(0xcd)
export const andVectors = vector(0x4e)
export const orVectors = vector(0x50)
export const addDoubles = vector(0xf0)
export const minusDoubles = vector(0xf1)
/** a * b + c: rounded once on engines that have it, which the caller must have tried. */
export const fusedDoubles = vector(0x107)
export const call = (index: number): Code => [0x10, ...u32(index)]

/** A loop: `body` ends with an i32 that says whether to go round again. */
export const loop = (body: Code): Code => [0x03, 0x40, ...body, 0x0d, 0x00, 0x0b]

/**
 * Enters a row of steps at the step whose number is the i32 left by `selector`; what is beyond the last ends at once.
 */
export function enter(selector: Code, steps: readonly Code[]): number[] {
  const code: number[] = []
  for (let k = 0; k <= steps.length; k++) code.push(0x02, 0x40)
  code.push(...selector, 0x0e, ...u32(steps.length))
  for (let k = 0; k <= steps.length; k++) code.push(...u32(k))
  for (const step of steps) {
    code.push(0x0b)
    for (const byte of step) code.push(byte)
  }
  code.push(0x0b)
  return code
}

export type Local = 'i32' | 'i64' | 'v128'
const typeByte = { i32: 0x7f, i64: 0x7e, v128: 0x7b } as const

/** One exported function of i32 parameters, with at most one i32 result. */
export type Definition = {
  readonly name: string
  readonly parameters: number
  readonly answers?: boolean
  /** Kinds and numbers of further locals, in order. */
  readonly locals: readonly (readonly [Local, number])[]
  readonly code: Code
}

const section = (id: number, content: Code): number[] => [id, ...u32(content.length), ...content]
const name = (ascii: string): number[] => [
  ascii.length,
  ...Array.from(ascii, (letter) => letter.charCodeAt(0)),
]
const many = (parts: readonly Code[]): number[] => [...u32(parts.length), ...parts.flat()]

/** A module of these functions and a memory of `pages` of 64 KiB, exported as `memory`. */
export function moduleOf(functions: readonly Definition[], pages: number): Uint8Array<ArrayBuffer> {
  const bodies = functions.map(({ locals, code }) => {
    const declared = many(locals.map(([kind, count]) => [...u32(count), typeByte[kind]]))
    return [...u32(declared.length + code.length + 1), ...declared, ...code, 0x0b]
  })
  const types = functions.map(({ parameters, answers }) => [
    0x60,
    ...many(Array.from({ length: parameters }, () => [typeByte.i32])),
    ...many(answers === true ? [[typeByte.i32]] : []),
  ])
  const exported = functions.map((one, index) => [...name(one.name), 0, ...u32(index)])
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, many(types)),
    ...section(3, many(functions.map((_, index) => u32(index)))),
    ...section(5, [1, 0, ...u32(pages)]),
    ...section(7, many([...exported, [...name('memory'), 2, 0]])),
    ...section(10, many(bodies)),
  ])
}
