/**
 * What this device keeps for secret ballots: its own secret, sealed ballots on their way, the trustee's sealed seed and
 * notebook.
 * What must stay true: a write has reached the disk when its promise resolves; no choice, no seed of a ballot and no open
 * seed of a trustee is ever put here; where nothing can be kept, nothing is begun.
 */
import type { LedgerEntry, TrusteeLedger } from '@nghi-truong/shared/secret-ballot/trustee-rule'
import { openDB } from 'idb'

export interface Vault {
  /** Survives the window; without that no trustee's key may be held here, because the notebook would be lost. */
  readonly lasting: boolean
  read<T>(key: string): Promise<T | undefined>
  write(key: string, value: unknown): Promise<void>
  /** Writes only where nothing stands; gives what stands then. */
  settle<T>(key: string, value: T): Promise<T>
  remove(key: string): Promise<void>
  /** Keys with that beginning. */
  keys(prefix: string): Promise<readonly string[]>
}

/** @throws when the browser forbids storage */
export async function databaseVault(name = 'nghi-truong-secret'): Promise<Vault> {
  const database = await openDB(name, 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore('kept')
    },
  })
  const strict = { durability: 'strict' } as const
  return {
    lasting: true,
    read: async <T>(key: string) => (await database.get('kept', key)) as T | undefined,
    async write(key, value) {
      const change = database.transaction('kept', 'readwrite', strict)
      await Promise.all([change.store.put(value, key), change.done])
    },
    async settle<T>(key: string, value: T) {
      const change = database.transaction('kept', 'readwrite', strict)
      const before = (await change.store.get(key)) as T | undefined
      if (before === undefined) await change.store.put(value, key)
      await change.done
      return before ?? value
    },
    async remove(key) {
      const change = database.transaction('kept', 'readwrite', strict)
      await Promise.all([change.store.delete(key), change.done])
    },
    keys: async (prefix) =>
      (await database.getAllKeys('kept', IDBKeyRange.bound(prefix, `${prefix}\uffff`))) as string[],
  }
}

export function memoryVault(lasting = true): Vault {
  const held = new Map<string, unknown>()
  return {
    lasting,
    read: <T>(key: string) => Promise.resolve(structuredClone(held.get(key)) as T | undefined),
    write(key, value) {
      held.set(key, structuredClone(value))
      return Promise.resolve()
    },
    settle<T>(key: string, value: T) {
      if (!held.has(key)) held.set(key, structuredClone(value))
      return Promise.resolve(structuredClone(held.get(key)) as T)
    },
    remove(key) {
      held.delete(key)
      return Promise.resolve()
    },
    keys: (prefix) => Promise.resolve([...held.keys()].filter((key) => key.startsWith(prefix)).sort()),
  }
}

/** 32 bytes from which this device's credentials follow; one for each person who uses the device. */
export const deviceSecret = (vault: Vault, person: string): Promise<Uint8Array> =>
  vault.settle(`secret/${person}`, crypto.getRandomValues(new Uint8Array(32)))

/** The trustee's notebook: which closing head this device promised to decrypt, for each ballot, for ever. */
export function vaultLedger(vault: Vault, person: string): TrusteeLedger {
  const keyOf = (uuid: string): string => `ledger/${person}/${uuid}`
  const find = (uuid: string): Promise<LedgerEntry | undefined> => vault.read<LedgerEntry>(keyOf(uuid))
  return {
    find,
    async promise(uuid, head) {
      const entry = await vault.settle<LedgerEntry>(keyOf(uuid), { head, decryption: undefined })
      if (entry.head !== head) throw new Error('another head was promised before')
    },
    async keep(uuid, decryption) {
      const entry = await find(uuid)
      if (!entry) throw new Error('nothing was promised')
      await vault.write(keyOf(uuid), { ...entry, decryption })
    },
  }
}
