/**
 * The measure of re-anchoring: marks on generated documents and their revisions, judged by what is known of every word.
 *   anchors [--seeds N] [--marks N] [--from SEED]
 * Exit code: 0 within the bounds (over 95 % right, none lost, none wrong and shown as sure), 1 not, 2 wrong call.
 */
import { parseArgs } from 'node:util'
import { figuresOf, summed, trial, type Figures } from '@nghi-truong/shared/reading/trial'

const usage =
  'Cách dùng: node server/src/commands/anchors.ts [--seeds SỐ] [--marks SỐ_MỖI_HẠT] [--from HẠT_ĐẦU]'

const columns = [
  ['hạt', (one) => (one.seed === 0 ? 'tổng' : String(one.seed))],
  ['ghi chú', (one) => String(one.marks)],
  ['chắc chắn', (one) => String(one.sure)],
  ['đã dời', (one) => String(one.moved)],
  ['chữ đã xóa', (one) => String(one.deleted)],
  ['đúng', (one) => String(one.right)],
  ['đúng %', (one) => ((100 * one.right) / one.marks).toFixed(2)],
  ['một phần', (one) => String(one.part)],
  ['câu trùng', (one) => String(one.twin)],
  ['mất', (one) => String(one.lost)],
  ['sai', (one) => String(one.wrong)],
  ['sai mà báo chắc', (one) => String(one.silent)],
] satisfies [string, (one: Figures) => string][]

function print(list: readonly Figures[]): void {
  const rows = [columns.map(([title]) => title), ...list.map((one) => columns.map(([, value]) => value(one)))]
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  for (const row of rows) console.log(row.map((cell, at) => cell.padStart(widths[at] ?? 0)).join('  '))
}

function whole(text: string): number | null {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null
}

function main(): 0 | 1 | 2 {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '10' },
      marks: { type: 'string', default: '250' },
      from: { type: 'string', default: '1' },
    },
  })
  const seeds = whole(values.seeds)
  const marks = whole(values.marks)
  const from = whole(values.from)
  if (seeds === null || marks === null || from === null) {
    console.error(usage)
    return 2
  }
  const list = Array.from({ length: seeds }, (_, n) => figuresOf(from + n, trial(from + n, marks)))
  const all = summed(list)
  print([...list, all])
  const good = all.right / all.marks > 0.95 && all.lost === 0 && all.silent === 0
  console.log(good ? 'ĐẠT' : 'KHÔNG ĐẠT: đúng phải trên 95 %, không mất, không sai mà báo chắc')
  return good ? 0 : 1
}

try {
  process.exitCode = main()
} catch (error) {
  console.error(`${usage}\n${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 2
}
