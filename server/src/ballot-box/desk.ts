/**
 * What the HTTP side may ask of the boxes.
 * What must stay true: the door learns nothing of who calls; the roll goes to holders of its keys alone; before the result is
 * announced only the desk and the committee read beyond the encrypted tally.
 */
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Role, Viewer } from '@nghi-truong/shared/domain/audience'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { State } from '@nghi-truong/shared/domain/state'
import type { CastAnswer } from '@nghi-truong/shared/protocol/ballot-box'
import type { AnswerOf, BodyOf } from '@nghi-truong/shared/protocol/routes'
import type { World } from '../engine/crypto.ts'
import type { Look } from '../engine/ports.ts'
import type { Boxes } from './boxes.ts'
import { credentialFault, frozenRoll, type LiveBallot } from './live-ballot.ts'
import { createPace } from './pace.ts'
import { largestBallot, largestDecryption } from './size.ts'
import { syncFolder } from './sync-folder.ts'

export interface DeskParts {
  readonly boxes: Boxes
  readonly look: Pick<Look, 'state'>
  /** Ed25519, base64url: of the key that signs receipts. */
  readonly publicKey: string
  /** Another machine has taken over: nothing may be recorded here any more. */
  readonly fenced: () => boolean
  readonly world: Pick<World, 'mono' | 'verify' | 'salt'>
}

const counters: readonly Role[] = ['chair', 'secretariat', 'committee', 'auditor']
const pageOfEvents = 1000

const notSeen = refuse('secretBallot.notSeen')
const superseded = refuse('server.superseded')

export function createDesk({ boxes, look, publicKey, fenced, world }: DeskParts) {
  const lines = createPace(world.mono)

  async function found(log: string, ballot: string): Promise<{ live: LiveBallot; state: State } | undefined> {
    const live = boxes.find(log, ballot)
    const state = live && (await look.state(log))
    return live && state ? { live, state } : undefined
  }

  /** How many events this viewer may read. */
  function sight(live: LiveBallot, state: State, viewer: Viewer): number {
    const events = live.box?.record.events ?? []
    const open = state.one('secretBallot', live.id)?.state === 'published'
    if (open || viewer.roles.some((role) => counters.includes(role))) return events.length
    const tallied = events.findIndex((event) => event.type === 'EncryptedTally')
    return tallied < 0 ? events.length : tallied + 1
  }

  const isMember = (viewer: Viewer): boolean =>
    viewer.roles.some((role) => role === 'delegate' || counters.includes(role))

  const sealedPath = (live: LiveBallot, sha256: string): string => join(live.folder, 'tests', sha256)

  return {
    async credential(
      log: string,
      person: string,
      ballot: string,
      body: BodyOf<'secretCredential'>,
    ): Promise<AnswerOf<'secretCredential'> | Refusal> {
      const at = await found(log, ballot)
      if (!at) return notSeen
      const { live, state } = at
      const issued = { issued: true, receiptKey: publicKey } as const
      return live.turn(async () => {
        const fault = credentialFault(live, state, boxes.groupOf('BELENIOS-2048'), person, body, world.verify)
        if (fault === 'again') return issued
        if (fault) return fault
        if (!live.roll) return refuse('secretBallot.notIssuing')
        const { credential, signature } = body
        await live.roll.append([{ delegate: person, credential, signature, salt: world.salt() }])
        boxes.changed(live)
        return issued
      })
    },
    async roll(log: string, person: string, ballot: string): Promise<AnswerOf<'secretRoll'> | Refusal> {
      const at = await found(log, ballot)
      if (!at) return notSeen
      const record = at.state.one('secretBallot', ballot)
      const keys = at.state.one('secretKeys', 'secretKeys')
      if (keys?.number !== record?.keys || !keys?.members.includes(person))
        return refuse('secretKeys.notTrustee')
      if (record?.rollHash == null) return refuse('secretBallot.wrongState')
      const clearing = at.state.one('secretClearing', 'secretClearing')
      const rolls = [...(clearing?.ballots ?? []), ...(clearing?.cleared ?? []).map((one) => one.ballot)]
      if (rolls.includes(ballot)) return refuse('secretBallot.rollSealed')
      return { uuid: at.live.uuid, roll: frozenRoll(at.live, at.state).map((entry) => ({ ...entry })) }
    },
    async events(
      log: string,
      viewer: Viewer,
      ballot: string,
      from: number,
    ): Promise<AnswerOf<'secretEvents'> | Refusal> {
      const at = await found(log, ballot)
      if (!at?.live.box || !isMember(viewer)) return notSeen
      const height = sight(at.live, at.state, viewer)
      const events = at.live.box.record.events.slice(from, Math.min(height, from + pageOfEvents))
      return { epoch: boxes.epoch, events: events.map((event) => event.text), height }
    },
    async record(log: string, viewer: Viewer, ballot: string) {
      const at = await found(log, ballot)
      const record = at?.live.box?.record
      if (!at || !record || !isMember(viewer)) return notSeen
      const size = record.events[sight(at.live, at.state, viewer) - 1]?.end ?? 0
      return {
        size,
        name: `${at.live.uuid}.bel`,
        read: (start: number, end: number) => record.read(start, end),
      }
    },
    async decryption(
      log: string,
      person: string,
      ballot: string,
      head: string,
      text: string,
    ): Promise<Refusal | undefined> {
      const at = await found(log, ballot)
      if (!at) return notSeen
      return at.live.turn(() => boxes.counting.take(at.live, at.state, person, head, text))
    },
    largest(uuid: string): number | undefined {
      const live = boxes.byUuid.get(uuid)
      return live && largestBallot(live.election)
    },
    largestDecryption(log: string, ballot: string): number | undefined {
      const live = boxes.find(log, ballot)
      return live && largestDecryption(live.election)
    },
    async cast(uuid: string, sha256: string, bytes: Uint8Array, line: object): Promise<CastAnswer | Refusal> {
      // The door knows no login, so nobody before it looks whether this machine was replaced.
      if (fenced()) return superseded
      const live = boxes.byUuid.get(uuid)
      if (!live) return notSeen
      if (!live.box) return refuse('secretBallot.notOpen')
      if (!lines.line(line)) return refuse('secretBallot.slowDown')
      return live.box.cast(sha256, bytes)
    },
    fate: (uuid: string, sha256: string): CastAnswer | undefined => boxes.byUuid.get(uuid)?.box?.fate(sha256),
    async test(uuid: string, sha256: string, sealed: Uint8Array): Promise<Refusal | undefined> {
      if (fenced()) return superseded
      const live = boxes.byUuid.get(uuid)
      if (!live) return notSeen
      const no = live.box ? await live.box.test(sha256) : refuse('secretBallot.notOpen')
      if (no) return no
      const path = sealedPath(live, sha256)
      // The first one stays.
      if (existsSync(path)) return undefined
      await mkdir(join(live.folder, 'tests'), { recursive: true, mode: 0o700 })
      const file = await open(`${path}.new`, 'w', 0o600)
      try {
        await file.writeFile(sealed)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(`${path}.new`, path)
      await syncFolder(join(live.folder, 'tests'))
      return undefined
    },
    async tested(uuid: string, sha256: string): Promise<Uint8Array | undefined> {
      const live = boxes.byUuid.get(uuid)
      if (!live) return undefined
      try {
        return await readFile(sealedPath(live, sha256))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
    },
  }
}
