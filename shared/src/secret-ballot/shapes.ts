/**
 * Strict JSON. What must stay true: a text is accepted only if printing what was parsed gives the same text, and every
 * object has exactly the expected keys in exactly that order; so one value has one text, and there is no room for a
 * hidden mark. A shape answers with the value or with a fault; it never throws.
 */
import { isDecimal } from './numbers.ts'

const faultMark = Symbol('fault')

/** Where and why a text does not have its shape. */
export type Fault = { readonly [faultMark]: true; readonly at: string; readonly why: string }

export type Shape<T> = (value: unknown) => T | Fault

export const fault = (why: string, at = ''): Fault => ({ [faultMark]: true, at, why })

export const isFault = (value: unknown): value is Fault =>
  typeof value === 'object' && value !== null && faultMark in value

const inside = (step: string, found: Fault): Fault => fault(found.why, step + found.at)

export const describeFault = (found: Fault): string =>
  found.at === '' ? found.why : `${found.at}: ${found.why}`

/** A number carried as decimal text; both forms are needed (text for transcripts, value for arithmetic). */
export type Num = { readonly text: string; readonly value: bigint }

export const num = (value: bigint): Num => ({ text: value.toString(), value })

export const text: Shape<string> = (value) => (typeof value === 'string' ? value : fault('not a text'))

export const flag: Shape<boolean> = (value) =>
  typeof value === 'boolean' ? value : fault('not true or false')

export const anything: Shape<unknown> = (value) => value

export const literal =
  <T extends string | number | boolean>(expected: T): Shape<T> =>
  (value) =>
    value === expected ? expected : fault(`not ${JSON.stringify(expected)}`)

/** A JSON number that is a non-negative integer. */
export const count: Shape<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : fault('not a whole number')

export const decimal =
  (digits: number): Shape<Num> =>
  (value) =>
    typeof value === 'string' && isDecimal(value, digits)
      ? { text: value, value: BigInt(value) }
      : fault('not a decimal number of the right length')

export const matching =
  (pattern: RegExp, what: string): Shape<string> =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? value : fault(`not ${what}`)

export const hexHash = matching(/^[0-9a-f]{64}$/, 'a hash')
export const base64Hash = matching(/^[A-Za-z0-9+/]{43}$/, 'a base64 hash')

/** An array; with `length` of exactly that many entries. */
export const list =
  <T>(entry: Shape<T>, length?: number): Shape<T[]> =>
  (value) => {
    if (!Array.isArray(value)) return fault('not a list')
    if (length !== undefined && value.length !== length)
      return fault(`${value.length} entries, not ${length}`)
    const entries: T[] = []
    for (const [index, raw] of (value as unknown[]).entries()) {
      const read = entry(raw)
      if (isFault(read)) return inside(`[${index}]`, read)
      entries.push(read)
    }
    return entries
  }

/** An array whose entries have a shape each. */
export const tuple =
  <T extends readonly unknown[]>(...shapes: { [K in keyof T]: Shape<T[K]> }): Shape<T> =>
  (value) => {
    if (!Array.isArray(value)) return fault('not a list')
    if (value.length !== shapes.length) return fault(`${value.length} entries, not ${shapes.length}`)
    const entries: unknown[] = []
    for (const [index, shape] of (shapes as readonly Shape<unknown>[]).entries()) {
      const read = shape((value as unknown[])[index])
      if (isFault(read)) return inside(`[${index}]`, read)
      entries.push(read)
    }
    return entries as unknown as T
  }

export type Optional<T> = { readonly optional: Shape<T> }

export const optional = <T>(shape: Shape<T>): Optional<T> => ({ optional: shape })

type Fields = Record<string, Shape<unknown> | Optional<unknown>>
type Read<F extends Fields> = {
  [K in keyof F]: F[K] extends Optional<infer T> ? T | undefined : F[K] extends Shape<infer T> ? T : never
}

/** `exact`: these keys, this order, no others. `known`: these keys in any order, others ignored (foreign texts). */
export type KeyRule = 'exact' | 'known'

export const fields =
  <F extends Fields>(expected: F, rule: KeyRule = 'exact'): Shape<Read<F>> =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fault('not an object')
    const given = value as Record<string, unknown>
    const read: Record<string, unknown> = {}
    const order: string[] = []
    for (const [key, shape] of Object.entries(expected)) {
      const wanted = typeof shape === 'function' ? shape : shape.optional
      if (!Object.hasOwn(given, key)) {
        if (typeof shape === 'function') return fault(`"${key}" is missing`)
        continue
      }
      const field = wanted(given[key])
      if (isFault(field)) return inside(`.${key}`, field)
      read[key] = field
      order.push(key)
    }
    if (rule === 'exact' && Object.keys(given).join('\n') !== order.join('\n')) {
      return fault('unknown keys or another order of keys')
    }
    return read as Read<F>
  }

/** Parses a text that must be its own canonical print. */
export function parseCanonical<T>(source: string, shape: Shape<T>): T | Fault {
  try {
    const value: unknown = JSON.parse(source)
    if (JSON.stringify(value) !== source) return fault('not the canonical text')
    return shape(value)
  } catch {
    return fault('not JSON')
  }
}

/** Parses a text whose bytes alone count; only repeated keys are refused, because they would be read in two ways. */
export function parseLoose<T>(source: string, shape: Shape<T>): T | Fault {
  try {
    const value: unknown = JSON.parse(source)
    if (JSON.stringify(value) !== source && repeatsKey(source)) return fault('a key is repeated')
    return shape(value)
  } catch {
    return fault('not JSON')
  }
}

// Only called on texts JSON.parse has accepted, so tokens are known to be well formed.
function repeatsKey(source: string): boolean {
  const tokens = source.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/gs)
  const open: (Set<string> | null)[] = []
  let expectKey = false
  for (const [token] of tokens) {
    const keys = open[open.length - 1]
    if (token === '{') {
      open.push(new Set())
      expectKey = true
    } else if (token === '[') {
      open.push(null)
      expectKey = false
    } else if (token === '}' || token === ']') {
      open.pop()
      expectKey = false
    } else if (token === ',') {
      expectKey = keys instanceof Set
    } else if (token === ':') {
      expectKey = false
    } else if (expectKey && keys instanceof Set) {
      const key = JSON.parse(token) as string
      if (keys.has(key)) return true
      keys.add(key)
    }
  }
  return false
}
