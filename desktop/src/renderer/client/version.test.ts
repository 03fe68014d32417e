/** The version devices answer a rehearsal with is the package's own. */
import { expect, it } from 'vitest'
import packageText from '../../../package.json?raw'
import { clientVersion } from './version.ts'

it('is the version of the package', () => {
  expect((JSON.parse(packageText) as { version: string }).version).toBe(clientVersion)
})
