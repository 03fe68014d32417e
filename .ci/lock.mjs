/**
 * The lock file, checked: it can be installed anywhere, on any platform we ship for.
 * What must stay true: no registry hosts; every optional dependency that is named has its entry; exact versions in all
 * our package.json files.
 */
import { readFileSync } from 'node:fs'

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'))
const wrong = []
for (const [path, entry] of Object.entries(lock.packages)) {
  if (entry.resolved && /^(https?|git)/.test(entry.resolved)) wrong.push(`${path}: names a host`)
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const found = Object.keys(lock.packages).some((other) => other.endsWith(`node_modules/${name}`))
    if (!found) wrong.push(`${path}: optional ${name}@${range} is missing from the lock`)
  }
}
for (const workspace of ['', 'shared/', 'server/', 'desktop/', 'e2e/']) {
  const own = JSON.parse(readFileSync(new URL(`../${workspace}package.json`, import.meta.url), 'utf8'))
  for (const group of ['dependencies', 'devDependencies', 'optionalDependencies'])
    for (const [name, range] of Object.entries(own[group] ?? {}))
      if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range))
        wrong.push(`${workspace}package.json: ${name}@${range} is not exact`)
}
for (const line of wrong) console.error(`lock: ${line}`)
if (wrong.length > 0) process.exit(1)
console.log(`lock: ${Object.keys(lock.packages).length} packages, complete, exact, no hosts`)
