/**
 * `npm run verify-log -- FILE [--key KEY] [--json]`: checks an exported log without the server.
 * What must stay true: exit 0 intact, 1 not intact, 2 could not be checked at all; nothing but the file is read.
 */
import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { reportText, verifyExport } from '../archive/verify-export.ts'
import { verifyEd25519 } from '../engine/crypto.ts'
import { givenPath } from './given-path.ts'

const usage = 'Cách dùng: npm run verify-log -- TỆP [--key KHÓA] [--json]'

function given() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { key: { type: 'string' }, json: { type: 'boolean', default: false } },
    })
    const [path, ...more] = positionals
    return path === undefined || more.length > 0 ? undefined : { path, ...values }
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

function run(): number {
  const chosen = given()
  if (!chosen) {
    console.error(usage)
    return 2
  }
  let bytes: Uint8Array
  try {
    bytes = readFileSync(givenPath(chosen.path))
  } catch (error) {
    console.error(`Không đọc được ${chosen.path}: ${error instanceof Error ? error.message : String(error)}`)
    return 2
  }
  const tools = { hash: (text: string) => hash('sha256', text, 'hex'), verify: verifyEd25519 }
  const report = verifyExport(bytes, tools, chosen.key)
  console.log(chosen.json ? JSON.stringify(report, null, 2) : reportText(report))
  return report.ok ? 0 : 1
}

process.exitCode = run()
