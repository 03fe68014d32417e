/**
 * The boxes of all sessions: they follow the log, act, and tell the log what they did.
 * What must stay true: the log decides, the box obeys; what the box says lies durably in its record first; after a crash at
 * any moment the same state of log and folder leads to the same next act; no key, no choice and no name beside a ballot is
 * ever held here.
 */
import { sign as signBytes, type KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SecretBallot } from '@nghi-truong/shared/domain/secret-records'
import type { State } from '@nghi-truong/shared/domain/state'
import { writeCredentials } from '@nghi-truong/shared/secret-ballot/credentials'
import { readElection } from '@nghi-truong/shared/secret-ballot/election'
import { rollHash } from '@nghi-truong/shared/secret-ballot/roll'
import { groups } from '@nghi-truong/shared/secret-ballot/verify-archive'
import type { World } from '../engine/crypto.ts'
import type { Look } from '../engine/ports.ts'
import { wasmArithmetic } from '../secret-ballot/montgomery.ts'
import { createBox } from './box.ts'
import { createClearing, isOrdered } from './clearing.ts'
import { createChecker, type Checker } from './checker.ts'
import { createCounting, type Counting } from './counting.ts'
import { inThread } from './in-thread.ts'
import { rollLine } from './journal.ts'
import { createKeyWork } from './keys.ts'
import { openLinesFile, type Copied } from './lines-file.ts'
import { frozenRoll, makeTurn, newestOf, phaseOf, type LiveBallot } from './live-ballot.ts'
import { loadBox, type SetupTexts } from './load.ts'
import { mendReceipts } from './mend.ts'
import { createPace } from './pace.ts'
import { createTell, type Tell } from './tell.ts'

export interface BoxesParts {
  readonly look: Pick<Look, 'state' | 'onCommit'>
  readonly logs: () => Promise<readonly string[]>
  readonly system: Tell
  readonly world: Pick<World, 'now' | 'mono' | 'after' | 'verify' | 'salt'>
  /** Signs receipts. */
  readonly key: KeyObject
  readonly publicKey: string
  readonly folder: string
  /** Of this start: stands in every receipt. */
  readonly epoch: number
  readonly workers: number
  readonly version: string
  /** Bytes of a box file (named from the data folder) that are durable here, for a second machine. */
  readonly copy?: ((name: string, ...what: Parameters<Copied>) => Promise<void>) | undefined
  /** That file of a box was destroyed here, for good. */
  readonly gone?: ((name: string) => void) | undefined
  /** Names of the backups on the stick, newest first; undefined where it cannot be looked at. */
  readonly backups?: (() => Promise<readonly string[] | undefined>) | undefined
  /** Something the people who run the server must look at; never with a text of a ballot. */
  readonly report: (what: string, error: unknown) => void
}

export interface Boxes {
  readonly byUuid: ReadonlyMap<string, LiveBallot>
  find(log: string, ballot: string): LiveBallot | undefined
  readonly counting: Counting
  readonly epoch: number
  readonly groupOf: ReturnType<typeof groups>
  /** The figures of a box changed: the log hears of it soon. */
  changed(live: LiveBallot): void
  close(): Promise<void>
}

const followed: ReadonlySet<string> = new Set(['secretBallot', 'secretKeys', 'secretClearing'])
/** The log hears of figures this often, in milliseconds. */
const progressMs = 1000
/** What the network already delivered when the deadline struck is still read. */
const slackMs = 150

