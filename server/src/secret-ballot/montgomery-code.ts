/**
 * The bytes of a WebAssembly module for Montgomery products of pairs of numbers. What must stay true: the argument at the
 * head of the layout; every column that is read was given its start before.
 */
import { exchangeBytes, limbBits, limbs, limbsBytes, places, rows, wide } from './montgomery-layout.ts'
import * as w from './wasm-bytes.ts'
import type { Code, Definition, Local } from './wasm-bytes.ts'

const fixed = (address: number): Code => [...w.int(0), ...w.loadVector(address)]
const limbAt = (base: number, j: number): Code => [...w.get(base), ...w.loadVector(wide * j)]
const next = (local: number, bytes: number): Code => [...w.get(local), ...w.int(bytes), ...w.addInt]
const put = (target: number, ...code: readonly Code[]): Code => [...code.flat(), ...w.set(target)]

/** Numbers of a function's locals, in order of these names, and their declaration behind the parameters. */
function locals<Name extends string>(
  parameters: number,
  named: readonly (readonly [Local, readonly Name[]])[],
): { readonly at: Record<Name, number>; readonly declared: (readonly [Local, number])[] } {
  const names = named.flatMap(([, group]) => group)
  const at = Object.fromEntries(names.map((name, k) => [name, parameters + k])) as Record<Name, number>
  return { at, declared: named.map(([kind, group]) => [kind, group.length] as const) }
}

/** What two rows of products use: the address of their first column, their factors, two neighbouring limbs, highs. */
const ofRows = ['factor', 'factor2', 'limb', 'limb2', 'before', 'now', 'then', 'high', 'low'] as const
type Rows = Record<(typeof ofRows)[number] | 'sums', number>

const setUp = (use: Rows): Code => [...put(use.high, fixed(places.high)), ...put(use.low, fixed(places.low))]

/** target = the high of f * g on top of `on`; then leaves the low on the stack, on top of `under` less that high. */
const split = (f: Code, g: Code, on: Code, under: Code, target: number): Code => [
  ...[...f, ...g, ...on, ...w.fusedDoubles, ...w.set(target)],
  ...[...f, ...g, ...under, ...w.get(target), ...w.minusDoubles, ...w.fusedDoubles],
]

/** Leaves the low of factor * limb; `now` becomes the high. */
const one = (use: Rows, factor: number, limb: number): Code =>
  split(w.get(factor), w.get(limb), w.get(use.high), w.get(use.low), use.now)

/** Leaves the lows of factor * limb and factor2 * limb2 added; `now` becomes the high of both. */
const two = (use: Rows): Code => [
  ...split(w.get(use.factor), w.get(use.limb), w.get(use.high), w.get(use.low), use.then),
  ...split(w.get(use.factor2), w.get(use.limb2), w.get(use.then), w.get(use.then), use.now),
  ...w.addDoubles,
]

/** Column c = what it held (or starts at, in the table `from`) + this low + the high before; leaves it in `keep` too. */
const gather = (
  use: Rows,
  c: number,
  low: Code,
  from: number,
  more: readonly Code[],
  keep?: number,
): Code => [
  ...[...w.get(use.sums), ...low, ...w.get(use.sums), ...w.loadVector(from + wide * c), ...w.addLongs],
  ...more.flatMap((code) => [...code, ...w.addLongs]),
  ...[...(keep === undefined ? [] : w.tee(keep)), ...w.storeVector(places.sums + wide * c)],
  ...put(use.before, w.get(use.now)),
]

/** Column c gathers factor * (limb c) and factor2 * (limb c - 1). */
const column = (use: Rows, c: number, limb: Code, keep?: number): Code => [
  ...[...put(use.limb2, w.get(use.limb)), ...put(use.limb, limb)],
  ...gather(use, c, two(use), places.sums, [w.get(use.before)], keep),
]

