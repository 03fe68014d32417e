/**
 * One line of the benchmark's table, and the arithmetic of its figures.
 * What must stay true: a missed target is a row like any other, with "no"; nothing is rounded before it is compared.
 */

export interface Row {
  /** Section: a, b, … as in docs/performance.md. */
  readonly part: string
  readonly name: string
  /** Undefined: not run, `note` says why. */
  readonly value: number | undefined
  readonly unit: string
  /** What the value is compared with, measured in the same run. */
  readonly baseline?: { readonly name: string; readonly value: number } | undefined
  /** What must hold: the value itself, or its ratio to the baseline. */
  readonly target?: Target | undefined
  readonly note?: string | undefined
}

export interface Target {
  readonly of: 'value' | 'ratio'
  readonly most?: number
  readonly least?: number
}

export const ratioOf = ({ value, baseline }: Row): number | undefined =>
  value === undefined || baseline === undefined || baseline.value === 0 ? undefined : value / baseline.value

/** @returns undefined when nothing was asked or nothing was measured */
export function met(row: Row): boolean | undefined {
  const { target } = row
  const found = target?.of === 'ratio' ? ratioOf(row) : row.value
  if (target === undefined || found === undefined) return undefined
  return found <= (target.most ?? Infinity) && found >= (target.least ?? -Infinity)
}

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5)

/** Nearest rank. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * part) - 1))] ?? NaN
}

export interface Spread {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

export const spread = (numbers: readonly number[]): Spread => ({
  p50: quantile(numbers, 0.5),
  p99: quantile(numbers, 0.99),
  max: Math.max(...numbers),
})

/** Of each figure by itself the median over the rounds. */
export const middle = (rounds: readonly Spread[]): Spread => ({
  p50: median(rounds.map((one) => one.p50)),
  p99: median(rounds.map((one) => one.p99)),
  max: median(rounds.map((one) => one.max)),
})

const short = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)

const targetText = ({ of, most, least }: Target): string =>
  `${most !== undefined ? `≤ ${most}` : `≥ ${least}`}${of === 'ratio' ? ' ×' : ''}`

function cells(row: Row): readonly string[] {
  const verdict = met(row)
  const ratio = ratioOf(row)
  return [
    row.part,
    row.name,
    row.value === undefined ? 'NOT RUN' : `${short(row.value)} ${row.unit}`,
    row.baseline ? `${short(row.baseline.value)} (${row.baseline.name})` : '',
    ratio === undefined ? '' : `${ratio.toFixed(2)} ×`,
    row.target ? targetText(row.target) : '',
    verdict === undefined ? '' : verdict ? 'yes' : 'NO',
  ]
}

const header = ['', 'what', 'value', 'baseline of the same run', 'ratio', 'target', 'met']

export function printed(rows: readonly Row[]): string {
  const lines = [header, ...rows.map(cells)]
  const widths = header.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)))
  const table = lines.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const notes = rows.flatMap((row) =>
    row.note === undefined ? [] : [`  ${row.part} ${row.name}: ${row.note}`],
  )
  return [...table, ...(notes.length > 0 ? ['', 'Notes:', ...notes] : [])].join('\n')
}

/** A table row as it goes into JSON. */
export const asJson = (row: Row) => ({ ...row, ratio: ratioOf(row) ?? null, met: met(row) ?? null })
