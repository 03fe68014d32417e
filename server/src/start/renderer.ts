/**
 * The built renderer, made when it is missing, so that two commands suffice on a fresh machine.
 * What must stay true: a build that failed is said, and the server runs on without pages.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const desktop = fileURLToPath(new URL('../../../desktop', import.meta.url))

const isBuilt = (folder: string): boolean => existsSync(join(folder, 'index.html'))

/** Time of the newest file below, in milliseconds; 0 where there is none. */
function newest(folder: string): number {
  if (!existsSync(folder)) return 0
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((most, entry) => Math.max(most, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0)
}

/** Whether the pages were built from the sources as they are now. */
export const isFresh = (folder: string): boolean =>
  isBuilt(folder) &&
  statSync(join(folder, 'index.html')).mtimeMs >=
    Math.max(newest(join(desktop, 'src', 'renderer')), newest(join(desktop, '..', 'shared', 'src')))

/** @returns whether there are pages afterwards */
export function buildRenderer(folder: string): boolean {
  if (isFresh(folder)) return true
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
