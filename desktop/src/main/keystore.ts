/**
 * Secrets of this device, wrapped by the operating system's keystore (Electron's safeStorage, asynchronous interface).
 * What must stay true: without a keystore that deserves the name nothing is stored at all; a wrapped secret that cannot
 * be opened is never overwritten, because a keyring may only be locked; a secret leaves this file only to its one user.
 */
import { hkdfSync, randomBytes } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SafeStorage } from 'electron'
import type { ShellRefusal } from '../bridge.ts'
import { isMissing, writeWhole } from './write-file.ts'

export interface KeystoreParts {
  readonly safeStorage: Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
  >
  readonly platform: string
  /** Folder of the wrapped secrets. */
  readonly folder: string
}

export interface Keystore {
  /** Whether the operating system keeps secrets here. */
  usable(): Promise<boolean>
  /** The secret of that name, base64; made by `make` at the first call. */
  secret(name: string, make: () => string): Promise<string | ShellRefusal>
  /** A key of 32 bytes for one purpose, derived from the device's own secret. */
  keyFor(purpose: 'shelf' | 'outbox'): Promise<Uint8Array | ShellRefusal>
  forget(name: string): Promise<void>
}

export const noKeystore: ShellRefusal = { refused: 'shell.noKeystore' }

/** Backends of Linux that keep nothing secret: a fixed password, or none chosen. */
const weak: readonly string[] = ['basic_text', 'unknown']

export function createKeystore({ safeStorage, platform, folder }: KeystoreParts): Keystore {
  const known = new Map<string, Promise<string | ShellRefusal>>()
  const path = (name: string): string => join(folder, `${name}.wrapped`)

  async function usable(): Promise<boolean> {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return false
    return platform !== 'linux' || !weak.includes(safeStorage.getSelectedStorageBackend())
  }

  const wrap = async (name: string, secret: string): Promise<void> =>
    writeWhole(path(name), await safeStorage.encryptStringAsync(secret), { lasting: true })

  async function load(name: string, make: () => string): Promise<string | ShellRefusal> {
    if (!(await usable())) return noKeystore
    const wrapped = await readFile(path(name)).catch((cause: unknown) => {
      if (isMissing(cause)) return null
      throw cause
    })
    if (wrapped === null) {
      const made = make()
      await wrap(name, made)
      return made
    }
    const opened = await safeStorage.decryptStringAsync(wrapped).catch(() => null)
    if (opened === null) return noKeystore
    if (opened.shouldReEncrypt) await wrap(name, opened.result)
    return opened.result
  }

  async function secret(name: string, make: () => string): Promise<string | ShellRefusal> {
    const task = known.get(name) ?? load(name, make)
    known.set(name, task)
    const found = await task.catch((cause: unknown) => {
      known.delete(name)
      throw cause
    })
    // A locked keyring may be opened later: ask again then.
    if (typeof found !== 'string') known.delete(name)
    return found
  }

  return {
    usable,
    secret,
    async keyFor(purpose) {
      const master = await secret('device', () => randomBytes(32).toString('base64'))
      if (typeof master !== 'string') return master
      const info = `nghi-truong/${purpose}/v1`
      return new Uint8Array(hkdfSync('sha256', Buffer.from(master, 'base64'), new Uint8Array(0), info, 32))
    },
    async forget(name) {
      known.delete(name)
      await rm(path(name), { force: true })
    },
  }
}
