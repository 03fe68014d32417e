import type { BrowserWindowConstructorOptions } from 'electron'
import { describe, expect, test } from 'vitest'
import {
  isOwnAddress,
  lockApp,
  lockContents,
  lockSession,
  type Lockable,
  type LockableSession,
} from './lock.ts'
import { createWindows, hallUrl, preferences, type Window } from './windows.ts'

type Any = (...given: unknown[]) => unknown

/** Keeps the listeners that are set, and plays events. */
function listening() {
  const listeners = new Map<string, Any>()
  return {
    on: (name: string, listener: Any) => void listeners.set(name, listener),
    play: (name: string, ...given: unknown[]) => listeners.get(name)?.(...given),
    names: () => [...listeners.keys()],
  }
}
const stoppable = () => {
  const event = { stopped: false, preventDefault: () => void (event.stopped = true) }
  return event
}

describe('locked pages', () => {
  function locked() {
    const events = listening()
    let handler: Any = () => ({ action: 'allow' })
    let webRtc = ''
    lockContents({
      on: events.on,
      setWindowOpenHandler: (one: Any) => (handler = one),
      setWebRTCIPHandlingPolicy: (one: string) => (webRtc = one),
    } as unknown as Lockable)
    return { events, open: () => handler({ url: 'https://evil/' }), webRtc }
  }

  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    '%s is stopped',
    (name) => {
      const { events } = locked()
      const event = stoppable()
      events.play(name, event)
      expect(event.stopped).toBe(true)
    },
  )

  test('window.open is denied', () => {
    expect(locked().open()).toEqual({ action: 'deny' })
    expect(locked().webRtc).toBe('disable_non_proxied_udp')
  })
})

describe('locked session', () => {
  function locked() {
    const events = listening()
    const set = new Map<string, Any>()
    const keep = (name: string) => (handler: Any) => void set.set(name, handler)
    lockSession({
      on: events.on,
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
      setDisplayMediaRequestHandler: keep('display'),
      setCertificateVerifyProc: keep('certificate'),
      setSpellCheckerEnabled: (on: boolean) => void set.set('spell', () => on),
      webRequest: { onBeforeRequest: keep('web') },
    } as unknown as LockableSession)
    const answered = (name: string, ...given: unknown[]): unknown => {
      let said: unknown = 'nothing'
      set.get(name)?.(...given, (answer: unknown) => (said = answer))
      return said
    }
    return { events, set, answered }
  }

  test.each([
    'media',
    'geolocation',
    'notifications',
    'midi',
    'clipboard-read',
    'openExternal',
    'fileSystem',
    'unknown',
  ])('permission %s is denied, asked or checked', (permission) => {
    const { set, answered } = locked()
    expect(answered('request', {}, permission)).toBe(false)
    expect(set.get('check')?.({}, permission)).toBe(false)
  })

  test('devices, screens and certificates too; no spell checker', () => {
    const { set, answered } = locked()
    expect(set.get('device')?.({})).toBe(false)
    expect(answered('display', {})).toBeNull()
    expect(answered('certificate', {})).toBe(-2)
    expect(set.get('spell')?.()).toBe(false)
  })

  test('only our own addresses are requested', () => {
    const { answered } = locked()
    for (const url of ['app://nghi-truong/assets/x.js', 'blob:app://nghi-truong/1'])
      expect(answered('web', { url }), url).toEqual({ cancel: false })
    for (const url of [
      'https://a/',
      'http://a/',
      'ws://a/',
      'wss://a/',
      'ftp://a/',
      'file:///etc/passwd',
      'data:text/html,x',
      'app://evil/',
      'blob:https://a/1',
      'devtools://devtools/',
    ]) {
      expect(answered('web', { url }), url).toEqual({ cancel: true })
      expect(isOwnAddress(url)).toBe(false)
    }
  })

  test('only a page’s own bytes are saved', () => {
    const { events } = locked()
    const own = stoppable()
    events.play('will-download', own, { getURL: () => 'blob:app://nghi-truong/1' })
    expect(own.stopped).toBe(false)
    for (const url of ['https://a/x', 'data:x', 'app://nghi-truong/index.html']) {
      const event = stoppable()
      events.play('will-download', event, { getURL: () => url })
      expect(event.stopped, url).toBe(true)
    }
  })
})

