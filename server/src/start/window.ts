/**
 * A window for whoever starts the server: Electron where its runtime exists, else Chromium as an application, else none.
 * What must stay true: nothing is downloaded; a window that does not open never stops the server.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export type Environment = Readonly<Record<string, string | undefined>>

/** The Electron binary, if the runtime is really there (the package alone is not it). */
export function electronBinary(env: Environment, base = root): string | undefined {
  const electronPackage = join(base, 'node_modules', 'electron')
  const pathFile = join(electronPackage, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : undefined
  const override = env['ELECTRON_OVERRIDE_DIST_PATH']
  const candidate =
    override !== undefined
      ? join(override, name ?? (process.platform === 'win32' ? 'electron.exe' : 'electron'))
      : name === undefined
        ? undefined
        : join(electronPackage, 'dist', name)
  return candidate !== undefined && existsSync(candidate) ? candidate : undefined
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']

const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

export function chromiumBinary(env: Environment): string | undefined {
  const chosen = env['CHROMIUM_PATH']
  if (chosen !== undefined) return existsSync(chosen) ? chosen : undefined
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...places].find((path) =>
    existsSync(path),
  )
}

const hasDisplay = (env: Environment): boolean =>
  process.platform !== 'linux' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY'])

export type Opened = 'electron' | 'chromium' | 'none'

export interface WindowOf {
  /** Folder for the browser's own profile. */
  readonly profile: string
  /** PEM of the authority whose certificate the server shows, if it is not one of the system's. */
  readonly authority: string | undefined
}

/** For the window beside the server itself: no other certificate is let through than one under this very key. */
export const trustOf = (authority: string | undefined): string[] => {
  if (authority === undefined) return []
  const key = new X509Certificate(authority).publicKey.export({ format: 'der', type: 'spki' })
  return [`--ignore-certificate-errors-spki-list=${createHash('sha256').update(key).digest('base64')}`]
}

export function openWindow(
  url: string,
  { profile, authority }: WindowOf,
  env: Environment = process.env,
): Opened {
  if (!hasDisplay(env)) return 'none'
  const shell = join(root, 'desktop')
  const electron = electronBinary(env)
  if (electron !== undefined && shellBuilt(shell)) {
    start(electron, [
      shell,
      `--server=${url}`,
      ...(authority === undefined ? [] : [`--authority=${authority}`]),
    ])
    return 'electron'
  }
  const chromium = chromiumBinary(env)
  if (chromium === undefined) return 'none'
  // Chromium refuses its sandbox to root; the page it shows is our own.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  start(chromium, [
    `--app=${url}`,
    `--user-data-dir=${profile}`,
    '--no-first-run',
    ...trustOf(authority),
    ...asRoot,
  ])
  return 'chromium'
}

/** The bundled shell, made when it is missing: only where there is a runtime to run it. */
function shellBuilt(shell: string): boolean {
  const main = join(shell, 'dist', 'main', 'main.js')
  if (existsSync(main)) return true
  const built = spawnSync(process.execPath, [join(shell, 'package', 'build-shell.ts')], {
    cwd: shell,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return built.status === 0 && existsSync(main)
}

function start(binary: string, given: readonly string[]): void {
  const child = spawn(binary, [...given], { stdio: 'ignore', detached: true })
  child.on('error', (error) => console.error(`Không mở được cửa sổ: ${error.message}`))
  child.unref()
}
