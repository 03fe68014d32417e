/**
 * What may be chosen about a server, with its defaults.
 * What must stay true: every choice is here and has a safe default; nothing else reads the environment or arguments.
 */
import { fileURLToPath } from 'node:url'
import { standardCost, type Cost } from './accounts/passwords.ts'

export interface Config {
  /** Folder of everything that lasts; undefined: in memory, gone at the end (tests). */
  readonly dataDir: string | undefined
  readonly driver: 'sqlite3' | 'node:sqlite'
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** Further names under which the server may be called. */
  readonly hosts: readonly string[]
  /** Folder of the built renderer. */
  readonly rendererDir: string
  /** Largest document in bytes. */
  readonly fileLimit: number
  /** Requests a minute: of one login, of one address without a login. */
  readonly limits: { readonly login: number; readonly address: number }
  readonly passwordCost: Cost
  /** Announce the server on the local network (mDNS). */
  readonly announce: boolean
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Whether TLS stands in front of or in this server: cookies are then marked Secure. */
  readonly secure: boolean
}

export const rendererDir = fileURLToPath(new URL('../../desktop/dist/renderer', import.meta.url))

export const defaults: Config = {
  dataDir: undefined,
  driver: 'sqlite3',
  host: '127.0.0.1',
  port: 0,
  hosts: [],
  rendererDir,
  fileLimit: 200 * 1024 * 1024,
  // Reading by ranges asks often: a 300-page document is some hundred requests.
  limits: { login: 6000, address: 1200 },
  passwordCost: standardCost,
  announce: false,
  logLevel: 'info',
  secure: false,
}

export const version = '0.1.0'