export async function openBoxes(parts: BoxesParts): Promise<Boxes> {
  const { look, world, epoch } = parts
  const groupOf = groups(wasmArithmetic)
  const byUuid = new Map<string, LiveBallot>()
  const byId = new Map<string, LiveBallot>()
  const checker: Checker = createChecker(parts.workers)
  let closed = false
  const tell = createTell(
    parts.system,
    (ms, job) => void world.after(ms, job),
    () => closed,
  )
  const sign = (text: string): string => signBytes(null, Buffer.from(text), parts.key).toString('base64url')
  const counting = createCounting({
    tell,
    heavy: inThread,
    workers: parts.workers,
    version: parts.version,
    report: parts.report,
  })
  const keyWork = createKeyWork(inThread, tell)
  const atWork = new Set<Promise<unknown>>()

  /** Work nobody waits for: a failure is told to the people who run the server. */
  function background(what: string, work: Promise<unknown>): void {
    const watched = work
      .catch((error: unknown) => {
        if (!closed) parts.report(what, error)
      })
      .finally(() => atWork.delete(watched))
    atWork.add(watched)
  }

  function live(log: string, ballot: SecretBallot, state: State): LiveBallot | undefined {
    const known = byId.get(`${log}/${ballot.id}`)
    if (known) return known
    const text = state.one('secretElection', ballot.id)?.text
    if (ballot.uuid === null || text === undefined) return undefined
    const { election } = readElection(text, 'council', groupOf)
    if (!election) {
      parts.report('an election text cannot be read', null)
      return undefined
    }
    const made: LiveBallot = {
      log,
      id: ballot.id,
      uuid: ballot.uuid,
      folder: join(parts.folder, ballot.uuid),
      election,
      roll: undefined,
      box: undefined,
      after: undefined,
      trustees: '',
      turn: makeTurn(),
      stopWaiting: undefined,
      deadline: undefined,
      told: '',
      toldAt: -progressMs,
      telling: false,
    }
    byId.set(`${log}/${ballot.id}`, made)
    byUuid.set(made.uuid, made)
    return made
  }

  const clearing = createClearing({ tell, gone: parts.gone, backups: parts.backups, live })

  function changed(one: LiveBallot): void {
    if (one.telling || closed) return
    one.telling = true
    const wait = Math.max(0, one.toldAt + progressMs - world.mono())
    world.after(wait, () => {
      one.telling = false
      if (!closed) background('telling the figures of a box', tellFigures(one))
    })
  }

  async function tellFigures(one: LiveBallot): Promise<void> {
    const issued = one.box ? one.box.credentials : newestOf(one.roll).size
    const { cast, tested, waiting, head } = one.box?.figures() ?? {
      cast: 0,
      tested: 0,
      waiting: 0,
      head: null,
    }
    const figures = { issued, cast, tested, waiting, head }
    const words = JSON.stringify(figures)
    if (words === one.told) return
    one.told = words
    one.toldAt = world.mono()
    await tell(one.log, 'secretBallot.boxProgressed', { ballot: one.id, ...figures })
  }

  const copyOf =
    ({ uuid }: LiveBallot) =>
    (file: string): Copied =>
    async (at, bytes) =>
      parts.copy?.(`ballot-box/${uuid}/${file}`, at, bytes)

  async function openRoll(one: LiveBallot): Promise<void> {
    one.roll ??= await openLinesFile(join(one.folder, 'roll.jsonl'), rollLine, copyOf(one)('roll.jsonl'))
  }

  async function openBox(one: LiveBallot, fresh?: SetupTexts, light = false): Promise<void> {
    if (one.box) return
    const loaded = await loadBox(one.folder, groupOf, world.now(), fresh, light, copyOf(one))
    if (loaded.election.text !== one.election.text) throw new Error('the record is of another election')
    await mendReceipts(loaded.record, loaded.journal, one.uuid, epoch, sign)
    one.after = loaded.after
    one.trustees = loaded.trustees
    one.box = createBox({
      election: loaded.election,
      credentials: loaded.credentials,
      record: loaded.record,
      journal: loaded.journal,
      held: loaded.held,
      pace: createPace(world.mono),
      check: (election, ballot) => checker.check(election, ballot),
      sign,
      epoch,
      changed: () => changed(one),
    })
  }

  /** The roll is what it is at this instant; the setup is written, then the log is told. */
  async function freeze(one: LiveBallot, state: State): Promise<void> {
    await openRoll(one)
    const roll = frozenRoll(one, state)
    const least = state.one('secretMode', 'secretMode')?.leastIssued ?? Infinity
    const begun = existsSync(join(one.folder, 'record.bel'))
    if (roll.length < least && !begun) {
      await tell(one.log, 'secretBallot.boxThawed', { ballot: one.id, issued: newestOf(one.roll).size })
      return
    }
    const trustees = state.one('secretTrustees', 'secretTrustees')?.text ?? ''
    const credentials = writeCredentials(roll.map((entry) => entry.credential))
    await openBox(one, { election: one.election.text, trustees, credentials })
    const present = state.one('secretBallot', one.id)?.frozen?.present ?? 0
    await tell(one.log, 'secretBallot.boxOpened', {
      ballot: one.id,
      issued: roll.length,
      absent: Math.max(0, present - roll.length),
      rollHash: rollHash(roll),
      fingerprint: one.election.fingerprint,
      setupHead: one.box?.record.events[0]?.hash ?? '',
      receiptKey: parts.publicKey,
    })
  }

  async function finishClosing(one: LiveBallot): Promise<void> {
    const { box } = one
    if (!box) throw new Error('there is no box to close')
    await box.close()
    const closing = box.record.events.find((event) => event.type === 'EndBallots')
    const tallied = box.record.events.find((event) => event.type === 'EncryptedTally')
    await tell(one.log, 'secretBallot.boxClosed', {
      ballot: one.id,
      head: closing?.hash ?? '',
      tallied: tallied?.hash ?? '',
      ballots: box.figures().cast,
      tested: box.figures().tested,
      codes: [...box.codes()],
    })
  }

  /** Waits for the deadline; a chair who pauses or voids in between is obeyed. */
  function waitToClose(one: LiveBallot, closesAt: string): void {
    if (one.deadline === closesAt) return
    one.stopWaiting?.()
    one.deadline = closesAt
    const ms = Math.max(0, Date.parse(closesAt) - Date.parse(world.now())) + slackMs
    one.stopWaiting = world.after(ms, () => {
      one.stopWaiting = undefined
      if (closed || one.box?.phase !== 'closing') return
      background(
        'closing a box',
        one.turn(() => finishClosing(one)),
      )
    })
  }

  /** @param first true when the server starts: what was under way is taken up again */
  async function act(one: LiveBallot, first: boolean): Promise<void> {
    const state = await look.state(one.log)
    const ballot = state?.one('secretBallot', one.id)
    if (!state || !ballot || closed) return
    if (ballot.state === 'issuing') await openRoll(one)
    else if (ballot.state === 'freezing') await freeze(one, state)
    else if (first && phaseOf(ballot) !== 'shut' && existsSync(join(one.folder, 'record.bel'))) {
      if (!isOrdered(state, one.id)) await openRoll(one)
      await openBox(one, undefined, ['closed', 'ended'].includes(phaseOf(ballot)))
    }
    // The log may have gone on while the box was opened.
    const now = state.one('secretBallot', one.id)
    if (one.box && now) one.box.phase = phaseOf(now)
    if (ballot.state === 'closing' && first) {
      const over = one.box?.record.events.some((event) => event.type === 'EndBallots')
      if (over) await finishClosing(one)
      else await tell(one.log, 'secretBallot.boxRecovered', { ballot: one.id })
    }
    if (ballot.state === 'opening' || ballot.state === 'counted') await counting.follow(one, state)
  }

  function follow(log: string, state: State, ballot: SecretBallot, first: boolean): void {
    const one = live(log, ballot, state)
    if (!one) return
    if (one.box) one.box.phase = phaseOf(ballot)
    if (ballot.state === 'closing' && ballot.closesAt !== null && !first) waitToClose(one, ballot.closesAt)
    else one.stopWaiting?.()
    background(
      'following a secret ballot',
      one.turn(() => act(one, first)),
    )
  }

  const stopListening = look.onCommit(({ log, changes }) => {
    const touched = changes.filter(({ put }) => followed.has(put.kind))
    if (touched.length === 0 || closed) return
    background(
      'following the log',
      look.state(log).then(async (state) => {
        if (!state) return
        for (const { put } of touched) {
          const ballot = put.kind === 'secretBallot' ? state.one('secretBallot', put.id) : undefined
          if (ballot) follow(log, state, ballot, false)
        }
        if (touched.some(({ put }) => put.kind === 'secretKeys')) await keyWork.follow(log, state)
        if (touched.some(({ put }) => put.kind === 'secretClearing')) await clearing.follow(log, state, false)
      }),
    )
  })

  for (const log of await parts.logs()) {
    const state = await look.state(log)
    if (!state) continue
    for (const ballot of state.every('secretBallot')) follow(log, state, ballot, true)
    background('following the ceremony', keyWork.follow(log, state))
    background('following the end of the rolls', clearing.follow(log, state, true))
  }
  await Promise.all([...byId.values()].map((one) => one.turn(async () => undefined)))

  return {
    byUuid,
    find: (log, ballot) => byId.get(`${log}/${ballot}`),
    counting,
    epoch,
    groupOf,
    changed,
    async close() {
      closed = true
      stopListening()
      for (const one of byId.values()) one.stopWaiting?.()
      await checker.close()
      await Promise.allSettled([...atWork])
      for (const one of byId.values()) {
        await one.turn(async () => {
          await one.roll?.close()
          await one.box?.shut()
        })
      }
    },
  }
}
