/**
 * Builds the shell: main and preload, each one file with everything in it, under desktop/dist/main, and the small
 * package.json of the packaged application.
 * What must stay true: nothing is left to be resolved at run time but Electron and Node; the preload is CommonJS (a
 * sandboxed one must be) and carries no library; the channel is `signed` only when the build says so.
 *
 * `npm run build:shell -w desktop`. NGHI_TRUONG_CHANNEL: development (default), unsigned or signed.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown, type InputOptions, type OutputOptions } from 'rolldown'

const desktop = join(import.meta.dirname, '..')
const dist = join(desktop, 'dist')

interface Manifest {
  readonly version: string
  readonly license: string
}

const readJson = (path: string): Manifest => JSON.parse(readFileSync(path, 'utf8')) as Manifest

const channels = ['development', 'unsigned', 'signed']

/** Optional native helpers of ws: not shipped, and never to be looked for on the disk. */
const absent = new Set(['bufferutil', 'utf-8-validate'])

async function bundle(input: InputOptions, output: OutputOptions): Promise<void> {
  const build = await rolldown({
    ...input,
    plugins: [
      {
        name: 'absent',
        resolveId: (id) => (absent.has(id) ? `\0absent:${id}` : null),
        load: (id) => (id.startsWith('\0absent:') ? 'throw new Error("not shipped")' : null),
      },
    ],
    onLog(level, log) {
      // An import that could not be resolved would be looked for at run time, outside of the archive.
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message)
      if (level === 'warn') console.warn(log.message)
    },
  })
  await build.write(output)
  await build.close()
}

export async function buildShell(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const { version } = readJson(join(desktop, 'package.json'))
  const channel = env['NGHI_TRUONG_CHANNEL'] ?? 'development'
  if (!channels.includes(channel)) throw new Error(`NGHI_TRUONG_CHANNEL is one of ${channels.join(', ')}`)
  const define = { SHELL_VERSION: JSON.stringify(version), SHELL_CHANNEL: JSON.stringify(channel) }
  const external = ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)]
  rmSync(join(dist, 'main'), { recursive: true, force: true })

  await bundle(
    { input: join(desktop, 'src/main/main.ts'), platform: 'node', external, transform: { define } },
    { file: join(dist, 'main/main.js'), format: 'esm', codeSplitting: false, minify: false },
  )
  await bundle(
    {
      input: join(desktop, 'src/preload/preload.ts'),
      platform: 'browser',
      external: ['electron'],
      transform: { define },
      // The table's schemas are main's; without this they would be built in every page's process.
      treeshake: { moduleSideEffects: false },
    },
    { file: join(dist, 'main/preload.cjs'), format: 'cjs', minify: false },
  )
  const application = {
    name: 'nghi-truong',
    productName: 'Nghị Trường',
    version,
    description: 'Phòng họp không giấy cho Hội đồng nhân dân',
    author: 'Nghị Trường',
    license: readJson(join(desktop, '../package.json')).license,
    type: 'module',
    main: 'main/main.js',
  }
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(application, null, 2)}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildShell(process.env)
  console.log(
    'shell: desktop/dist/main/main.js and preload.cjs built (not executed: that needs the Electron runtime)',
  )
}
