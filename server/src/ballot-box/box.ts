/**
 * One ballot box: takes ballots at the door, checks them, appends them, closes, and holds what the opening needs.
 * What must stay true: accepted means valid and durable; one ballot for each credential; the same text gets the same bytes
 * for ever; a ballot that arrived before the deadline is settled before the box is closed; nothing follows EndBallots but
 * tally, decryptions and result; a choice is never known here.
 */
import { ballotReader } from '@nghi-truong/shared/secret-ballot/ballot'
import { checkSignature } from './check-signature.ts'
import { fromUtf8, hexDigestOfBytes, trackerOfHex } from '@nghi-truong/shared/secret-ballot/digest'
import type { Election } from '@nghi-truong/shared/secret-ballot/election'
import type { Flaw } from '@nghi-truong/shared/secret-ballot/findings'
import { isFault } from '@nghi-truong/shared/secret-ballot/shapes'
import { ballotPairs, type tallier, type Tally } from '@nghi-truong/shared/secret-ballot/tally'
import {
  appendBallot,
  appendDecryption,
  appendEndBallots,
  appendResult,
  appendTally,
  type Appended,
} from '@nghi-truong/shared/secret-ballot/write'
import {
  receiptText,
  refusalText,
  type CastAnswer,
  type CastReason,
} from '@nghi-truong/shared/protocol/ballot-box'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { JournalLine } from './journal.ts'
import type { LinesFile } from './lines-file.ts'
import type { Pace } from './pace.ts'
import type { RecordFile } from './record-file.ts'

/** What the log says of the ballot, as far as the door is concerned. */
export type Phase = 'shut' | 'open' | 'paused' | 'closing' | 'closed' | 'ended'

export interface BoxParts {
  readonly election: Election
  readonly credentials: ReadonlySet<string>
  readonly record: RecordFile
  readonly journal: LinesFile<JournalLine>
  readonly pace: Pace
  /** Flaws of signature and proofs, in another thread. @throws when the thread died: then nothing is known */
  readonly check: (election: string, ballot: string) => Promise<readonly Flaw[]>
  /** Ed25519 by the receipt key, base64url. */
  readonly sign: (text: string) => string
  readonly epoch: number
  /** Called when a figure changed. */
  readonly changed: () => void
  /** What an old record holds. */
  readonly held: Held
}

/** The ballots of a record, as far as the box must know them: never what they say. */
export interface Held {
  readonly sums: ReturnType<typeof tallier>
  readonly ballots: readonly {
    readonly credential: string
    readonly tracker: string
    readonly event: string
  }[]
}

export interface Figures {
  readonly cast: number
  readonly tested: number
  readonly waiting: number
  readonly head: string
}

export interface Box {
  readonly election: Election
  readonly record: RecordFile
  phase: Phase
  figures(): Figures
  cast(sha256: string, bytes: Uint8Array): Promise<CastAnswer | Refusal>
  fate(sha256: string): CastAnswer | undefined
  /** @returns whether the text may now be handed to a second device; it is refused for ever from here on */
  test(sha256: string): Promise<Refusal | undefined>
  /** Refuses what arrives from now on, settles what arrived before, appends EndBallots and the tally. */
  close(): Promise<void>
  readonly tally: Tally
  /** How many ballots were handed out. */
  readonly credentials: number
  /** Ends; nothing may be asked after. */
  shut(): Promise<void>
  /** Short codes of the ballots in the box, sorted. */
  codes(): readonly string[]
  addDecryption(owner: number, text: string): Promise<void>
  addResult(result: unknown): Promise<void>
}

/** Refusals worth keeping: who holds a credential may ask again; beyond this nobody honest does. */
const keptRefusals = (credentials: number): number => 20 * credentials + 100

/** A ballot on its way: its text, not the many numbers in it, for a whole hall may wait at once. */
interface Waiting {
  readonly text: string
  readonly tracker: string
  readonly credential: string
}

interface Pending {
  readonly appended: (chain: Parameters<typeof appendBallot>[0]) => Appended
  readonly done: (hash: string) => JournalLine | undefined
  readonly settle: (line: JournalLine | undefined) => void
  readonly fail: (error: unknown) => void
}

