/**
 * What may be chosen about a server, with its defaults.
 * What must stay true: every choice is here and has a safe default; nothing else reads the environment or arguments.
 */
import { fileURLToPath } from 'node:url'
import { standardCost, type Cost } from './accounts/passwords.ts'
import { standardLimits, type Limits } from './http/limits.ts'
import type { Tls } from './tls/tls.ts'

export interface Config {
  /** Folder of everything that lasts; undefined: in memory, gone at the end (tests). */
  readonly dataDir: string | undefined
  readonly driver: 'sqlite3' | 'node:sqlite'
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** Port of the line to a standby machine; undefined: the one after `port`. */
  readonly standbyPort: number | undefined
  /** Further names under which the server may be called. */
  readonly hosts: readonly string[]
  /** Folder of the built renderer. */
  readonly rendererDir: string
  /** Largest document in bytes. */
  readonly fileLimit: number
  readonly limits: Limits
  readonly passwordCost: Cost
  /** Announce the server on the local network (mDNS). */
  readonly announce: boolean
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Address of a time-stamp authority (RFC 3161); null: signatures are made without time stamps. */
  readonly timeStamps: string | null
  /** Whether TLS stands in front of this server: cookies are then marked Secure, as they are with `tls`. */
  readonly secure: boolean
  /** TLS of the server itself; null: plain http. */
  readonly tls: Tls | null
}

export const rendererDir = fileURLToPath(new URL('../../desktop/dist/renderer', import.meta.url))

export const defaults: Config = {
  dataDir: undefined,
  driver: 'sqlite3',
  host: '127.0.0.1',
  port: 0,
  standbyPort: undefined,
  hosts: [],
  rendererDir,
  fileLimit: 200 * 1024 * 1024,
  limits: standardLimits,
  passwordCost: standardCost,
  announce: false,
  logLevel: 'info',
  timeStamps: null,
  secure: false,
  tls: null,
}

export const version = '0.1.0'
