/**
 * The main process of the shell: puts Electron's own parts into the functions that do the work, and nothing else.
 * What must stay true: the sandbox and the scheme are set before Electron is ready; a forbidden start ends before a window
 * exists; one instance only.
 *
 * Not executed in tests: everything with a decision in it lives in the other files of this folder.
 */
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, safeStorage, screen, session } from 'electron'
import { join } from 'node:path'
import type { ShellInfo } from '../bridge.ts'
import { createFiles } from './app-scheme.ts'
import { createDevice } from './device-key.ts'
import { browseNetwork, findServers } from './find-server.ts'
import { forbiddenStart, scheme } from './guard.ts'
import { createKeystore } from './keystore.ts'
import { askLocalService } from './local-service.ts'
import { lockApp, lockSession } from './lock.ts'
import { createOutbox } from './outbox.ts'
import { serve } from './serve.ts'
import { loadSettings, saveServer } from './settings.ts'
import { createShelf } from './shelf.ts'
import { createShell } from './shell.ts'
import { createTokens, knownModules } from './token.ts'
import { createWindows, partition } from './windows.ts'

/** Filled in by the build. */
declare const SHELL_VERSION: string
declare const SHELL_CHANNEL: ShellInfo['channel']

/** Two gigabytes of documents: a year of sessions. */
const shelfLimit = 2 * 1024 ** 3

async function start(): Promise<void> {
  const data = app.getPath('userData')
  const settingsFile = join(data, 'server.json')
  const settings = await loadSettings(settingsFile, {
    argv: process.argv,
    env: process.env,
    packaged: app.isPackaged,
  })
  const keystore = createKeystore({ safeStorage, platform: process.platform, folder: join(data, 'keys') })

  const own = session.fromPartition(partition)
  lockSession(own)
  lockSession(session.defaultSession)
  const files = createFiles({ folder: join(import.meta.dirname, '../renderer') })
  own.protocol.handle(scheme, async (request) => {
    const { status, headers, body } = await files(request)
    return new Response(body, { status, headers })
  })

  const windows = createWindows({
    make: (options) => new BrowserWindow(options),
    screen,
    preload: join(import.meta.dirname, 'preload.cjs'),
    gone: (contents) => shell.gone(contents),
  })
  const shell = createShell({
    info: { version: SHELL_VERSION, platform: process.platform, channel: SHELL_CHANNEL },
    settings,
    save: (next) => saveServer(settingsFile, next),
    async confirm(from, to) {
      const { response } = await dialog.showMessageBox({
        type: 'warning',
        title: 'Nghị Trường',
        message: 'Chuyển sang máy chủ khác?',
        detail: `Đang dùng: ${from.origin}\nChuyển sang: ${to.origin}\n\nChỉ đồng ý khi thư ký kỳ họp yêu cầu.`,
        buttons: ['Giữ nguyên', 'Chuyển'],
        defaultId: 0,
        cancelId: 0,
      })
      return response === 1
    },
    windows,
    shelf: createShelf({ keystore, folder: join(data, 'shelf'), limit: shelfLimit }),
    outbox: createOutbox({ keystore, folder: join(data, 'outbox') }),
    device: createDevice(keystore),
    tokens: createTokens({
      modules: [...(settings.tokenModules ?? []), ...(knownModules[process.platform] ?? [])],
      async confirm(signer) {
        const { response } = await dialog.showMessageBox({
          type: 'question',
          title: 'Nghị Trường',
          message: `Ký số bằng chứng thư của ${signer}?`,
          detail: 'Chỉ đồng ý khi chính ông/bà vừa bấm “Ký số”.',
          buttons: ['Không ký', 'Ký'],
          defaultId: 1,
          cancelId: 0,
        })
        return response === 1
      },
    }),
    localService: askLocalService,
    find: () =>
      findServers({
        browse: browseNetwork,
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        plainHttp: settings.plainHttp,
      }),
    keystoreUsable: () => keystore.usable(),
    now: Date.now,
  })

  serve({
    ipc: ipcMain,
    handlers: shell.handlers,
    kindOf: (contents) => windows.kindOf(contents),
    refused: (name, why) => console.warn(`refused call ${name}: ${why}`),
  })
  app.on('second-instance', () => void windows.openHall())
  app.on('activate', () => void windows.openHall())
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', () => shell.stop())
  await windows.openHall()
}

const forbidden = app.isPackaged ? forbiddenStart(process.argv.slice(1), process.env) : []
if (forbidden.length > 0) {
  console.error(`Nghị Trường không khởi động với: ${forbidden.join(', ')}`)
  app.exit(2)
} else if (!app.requestSingleInstanceLock()) {
  app.exit(0)
} else {
  app.enableSandbox()
  for (const quiet of [
    'disable-background-networking',
    'disable-breakpad',
    'disable-component-update',
    'no-pings',
  ])
    app.commandLine.appendSwitch(quiet)
  // `stream` stays off, service workers stay off: pages only load files.
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
  lockApp(app)
  // On macOS copy and paste are menu items.
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null)
  app.whenReady().then(start, fail).catch(fail)
}

function fail(cause: unknown): void {
  console.error('Nghị Trường không khởi động được:', cause)
  app.exit(1)
}
