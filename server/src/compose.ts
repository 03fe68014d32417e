/**
 * The only chooser of parts: which store, which examiner of documents, which rooms stand behind the ports.
 * What must stay true: nothing else constructs a concrete store; what is opened here is closed here, in reverse.
 */
import { randomBytes, type KeyObject } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { createAnnotations } from './annotations/annotations.ts'
import { createRings, type Rings } from './annotations/rings.ts'
import { createAccounts, type Accounts } from './accounts/accounts.ts'
import { createPasswords } from './accounts/passwords.ts'
import { createSetup, type Setup } from './accounts/setup.ts'
import { createTickets, type Tickets } from './accounts/tickets.ts'
import { createExporter } from './archive/export.ts'
import { memoryServerKey, openServerKey } from './archive/server-key.ts'
import { openBackup, type Backup } from './backup/backup.ts'
import { openBoxes } from './ballot-box/boxes.ts'
import { createDesk } from './ballot-box/desk.ts'
import { version, type Config } from './config.ts'
import { FolderRefused, takeFolder } from './data-folder.ts'
import { createHeat, type Heat } from './documents/heat.ts'
import { createIntake } from './documents/intake.ts'
import { createPacker, type Packer } from './documents/pack.ts'
import { createPlaces, type Places } from './documents/places.ts'
import { createWorld, type World } from './engine/crypto.ts'
import { openEngine, type Engines } from './engine/engine.ts'
import type { Annotations, Documents } from './http/ports.ts'
import type { Exporter } from './http/sessions.ts'
import { createLive, type Live } from './live/live.ts'
import { diskFileStore } from './store/disk.ts'
import {
  memoryAccounts,
  memoryAnnotations,
  memoryEventLog,
  memoryFindings,
  memoryRings,
} from './store/memory.ts'
import { nodeSqliteDriver } from './store/node-sqlite.ts'
import { openCore, openNotes } from './store/open.ts'
import type {
  AccountStore,
  AnnotationStore,
  EventLog,
  FileStore,
  FindingStore,
  RingStore,
} from './store/ports.ts'
import { sqlite3Driver } from './store/sqlite3.ts'
import { openOffice, type Office } from './signing/office.ts'
import { httpAuthority } from './signing/time-stamp.ts'
import { readPairing } from './standby/pairing.ts'
import { openShip } from './standby/ship.ts'
import { newEpochOf, openStandby, type Standby } from './standby/standby.ts'
import { told } from './standby/stores.ts'
import { createAgain } from './trust/again.ts'
import { createTrust, type Trust } from './trust/trust.ts'

