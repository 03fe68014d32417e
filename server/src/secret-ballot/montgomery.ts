/**
 * The multiplier port on WebAssembly: for servers and the recount command; devices use plain BigInt (no WebAssembly in
 * their content policy). It emits its own bytes, so nothing is downloaded or compiled beforehand. What must stay true:
 * the same answers as the BigInt multiplier, proven by a test; where the engine lacks relaxed vectors, or the machine a
 * fused multiply-add, the caller gets that one.
 */
import { bigintArithmetic } from '@nghi-truong/shared/secret-ballot/arithmetic'
import type { Arithmetic, Power } from '@nghi-truong/shared/secret-ballot/arithmetic'
import { cellsFor, cellsToRecompute, powersIn, recomputeIn } from '@nghi-truong/shared/secret-ballot/ladder'
import type { ByTables, Cells, Pair } from '@nghi-truong/shared/secret-ballot/ladder'
import { inverse } from '@nghi-truong/shared/secret-ballot/numbers'
import { digitsOf } from '@nghi-truong/shared/secret-ballot/windows'
import { moduleBytes, probeBytes } from './montgomery-code.ts'
import {
  constants,
  exchangeBytes,
  limbBits,
  limbs,
  modulusBits,
  places,
  radixBits,
  slotBytes,
} from './montgomery-layout.ts'

// @types/node knows WebAssembly only with the DOM library; these are the few parts used
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: unknown }
}

type Exports = {
  readonly multiply: (result: number, a: number, b: number) => void
  readonly squared: (result: number, a: number) => void
  readonly leave: (result: number, a: number) => void
  readonly take: (half: number, bytes: number) => void
  readonly give: (half: number, bytes: number) => void
  readonly mix: (target: number, first: number, second: number) => void
  readonly copy: (target: number, source: number) => void
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number }
}

const radix = 1n << BigInt(radixBits)
/** From the address of a pair to its second half. */
const second = 8

type Compiled = { readonly p: bigint; readonly code: object }

/** A room of slots, each holding two numbers in Montgomery form side by side. */
function room({ p, code }: Compiled, slots: number) {
  const pages = Math.ceil((places.slots + (slots + 2) * slotBytes) / 65_536)
  const { memory, ...run } = new WebAssembly.Instance(code).exports as Exports
  if (pages > 1) memory.grow(pages - 1)
  const words = new BigUint64Array(memory.buffer)
  const exchange = Buffer.from(memory.buffer, places.bytes, exchangeBytes)

  const write = (half: number, value: bigint): void => {
    exchange.write(value.toString(16).padStart(2 * exchangeBytes, '0'), 'hex')
    exchange.reverse()
    run.take(half, places.bytes)
  }
  const show = (half: number): bigint => {
    run.give(half, places.bytes)
    const value = BigInt(`0x${exchange.reverse().toString('hex')}`)
    return value >= p ? value - p : value
  }
  const address = (slot: number): number => places.slots + slot * slotBytes
  const [square, scratch] = [address(slots), address(slots + 1)]
  const lowest = 1n << BigInt(limbBits)
  for (const [place, value] of constants(lowest - inverse(p, lowest)))
    words.fill(value, place / 8, place / 8 + 2)
  const fill = (place: number, value: bigint): void => {
    write(place, value)
    write(place + second, value)
  }
  fill(places.modulus, p)
  fill(square, (radix * radix) % p)
  return {
    ...run,
    address,
    load(target: number, [first, other]: Pair): void {
      write(scratch, first)
      if (first === other) run.mix(scratch, scratch, scratch)
      else write(scratch + second, other)
      run.multiply(target, scratch, square)
    },
    read(source: number): Pair {
      run.leave(scratch, source)
      return [show(scratch), show(scratch + second)]
    },
    first(source: number): bigint {
      run.leave(scratch, source)
      return show(scratch)
    },
    /** The numbers as they lie in memory, to be laid into a slot of another room. */
    bare: (slot: number): BigUint64Array => words.subarray(address(slot) / 8, address(slot) / 8 + 2 * limbs),
    lay: (slot: number, bare: BigUint64Array): void => words.set(bare, address(slot) / 8),
  }
}

type Room = ReturnType<typeof room>

const cellsOf = (held: Room): Cells<Pair> => {
  const { address } = held
  return {
    multiply: (target, a, b) => held.multiply(address(target), address(a), address(b)),
    square: (target, a) => held.squared(address(target), address(a)),
    copy: (target, source) => held.copy(address(target), address(source)),
    load: (target, pair) => held.load(address(target), pair),
    read: (source) => held.read(address(source)),
  }
}

const digitBits = 16
const window = 8
const size = 1 << window

/** Powers of one base as two factors side by side: from the even windows of the exponent and from the odd ones. */
type Table = {
  /** The two factors, as they lie in memory until the next call; undefined where the exponent is too long. */
  readonly factors: (exponent: bigint) => BigUint64Array | undefined
  readonly power: Power
}

