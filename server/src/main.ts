/**
 * The server as a library: `startServer(options)` for `npm start`, tests, e2e and benches.
 * What must stay true: when the promise resolves the server answers; `close` finishes what was accepted and leaves
 * nothing open.
 */
import { createServer, type RequestListener } from 'node:http'
import type { Server } from 'node:net'
import type { Logger } from 'pino'
import { compose, type ComposeOptions, type Parts } from './compose.ts'
import { defaults, version, type Config } from './config.ts'
import { accountHandlers } from './http/accounts.ts'
import { createApp } from './http/app.ts'
import { backupHandlers } from './http/backup.ts'
import { connectionHandlers } from './http/connection.ts'
import { fileHandlers } from './http/files.ts'
import type { Handlers } from './http/handler.ts'
import { createHotFiles } from './http/hot-files.ts'
import { openApi } from './http/openapi.ts'
import { packageHandlers } from './http/package.ts'
import { pages } from './http/page.ts'
import { printingHandlers } from './http/printing.ts'
import { privateNotesHandlers } from './http/private-notes.ts'
import { readingHandlers } from './http/reading.ts'
import { secretBallotHandlers } from './http/secret-ballots.ts'
import { sessionHandlers } from './http/sessions.ts'
import { signingHandlers } from './http/signing.ts'
import { standbyHandlers } from './http/standby.ts'
import { trustHandlers } from './http/trust.ts'
import { openDoor } from './http/upgrade.ts'
import { createLogger, requestLog } from './logging.ts'
import { createCopier } from './printing/copies.ts'
import { createPress } from './printing/press.ts'
import { mostAdded } from './signing/office.ts'
import { hallName, isPrivate } from './tls/authority.ts'
import { secureFront } from './tls/listen.ts'
import { lanAddresses, type Tls } from './tls/tls.ts'

export interface StartOptions
  extends Partial<Config>, Partial<Pick<ComposeOptions, 'logger' | 'fatal' | 'examiner'>> {}

export interface Running extends Parts {
  /** `http://127.0.0.1:port`, or https: as the machine itself calls it. */
  readonly url: string
  readonly port: number
  readonly config: Config
  readonly logger: Logger
}

/** Longest wait for answers under way, in milliseconds. */
const graceMs = 3000

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('no TCP address'))
      else resolve(address.port)
    })
  })
}

const serverOptions = { maxHeaderSize: 16 * 1024, keepAliveTimeout: 20_000 }

/** The server of requests, what listens for it, and how both end. */
async function openPort(tls: Tls | null, app: RequestListener, failed: (error: unknown) => void) {
  const front = tls && (await secureFront(tls, serverOptions, app, failed))
  const http = front?.secure ?? createServer(serverOptions, app)
  http.headersTimeout = 10_000
  // A large document over a slow line takes its time; headers do not.
  http.requestTimeout = 15 * 60_000
  http.maxHeadersCount = 60
  const listening: Server = front?.front ?? http
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      const late = setTimeout(() => http.closeAllConnections(), graceMs)
      listening.close(() => {
        clearTimeout(late)
        resolve()
      })
      front?.close()
      http.closeIdleConnections()
    })
  return { http, listening, stop }
}

function handlersOf(parts: Parts, config: Config, logger: Logger, port: () => number): Handlers {
  const { engine, look, tickets, exporter, documents, accounts, setup, stores, world, trust } = parts
  const files = stores.files
  const contract = openApi(version)
  const press = createPress(look)
  const copier = createCopier({
    path: (sha256) => files.path(sha256),
    report: (error) => logger.warn({ err: error }, 'making a copy'),
  })
  return {
    health: async () => ({
      ok: true,
      version,
      now: world.now(),
      store: stores.name,
      needsSetup: await setup.needed(),
    }),
    openapi: async () => contract,
    ...accountHandlers({ accounts, setup, look, rings: parts.rings, secure: config.secure }),
    ...sessionHandlers({ engine, look, tickets, exporter, documents, now: world.now }),
    ...fileHandlers({
      look,
      files,
      hot: createHotFiles(files),
      documents,
      limit: config.fileLimit,
    }),
    ...privateNotesHandlers(parts.rings),
    ...trustHandlers(trust),
    ...secretBallotHandlers({ look, desk: parts.ballots }),
    ...packageHandlers({ look, exporter, records: parts.ballots, now: world.now }),
    ...readingHandlers({
      look,
      copier,
      packer: parts.packer,
      heat: parts.heat,
      places: parts.places,
      now: world.now,
    }),
    ...printingHandlers({ look, press }),
    ...backupHandlers(parts.backup),
    ...connectionHandlers({
      secure: config.secure,
      authority: config.tls?.authority ?? null,
      hosts: () => [
        ...config.hosts,
        ...lanAddresses().filter((one) => !config.tls?.authority || isPrivate(one)),
      ],
      port,
    }),
    ...standbyHandlers(parts.standby),
    ...signingHandlers({ look, press, office: parts.office, mostAdded, secure: config.secure }),
  }
}

/** @throws when the port is taken, the data folder is in use, or a stored log is broken */
export async function startServer(options: StartOptions = {}): Promise<Running> {
  const { logger: given, fatal, examiner, ...chosen } = options
  const told: Config = { ...defaults, ...chosen }
  const config: Config = { ...told, secure: told.secure || told.tls !== null }
  const logger = given ?? createLogger(config.logLevel)
  const parts = await compose({ config, logger, ...(fatal && { fatal }), ...(examiner && { examiner }) })
  // A router of the hall may know the server by the name its certificate always bears.
  const allowed = config.tls?.authority ? [...config.hosts, hallName] : config.hosts
  let listeningOn = config.port
  const app = createApp({
    accounts: parts.accounts,
    look: parts.look,
    handlers: handlersOf(parts, config, logger, () => listeningOn),
    log: requestLog(logger),
    logger,
    hosts: allowed,
    page: pages(config.rendererDir),
    oneTime: (request, response) => parts.office.exchange.handle(request, response),
    limits: config.limits,
    epoch: parts.standby.epochName,
    superseded: parts.standby.superseded,
    others: parts.standby.others,
  })
  const { http, listening, stop } = await openPort(config.tls, app, (error) =>
    logger.error({ err: error }, 'renewing the certificate of the server'),
  )
  const closeDoor = openDoor(http, {
    ...parts,
    hosts: allowed,
    logger,
    superseded: parts.standby.superseded,
  })
  try {
    const port = await listen(listening, config.port, config.host)
    listeningOn = port
    let closing: Promise<void> | undefined
    const close = async (): Promise<void> => {
      parts.live.close()
      closeDoor()
      await stop()
      await parts.close()
    }
    return {
      ...parts,
      config,
      logger,
      port,
      url: `${config.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
      close: () => (closing ??= close()),
    }
  } catch (error) {
    closeDoor()
    await parts.close()
    throw error
  }
}