export interface Stores {
  readonly events: EventLog
  readonly accounts: AccountStore
  readonly findings: FindingStore
  readonly notes: AnnotationStore
  readonly rings: RingStore
  readonly files: FileStore
  /** Trust bundles. */
  readonly trust: FileStore
  /** Folder of the ballot boxes. */
  readonly ballotBox: string
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
  readonly trust: Trust
  readonly office: Office
  readonly annotations: Annotations
  readonly rings: Rings
  readonly live: Live
  readonly exporter: Exporter
  readonly ballots: ReturnType<typeof createDesk>
  readonly packer: Packer
  readonly heat: Heat
  readonly backup: Backup
  readonly standby: Standby
  readonly places: Places
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
    rings: memoryRings(),
    files: await diskFileStore(folder),
    trust: await diskFileStore(join(folder, 'trust')),
    ballotBox: join(folder, 'ballot-box'),
    name: 'memory',
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

const driverOf = (name: Config['driver']) => (name === 'sqlite3' ? sqlite3Driver : nodeSqliteDriver)

async function folderStores(folder: string, driverName: Config['driver'], now: string): Promise<Stores> {
  const driver = driverOf(driverName)
  const files = await diskFileStore(join(folder, 'files'))
  const trust = await diskFileStore(join(folder, 'trust'))
  const core = await openCore(driver, folder, now)
  const notes = await openNotes(driver, folder, now)
  return {
    events: core.events,
    accounts: core.accounts,
    findings: core.findings,
    rings: core.rings,
    notes,
    files,
    trust,
    ballotBox: join(folder, 'ballot-box'),
    name: driver.name,
    async close() {
      await notes.close()
      await core.close()
    },
  }
}

/** @param trust where the bundle in force lies, or null */
export type Examiner = (
  files: FileStore,
  findings: FindingStore,
  trust: () => Promise<string | null>,
) => Promise<Documents>

const intake: Examiner = (files, findings, trust) => createIntake({ files, findings, now: Date.now, trust })

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
  if (folder !== undefined && (await readPairing(folder))?.following)
    throw new FolderRefused(
      `Thư mục ${folder} là bản dự phòng đang theo máy khác. Chạy với --standby-of, hoặc chuyển bằng commands/promote.ts.`,
    )
  const own =
    folder === undefined ? await memoryStores() : await folderStores(folder, config.driver, world.now())
  const ship =
    folder === undefined
      ? undefined
      : await openShip({
          dataDir: folder,
          driver: driverOf(config.driver),
          notes: own.notes,
          report: (what, error) => logger.warn({ err: error }, what),
        })
  const stores = ship ? told(own, ship) : own
  const key = folder === undefined ? memoryServerKey() : openServerKey(join(folder, 'server-key.pem'))
  const report = (what: string, error: unknown) => logger.warn({ err: error, what }, 'documents and trust')
  // Documents need the bundle in force, which the house log names, whose engine needs the documents' facts.
  const later: { trust?: Trust; backup?: Backup } = {}
  const bundlePath = async (): Promise<string | null> => {
    const found = await later.trust?.file()
    return (found && stores.trust.path(found.sha256)) ?? null
  }
  const documents = await (examiner ?? intake)(stores.files, stores.findings, bundlePath)
  const office = await openOffice({
    files: stores.files,
    findings: stores.findings,
    documents,
    trust: bundlePath,
    now: world.now,
    authority: config.timeStamps === null ? null : httpAuthority(config.timeStamps),
    report,
  })
  const engines = await openEngine({
    store: stores.events,
    world,
    file(sha256) {
      const facts = documents.factsOf(sha256)
      const signed = facts && office.signed(sha256)
      return signed ? { ...facts, signed } : facts
    },
    trust: (sha256) => later.trust?.issueOf(sha256),
    newEpoch: await newEpochOf(folder),
    fenced: () => ship?.fenced() ?? false,
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
  const accounts = createAccounts({
    store: stores.accounts,
    passwords,
    now,
    mono,
    revocations: {
      add: (tokenHash) => stores.findings.set(tokenHash, 'revoked', now()),
      has: async (tokenHash) => (await stores.findings.get(tokenHash, 'revoked')) !== undefined,
    },
  })
  await stores.accounts.forgetExpired(now())
  const setup = createSetup(accounts, mono, async (person, name) => {
    const house = await engines.look.state(houseLog)
    if (house?.one('housePerson', person)?.roles.includes('admin')) return undefined
    const input = { person, name, position: 'Quản trị hệ thống', roles: ['admin'], group: null, seat: null }
    const answer = await engines.system(houseLog, 'house.setPerson', input)
    return isRefusal(answer) ? answer : undefined
  })
  const { trust, examineStale, closeTrust } = await openTrust(
    stores,
    engines,
    documents,
    key.key,
    now,
    report,
  )
  later.trust = trust
  examineStale()
  const annotations = createAnnotations({
    store: stores.notes,
    look: engines.look,
    now: mono,
    report: (what, error) => logger.warn({ err: error, what }, 'rooms'),
  })
  const rings = createRings({
    store: stores.rings,
    look: engines.look,
    now,
    freshId: () => randomBytes(16).toString('hex'),
    report: (what, error) => logger.warn({ err: error, what }, 'keys of notes'),
  })
  const boxes = await openBoxes({
    look: engines.look,
    logs: () => stores.events.logs(),
    system: engines.system,
    world,
    ...key,
    folder: stores.ballotBox,
    copy: ship?.box,
    gone: ship?.boxGone,
    backups: async () => later.backup?.snapshots(),
    epoch: engines.epoch,
    workers: availableParallelism(),
    version,
    report: (what, error) => logger.error({ err: error, what }, 'ballot box'),
  })
  const places = createPlaces({
    findings: stores.findings,
    report: (error) => logger.warn({ err: error }, 'places'),
  })
  const backup = await openBackup({
    dataDir: folder,
    world,
    look: engines.look,
    version,
    report: (what, error) => logger.warn({ err: error }, what),
  })
  later.backup = backup
  const standby = await openStandby({
    ...engines,
    dataDir: folder,
    ship,
    events: stores.events,
    ...key,
    secure: config.secure,
    host: config.host,
    httpPort: config.port,
    port: config.standbyPort ?? (config.port === 0 ? 0 : config.port + 1),
    report: (what, error) => logger.warn({ err: error }, what),
  })
  const live = createLive({
    look: engines.look,
    now,
    mono,
    bug,
    epoch: standby.epochName,
    machines: standby,
  })
  return {
    ...engines,
    world,
    stores,
    accounts,
    tickets: createTickets(mono),
    setup,
    documents,
    trust,
    office,
    annotations,
    rings,
    live,
    ballots: createDesk({
      boxes,
      look: engines.look,
      publicKey: key.publicKey,
      fenced: () => ship?.fenced() ?? false,
      world,
    }),
    exporter: createExporter({ look: engines.look, ...key, now, hash: world.hash }),
    packer: createPacker(stores.files, key.key),
    heat: createHeat({ findings: stores.findings, now }),
    backup,
    standby,
    places,
    async close() {
      live.close()
      await backup.close()
      office.close()
      rings.close()
      await annotations.close()
      await places.close()
      await boxes.close()
      await engines.engine.close()
      await ship?.close()
      await Promise.all([documents.close(), closeTrust()])
      await stores.close()
      giveBack?.()
    },
  }
}

/** The bundles, and the examining again that follows a new one. */
async function openTrust(
  stores: Stores,
  { look }: Engines,
  documents: Documents,
  key: KeyObject,
  now: () => string,
  report: (what: string, error: unknown) => void,
): Promise<{ trust: Trust; examineStale: () => void; closeTrust: () => Promise<void> }> {
  let inForce: string | null = null
  const again = createAgain({ files: stores.files, documents, wanted: () => inForce, report })
  const trust = createTrust({ files: stores.trust, look, key, now, pending: again.pending })
  const follow = async (): Promise<void> => {
    const { bundle, missing } = await trust.now()
    if (missing) report('the trust bundle in force is missing or not in order: nobody is trusted', null)
    inForce = bundle?.sha256 ?? null
  }
  await follow()
  await trust.tidy()
  const stopListening = look.onCommit(({ log, changes }) => {
    if (log !== houseLog || !changes.some(({ put }) => put.kind === 'trustBundle')) return
    follow().then(again.start, (error: unknown) => report('following the trust bundle', error))
  })
  return {
    trust,
    async closeTrust() {
      stopListening()
      await again.close()
    },
    examineStale: again.start,
  }
}