function tableIn(compiled: Compiled, base: bigint, bits: number, larger: Power): Table {
  const rows = Math.ceil(bits / digitBits)
  const held = room(compiled, rows * size + 3)
  const { address } = held
  const [step, product, other] = [0, 1, 2].map((k) => rows * size + k) as [number, number, number]
  const entry = (row: number, value: number): number => address(row * size + value)
  // the halves start 8 bits apart and go on by 16
  held.load(address(step), [base, base])
  held.copy(address(product), address(step))
  for (let k = 0; k < window; k++) held.squared(address(product), address(product))
  held.mix(address(step), address(step), address(product) + second)
  for (let row = 0; row < rows; row++) {
    held.load(entry(row, 0), [1n, 1n])
    for (let value = 1; value < size; value++)
      held.multiply(entry(row, value), entry(row, value - 1), address(step))
    for (let k = 0; k < digitBits; k++) held.squared(address(step), address(step))
  }
  const gather = (exponent: bigint): boolean => {
    const digits = digitsOf(exponent)
    if (digits.length > rows) return false
    for (const [row, digit] of digits.entries()) {
      const target = address(row === 0 ? product : other)
      held.mix(target, entry(row, digit % size), entry(row, digit >> window) + second)
      if (row > 0) held.multiply(address(product), address(product), target)
    }
    return true
  }
  return {
    factors: (exponent) => (gather(exponent) ? held.bare(product) : undefined),
    power(exponent) {
      if (!gather(exponent)) return larger(exponent)
      held.mix(address(other), address(product) + second, address(product))
      held.multiply(address(product), address(product), address(other))
      return held.first(address(product))
    },
  }
}

const mostExponents = 64

/** The room of the ladders: cells from 0, behind them places for the factors of tables. */
function laddersIn(compiled: Compiled) {
  const cells = cellsFor(mostExponents)
  const [own, other, mixed] = [cells, cells + 1, cells + 2]
  const held = room(compiled, cells + 4)
  const { address } = held
  const ones = address(cells + 3)
  held.load(ones, [1n, 1n])
  const times = (target: number, first: number, then: number): void => {
    held.mix(address(mixed), first, then)
    held.multiply(address(target), address(target), address(mixed))
  }
  return {
    cells: cellsOf(held),
    /** target *= (g^response, y^response * g^shift), by tables whose powers come as two factors. */
    byTables:
      (g: Table, y: Table): ByTables =>
      (target, response, shift) => {
        const [ofG, ofY] = [g.factors(response), y.factors(response)]
        if (ofG === undefined || ofY === undefined) throw new RangeError('a response beyond the tables')
        held.lay(own, ofG)
        held.lay(other, ofY)
        times(target, address(own), address(other))
        times(target, address(own) + second, address(other) + second)
        if (shift === 0n) return
        const ofShift = g.factors(shift)
        if (ofShift === undefined) throw new RangeError('a shift beyond the tables')
        held.lay(own, ofShift)
        times(target, ones, address(own))
        times(target, ones, address(own) + second)
      },
  }
}

/** Whether this engine knows the instructions of the multiplier, and this machine rounds a multiply-add once. */
export function hasVectors(): boolean {
  const bytes = probeBytes()
  if (!WebAssembly.validate(bytes)) return false
  const { memory, probe } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as {
    readonly memory: { readonly buffer: ArrayBuffer }
    readonly probe: () => void
  }
  const doubles = new Float64Array(memory.buffer)
  // x * x = 2^54 + 2^28 + 1 has 55 bits: the 1 is lost where the product is rounded by itself
  const x = 2 ** 27 + 1
  doubles.set([x, x, x, x, -(2 ** 54) - 2 ** 28, -(2 ** 54) - 2 ** 28])
  probe()
  return doubles[0] === 1 && doubles[1] === 1
}

/** The WebAssembly multiplier, or the BigInt one where it cannot run or the modulus is too long for it. */
export function wasmArithmetic(p: bigint, plain: Arithmetic = bigintArithmetic(p)): Arithmetic {
  if (p >> BigInt(modulusBits) > 0n || p % 2n === 0n || !hasVectors()) return plain
  const compiled = { p, code: new WebAssembly.Module(moduleBytes()) }
  const held: { ladders?: ReturnType<typeof laddersIn> } = {}
  const ladders = () => (held.ladders ??= laddersIn(compiled))
  const tables = new WeakMap<Power, () => Table>()

  const powers = (base: bigint, exponents: readonly bigint[]): bigint[] => {
    if (exponents.length > mostExponents) return plain.powers(base, exponents)
    return powersIn(ladders().cells, [1n, 1n], [base, base], exponents).map(([first]) => first)
  }
  return {
    multiply: plain.multiply,
    powers,
    table(base, bits) {
      let made: Table | undefined
      const table = () =>
        (made ??= tableIn(compiled, base, bits, (exponent) => powers(base, [exponent])[0] ?? 1n))
      const power: Power = (exponent) => table().power(exponent)
      tables.set(power, table)
      return power
    },
    recompute(bases, order, claims, onProduct) {
      const [g, y] = [tables.get(bases.g), tables.get(bases.y)]
      const fits = cellsToRecompute(claims, onProduct) <= cellsFor(mostExponents)
      if (g === undefined || y === undefined || !fits) return plain.recompute(bases, order, claims, onProduct)
      const { cells, byTables } = ladders()
      return recomputeIn(cells, byTables(g(), y()), order, claims, onProduct)
    },
  }
}
