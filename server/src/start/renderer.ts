/**
 * The built renderer, made when it is missing, so that two commands suffice on a fresh machine.
 * What must stay true: a build that failed is said, and the server runs on without pages.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const desktop = fileURLToPath(new URL('../../../desktop', import.meta.url))

export const isBuilt = (folder: string): boolean => existsSync(join(folder, 'index.html'))

/** @returns whether there are pages afterwards */
export function buildRenderer(folder: string): boolean {
  if (isBuilt(folder)) return true
  const vite = fileURLToPath(import.meta.resolve('vite/package.json'))
  const result = spawnSync(
    process.execPath,
    [join(vite, '..', 'bin', 'vite.js'), 'build', '-c', 'vite.config.ts'],
    {
      cwd: desktop,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  return result.status === 0 && isBuilt(folder)
}
