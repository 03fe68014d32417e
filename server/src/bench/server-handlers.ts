/**
 * What the real server in a process of its own answers to its measurer.
 * What must stay true: the parts are those of `npm start`; only the look into PDFs and the cost of passwords are cheap.
 */
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import type { Wished } from '../engine/ports.ts'
import { startServer, type Running, type StartOptions } from '../main.ts'
import { plainDocuments } from '../testing/plain-documents.ts'
import { quick } from '../testing/server.ts'
import { follow, type Follower, type FollowParts } from '../standby/follow.ts'
import { sqlite3Driver } from '../store/sqlite3.ts'
import { openHall, type HallOptions } from './hall.ts'
import { pause } from './pace.ts'

export interface ServerStart extends Pick<
  StartOptions,
  'dataDir' | 'driver' | 'port' | 'standbyPort' | 'logLevel' | 'limits' | 'rendererDir'
> {
  /** Look into PDFs as `npm start` does. */
  readonly realExaminer?: boolean
}

export function serverHandlers() {
  let server: Running | undefined
  let follower: Follower | undefined
  const running = (): Running => {
    if (!server) throw new Error('not started')
    return server
  }
  return {
    loaded: () => true,
    async start({ realExaminer = false, ...options }: ServerStart) {
      server = await startServer({
        logLevel: 'silent',
        passwordCost: quick,
        ...(realExaminer ? {} : { examiner: plainDocuments }),
        ...options,
      })
      return { url: server.url, port: server.port }
    },
    seat: (options: HallOptions) => openHall(running(), options),
    /** A new login without the password. @returns the token */
    async enter(person: string) {
      const account = { username: person, person, passwordHash: 'none' }
      return (await running().accounts.open(account, 'máy đo', `device-${person}`)).token
    },
    /** Votes without the road over HTTP: for making a long log quickly. */
    async wishes({
      session,
      votes,
    }: {
      session: string
      votes: readonly { person: string; wish: Wished }[]
    }) {
      const { engine } = running()
      const answers = await Promise.all(
        votes.map(({ person, wish }) => engine.command(session, { person, device: 'hall' }, wish)),
      )
      const no = answers.find((answer) => isRefusal(answer))
      if (no) throw new Error(JSON.stringify(no))
    },
    /** Names the place of backups once, then makes one. @returns the state afterwards */
    async backUp(place?: { folder: string; passphrase: string }) {
      const { backup } = running()
      const before = await backup.state()
      const no = place ? await backup.choose(place) : backup.now()
      if (no) throw new Error(JSON.stringify(no))
      // While votes go on one backup follows another: the next that ends is meant, not the last.
      for (;;) {
        const now = await backup.state()
        const ended = now.last !== null && now.last.name !== before.last?.name
        if (ended || (now.failure && now.failure.at !== before.failure?.at)) return now
        await pause(100)
      }
    },
    pair: () => running().standby.pair(),
    standbyState: () => running().standby.state(),
    /** Follows another machine instead of serving. */
    async follow(asked: Pick<FollowParts, 'dataDir' | 'code' | 'primary' | 'httpPort' | 'port'>) {
      const now = () => new Date().toISOString()
      follower = await follow({ ...asked, driver: sqlite3Driver, now, report: () => undefined })
    },
    followState: () => follower?.state(),
    /** Ends following; `start` on the same folder serves. */
    promote: () => follower?.promote(),
    cpu() {
      const { user, system } = process.cpuUsage()
      return { cpuUs: user + system }
    },
    async stop() {
      await server?.close()
      server = undefined
    },
  }
}
