/**
 * Enough of Electron to let the packaged main process load and open its window inside Node, for the packaging dry run.
 * What must stay true: it only records; it proves that the bundle is complete and starts, nothing about Electron.
 *
 * Used as: `node --import desktop/package/fake-electron.ts <main.js>`; prints one line of JSON and ends.
 */
import { registerHooks } from 'node:module'

const seen: unknown[] = []
const note =
  (name: string, answer?: unknown) =>
  (...given: unknown[]): unknown => {
    seen.push([name, ...given.filter((one) => typeof one !== 'function')])
    return answer
  }
const lockable = {
  on: note('on'),
  setWindowOpenHandler: note('setWindowOpenHandler'),
  setWebRTCIPHandlingPolicy: note('setWebRTCIPHandlingPolicy'),
  reload: note('reload'),
  send: note('send'),
  id: 1,
}
const ownSession = new Proxy(
  { protocol: { handle: note('protocol.handle') }, webRequest: { onBeforeRequest: note('onBeforeRequest') } },
  { get: (own, name) => Reflect.get(own, name) ?? note(String(name)) },
)

class BrowserWindow {
  readonly webContents = lockable
  constructor(options: unknown) {
    seen.push(['BrowserWindow', options])
  }
  on(): void {}
  show(): void {}
  loadURL(url: string): Promise<void> {
    seen.push(['loadURL', url])
    console.log(JSON.stringify(seen))
    process.exit(0)
  }
}

const electron: Readonly<Record<string, unknown>> = {
  app: {
    isPackaged: true,
    getPath: () => process.env['FAKE_USER_DATA'],
    requestSingleInstanceLock: () => true,
    enableSandbox: note('enableSandbox'),
    commandLine: { appendSwitch: note('appendSwitch') },
    whenReady: () => Promise.resolve(note('ready')()),
    on: note('app.on'),
    quit: note('quit'),
    exit: (code: number) => process.exit(code),
  },
  BrowserWindow,
  dialog: {},
  ipcMain: { handle: note('ipcMain.handle') },
  Menu: { setApplicationMenu: note('setApplicationMenu') },
  protocol: { registerSchemesAsPrivileged: note('registerSchemesAsPrivileged') },
  safeStorage: {},
  screen: {},
  session: { fromPartition: () => ownSession, defaultSession: ownSession },
}
Object.assign(globalThis, { fakeElectron: electron })

const source = `const { ${Object.keys(electron).join(', ')} } = globalThis.fakeElectron
export { ${Object.keys(electron).join(', ')} }`

registerHooks({
  resolve: (name, context, next) =>
    name === 'electron'
      ? { url: 'fake:electron', format: 'module', shortCircuit: true }
      : next(name, context),
  load: (url, context, next) =>
    url === 'fake:electron' ? { format: 'module', source, shortCircuit: true } : next(url, context),
})