describe('locked app', () => {
  test('certificate errors are rejected, client certificates and proxy logins get nothing', () => {
    const events = listening()
    lockApp({ on: events.on } as unknown as Parameters<typeof lockApp>[0])
    const said: unknown[] = []
    const [error, client, login] = [stoppable(), stoppable(), stoppable()]
    events.play('certificate-error', error, {}, 'https://a', 'x', {}, (answer: unknown) => said.push(answer))
    events.play('select-client-certificate', client, {}, 'https://a', [{}], (...given: unknown[]) =>
      said.push(given.length),
    )
    events.play('login', login)
    expect(said).toEqual([false, 0])
    expect([error, client, login].every(({ stopped }) => stopped)).toBe(true)
    expect(events.names()).toContain('web-contents-created')
  })
})

describe('windows', () => {
  function setUp(displays: readonly number[] = [1, 2]) {
    const made: {
      options: BrowserWindowConstructorOptions
      urls: string[]
      window: Window
      events: ReturnType<typeof listening>
      contents: ReturnType<typeof listening>
      log: string[]
    }[] = []
    const gone: number[] = []
    const windows = createWindows({
      make(options) {
        const events = listening()
        const contents = listening()
        const urls: string[] = []
        const log: string[] = []
        const window = {
          on: events.on,
          loadURL: (url: string) => Promise.resolve(void urls.push(url)),
          show: () => log.push('show'),
          focus: () => log.push('focus'),
          isDestroyed: () => false,
          getBounds: () => ({ x: 0, y: 0, width: 1, height: 1 }),
          webContents: {
            id: made.length + 1,
            on: contents.on,
            reload: () => log.push('reload'),
            send: (name: string, message: unknown) => log.push(`${name} ${JSON.stringify(message)}`),
          },
        } as unknown as Window
        made.push({ options, urls, window, events, contents, log })
        return window
      },
      screen: {
        getAllDisplays: () =>
          displays.map((id) => ({ id, bounds: { x: id * 1000, y: 0, width: 1920, height: 1080 } })),
        getDisplayMatching: () => ({ id: 1 }),
      },
      preload: '/shell/preload.cjs',
      gone: (contents) => gone.push(contents),
    })
    return { windows, made, gone }
  }

  test('every window has the locked preferences', async () => {
    const { windows, made } = setUp()
    await windows.openHall()
    await windows.openProjector('k1')
    expect(made).toHaveLength(2)
    for (const { options } of made) expect(options.webPreferences).toEqual(preferences('/shell/preload.cjs'))
    expect(preferences('p')).toEqual({
      preload: 'p',
      partition: 'persist:nghi-truong',
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
  })

  test('the picture goes full on the other display, into a window where there is none', async () => {
    const two = setUp()
    await two.windows.openHall()
    await two.windows.openProjector('k1')
    expect(two.made[1]?.options).toMatchObject({ x: 2000, fullscreen: true })
    expect(two.made[1]?.urls[0]).toBe(`${hallUrl}#/s/k1/projector`)
    const one = setUp([1])
    await one.windows.openHall()
    await one.windows.openProjector('k1')
    expect(one.made[1]?.options.fullscreen).toBeUndefined()
  })

  test('one window of each kind; kinds by web contents', async () => {
    const { windows, made } = setUp()
    await windows.openHall()
    await windows.openHall()
    await windows.openProjector('k1')
    await windows.openProjector('k2')
    expect(made).toHaveLength(2)
    expect(made[0]?.log).toEqual(['show', 'focus'])
    expect(made[1]?.urls).toHaveLength(2)
    expect([1, 2, 3].map((id) => windows.kindOf(id))).toEqual(['hall', 'projector', null])
  })

  test('a page that closes, is loaded anew or crashes is reported; a crashed one comes back', async () => {
    const { windows, made, gone } = setUp()
    await windows.openHall()
    const [hall] = made
    hall?.contents.play('did-start-navigation', { isMainFrame: true, isSameDocument: true })
    hall?.contents.play('did-start-navigation', { isMainFrame: false, isSameDocument: false })
    expect(gone).toEqual([])
    hall?.contents.play('did-start-navigation', { isMainFrame: true, isSameDocument: false })
    hall?.contents.play('render-process-gone', {}, { reason: 'oom' })
    expect(hall?.log).toEqual(['reload'])
    hall?.contents.play('render-process-gone', {}, { reason: 'clean-exit' })
    expect(hall?.log).toEqual(['reload'])
    hall?.events.play('closed')
    expect(gone).toEqual([1, 1, 1, 1])
    expect(windows.kindOf(1)).toBeNull()
  })

  test('messages reach the page they are for', async () => {
    const { windows, made } = setUp()
    await windows.openHall()
    await windows.openProjector('k1')
    windows.send(2, 'x', { a: 1 })
    windows.send(9, 'x', {})
    expect(made.map(({ log }) => log)).toEqual([[], ['x {"a":1}']])
  })
})
