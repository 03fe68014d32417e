/**
 * The standby as the rest of the server sees it: wrapped stores, the lamp in the log, the administrator's desk.
 * What must stay true: the log hears of a change once; trouble with the line never stops the server; the mark of a new
 * epoch goes only after the epoch stands in the log; the lamp is amber at once and green only when it stays so.
 */
import { sign, type KeyObject } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { machinesText, type Lamp, type Machines } from '@nghi-truong/shared/protocol/machines'
import type { StandbyState } from '@nghi-truong/shared/protocol/standby'
import type { Engines } from '../engine/engine.ts'
import type { EventLog } from '../store/ports.ts'
import type { Pairing } from './pairing.ts'
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
  readonly key: KeyObject
  /** Whether devices reach the machines by TLS. */
  readonly secure: boolean
  readonly host: string
  readonly httpPort: number
  readonly port: number
  readonly report: (what: string, error: unknown) => void
}

export interface Standby {
  /** `house.epoch`, as devices hear it; the house is named by the server's key. */
  readonly epochName: string
  readonly superseded: () => boolean
  /** Who serves, and where the second machine is: signed, for who asked under this host. */
  readonly machines: (asked: Pick<Machines, 'host' | 'nonce'>) => Machines
  /** For the live sockets. */
  readonly told: () => { readonly lamp: Lamp | null; readonly where: Machines | null }
  readonly onChange: (listener: () => void) => () => void
  /** Addresses the second machine would be reached under. */
  readonly others: () => readonly string[]
  state(): Promise<StandbyState>
  /** A new secret; the old one is worth nothing from now on. */
  pair(): Promise<{ readonly code: string; readonly port: number } | Refusal>
  unpair(): Promise<void>
}

/** A line that comes and goes is amber: green is said only after this. */
const steadyMs = 2000

const isLoopback = (host: string): boolean => /^(?:127\.|::1$|localhost$)/.test(host)

/** Where people would reach the other machine: what this one sees of it, then what it says itself. */
function originsOf(pairing: Pairing | null, secure: boolean): readonly string[] {
  if (!pairing?.peer || !pairing.peerHttp) return []
  const hosts = [...new Set([pairing.peer.host, ...(pairing.peerHosts ?? [])])]
  const far = hosts.filter((one) => !isLoopback(one))
  return (far.length > 0 ? far : hosts)
    .slice(0, 8)
    .map((host) =>
      URL.parse(
        `${secure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${pairing.peerHttp}`,
      ),
    )
    .flatMap((url) => (url ? [url.origin] : []))
}

export async function openStandby(parts: StandbyParts): Promise<Standby> {
  const { dataDir, ship, look, system, events, report } = parts
  let followed = false
  const listeners = new Set<() => void>()
  /** As it was told; `following` is told late. */
  let lamp: Lamp | null = null
  let steady: NodeJS.Timeout | undefined

  function lampNow(): Lamp | null {
    const pairing = ship?.pairing()
    if (!ship || !pairing?.peer) return null
    const state = ship.state()
    // Only a machine that took over knows another that never said where people reach it.
    return state === 'gone' && pairing.peerHttp === null ? 'alone' : state
  }

  const show = (now: Lamp | null): void => {
    lamp = now
    for (const listener of listeners) listener()
  }

  function light(): void {
    clearTimeout(steady)
    const now = lampNow()
    if (now !== 'following' || lamp === null) return show(now)
    steady = setTimeout(() => show(lampNow()), steadyMs)
    steady.unref()
  }

  const others = (): readonly string[] => originsOf(ship?.pairing() ?? null, parts.secure)
  const machines = (asked: Pick<Machines, 'host' | 'nonce'>): Machines => {
    const said = { key: parts.publicKey, epoch: parts.epoch, ...asked, others: [...others()] }
    const signature = sign(null, Buffer.from(machinesText(said)), parts.key).toString('base64url')
    return { ...said, signature }
  }

  let turn: Promise<void> = Promise.resolve()

  async function tellLogs(): Promise<void> {
    // Without a pairing nobody follows any more.
    const state = ship?.pairing() === null ? 'gone' : ship?.state()
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
    light()
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
    machines,
    others,
    told: () => ({ lamp, where: others().length > 0 ? machines({ host: '', nonce: '' }) : null }),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
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
      tell()
      return { code, port: ship.port() ?? parts.port }
    },
    async unpair() {
      await ship?.unpair()
      tell()
    },
  }
}