/** The two columns behind the last limb; `start`: the table where nothing has come to them yet. */
const finish = (use: Rows, start: number): Code => [
  ...gather(use, limbs, one(use, use.factor2, use.limb), start, [w.get(use.before)]),
  ...[...w.get(use.sums), ...w.get(use.sums), ...w.loadVector(start + limbsBytes + wide)],
  ...[...w.get(use.before), ...w.addLongs, ...w.storeVector(places.sums + limbsBytes + wide)],
]

const startColumns = (table: number, list: readonly number[]): Code =>
  list.flatMap((k) => [...w.int(0), ...fixed(table + wide * k), ...w.storeVector(places.sums + wide * k)])
const firstColumns = Array.from({ length: limbs }, (_, k) => k)

/** Goes on by two rows; leaves whether `sums` is still before row `end`. */
const twoRowsOn = (use: Rows, end: number): Code => [
  ...[...next(use.sums, 2 * wide), ...w.tee(use.sums), ...w.int(end * wide), ...w.lessInt],
]

/** product(a, b): the columns of a * b. */
function product(): Definition {
  const [a, b] = [0, 1]
  const { at, declared } = locals(2, [['i32', ['sums']] as const, ['v128', ofRows] as const])
  const body = [
    ...put(at.factor, limbAt(a, 0)),
    ...put(at.factor2, limbAt(a, 1)),
    ...put(at.limb, limbAt(b, 0)),
  ]
  body.push(...gather(at, 0, one(at, at.factor, at.limb), places.sums, []))
  for (let c = 1; c < limbs; c++) body.push(...column(at, c, limbAt(b, c)))
  body.push(...finish(at, places.productStart), ...put(a, next(a, 2 * wide)), ...twoRowsOn(at, rows))
  const code = [...setUp(at), ...startColumns(places.productStart, firstColumns), ...w.loop(body)]
  return { name: 'product', parameters: 2, locals: declared, code }
}

/**
 * square(a): the columns of a * a. Row i gathers the products of limb i with the limbs above it, once; then every column
 * is doubled and given the squares of the limbs.
 */
function square(): Definition {
  const a = 0
  const { at, declared } = locals(1, [
    ['i32', ['sums', 'index', 'own', 'twice']] as const,
    ['v128', ofRows] as const,
  ])
  // the rows i and i + 1 begin at columns 2i + 1 and 2i + 3; `sums` has gone i columns already
  const begin = { ...at, sums: at.twice }
  const body = [
    ...[...put(at.factor, limbAt(at.own, 0)), ...put(at.factor2, limbAt(at.own, 1))],
    ...[...put(at.limb, w.get(at.factor2)), ...put(at.twice, w.get(at.sums), w.get(at.sums), w.addInt)],
    ...gather(begin, 1, one(at, at.factor, at.limb), places.sums, []),
    ...put(at.limb, limbAt(at.own, 2)),
    ...gather(begin, 2, one(at, at.factor, at.limb), places.sums, [w.get(at.before)]),
  ]
  const steps: Code[] = []
  for (let c = 3; c < limbs; c += 2)
    steps.push([c, c + 1].flatMap((k) => (k < limbs ? [...column(at, k, limbAt(a, k))] : [])))
  body.push(...w.enter(w.get(at.index), steps), ...finish(at, places.squareStart))
  body.push(...put(at.own, next(at.own, 2 * wide)), ...put(at.index, next(at.index, 1)))
  body.push(...twoRowsOn(at, limbs - 1))
  const started = [...firstColumns, 2 * limbs - 1, 2 * limbs]
  const code = [...setUp(at), ...put(at.own, w.get(a)), ...startColumns(places.squareStart, started)]
  code.push(...w.loop(body))
  const double = (k: number, value: Code): Code => [
    ...put(at.before, fixed(places.sums + wide * k)),
    ...[...w.int(0), ...value, ...w.get(at.before), ...w.addLongs, ...w.get(at.before), ...w.addLongs],
    ...w.storeVector(places.sums + wide * k),
  ]
  for (let k = 0; k < limbs; k++) {
    code.push(...put(at.limb, limbAt(a, k)), ...double(2 * k, one(at, at.limb, at.limb)))
    code.push(...double(2 * k + 1, w.get(at.now)))
  }
  return { name: 'square', parameters: 1, locals: declared, code }
}

