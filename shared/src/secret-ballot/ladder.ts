/**
 * Powers of one base for many exponents, and from them the commitments of a disjunctive proof. What must stay true: the
 * order of the products does not matter for their result, so every multiplier that offers cells runs this same ladder.
 *
 * Right to left: the squares base^(2^k) are made once, each exponent drops them into buckets by odd window value, and the
 * buckets are joined by running products. Three exponents then cost little more than one.
 */
import { oddWindows } from './windows.ts'

/** Numbered places for values of a multiplier: one number modulo p each, or two side by side. */
export type Cells<V> = {
  readonly multiply: (target: number, a: number, b: number) => void
  readonly square: (target: number, a: number) => void
  readonly copy: (target: number, source: number) => void
  readonly load: (target: number, value: V) => void
  readonly read: (source: number) => V
}

export type Pair = readonly [bigint, bigint]

/** A branch of a proof about (x, z): its commitments are (g^response * x^challenge, y^response * z^challenge * g^shift). */
export type Branch = { readonly challenge: bigint; readonly response: bigint; readonly shift: bigint }

/** Branches that speak about one pair; `summed`: whether the pair is a factor of the product. */
export type Claims = { readonly pair: Pair; readonly summed: boolean; readonly branches: readonly Branch[] }

export type Recomputed = {
  /** Of every pair: its power to the order, then the commitments of its branches. */
  readonly own: readonly { readonly raised: Pair; readonly commitments: readonly Pair[] }[]
  /** Commitments of the branches that speak about the product of the summed pairs. */
  readonly onProduct: readonly Pair[]
}

const width = 4
const buckets = 1 << (width - 1)

type Run = { readonly windows: Uint32Array; readonly first: number; readonly filled: boolean[] }

const [square, suffix, joined, summedUp, runsFrom] = [0, 1, 2, 3, 4]

/** Cells that a ladder for so many exponents needs. */
export const cellsFor = (exponents: number): number => runsFrom + exponents * buckets

const runOf = (exponent: bigint, index: number): Run => ({
  windows: oddWindows(exponent, width),
  first: runsFrom + index * buckets,
  filled: Array.from({ length: buckets }, () => false),
})

/** Drops the squares of what is in the cell `square` into the buckets of the runs; what lies there already is a factor. */
function climb<V>(cells: Cells<V>, runs: readonly Run[]): void {
  let last = -1
  for (const { windows } of runs) last = Math.max(last, windows[windows.length - 2] ?? -1)
  const next = runs.map(() => 0)
  for (let position = 0; position <= last; position++) {
    if (position > 0) cells.square(square, square)
    for (const [index, { windows, first, filled }] of runs.entries()) {
      const at = next[index] ?? 0
      if (windows[at] !== position) continue
      const bucket = (windows[at + 1] ?? 1) >> 1
      if (filled[bucket] === true) cells.multiply(first + bucket, first + bucket, square)
      else cells.copy(first + bucket, square)
      filled[bucket] = true
      next[index] = at + 2
    }
  }
}

/** Joins the buckets of a run; whether there is a product in the cell `suffix`: an exponent of 0 has none. */
function join<V>(cells: Cells<V>, { first, filled }: Run): boolean {
  let [hasSuffix, hasJoined] = [false, false]
  const take = (target: number, has: boolean, source: number): true => {
    if (has) cells.multiply(target, target, source)
    else cells.copy(target, source)
    return true
  }
  for (let k = buckets - 1; k >= 1; k--) {
    if (filled[k] === true) hasSuffix = take(suffix, hasSuffix, first + k)
    if (hasSuffix) hasJoined = take(joined, hasJoined, suffix)
  }
  if (filled[0] === true) hasSuffix = take(suffix, hasSuffix, first)
  if (hasJoined) {
    cells.square(joined, joined)
    cells.multiply(suffix, suffix, joined)
  }
  return hasSuffix
}

/** base^e for each e; `one` is what the exponent 0 gives. */
export function powersIn<V>(cells: Cells<V>, one: V, base: V, exponents: readonly bigint[]): V[] {
  const runs = exponents.map(runOf)
  cells.load(square, base)
  climb(cells, runs)
  return runs.map((run) => (join(cells, run) ? cells.read(suffix) : one))
}

const one: Pair = [1n, 1n]

/** Multiplies a cell by (g^response, y^response * g^shift). */
export type ByTables = (target: number, response: bigint, shift: bigint) => void

// Dropping another base into a run costs about 51 products (256 bits in windows of 4 and the zeros between them), a ladder
// of its own about 255 squares.
const dropsPerLadder = 4

/**
 * Raises every pair to the order and to the challenges of its branches, and the product of the summed pairs to those of
 * the branches on it. The product need not be raised itself: (x1 * x2)^c = x1^c * x2^c, so few factors drop their own
 * squares into the buckets of c; many factors are multiplied first and get a ladder of their own.
 */
export function recomputeIn(
  cells: Cells<Pair>,
  byTables: ByTables,
  order: bigint,
  claims: readonly Claims[],
  branchesOnProduct: readonly Branch[],
): Recomputed {
  const factors = claims.filter(({ summed }) => summed).length
  const apart = (factors - 1) * branchesOnProduct.length > dropsPerLadder
  const most = 1 + claims.reduce((all, { branches }) => Math.max(all, branches.length), 0)
  const onProduct = branchesOnProduct.map(({ challenge }, index) => runOf(challenge, most + index))

  const commitment = (run: Run, { response, shift }: Branch): Pair => {
    if (!join(cells, run)) cells.load(suffix, one)
    byTables(suffix, response, shift)
    return cells.read(suffix)
  }
  let product = false
  const own = claims.map(({ pair, summed, branches }) => {
    cells.load(square, pair)
    if (summed && apart) {
      if (product) cells.multiply(summedUp, summedUp, square)
      else cells.copy(summedUp, square)
      product = true
    }
    const runs = branches.map(({ challenge }, index) => runOf(challenge, index + 1))
    const membership = runOf(order, 0)
    climb(cells, [membership, ...runs, ...(summed && !apart ? onProduct : [])])
    return {
      raised: join(cells, membership) ? cells.read(suffix) : one,
      commitments: branches.flatMap((branch, index) => {
        const run = runs[index]
        return run === undefined ? [] : [commitment(run, branch)]
      }),
    }
  })
  if (product) {
    cells.copy(square, summedUp)
    climb(cells, onProduct)
  }
  return {
    own,
    onProduct: branchesOnProduct.flatMap((branch, index) => {
      const run = onProduct[index]
      return run === undefined ? [] : [commitment(run, branch)]
    }),
  }
}

/** Cells that `recomputeIn` needs. */
export const cellsToRecompute = (claims: readonly Claims[], branchesOnProduct: readonly Branch[]): number =>
  cellsFor(
    1 + claims.reduce((all, { branches }) => Math.max(all, branches.length), 0) + branchesOnProduct.length,
  )
