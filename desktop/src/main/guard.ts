/**
 * Who may call the shell, and how the shell may be started.
 * What must stay true: only the top frame of our own page in one of our own windows is heard; a window uses the channels
 * of its kind; a start with a switch that opens the shell from outside (debuggers, proxies, ignored certificates) is
 * refused in every packaged build.
 */
import { channels, type ChannelName, type WindowKind } from '../bridge.ts'

export const scheme = 'app'
export const host = 'nghi-truong'
export const ownOrigin = `${scheme}://${host}`

export function isOwnPage(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && url.protocol === `${scheme}:` && url.host === host && !url.username && !url.port
}

/** What is asked of Electron's event of a call. */
export interface Call {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null
  readonly sender: { readonly id: number }
}

/** null when the call may pass, else why not. */
export function whyRefused(call: Call, name: ChannelName, kind: WindowKind | null): string | null {
  const frame = call.senderFrame
  if (frame === null) return 'the frame is gone'
  if (frame.parent !== null) return 'not the top frame'
  if (!isOwnPage(frame.url)) return 'not our page'
  if (kind === null) return 'not our window'
  return (channels[name].windows as readonly WindowKind[]).includes(kind)
    ? null
    : 'not a channel of this window'
}

/** Switches of Chromium, Electron and Node that no packaged build starts with. */
export const forbiddenSwitches = [
  'allow-running-insecure-content',
  'auth-server-allowlist',
  'disable-site-isolation-trials',
  'disable-web-security',
  'enable-logging',
  'gpu-launcher',
  'host-resolver-rules',
  'host-rules',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-publish-uid',
  'js-flags',
  'load-extension',
  'log-net-log',
  'no-sandbox',
  'no-zygote-sandbox',
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-gpu-sandbox',
  'password-store',
  'proxy-bypass-list',
  'proxy-pac-url',
  'proxy-server',
  'remote-allow-origins',
  'remote-debugging-pipe',
  'remote-debugging-port',
  'renderer-cmd-prefix',
  'single-process',
  'ssl-key-log-file',
  'unsafely-treat-insecure-origin-as-secure',
  'use-mock-keychain',
  'user-data-dir',
  'utility-cmd-prefix',
] as const

/** Environment variables by which the same is done. */
export const forbiddenVariables = ['ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS', 'SSLKEYLOGFILE'] as const

const plainSwitch = (argument: string): string | null =>
  // Windows takes /switch as well; a single dash works everywhere.
  /^(?:--?|\/)([a-z][a-z0-9-]*)(?:[=:].*)?$/is.exec(argument)?.[1]?.toLowerCase() ?? null

/** The forbidden ones among what the shell was started with. */
export function forbiddenStart(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const forbidden: readonly string[] = forbiddenSwitches
  return [
    ...argv.flatMap((argument) => {
      const name = plainSwitch(argument)
      return name !== null && forbidden.includes(name) ? [`--${name}`] : []
    }),
    ...forbiddenVariables.filter((name) => env[name] !== undefined && env[name] !== ''),
  ]
}
