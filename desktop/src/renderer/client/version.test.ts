/** The version a rehearsal compares is the package's. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { clientVersion } from './version.ts'

it('is the version of the package', () => {
  const file = fileURLToPath(new URL('../../../package.json', import.meta.url))
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: clientVersion })
})
