/**
 * The standby as the rest of the server sees it: wrapped stores, the lamp in the log, the administrator's desk.
 * What must stay true: the log hears of a change once; trouble with the line never stops the server; the mark of a new
 * epoch goes only after the epoch stands in the log.
 */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { StandbyState } from '@nghi-truong/shared/protocol/standby'
import type { Engines } from '../engine/engine.ts'
import type { EventLog } from '../store/ports.ts'
import type { Ship } from './ship.ts'
import { freshCode } from './wire.ts'

export const newEpochMark = 'new-epoch'

/** Why this start begins a new epoch, as the folder says. */
export async function newEpochOf(dataDir: string | undefined): Promise<'standby' | 'restored' | undefined> {
  if (dataDir === undefined) return undefined
  const text = await readFile(join(dataDir, newEpochMark), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  return text.trim() === 'standby' ? 'standby' : 'restored'
}

export interface StandbyParts extends Engines {
  readonly dataDir: string | undefined
  readonly ship: Ship | undefined
  readonly events: Pick<EventLog, 'logs' | 'read'>
  /** Of the server's key, which the standby has as well. */
  readonly publicKey: string
  readonly host: string
  readonly httpPort: number
  readonly port: number
  readonly report: (what: string, error: unknown) => void
}

export interface Standby {
  /** `house.epoch`, as devices hear it; the house is named by the server's key. */
  readonly epochName: string
  readonly superseded: () => boolean
  state(): Promise<StandbyState>
  /** A new secret; the old one is worth nothing from now on. */
  pair(): Promise<{ readonly code: string; readonly port: number } | Refusal>
  unpair(): Promise<void>
}

export async function openStandby(parts: StandbyParts): Promise<Standby> {
  const { dataDir, ship, look, system, events, report } = parts
  let followed = false
  let turn: Promise<void> = Promise.resolve()

  async function tellLogs(): Promise<void> {
    const state = ship?.state()
    if (state !== 'following' && state !== 'late' && state !== 'gone') return
    for (const log of await events.logs()) {
      if (log === houseLog) continue
      const before = (await look.state(log))?.one('standby', 'standby')?.state
      if (state === 'following' && before !== 'following') await system(log, 'standby.catchUp', {})
      if (state !== 'following' && before !== 'degraded' && (followed || before === 'following'))
        await system(log, 'standby.degrade', { why: state })
    }
    followed ||= state === 'following'
  }
  const tell = (): void => {
    turn = turn.then(tellLogs).catch((error: unknown) => report('telling of the standby', error))
  }

  if (ship && dataDir !== undefined) {
    await ship
      .start({
        epoch: parts.epoch,
        host: parts.host,
        port: parts.port,
        httpPort: parts.httpPort,
        async hashAt(log, seq) {
          for await (const entry of events.read(log, seq - 1)) return entry.hash
          return undefined
        },
        changed: tell,
      })
      .catch((error: unknown) => report('the line to the standby cannot be opened', error))
    await rm(join(dataDir, newEpochMark), { force: true })
    tell()
  }

  return {
    epochName: `${parts.publicKey.slice(0, 22)}.${parts.epoch}`,
    superseded: () => ship?.fenced() ?? false,
    async state() {
      const pairing = ship?.pairing() ?? null
      return {
        possible: ship !== undefined,
        epoch: parts.epoch,
        state: ship?.state() ?? null,
        port: ship?.port() ?? null,
        peer: pairing?.peer ? { host: pairing.peer.host, port: pairing.peerHttp } : null,
        superseded: pairing?.superseded ?? null,
      }
    },
    async pair() {
      if (!ship) return refuse('backup.notHere')
      const code = freshCode()
      try {
        await ship.pair(code)
      } catch (error) {
        report('the line to the standby cannot be opened', error)
        await ship.unpair()
        return refuse('standby.portTaken', { port: parts.port })
      }
      return { code, port: ship.port() ?? parts.port }
    },
    unpair: async () => ship?.unpair(),
  }
}