export function createBox(parts: BoxParts): Box {
  const { election, credentials, record, journal, epoch } = parts
  const read = ballotReader(election)
  const { sums } = parts.held
  /** Credential -> tracker of the ballot that counts. */
  const castBy = new Map<string, string>()
  const answers = new Map<string, CastAnswer>()
  /** Tracker -> its event, of every ballot in the record. */
  const inRecord = new Map<string, string>()
  const tested = new Set<string>()
  const underWay = new Set<Promise<unknown>>()
  let queue: Pending[] = []
  let writing: Promise<void> | undefined
  let late = false
  let refusals = 0

  for (const line of journal.lines) keep(line)
  for (const one of parts.held.ballots) {
    castBy.set(one.credential, one.tracker)
    inRecord.set(one.tracker, one.event)
  }

  function keep(line: JournalLine): void {
    if (line.what === 'accepted')
      answers.set(line.receipt.tracker, { outcome: 'accepted', receipt: line.receipt })
    else if (line.what === 'tested') tested.add(line.tracker)
    else if (line.what === 'refused') {
      refusals += 1
      answers.set(line.refusal.tracker, { outcome: 'refused', refusal: line.refusal })
    }
  }

  const head = (): string => record.chain?.hash ?? ''

  function receiptOf(tracker: string, event: string): JournalLine {
    const words = { tracker, head: event, epoch }
    const signature = parts.sign(receiptText(election.uuid, words))
    return { what: 'accepted', receipt: { ...words, signature } }
  }

  function refusalOf(tracker: string, reason: CastReason, first: string | null = null): CastAnswer {
    const words = { tracker, reason, head: closedHead() ?? head(), epoch, first }
    return {
      outcome: 'refused',
      refusal: { ...words, signature: parts.sign(refusalText(election.uuid, words)) },
    }
  }

  /** Kept, so that the same text gets the same words again: only for whoever holds a credential of this box. */
  async function refuseFinally(
    tracker: string,
    reason: CastReason,
    first: string | null = null,
  ): Promise<CastAnswer> {
    const answer = refusalOf(tracker, reason, first)
    if (answer.outcome === 'refused' && refusals < keptRefusals(credentials.size)) {
      const line: JournalLine = { what: 'refused', refusal: answer.refusal }
      await journal.append([line])
      keep(line)
    }
    return answers.get(tracker) ?? answer
  }

  const closedHead = (): string | undefined => record.events.find((one) => one.type === 'EndBallots')?.hash

  function write(appended: Pending['appended'], done: Pending['done']): Promise<JournalLine | undefined> {
    return new Promise((settle, fail) => {
      queue.push({ appended, done, settle, fail })
      start()
    })
  }

  function start(): void {
    writing ??= drain().finally(() => {
      writing = undefined
      // Something may have come between the last look at the queue and now.
      if (queue.length > 0) start()
    })
  }

  /** One writer: ballots and the end in one order, several in one flush of the disk. */
  async function drain(): Promise<void> {
    await Promise.resolve()
    while (queue.length > 0) {
      const batch = queue
      queue = []
      try {
        const pieces: Appended[] = []
        let { chain } = record
        for (const one of batch) {
          if (!chain) throw new Error('the record has no setup')
          const piece = one.appended(chain)
          pieces.push(piece)
          chain = piece.chain
        }
        await record.append(pieces)
        const lines = batch.map((one, at) => one.done(pieces[at]?.chain.hash ?? ''))
        const kept = lines.filter((line) => line !== undefined)
        if (kept.length > 0) await journal.append(kept)
        for (const line of kept) keep(line)
        for (const [at, one] of batch.entries()) one.settle(lines[at])
      } catch (error) {
        for (const one of batch) one.fail(error)
      }
    }
  }

  function doorClosed(tracker: string): CastAnswer | Refusal | 'late' | undefined {
    if (box.phase === 'ended') return refusalOf(tracker, 'ended')
    if (box.phase === 'shut') return refuse('secretBallot.notOpen')
    if (box.phase === 'paused') return refuse('secretBallot.paused')
    if (box.phase === 'closed' || late) return 'late'
    return undefined
  }

  /** After the proofs: once more, at the moment of writing. */
  function stillFree(ballot: Waiting): CastAnswer | Refusal | undefined {
    if (box.phase === 'ended') return refusalOf(ballot.tracker, 'ended')
    if (box.phase === 'paused') return refuse('secretBallot.paused')
    if (box.phase === 'closed') return refusalOf(ballot.tracker, 'closed')
    if (tested.has(ballot.tracker)) return refusalOf(ballot.tracker, 'tested')
    const first = castBy.get(ballot.credential)
    return first === undefined ? undefined : refusalOf(ballot.tracker, 'alreadyCast', first)
  }

  function count({ text, tracker, credential }: Waiting, event: string): void {
    castBy.set(credential, tracker)
    inRecord.set(tracker, event)
    const ballot = read(text)
    if (isFault(ballot)) throw new Error('a ballot that was checked cannot be read')
    sums.add(ballotPairs(ballot), 1n)
  }

  async function settleBallot(ballot: Waiting): Promise<CastAnswer | Refusal> {
    let flaws: readonly Flaw[]
    try {
      flaws = await parts.check(election.text, ballot.text)
    } catch {
      return refuse('server.busy')
    }
    if (flaws.length > 0) return refuseFinally(ballot.tracker, 'proof')
    const no = stillFree(ballot)
    if (no) return no
    // Taken before it is written: no second one may slip in while the disk works.
    castBy.set(ballot.credential, ballot.tracker)
    try {
      const line = await write(
        (chain) => appendBallot(chain, ballot.text),
        (hash) => {
          count(ballot, hash)
          return receiptOf(ballot.tracker, hash)
        },
      )
      return answers.get(ballot.tracker) ?? (line ? refuse('server.busy') : refuse('server.failed'))
    } catch {
      if (!inRecord.has(ballot.tracker)) castBy.delete(ballot.credential)
      return refuse('server.storageFull')
    }
  }

  /** It lies in the record, but its answer could not be kept then. */
  async function receiptAgain(tracker: string, event: string): Promise<CastAnswer | Refusal> {
    const line = receiptOf(tracker, event)
    try {
      await journal.append([line])
    } catch {
      return refuse('server.storageFull')
    }
    if (!answers.has(tracker)) keep(line)
    return answers.get(tracker) ?? refuse('server.failed')
  }

  const box: Box = {
    election,
    record,
    phase: 'shut',
    figures: () => ({ cast: inRecord.size, tested: tested.size, waiting: underWay.size, head: head() }),
    async cast(sha256, bytes) {
      if (hexDigestOfBytes(bytes) !== sha256) return refuse('file.hashMismatch')
      const tracker = trackerOfHex(sha256)
      const known = answers.get(tracker)
      if (known) return known
      const event = inRecord.get(tracker)
      if (event !== undefined) return underWay.size > 0 ? refuse('server.busy') : receiptAgain(tracker, event)
      if (tested.has(tracker)) return refuseFinally(tracker, 'tested')
      const door = doorClosed(tracker)
      if (door !== undefined && door !== 'late') return door
      const text = fromUtf8(bytes)
      const ballot = text === undefined ? undefined : read(text)
      if (text === undefined || ballot === undefined || isFault(ballot)) return refusalOf(tracker, 'shape')
      if (ballot.uuid !== election.uuid || ballot.fingerprint !== election.fingerprint)
        return refusalOf(tracker, 'election')
      const credential = ballot.credential.text
      if (!credentials.has(credential)) return refusalOf(tracker, 'credential')
      if (!checkSignature(election, ballot)) return refusalOf(tracker, 'proof')
      if (door === 'late') {
        await closing
        return refuseFinally(tracker, 'closed')
      }
      const first = castBy.get(credential)
      if (first !== undefined && first !== tracker) return refuseFinally(tracker, 'alreadyCast', first)
      if (!parts.pace.take(credential)) return refuse('secretBallot.slowDown')
      const work = settleBallot({ text, tracker, credential }).finally(() => parts.pace.done(credential))
      underWay.add(work)
      try {
        return await work
      } finally {
        underWay.delete(work)
        parts.changed()
      }
    },
    fate: (sha256) => answers.get(trackerOfHex(sha256)),
    async test(sha256) {
      const tracker = trackerOfHex(sha256)
      if (tested.has(tracker)) return undefined
      if (box.phase !== 'open' && box.phase !== 'paused') return refuse('secretBallot.notOpen')
      if (answers.has(tracker) || [...castBy.values()].includes(tracker))
        return refuse('secretBallot.wrongState')
      if (tested.size >= 20 * credentials.size) return refuse('secretBallot.slowDown')
      const line: JournalLine = { what: 'tested', tracker }
      keep(line)
      await journal.append([line])
      parts.changed()
      return undefined
    },
    async close() {
      late = true
      while (underWay.size > 0) await Promise.allSettled(underWay)
      const last = record.events.at(-1)?.type
      if (last === 'Setup' || last === 'Ballot') await write(appendEndBallots, () => undefined)
      if (record.events.at(-1)?.type === 'EndBallots')
        await write(
          (chain) => appendTally(chain, sums.tally(), inRecord.size),
          () => undefined,
        )
      opened()
    },
    get tally() {
      return sums.tally()
    },
    credentials: credentials.size,
    async shut() {
      box.phase = 'paused'
      await Promise.allSettled(underWay)
      await writing
      await journal.close()
      await record.close()
    },
    codes: () => [...inRecord.keys()].map((tracker) => tracker.slice(0, 10)).sort(),
    async addDecryption(owner, text) {
      await write(
        (chain) => appendDecryption(chain, owner, text),
        () => undefined,
      )
    },
    async addResult(result) {
      await write(
        (chain) => appendResult(chain, result),
        () => undefined,
      )
    },
  }

  // Who comes late waits for the end, whose head his refusal carries.
  let opened: () => void = () => undefined
  const closing = new Promise<void>((resolve) => {
    opened = resolve
  })
  if (closedHead() !== undefined) opened()

  return box
}
