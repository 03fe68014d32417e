/**
 * What makes two wishes the same: person, type and input, whatever the order of keys.
 * What must stay true: any JSON value has a fingerprint, also one that is refused later.
 */
import type { Wished } from './ports.ts'

/** Text of a JSON value with sorted keys; not the canonical form of the log, which refuses floats. */
function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const object = value as Record<string, unknown>
    const parts = Object.keys(object)
      .sort()
      .flatMap((key) => (object[key] === undefined ? [] : [`${JSON.stringify(key)}:${stable(object[key])}`]))
    return `{${parts.join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}

export const fingerprint = (hash: (text: string) => string, person: string, wish: Wished): string =>
  hash(`${person}\n${wish.type}\n${stable(wish.input)}`)
