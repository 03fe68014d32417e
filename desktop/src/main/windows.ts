/**
 * The windows: the hall's, and the picture for the wall on a second display.
 * What must stay true: every window has the same locked preferences; a window's kind is fixed when it is made; at most one
 * of each kind.
 */
import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Display,
  Rectangle,
  WebPreferences,
} from 'electron'
import type { WindowKind } from '../bridge.ts'
import { ownOrigin } from './guard.ts'

/** Keeps what the page stores (its device id, the look of the screen), apart from anything else. */
export const partition = 'persist:nghi-truong'

/** Reliability, 5.8, items 2, 14, 17, 22. */
export const preferences = (preload: string): WebPreferences => ({
  preload,
  partition,
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
  plugins: false,
  spellcheck: false,
  devTools: false,
})

/** What is used of a window. */
export type Window = Pick<
  BrowserWindow,
  'loadURL' | 'on' | 'show' | 'focus' | 'getBounds' | 'isDestroyed'
> & {
  readonly webContents: Pick<BrowserWindow['webContents'], 'id' | 'on' | 'reload' | 'send'>
}

export interface WindowParts {
  readonly make: (options: BrowserWindowConstructorOptions) => Window
  readonly screen: {
    getAllDisplays(): readonly Pick<Display, 'id' | 'bounds'>[]
    getDisplayMatching(area: Rectangle): Pick<Display, 'id'>
  }
  readonly preload: string
  /** The page with these web contents is gone: closed, reloaded, crashed. */
  readonly gone: (contents: number) => void
}

export interface Windows {
  openHall(): Promise<void>
  openProjector(session: string): Promise<void>
  kindOf(contents: number): WindowKind | null
  /** To the page with these web contents, if it is still there. */
  send(contents: number, wireName: string, message: unknown): void
}

export const hallUrl = `${ownOrigin}/index.html`
export const projectorUrl = (session: string): string =>
  `${hallUrl}#/s/${encodeURIComponent(session)}/projector`

export function createWindows({ make, screen, preload, gone }: WindowParts): Windows {
  const open = new Map<WindowKind, Window>()

  function create(kind: WindowKind, options: BrowserWindowConstructorOptions): Window {
    const window = make({
      title: 'Nghị Trường',
      backgroundColor: '#ffffff',
      show: false,
      autoHideMenuBar: true,
      ...options,
      webPreferences: preferences(preload),
    })
    const { id } = window.webContents
    open.set(kind, window)
    window.on('ready-to-show', () => window.show())
    window.on('closed', () => {
      open.delete(kind)
      gone(id)
    })
    window.webContents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) gone(id)
    })
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      gone(id)
      // A page killed by a document that was too much comes back; one that ended by itself was closed.
      if (reason !== 'clean-exit') window.webContents.reload()
    })
    return window
  }

  /** The display that does not show the hall's window; null when there is only one. */
  function otherDisplay(): Pick<Display, 'bounds'> | null {
    const hall = open.get('hall')
    const own = hall ? screen.getDisplayMatching(hall.getBounds()).id : null
    return screen.getAllDisplays().find((display) => display.id !== own) ?? null
  }

  return {
    async openHall() {
      const before = open.get('hall')
      if (before) {
        before.show()
        before.focus()
        return
      }
      const window = create('hall', { width: 1366, height: 900, minWidth: 360, minHeight: 480 })
      await window.loadURL(hallUrl)
    },

    async openProjector(session) {
      const before = open.get('projector')
      const other = otherDisplay()
      const window =
        before ??
        create('projector', {
          backgroundColor: '#000000',
          ...(other ? { ...other.bounds, fullscreen: true, frame: false } : { width: 1280, height: 720 }),
        })
      await window.loadURL(projectorUrl(session))
    },

    kindOf: (contents) => [...open].find(([, window]) => window.webContents.id === contents)?.[0] ?? null,

    send(contents, wireName, message) {
      for (const window of open.values())
        if (window.webContents.id === contents && !window.isDestroyed())
          window.webContents.send(wireName, message)
    },
  }
}
