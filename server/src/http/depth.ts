/**
 * Bounds the nesting of received JSON before anything walks it recursively.
 * What must stay true: the check itself does not recurse.
 */
export function tooDeep(value: unknown, deepest: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true
    level = level.flatMap((one): unknown[] =>
      typeof one === 'object' && one !== null ? Object.values(one) : [],
    )
  }
  return false
}
