/**
 * The server of a played hall, in a process of its own.
 * What must stay true: the parts are those of `npm start`; only the look into PDFs and the cost of passwords are cheap.
 */
import { join } from 'node:path'
import { writeHeapSnapshot } from 'node:v8'
import { destination } from 'pino'
import { answering } from '../bench/process.ts'
import { openHall, type HallOptions } from '../bench/hall.ts'
import { createLogger } from '../logging.ts'
import { startServer, type Running, type StartOptions } from '../main.ts'
import { plainDocuments } from '../testing/plain-documents.ts'
import { quick } from '../testing/server.ts'

export interface HallStart extends Pick<StartOptions, 'dataDir' | 'port' | 'limits'> {
  /** Everything the server has to say, down to the finest. */
  readonly logFile?: string
}

let server: Running | undefined
const running = (): Running => {
  if (!server) throw new Error('not started')
  return server
}

answering({
  async start({ logFile, ...options }: HallStart) {
    server = await startServer({
      logLevel: 'silent',
      passwordCost: quick,
      examiner: plainDocuments,
      ...(logFile === undefined
        ? {}
        : { logger: createLogger('debug', destination({ dest: logFile, sync: true })) }),
      ...options,
    })
    return { url: server.url, port: server.port }
  },
  seat: (options: HallOptions) => openHall(running(), options),
  /** Names the place of backups once, then makes one. */
  async backUp(place?: { folder: string; passphrase: string }) {
    const { backup } = running()
    const no = place ? await backup.choose(place) : backup.now()
    if (no) throw new Error(JSON.stringify(no))
    await backup.idle()
    return (await backup.snapshots()) ?? []
  },
  /** What a crash would leave: the heap, and Node's own report. */
  dump(folder: string) {
    writeHeapSnapshot(join(folder, 'heap.heapsnapshot'))
    process.report.writeReport(join(folder, 'report.json'))
  },
})
