/**
 * What the pages of the shell cannot do.
 * What must stay true: no navigation away, no new window, no embedded page, no permission, no network: the only scheme is
 * our own (and `blob:`, which a page makes of its own bytes); no certificate is accepted here, because main holds all
 * connections to the server.
 */
import type { App, Session, WebContents } from 'electron'
import { isOwnPage, scheme } from './guard.ts'

type Stoppable = { preventDefault(): void }

/** The part of web contents that is locked; Electron's own fits. */
export type Lockable = Pick<WebContents, 'on' | 'setWindowOpenHandler' | 'setWebRTCIPHandlingPolicy'>

export function lockContents(contents: Lockable): void {
  const stop = (event: Stoppable): void => event.preventDefault()
  contents.on('will-navigate', stop)
  contents.on('will-frame-navigate', stop)
  contents.on('will-redirect', stop)
  contents.on('will-attach-webview', stop)
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}

/** Chromium's number for "not trusted". */
const reject = -2

export type LockableSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setCertificateVerifyProc'
  | 'setSpellCheckerEnabled'
  | 'on'
> & { readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> }

export const isOwnAddress = (address: string): boolean =>
  isOwnPage(address) || address.startsWith(`blob:${scheme}://`)

export function lockSession(session: LockableSession): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null))
  session.setCertificateVerifyProc((_request, answer) => answer(reject))
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isOwnAddress(url) }))
  // An export is a blob of the page; Electron asks where to save it. Nothing else is ever downloaded.
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${scheme}://`)) event.preventDefault()
  })
}

export function lockApp(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents))
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault()
    answer(false)
  })
  app.on('select-client-certificate', (event, _contents, _url, _certificates, answer) => {
    event.preventDefault()
    answer()
  })
  app.on('login', (event) => event.preventDefault())
}
