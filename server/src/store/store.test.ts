/** Every adapter against the one contract. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import {
  accountsContract,
  annotationsContract,
  eventLogContract,
  fileStoreContract,
  findingsContract,
  ringsContract,
  type Opened,
} from './contract.ts'
import { diskFileStore } from './disk.ts'
import type { Driver } from './driver.ts'
import {
  memoryAccounts,
  memoryAnnotations,
  memoryEventLog,
  memoryFileStore,
  memoryFindings,
  memoryRings,
} from './memory.ts'
import { nodeSqliteDriver } from './node-sqlite.ts'
import { openCore, openNotes, type CoreStores } from './open.ts'
import { sqlite3Driver } from './sqlite3.ts'

const folders: string[] = []
async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'nghi-truong-store-'))
  folders.push(made)
  return made
}
afterAll(async () => {
  for (const made of folders) await rm(made, { recursive: true, force: true })
})

const now = '2026-12-09T00:00:00.000Z'
const passing = async <T>(store: T): Promise<Opened<T>> => ({ store, close: async () => {} })

async function core<T>(driver: Driver, part: (stores: CoreStores) => T, place?: string): Promise<Opened<T>> {
  const where = place ?? (await folder())
  const stores = await openCore(driver, where, now)
  return { store: part(stores), again: () => core(driver, part, where), close: () => stores.close() }
}

eventLogContract('memory', false, () => passing(memoryEventLog()))
findingsContract('memory', () => passing(memoryFindings()))
accountsContract('memory', () => passing(memoryAccounts()))
ringsContract('memory', () => passing(memoryRings()))
annotationsContract('memory', () => passing(memoryAnnotations()))
fileStoreContract('memory', () => passing(memoryFileStore()))
fileStoreContract('disk', async () => passing(await diskFileStore(await folder())))

for (const driver of [sqlite3Driver, nodeSqliteDriver]) {
  eventLogContract(driver.name, true, () => core(driver, (stores) => stores.events))
  findingsContract(driver.name, () => core(driver, (stores) => stores.findings))
  accountsContract(driver.name, () => core(driver, (stores) => stores.accounts))
  ringsContract(driver.name, () => core(driver, (stores) => stores.rings))
  annotationsContract(driver.name, async () => {
    const store = await openNotes(driver, await folder(), now)
    return { store, close: () => store.close() }
  })
}
