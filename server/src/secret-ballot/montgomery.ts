/**
 * The multiplier port on WebAssembly: for servers and the recount command; devices use plain BigInt (no WebAssembly in
 * their content policy). It emits its own bytes, so nothing is downloaded or compiled beforehand. What must stay true:
 * the same answers as the BigInt multiplier, proven by a test; where the engine lacks SIMD the caller gets that one.
 */
import { bigintArithmetic, bitsAt, digitsOf, oddWindows } from '@nghi-truong/shared/secret-ballot/arithmetic'
import type { Arithmetic, Power } from '@nghi-truong/shared/secret-ballot/arithmetic'
import { inverse } from '@nghi-truong/shared/secret-ballot/numbers'
import { firstSlot, limbBits, limbs, moduleBytes, slotBytes, words } from './montgomery-code.ts'

// @types/node knows WebAssembly only with the DOM library; these are the few parts used
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: unknown }
}

type Exports = {
  readonly mul: (result: number, a: number, b: number) => void
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number }
}

const radix = 1n << BigInt(limbBits * limbs)
const hexPerLimb = limbBits / 4

type Compiled = { readonly p: bigint; readonly code: object }

function compile(p: bigint): Compiled {
  const limb = 1n << BigInt(limbBits)
  const lowest = (inverse(p, limb) * -1n) & (limb - 1n)
  return { p, code: new WebAssembly.Module(moduleBytes(Number(lowest), 1)) }
}

/** A room of slots, each holding one number in Montgomery form. */
function room({ p, code }: Compiled, slots: number) {
  const pages = Math.ceil((firstSlot + (slots + 3) * slotBytes) / 65_536)
  const { mul, memory } = new WebAssembly.Instance(code).exports as Exports
  if (pages > 1) memory.grow(pages - 1)
  const view = new Uint32Array(memory.buffer)

  const write = (address: number, value: bigint): void => {
    const hex = value.toString(16)
    const start = address / 4
    for (let i = 0; i < words; i++) {
      const end = hex.length - i * hexPerLimb
      view[start + i] = end <= 0 ? 0 : Number.parseInt(hex.slice(Math.max(0, end - hexPerLimb), end), 16)
    }
  }
  const address = (slot: number): number => firstSlot + slot * slotBytes
  const [one, square, scratch] = [address(slots), address(slots + 1), address(slots + 2)]
  write(0, p)
  write(one, 1n)
  write(square, (radix * radix) % p)
  const load = (target: number, value: bigint): void => {
    write(scratch, value)
    mul(target, scratch, square)
  }
  const read = (source: number): bigint => {
    mul(scratch, source, one)
    let hex = ''
    const start = scratch / 4
    for (let i = limbs - 1; i >= 0; i--) hex += (view[start + i] ?? 0).toString(16).padStart(hexPerLimb, '0')
    const value = BigInt(`0x${hex}`)
    return value >= p ? value - p : value
  }
  return { mul, address, load, read }
}

const width = 4
const buckets = 1 << (width - 1)
const mostExponents = 64

function powersIn(compiled: Compiled) {
  const { mul, address, load, read } = room(compiled, 4 + mostExponents * buckets)
  const [square, suffix, joined] = [address(0), address(1), address(2)]

  const join = (first: number, filled: readonly boolean[]): bigint => {
    let [hasSuffix, hasJoined] = [false, false]
    const take = (target: number, has: boolean, source: number): void => {
      if (has) mul(target, target, source)
      else copy(target, source)
    }
    for (let k = buckets - 1; k >= 1; k--) {
      if (filled[k]) {
        take(suffix, hasSuffix, address(first + k))
        hasSuffix = true
      }
      if (hasSuffix) {
        take(joined, hasJoined, suffix)
        hasJoined = true
      }
    }
    if (filled[0]) {
      take(suffix, hasSuffix, address(first))
      hasSuffix = true
    }
    if (!hasSuffix) return 1n
    if (hasJoined) {
      mul(joined, joined, joined)
      mul(suffix, suffix, joined)
    }
    return read(suffix)
  }
  const unit = address(3)
  load(unit, 1n)
  const copy = (target: number, source: number): void => mul(target, source, unit)

  return (base: bigint, exponents: readonly bigint[]): bigint[] => {
    const runs = exponents.map((exponent, index) => ({
      windows: oddWindows(exponent, width),
      next: 0,
      first: 4 + index * buckets,
      filled: Array.from({ length: buckets }, () => false),
    }))
    let last = -1
    for (const { windows } of runs) last = Math.max(last, windows[windows.length - 2] ?? -1)
    load(square, base)
    for (let position = 0; position <= last; position++) {
      if (position > 0) mul(square, square, square)
      for (const run of runs) {
        if (run.windows[run.next] !== position) continue
        const bucket = (run.windows[run.next + 1] ?? 1) >> 1
        const target = address(run.first + bucket)
        if (run.filled[bucket]) mul(target, target, square)
        else copy(target, square)
        run.filled[bucket] = true
        run.next += 2
      }
    }
    return runs.map(({ first, filled }) => join(first, filled))
  }
}

function tableIn(
  compiled: Compiled,
  base: bigint,
  bits: number,
  larger: (exponent: bigint) => bigint,
): Power {
  const window = 8
  const size = 1 << window
  const rows = Math.ceil(bits / window)
  const { mul, address, load, read } = room(compiled, rows * size + 2)
  const [step, product] = [address(rows * size), address(rows * size + 1)]
  load(step, base)
  for (let k = 0; k < rows; k++) {
    const at = (value: number): number => address(k * size + value)
    load(at(0), 1n)
    for (let value = 1; value < size; value++) mul(at(value), at(value - 1), step)
    mul(step, step, at(size - 1))
  }
  return (exponent) => {
    const digits = digitsOf(exponent)
    if (digits.length * 16 > rows * window) return larger(exponent)
    let held = 0
    for (let k = 0; k < rows; k++) {
      const value = bitsAt(digits, k * window, window)
      if (value === 0) continue
      const entry = address(k * size + value)
      if (held === 0) held = entry
      else {
        mul(product, held, entry)
        held = product
      }
    }
    return held === 0 ? 1n : read(held)
  }
}

/** Whether this engine can run the multiplier. */
export const hasVectors = (): boolean => WebAssembly.validate(moduleBytes(1, 1))

/** The WebAssembly multiplier, or the BigInt one where it cannot run or the modulus is too long for it. */
export function wasmArithmetic(p: bigint): Arithmetic {
  const plain = bigintArithmetic(p)
  if (p << 2n > radix || p % 2n === 0n || !hasVectors()) return plain
  const compiled = compile(p)
  const held: { powers?: ReturnType<typeof powersIn> } = {}
  const powers = (base: bigint, exponents: readonly bigint[]): bigint[] =>
    exponents.length > mostExponents
      ? plain.powers(base, exponents)
      : (held.powers ??= powersIn(compiled))(base, exponents)
  return {
    multiply: plain.multiply,
    powers,
    table: (base, bits) => tableIn(compiled, base, bits, (exponent) => powers(base, [exponent])[0] ?? 1n),
  }
}
