/**
 * One byte range of RFC 9110 section 14.
 * What must stay true: what is malformed or asks for several ranges is ignored (the whole is a valid answer); only a
 * well-formed range outside the file is unsatisfiable.
 */
export interface Range {
  readonly start: number
  /** Exclusive. */
  readonly end: number
}

export function parseRange(header: string | undefined, size: number): Range | 'whole' | 'unsatisfiable' {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  if (!found) return 'whole'
  const [, first = '', last = ''] = found
  if (first === '' && last === '') return 'whole'
  if (first === '') {
    const length = Number(last)
    return length === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - length), end: size }
  }
  const start = Number(first)
  if (last !== '' && Number(last) < start) return 'whole'
  if (start >= size) return 'unsatisfiable'
  return { start, end: last === '' ? size : Math.min(size, Number(last) + 1) }
}

/** Whether one of the listed entity tags is ours (weak comparison), or `*`. */
export function hasTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false
  return header
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
    .some((one) => one === '*' || one === tag)
}