/** lift(a): columns that hold a itself. Limbs plus 2^52 have the limb in their low bits. */
function lift(): Definition {
  const code: number[] = []
  for (let k = 0; k < limbs + rows; k++) {
    code.push(...w.int(0), ...fixed(places.liftStart + wide * k))
    if (k < limbs) code.push(...limbAt(0, k), ...fixed(places.unit), ...w.addDoubles, ...w.addLongs)
    code.push(...w.storeVector(places.sums + wide * k))
  }
  return { name: 'lift', parameters: 1, locals: [], code }
}

/**
 * reduce(result): the columns divided by the radix modulo p. Row i adds that multiple of p which makes column i a multiple
 * of 2^51. Finding the multiples of the next two rows is a long chain of steps, each waiting for the one before: one of
 * them goes between any two columns of these rows, so that nothing else waits (measured: a quarter of the time).
 */
function reduce(): Definition {
  const result = 0
  const more = ['sum', 'owed', 'coming', 'coming2', 'x', 'y', 'z'] as const
  const { at, declared } = locals(1, [['i32', ['sums']] as const, ['v128', [...ofRows, ...more]] as const])
  const { sum, owed, coming, coming2, x, y, z } = at
  const modulus = (j: number): Code => fixed(places.modulus + wide * j)
  const lowBits = (from: number, target: number): Code[] => [
    put(x, w.get(from), fixed(places.mask), w.andVectors),
    put(x, w.get(x), fixed(places.unit), w.orVectors),
    put(target, w.get(x), fixed(places.unit), w.minusDoubles),
  ]
  /** z = the high of f * g, y = its low */
  const splitSlowly = (f: Code, g: Code): Code[] => [
    put(z, f, g, w.get(at.high), w.fusedDoubles),
    put(y, w.get(at.low), w.get(z), w.minusDoubles),
    put(y, f, g, w.get(y), w.fusedDoubles),
  ]
  const carried = (of: number): Code => [...w.get(of), ...w.int(limbBits), ...w.rightLongs]
  /** The multiple of p that the complete column in `sum` needs, and its carry on to `owed`. */
  const clear = (multiple: number): Code[] => [
    ...lowBits(sum, x),
    ...splitSlowly(fixed(places.inverse), w.get(x)),
    ...lowBits(y, multiple),
    ...splitSlowly(w.get(multiple), modulus(0)),
    put(y, w.get(y), w.get(sum), w.addLongs),
    put(y, carried(y)),
    put(y, w.get(y), w.get(z), w.addLongs),
    put(owed, w.get(owed), w.get(y), w.addLongs),
  ]
  /** From a complete column in `sum` and the next in `owed`: both multiples; then `owed` is what the third column gets. */
  const chain: readonly Code[] = [
    ...clear(coming),
    ...splitSlowly(w.get(coming), modulus(1)),
    put(sum, w.get(owed), w.get(y), w.addLongs),
    put(owed, w.get(z)),
    ...clear(coming2),
  ]
  const [first, second] = [fixed(places.sums), fixed(places.sums + wide)]
  const code = [...setUp(at), ...put(sum, first), ...put(owed, second), ...chain.flat()]
  const body = [
    ...[...put(at.factor, w.get(coming)), ...put(at.factor2, w.get(coming2)), ...put(at.before, w.get(owed))],
    ...[...put(at.limb, modulus(1)), ...column(at, 2, modulus(2), sum), ...column(at, 3, modulus(3), owed)],
  ]
  const waiting = [...chain]
  for (let c = 4; c < limbs; c++) body.push(...column(at, c, modulus(c)), ...(waiting.shift() ?? []))
  body.push(...waiting.flat(), ...finish(at, places.sums), ...twoRowsOn(at, rows))
  code.push(...w.loop(body))
  for (let k = 0; k < limbs; k++) {
    const here = fixed(places.sums + wide * (rows + k))
    code.push(...put(sum, ...(k === 0 ? [here] : [carried(sum), here, w.addLongs])))
    code.push(...lowBits(sum, x).flat(), ...w.get(result), ...w.get(x), ...w.storeVector(wide * k))
  }
  return { name: 'reduce', parameters: 1, locals: declared, code }
}

