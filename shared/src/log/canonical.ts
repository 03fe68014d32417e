/**
 * Canonical JSON (RFC 8785) in the narrower profile the log uses: strings, booleans, null, arrays, objects and safe
 * integers.
 * What must stay true: equal values give equal bytes; what has no canonical form throws instead of being repaired; text
 * read back is accepted only when it equals its own canonical form (this also refuses duplicate keys).
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export const maxDepth = 16

export class NotCanonical extends Error {
  override readonly name = 'NotCanonical'
}

/** @throws NotCanonical with the path, for floats, unsafe integers, −0, undefined, lone surrogates, non-NFC text, depth over 16. */
export function canonical(value: unknown): string {
  return write(value, '$', 0)
}

function write(value: unknown, path: string, depth: number): string {
  if (depth > maxDepth) throw new NotCanonical(`${path}: deeper than ${maxDepth}`)
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw new NotCanonical(`${path}: lone surrogate`)
      if (value.normalize('NFC') !== value) throw new NotCanonical(`${path}: not NFC`)
      return JSON.stringify(value)
    case 'boolean':
      return String(value)
    case 'number':
      if (!Number.isSafeInteger(value) || Object.is(value, -0))
        throw new NotCanonical(`${path}: not a safe integer`)
      return String(value)
    case 'object': {
      if (value === null) return 'null'
      if (Array.isArray(value))
        return `[${value.map((entry, index) => write(entry, `${path}[${index}]`, depth + 1)).join(',')}]`
      // RFC 8785, 3.2.3: keys in order of their UTF-16 code units, which is what sort() does.
      const keys = Object.keys(value).sort()
      const object = value as Record<string, unknown>
      return `{${keys.map((key) => `${write(key, path, depth)}:${write(object[key], `${path}.${key}`, depth + 1)}`).join(',')}}`
    }
    default:
      throw new NotCanonical(`${path}: ${typeof value} has no form`)
  }
}

/** Reads text that must already be canonical. @throws NotCanonical, SyntaxError */
export function parseCanonical(text: string): Json {
  const value = JSON.parse(text) as Json
  if (canonical(value) !== text) throw new NotCanonical('$: text is not in canonical form')
  return value
}
