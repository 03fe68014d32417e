/**
 * The only chooser of parts: which store, which examiner of documents, which rooms stand behind the ports.
 * What must stay true: nothing else constructs a concrete store; what is opened here is closed here, in reverse.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { createAnnotations } from './annotations/annotations.ts'
import { createAccounts, type Accounts } from './accounts/accounts.ts'
import { createPasswords } from './accounts/passwords.ts'
import { createSetup, type Setup } from './accounts/setup.ts'
import { createTickets, type Tickets } from './accounts/tickets.ts'
import { createExporter } from './archive/export.ts'
import { memoryServerKey, openServerKey } from './archive/server-key.ts'
import type { Config } from './config.ts'
import { takeFolder } from './data-folder.ts'
import { createIntake } from './documents/intake.ts'
import { createWorld, type World } from './engine/crypto.ts'
import { openEngine, type Engines } from './engine/engine.ts'
import type { Annotations, Documents } from './http/ports.ts'
import type { Exporter } from './http/sessions.ts'
import { createLive, type Live } from './live/live.ts'
import { diskFileStore } from './store/disk.ts'
import { memoryAccounts, memoryAnnotations, memoryEventLog, memoryFindings } from './store/memory.ts'
import { nodeSqliteDriver } from './store/node-sqlite.ts'
import { openCore, openNotes } from './store/open.ts'
import type { AccountStore, AnnotationStore, EventLog, FileStore, FindingStore } from './store/ports.ts'
import { sqlite3Driver } from './store/sqlite3.ts'

export interface Stores {
  readonly events: EventLog
  readonly accounts: AccountStore
  readonly findings: FindingStore
  readonly notes: AnnotationStore
  readonly files: FileStore
  /** Shown by /api/health. */
  readonly name: string
  close(): Promise<void>
}

export interface Parts extends Engines {
  readonly world: World
  readonly stores: Stores
  readonly accounts: Accounts
  readonly tickets: Tickets
  readonly setup: Setup
  readonly documents: Documents
  readonly annotations: Annotations
  readonly live: Live
  readonly exporter: Exporter
  close(): Promise<void>
}

/** Files lie in a temporary folder all the same: a child process that examines them needs a path. */
async function memoryStores(): Promise<Stores> {
  const folder = await mkdtemp(join(tmpdir(), 'nghi-truong-'))
  return {
    events: memoryEventLog(),
    accounts: memoryAccounts(),
    findings: memoryFindings(),
    notes: memoryAnnotations(),
    files: await diskFileStore(folder),
    name: 'memory',
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

async function folderStores(folder: string, driverName: Config['driver'], now: string): Promise<Stores> {
  const driver = driverName === 'sqlite3' ? sqlite3Driver : nodeSqliteDriver
  const files = await diskFileStore(join(folder, 'files'))
  const core = await openCore(driver, folder, now)
  const notes = await openNotes(driver, folder, now)
  return {
    events: core.events,
    accounts: core.accounts,
    findings: core.findings,
    notes,
    files,
    name: driver.name,
    async close() {
      await notes.close()
      await core.close()
    },
  }
}

export type Examiner = (files: FileStore, findings: FindingStore) => Promise<Documents>

const intake: Examiner = (files, findings) => createIntake({ files, findings, now: Date.now })

export interface ComposeOptions {
  readonly config: Config
  readonly logger: Logger
  /** The store left an outcome open; the default ends the process, so that a restart finds out. */
  readonly fatal?: (error: unknown) => void
  /** Another examiner of documents, for tests. */
  readonly examiner?: Examiner
}

export async function compose(options: ComposeOptions): Promise<Parts> {
  const { config } = options
  const world = createWorld()
  const giveBack = config.dataDir === undefined ? undefined : takeFolder(config.dataDir)
  try {
    return await composeIn(world, giveBack, options)
  } catch (error) {
    giveBack?.()
    throw error
  }
}

async function composeIn(
  world: World,
  giveBack: (() => void) | undefined,
  { config, logger, fatal, examiner }: ComposeOptions,
): Promise<Parts> {
  const bug = (error: unknown, what: string) => logger.error({ err: error, what }, 'a bug')
  const folder = config.dataDir
  const stores =
    folder === undefined ? await memoryStores() : await folderStores(folder, config.driver, world.now())
  const documents = await (examiner ?? intake)(stores.files, stores.findings)
  const engines = await openEngine({
    store: stores.events,
    world,
    file: (sha256) => documents.factsOf(sha256),
    bug,
    fatal(error) {
      logger.fatal({ err: error }, 'the store failed; restart to find out what was recorded')
      if (fatal) fatal(error)
      // EX_IOERR of sysexits.h: a supervisor may restart.
      else process.exit(74)
    },
  })
  const passwords = await createPasswords(config.passwordCost)
  const { now, mono } = world
  const accounts = createAccounts({ store: stores.accounts, passwords, now, mono })
  await stores.accounts.forgetExpired(now())
  const setup = createSetup(accounts, mono, async (person, name) => {
    const house = await engines.look.state(houseLog)
    if (house?.one('housePerson', person)?.roles.includes('admin')) return undefined
    const input = { person, name, position: 'Quản trị hệ thống', roles: ['admin'], group: null, seat: null }
    const answer = await engines.system(houseLog, 'house.setPerson', input)
    return isRefusal(answer) ? answer : undefined
  })
  const key = folder === undefined ? memoryServerKey() : openServerKey(join(folder, 'server-key.pem'))
  const annotations = createAnnotations({
    store: stores.notes,
    look: engines.look,
    now: mono,
    report: (what, error) => logger.warn({ err: error, what }, 'rooms'),
  })
  const live = createLive({ look: engines.look, now, mono, bug })
  return {
    ...engines,
    world,
    stores,
    accounts,
    tickets: createTickets(mono),
    setup,
    documents,
    annotations,
    live,
    exporter: createExporter({ look: engines.look, ...key, now, hash: world.hash }),
    async close() {
      live.close()
      await annotations.close()
      await engines.engine.close()
      await documents.close()
      await stores.close()
      giveBack?.()
    },
  }
}