/** take(half, bytes): limbs of one half of a pair from little-endian bytes; `half` is the pair's address, or 8 more. */
function take(): Definition {
  const code = Array.from({ length: limbs }, (_, k) => [
    ...[...w.get(0), ...w.get(1), ...w.loadLong((limbBits * k) >> 3), ...w.long(BigInt((limbBits * k) & 7))],
    ...[...w.rightLong, ...w.long((1n << BigInt(limbBits)) - 1n), ...w.andLong],
    ...[...w.doubleOfLong, ...w.storeDouble(wide * k)],
  ])
  return { name: 'take', parameters: 2, locals: [], code: code.flat() }
}

/** give(half, bytes): the other way. */
function give(): Definition {
  const code: number[] = []
  for (let word = 0; word < exchangeBytes / 8; word++) {
    code.push(...w.get(1), ...w.long(0n))
    for (let k = 0; k < limbs; k++) {
      const offset = k * limbBits - 64 * word
      if (offset <= -limbBits || offset >= 64) continue
      code.push(...w.get(0), ...w.loadDouble(wide * k), ...w.longOfDouble)
      code.push(...w.long(BigInt(Math.abs(offset))), ...(offset < 0 ? w.rightLong : w.shiftLong), ...w.orLong)
    }
    code.push(...w.storeLong(8 * word))
  }
  return { name: 'give', parameters: 2, locals: [], code }
}

/** mix(target, first, second): halves of two pairs as one; each is named by its pair's address, or 8 more. */
function mix(): Definition {
  const code = Array.from({ length: limbs }, (_, k) => [
    ...[...w.get(0), ...w.get(2), ...w.get(1), ...w.loadHalf(wide * k), ...w.loadOtherHalf(wide * k)],
    ...w.storeVector(wide * k),
  ])
  return { name: 'mix', parameters: 3, locals: [], code: code.flat() }
}

function copy(): Definition {
  const code = Array.from({ length: limbs }, (_, k) => [
    ...[...w.get(0), ...limbAt(1, k), ...w.storeVector(wide * k)],
  ])
  return { name: 'copy', parameters: 2, locals: [], code: code.flat() }
}

/** The module, with memory of one page of 64 KiB to begin with. Beside the functions above it has
 * multiply(result, a, b), squared(result, a), and leave(result, a), which divides by the radix. */
export function moduleBytes(): Uint8Array<ArrayBuffer> {
  const parts = [product(), square(), lift(), reduce(), take(), give(), mix(), copy()]
  const reduced = (name: string, parameters: number, first: number): Definition => {
    const given = Array.from({ length: parameters - 1 }, (_, k) => [...w.get(k + 1)])
    return {
      name,
      parameters,
      locals: [],
      code: [...given.flat(), ...w.call(first), ...w.get(0), ...w.call(3)],
    }
  }
  return w.moduleOf(
    [...parts, reduced('multiply', 3, 0), reduced('squared', 2, 1), reduced('leave', 2, 2)],
    1,
  )
}

/** A module that replaces the pair of doubles at 0 by their products with those at 16, plus those at 32. */
export function probeBytes(): Uint8Array<ArrayBuffer> {
  const operands = [0, 16, 32].flatMap((place) => [...w.int(0), ...w.loadVector(place)])
  const code = [...w.int(0), ...operands, ...w.fusedDoubles, ...w.storeVector(0)]
  return w.moduleOf([{ name: 'probe', parameters: 0, locals: [], code }], 1)
}
