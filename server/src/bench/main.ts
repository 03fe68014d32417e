/**
 * `npm run bench [-- NAME… --quick --out FILE]`: measures, prints a table, writes JSON.
 * What must stay true: it measures and tells, it never fails by a time; a part that could not run says why; everything
 * over loopback, in folders of its own, bounded in time.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { asJson, printed, type Row } from './row.ts'
import { parts, partNames } from './parts.ts'

const usage = `npm run bench -- [${partNames.join(' ')}] [--quick] [--out FILE]`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    out: { type: 'string', default: 'out/bench.json' },
  },
})
const unknown = positionals.filter((name) => !partNames.includes(name))
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}\n${usage}`)
  process.exit(2)
}

const machine = {
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 1e9),
}
console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}`)

const rows: Row[] = []
/** Seconds each part took, and the machine's load before it: above 0 somebody else was working too. */
const took: Record<string, { readonly seconds: number; readonly loadBefore: number }> = {}
for (const [name, run] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const folder = mkdtempSync(join(process.env['HDND_BENCH_DIR'] ?? tmpdir(), 'nghi-truong-bench-'))
  const start = performance.now()
  const loadBefore = Math.round((loadavg()[0] ?? 0) * 10) / 10
  console.error(`${name} … (load ${loadBefore})`)
  try {
    rows.push(...(await run({ folder, quick: values.quick })))
  } catch (error) {
    rows.push({ part: name, name, value: undefined, unit: '', note: `failed: ${String(error)}` })
    console.error(error)
    process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
    took[name] = { seconds: Math.round((performance.now() - start) / 100) / 10, loadBefore }
  }
}

console.log(printed(rows))
const out = resolve(values.out)
mkdirSync(dirname(out), { recursive: true })
const at = new Date().toISOString()
writeFileSync(
  out,
  `${JSON.stringify({ at, quick: values.quick, machine, parts: took, rows: rows.map(asJson) }, null, 2)}\n`,
)
console.log(`\n${out}`)
