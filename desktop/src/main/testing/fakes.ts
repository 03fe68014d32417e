/**
 * Stand-ins for Electron's parts in tests.
 * What must stay true: whatever crosses between page and main goes through a structured clone, as in Electron; Electron
 * itself is never loaded.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IpcMain } from 'electron'
import { afterAll } from 'vitest'
import type { KeystoreParts } from '../keystore.ts'

const root = mkdtempSync(join(tmpdir(), 'nghi-truong-shell-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Gone when the test file ends. */
export const tempFolder = (): string => mkdtempSync(join(root, 't-'))

export interface FakeSafe {
  backend: 'basic_text' | 'gnome_libsecret' | 'unknown'
  available: boolean
  reEncrypt: boolean
  /** Another key: as after a lost keyring. */
  lose(): void
  readonly safeStorage: KeystoreParts['safeStorage']
}

export function fakeSafe(): FakeSafe {
  let key = randomBytes(32)
  const fake: FakeSafe = {
    backend: 'gnome_libsecret',
    available: true,
    reEncrypt: false,
    lose: () => (key = randomBytes(32)),
    safeStorage: {
      isAsyncEncryptionAvailable: () => Promise.resolve(fake.available),
      getSelectedStorageBackend: () => fake.backend,
      encryptStringAsync(text) {
        const nonce = randomBytes(12)
        const cipher = createCipheriv('aes-256-gcm', key, nonce)
        return Promise.resolve(
          Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]),
        )
      },
      async decryptStringAsync(bytes) {
        await Promise.resolve()
        const open = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAuthTag(
          bytes.subarray(-16),
        )
        const result = Buffer.concat([open.update(bytes.subarray(12, -16)), open.final()]).toString('utf8')
        return { result, shouldReEncrypt: fake.reEncrypt }
      },
    },
  }
  return fake
}

type Listener = (event: unknown, ...given: unknown[]) => unknown

/** Both ends of Electron's wire. */
export interface FakeWire {
  /** Handlers of main, by wire name. */
  readonly handlers: ReadonlyMap<string, Listener>
  readonly ipcMain: Pick<IpcMain, 'handle'>
  readonly ipcRenderer: {
    invoke(name: string, ...given: unknown[]): Promise<unknown>
    on(name: string, listener: Listener): void
  }
  /** What main's `webContents.send` does. */
  toPage(name: string, message: unknown): void
  /** The frame and the window that calls. */
  caller: { senderFrame: { url: string; parent: unknown } | null; sender: { id: number } }
}

export function fakeWire(): FakeWire {
  const handlers = new Map<string, Listener>()
  const listeners = new Map<string, Listener>()
  const wire: FakeWire = {
    handlers,
    caller: { senderFrame: { url: 'app://nghi-truong/index.html', parent: null }, sender: { id: 1 } },
    ipcMain: {
      handle(name, listener) {
        if (handlers.has(name)) throw new Error(`second handler for ${name}`)
        handlers.set(name, listener as Listener)
      },
    },
    ipcRenderer: {
      async invoke(name, ...given) {
        const handler = handlers.get(name)
        if (!handler) throw new Error(`No handler registered for '${name}'`)
        return structuredClone(await handler(wire.caller, ...structuredClone(given)))
      },
      on: (name, listener) => void listeners.set(name, listener),
    },
    toPage: (name, message) => listeners.get(name)?.({}, structuredClone(message)),
  }
  return wire
}
