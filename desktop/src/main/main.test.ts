/** The wiring of the main process against a recorded stand-in for Electron. Electron itself does not run here. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { channels, wire, type ChannelName } from '../bridge.ts'
import { preferences } from './windows.ts'
import { tempFolder } from './testing/fakes.ts'

const world = vi.hoisted(() => ({
  log: [] as string[],
  packaged: true,
  lock: true,
  folder: '',
  windows: [] as Record<string, unknown>[],
  handled: [] as string[],
  serve: undefined as ((request: { url: string; method: string }) => Promise<Response>) | undefined,
  ended: undefined as ((code: number) => void) | undefined,
}))

vi.mock('electron', () => {
  const note =
    (name: string) =>
    (...given: unknown[]) =>
      void world.log.push([name, ...given.filter((one) => typeof one === 'string')].join(' '))
  const contents = {
    id: 1,
    on: note('contents.on'),
    setWindowOpenHandler: note('deny windows'),
    setWebRTCIPHandlingPolicy: note('webrtc'),
  }
  const session = new Proxy(
    {
      protocol: {
        handle: (scheme: string, handler: typeof world.serve) => {
          world.log.push(`serve ${scheme}`)
          world.serve = handler
        },
      },
      webRequest: { onBeforeRequest: note('session.filter') },
    },
    { get: (own, name) => (Reflect.get(own, name) as unknown) ?? note(`session.${String(name)}`) },
  )
  return {
    app: {
      get isPackaged() {
        return world.packaged
      },
      getPath: () => world.folder,
      requestSingleInstanceLock: () => world.lock,
      enableSandbox: note('sandbox'),
      commandLine: { appendSwitch: note('switch') },
      whenReady: () => (world.log.push('ready'), Promise.resolve()),
      on: note('app.on'),
      quit: note('quit'),
      exit: (code: number) => (world.log.push(`exit ${code}`), world.ended?.(code)),
    },
    BrowserWindow: class {
      readonly webContents = contents
      constructor(options: Record<string, unknown>) {
        world.windows.push(options)
      }
      on(): void {}
      loadURL(url: string): Promise<void> {
        world.log.push(`load ${url}`)
        world.ended?.(-1)
        return Promise.resolve()
      }
    },
    dialog: {},
    ipcMain: { handle: (name: string) => world.handled.push(name) },
    Menu: { setApplicationMenu: note('menu') },
    protocol: { registerSchemesAsPrivileged: note('scheme') },
    safeStorage: {},
    screen: {},
    session: { fromPartition: () => session, defaultSession: session },
  }
})

const argv = process.argv

beforeEach(() => {
  vi.resetModules()
  vi.stubGlobal('SHELL_VERSION', '9.9.9')
  vi.stubGlobal('SHELL_CHANNEL', 'development')
  Object.assign(world, {
    log: [],
    windows: [],
    handled: [],
    packaged: true,
    lock: true,
    folder: tempFolder(),
  })
  process.argv = ['/opt/nghi-truong']
})
afterEach(() => {
  process.argv = argv
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

async function run(): Promise<number> {
  vi.stubEnv('NODE_OPTIONS', '')
  const ended = new Promise<number>((resolve) => (world.ended = resolve))
  await import('./main.ts')
  return ended
}

describe('main', () => {
  test('locks everything before the first window, which is the hall’s', async () => {
    expect(await run()).toBe(-1)
    const at = (entry: string): number => {
      const found = world.log.indexOf(entry)
      expect(found, `${entry} in ${world.log.join(', ')}`).toBeGreaterThanOrEqual(0)
      return found
    }
    for (const first of ['sandbox', 'scheme', 'app.on web-contents-created', 'app.on certificate-error'])
      expect(at(first)).toBeLessThan(at('ready'))
    for (const before of [
      'session.setPermissionRequestHandler',
      'session.setPermissionCheckHandler',
      'session.setCertificateVerifyProc',
      'session.filter',
      'serve app',
    ])
      expect(at(before)).toBeLessThan(at('load app://nghi-truong/index.html'))
    expect(world.handled.sort()).toEqual((Object.keys(channels) as ChannelName[]).map(wire).sort())
    expect(world.windows).toHaveLength(1)
    const made = world.windows[0]?.['webPreferences'] as { preload: string }
    expect(made).toEqual(preferences(made.preload))
    expect(made.preload).toMatch(/preload\.cjs$/)
    expect((await world.serve?.({ url: 'app://nghi-truong/../main.ts', method: 'GET' }))?.status).toBe(404)
  })

  test('a forbidden start of a packaged shell ends before anything', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    process.argv = ['/opt/nghi-truong', '--remote-debugging-port=9222']
    expect(await run()).toBe(2)
    expect(world.log).toEqual(['exit 2'])
    expect(said.mock.calls.join(' ')).toContain('--remote-debugging-port')
  })

  test('a second instance ends', async () => {
    world.lock = false
    expect(await run()).toBe(0)
    expect(world.log).toEqual(['exit 0'])
  })

  test('what cannot start says so and ends', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    world.folder = '/dev/null'
    expect(await run()).toBe(1)
    expect(said).toHaveBeenCalled()
    expect(world.windows).toEqual([])
  })
})
