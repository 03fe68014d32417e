/**
 * Packages the shell for Linux against a placeholder of Electron, offline, and looks into what came out.
 * What must stay true: it says plainly what was not done; it fails when the archive holds anything unexpected, lacks
 * anything, or a fuse of the packaged binary is not as wanted.
 *
 * `npm run package:dry`. Builds the renderer when there is none.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build, Platform } from 'electron-builder'
import { readAsar, writeAsar, type AsarFile } from './asar.ts'
import { buildShell } from './build-shell.ts'
import { findings } from './check-archive.ts'
import { defaultWire, fuseNames, wrongFuses } from './fuses.ts'
import { iconFiles } from './icon.ts'

const root = join(import.meta.dirname, '../..')
const renderer = join(root, 'desktop/dist/renderer')
const temporary = mkdtempSync(join(tmpdir(), 'nghi-truong-package-'))

/** A folder shaped like an unpacked Electron for Linux. Its binary is no program, but it carries the fuse wire. */
function placeholder(): string {
  const folder = join(temporary, 'electron')
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  writeFileSync(
    join(folder, 'electron'),
    Buffer.concat([Buffer.from('placeholder\n'), defaultWire(), Buffer.alloc(64)]),
    { mode: 0o755 },
  )
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version'])
    writeFileSync(join(folder, name), 'placeholder\n')
  for (const name of ['vi.pak', 'en-US.pak', 'fr.pak']) writeFileSync(join(folder, 'locales', name), '')
  const app = { 'package.json': '{"name":"default_app","main":"main.js"}', 'main.js': '' }
  writeFileSync(join(folder, 'resources/default_app.asar'), writeAsar(app))
  return folder
}

function renderOnce(): void {
  if (existsSync(join(renderer, 'index.html'))) return
  console.log('package: no renderer yet, building it')
  execFileSync('npm', ['run', 'build', '-w', 'desktop'], { cwd: root, stdio: 'inherit' })
}

/** The packaged main process, loaded by Node with a stand-in for Electron: it must come as far as its window. */
function startBundle(files: readonly AsarFile[]): readonly string[] {
  const app = join(temporary, 'app')
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(app, path)), { recursive: true })
    writeFileSync(join(app, path), bytes)
  }
  const out = execFileSync(
    process.execPath,
    ['--import', join(import.meta.dirname, 'fake-electron.ts'), join(app, 'main/main.js')],
    { env: { FAKE_USER_DATA: join(temporary, 'data') }, encoding: 'utf8', timeout: 60_000 },
  )
  const seen = JSON.parse(out.trim().split('\n').at(-1) ?? '[]') as readonly (readonly unknown[])[]
  const names = seen.map(([name]) => String(name))
  const before = (a: string, b: string): boolean => names.includes(a) && names.indexOf(a) < names.indexOf(b)
  return [
    ...(before('enableSandbox', 'ready') ? [] : ['main.js: the sandbox is not enabled before ready']),
    ...(before('registerSchemesAsPrivileged', 'ready')
      ? []
      : ['main.js: the scheme is not registered before ready']),
    ...(names.at(-1) === 'loadURL' ? [] : ['main.js: no page was loaded']),
  ]
}

async function dryRun(): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const [name, make] of Object.entries(iconFiles))
    if (!readFileSync(join(import.meta.dirname, name)).equals(make()))
      wrong.push(`${name}: not what icon.ts draws`)
  renderOnce()
  await buildShell(process.env)
  await build({
    projectDir: root,
    targets: Platform.LINUX.createTarget('dir'),
    publish: 'never',
    config: {
      extends: join(root, 'electron-builder.yml'),
      electronDist: placeholder(),
      directories: { output: join(temporary, 'out') },
    },
  })
  const unpacked = join(
    temporary,
    'out',
    process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked',
  )
  const files = readAsar(readFileSync(join(unpacked, 'resources/app.asar')))
  wrong.push(...findings(files))
  wrong.push(...wrongFuses(readFileSync(join(unpacked, 'nghi-truong'))))
  if (existsSync(join(unpacked, 'resources/app.asar.unpacked')))
    wrong.push('files lie outside of the archive')
  if (existsSync(join(unpacked, 'locales/fr.pak'))) wrong.push('languages were not limited')
  wrong.push(...startBundle(files))
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0)
  console.log(
    `package: app.asar holds ${files.length} files, ${(size / 1e6).toFixed(1)} MB; ${fuseNames.length} fuses read back`,
  )
  return wrong
}

try {
  const wrong = await dryRun()
  for (const line of wrong) console.error(`package: ${line}`)
  console.log(
    [
      'package: NOT run: Electron itself (its binary is not here; a placeholder stood in), so no window was opened.',
      'package: NOT built: the installers for Windows (nsis), macOS (dmg), Linux (AppImage, deb); nothing was signed.',
      'package: main.js of the archive was loaded by Node with a stand-in for Electron, as far as its first window.',
      wrong.length === 0 ? 'package: dry run passed' : `package: dry run FAILED, ${wrong.length} findings`,
    ].join('\n'),
  )
  process.exitCode = wrong.length === 0 ? 0 : 1
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
