/**
 * `npm run faults [-- --quick] [--only NAME]… [--point K6]… [--seed N] [--plant NAME] [--sabotage] [--out FILE]`
 * What must stay true: it ends with 1 when an acknowledged vote is lost, one is counted twice, or anything else is found;
 * with --sabotage it ends with 1 when a plant is NOT caught. What did not run is printed as NOT RUN.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { failpoints, plants } from '../faults/edits.ts'
import { seeded } from '../faults/random.ts'
import type { Outcome, Run } from '../faults/scenario.ts'
import { makeTemplate } from '../faults/stand.ts'
import { plantedScenario, scenarios } from '../faults/suite.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    /** Steps of the matrix: those alone. */
    point: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string' },
    plant: { type: 'string', multiple: true, default: [] },
    sabotage: { type: 'boolean', default: false },
    out: { type: 'string', default: 'out/faults.json' },
  },
})
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const sabotaged = values.sabotage ? Object.keys(plants) : values.plant
const all = scenarios(values.quick)
const wrong = [
  ...values.only.filter((name) => !(name in all)),
  ...sabotaged.filter((name) => !(name in plants)),
  ...values.point.filter((name) => !(name in failpoints)),
]
if (wrong.length > 0 || !Number.isSafeInteger(seed)) {
  console.error(`unknown: ${wrong.join(', ')}\nknown: ${Object.keys(all).join(', ')}`)
  console.error(`plants: ${Object.keys(plants).join(', ')}`)
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-faults-'))
// Hundreds of starts: compiled once, the sources' hashes decide whether it still fits.
process.env['NODE_COMPILE_CACHE'] = join(folder, 'compile-cache')
const begun = performance.now()
const stamp = () => `${Math.round((performance.now() - begun) / 1000)} s`.padStart(6)
console.log(`seed ${seed}${values.quick ? ', quick' : ''}`)

interface Line extends Outcome {
  readonly name: string
  readonly seconds: number
}

const template = await makeTemplate(join(folder, 'template'), 100, 0)
const graceful = await makeTemplate(join(folder, 'graceful'), 100)

async function carryOut(
  name: string,
  scenario: (run: Run) => Promise<Outcome>,
  more: Partial<Run>,
): Promise<Line> {
  const own = join(folder, name)
  mkdirSync(own, { recursive: true })
  const start = performance.now()
  const run: Run = {
    folder: own,
    template,
    graceful,
    random: seeded(seed),
    quick: values.quick,
    points: values.point,
    opened: [],
    say: (line) => console.error(`${stamp()}  ${name}: ${line}`),
    ...more,
  }
  let outcome: Outcome
  try {
    outcome = await scenario(run)
  } catch (error) {
    const findings = run.opened.flatMap(({ stand, crowd }) => [...stand.findings, ...crowd.ledger.findings])
    for (const { stand, floor } of run.opened) {
      floor.stopped = true
      await stand.close()
    }
    findings.push(`it could not go on: ${String(error)}`)
    outcome = { done: {}, acknowledged: 0, lost: 0, findings }
  }
  rmSync(own, { recursive: true, force: true })
  return { name, seconds: Math.round((performance.now() - start) / 1000), ...outcome }
}

const doneText = (done: Readonly<Record<string, number>>): string =>
  Object.entries(done)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ')

function print({ name, seconds, notRun, done, acknowledged, lost, findings }: Line): void {
  if (notRun !== undefined) console.log(`${name.padEnd(14)} NOT RUN: ${notRun}`)
  else
    console.log(
      `${name.padEnd(14)} ${findings.length === 0 ? 'ok ' : 'RED'} ${String(seconds).padStart(4)} s  ` +
        `${acknowledged} acknowledged, ${lost} lost, ${findings.length} findings; ${doneText(done)}`,
    )
  for (const line of findings.slice(0, 8)) console.log(`    ${line.slice(0, 400)}`)
  if (findings.length > 8) console.log(`    … and ${findings.length - 8} more`)
}

const lines: Line[] = []
const caught: Record<string, boolean> = {}
try {
  if (sabotaged.length === 0) {
    const names = values.only.length > 0 ? values.only : Object.keys(all)
    for (const name of names) {
      const scenario = all[name]
      if (!scenario) continue
      const line = await carryOut(name, scenario, {})
      lines.push(line)
      print(line)
    }
  } else {
    for (const name of sabotaged) {
      const plant = plants[name]
      if (!plant) continue
      console.log(`plant ${name}: ${plant.what}`)
      const line = await carryOut(plant.caughtBy, plantedScenario(plant), {
        plant: name,
        failpoint: plant.failpoint,
      })
      lines.push(line)
      print(line)
      if (line.notRun !== undefined) continue
      caught[name] = line.findings.length > 0
      console.log(`    ${caught[name] ? 'CAUGHT' : 'NOT CAUGHT'} by ${plant.caughtBy}`)
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

const report = resolve(values.out)
mkdirSync(dirname(report), { recursive: true })
const at = new Date().toISOString()
writeFileSync(report, `${JSON.stringify({ at, seed, quick: values.quick, caught, lines }, null, 2)}\n`)
const sum = (key: 'acknowledged' | 'lost') => lines.reduce((all, one) => all + one[key], 0)
if (sabotaged.length === 0) {
  const findings = lines.reduce((all, one) => all + one.findings.length, 0)
  console.log(
    `${sum('acknowledged')} acknowledged, ${sum('lost')} lost, ${findings} findings in ${stamp().trim()}`,
  )
  process.exitCode = findings > 0 ? 1 : 0
} else {
  const missed = Object.entries(caught).filter(([, yes]) => !yes)
  console.log(`${Object.keys(caught).length - missed.length} of ${Object.keys(caught).length} plants caught`)
  process.exitCode = missed.length > 0 ? 1 : 0
}
console.log(report)
