/**
 * The verifier of a record, one member at a time. What must stay true: it accepts only what the grammar, the chain, the
 * exact texts and every proof allow, in a closed list of checks; a broken structure stops it (nothing after it can be
 * trusted to mean anything), a wrong proof is noted and reading goes on. It never holds more than one ballot's text.
 */
import type { Member } from './archive.ts'
import { auditor } from './audit.ts'
import type { Auditor, RecordResult } from './audit.ts'
import { ballotReader } from './ballot.ts'
import type { Ballot } from './ballot.ts'
import { checkBallotProofs } from './check-ballot.ts'
import { readCredentials } from './credentials.ts'
import type { Credentials } from './credentials.ts'
import { hasShuffles, readElection } from './election.ts'
import type { Election, GroupOf } from './election.ts'
import { dataMembersOf, mayFollow, parseEvent, stageAfter } from './events.ts'
import type { EventType, RecordEvent, Stage } from './events.ts'
import { flaw, locate } from './findings.ts'
import type { Finding, Flaw, Profile } from './findings.ts'
import { describeFault, fields, hexHash, isFault, parseCanonical } from './shapes.ts'
import { ballotPairs, packPairs, tallier, unpackPairs } from './tally.ts'
import type { Tally } from './tally.ts'
import { readTrustees } from './trustees.ts'
import type { Trustees } from './trustees.ts'

/** Judges the proofs of a ballot now or later; `settle` is called exactly once. */
export type ProofJudge = (
  election: Election,
  ballot: Ballot,
  settle: (flaws: readonly Flaw[]) => void,
) => void

export type VerifierOptions = {
  readonly profile: Profile
  readonly groupOf: GroupOf
  /** Default: at once, in this thread. */
  readonly judge?: ProofJudge
  /** Hashes of events seen before: the record must contain every one (C19). */
  readonly knownHeads?: readonly string[]
}

export type RecordSummary = {
  readonly uuid: string | null
  readonly name: string | null
  readonly fingerprint: string | null
  /** Hash of the last event. */
  readonly head: string | null
  /** Hash of Setup, and of EndBallots. */
  readonly setupHead: string | null
  readonly closingHead: string | null
  readonly events: number
  readonly credentials: number
  readonly ballots: number
  /** Ballots that count: the last of each credential. */
  readonly counted: number
  readonly trustees: number
}

export type Verdict = {
  readonly verdict: 'accept' | 'reject'
  readonly stage: Stage
  readonly findings: readonly Finding[]
  readonly result: RecordResult | null
  readonly summary: RecordSummary
}

export type RecordVerifier = {
  member(member: Member): void
  /** A fault of the bytes themselves; nothing more is read. */
  broken(finding: Finding): void
  /** True once reading on is pointless. */
  readonly stopped: boolean
  readonly election: Election | undefined
  readonly trustees: Trustees | undefined
  /** Our own sum of the ballots, from EncryptedTally on; what a trustee decrypts. */
  readonly tally: Tally | undefined
  /** To be asked when every member is in and every judge has settled. */
  verdict(): Verdict
}

const mostFindings = 200

const setupShape = fields({ election: hexHash, trustees: hexHash, credentials: hexHash })

type Setup = {
  election: Election
  trustees: Trustees
  credentials: Credentials
  read: ReturnType<typeof ballotReader>
}

export function recordVerifier(options: VerifierOptions): RecordVerifier {
  const { profile } = options
  const judge: ProofJudge =
    options.judge ?? ((election, ballot, settle) => settle(checkBallotProofs(election, ballot)))
  // with the height they were found at: judges in other threads answer in any order
  const findings: { height: number; finding: Finding }[] = []
  const waiting: Member[] = []
  const wantedHeads = new Set(options.knownHeads ?? [])
  const trackers = new Set<string>()
  const lastBallots = new Map<string, Uint8Array>()
  let last: { hash: string; height: number; type: EventType } | undefined
  let stage: Stage = 'setup'
  let setup: Setup | undefined
  let audit: Auditor | undefined
  let result: RecordResult | undefined
  let tally: Tally | undefined
  let setupHead: string | null = null
  let closingHead: string | null = null
  let unsettled = 0
  let ballots = 0
  let stopped = false

  const note = (found: readonly Flaw[], at: string, height = last?.height ?? 0): void => {
    for (const one of found) {
      if (findings.length < mostFindings) findings.push({ height, finding: locate(one, at) })
    }
  }

  const stop = (found: Flaw, at: string): void => {
    note([found], at)
    stopped = true
  }

  function openSetup(members: readonly Member[], at: string): void {
    const [electionText, trusteesText, credentialsText, naming] = members
    if (electionText === undefined || trusteesText === undefined || credentialsText === undefined || !naming)
      return
    const names = parseCanonical(naming.text, setupShape)
    if (isFault(names)) return stop(flaw('C4', 'shape', `setup${describeFault(names)}`), at)
    const fits =
      names.election === electionText.hash &&
      names.trustees === trusteesText.hash &&
      names.credentials === credentialsText.hash
    if (!fits) return stop(flaw('C5', 'setupNames', 'the setup names other texts than those present'), at)
    const read = readElection(electionText.text, profile, options.groupOf)
    note(read.flaws, at)
    if (read.election === undefined) {
      stopped = true
      return
    }
    const { election } = read
    const keys = readTrustees(trusteesText.text, election, profile)
    note(keys.flaws, at)
    const list = readCredentials(credentialsText.text, profile, election.group)
    note(list.flaws, at)
    if (keys.trustees === undefined || list.credentials === undefined) {
      stopped = true
      return
    }
    if (hasShuffles(election) && [...list.credentials.values()].some((weight) => weight !== 1n)) {
      note([flaw('C8', 'credentialWeight', 'weights must be 1 where a question is not homomorphic')], at)
    }
    // bounds that contradict each other give ballots no shape
    if (read.flaws.some(({ reason }) => reason === 'questionBounds')) stopped = true
    else {
      setup = {
        election,
        trustees: keys.trustees,
        credentials: list.credentials,
        read: ballotReader(election),
      }
    }
  }

  function addBallot({ election, credentials, read }: Setup, member: Member, event: string): void {
    ballots += 1
    const ballot = read(member.text)
    if (isFault(ballot)) return note([flaw('C4', 'shape', `ballot${describeFault(ballot)}`)], event)
    const at = `ballot ${ballot.tracker} (${event})`
    if (trackers.has(ballot.tracker))
      return note([flaw('C13', 'repeatedBallot', 'the same text stands before')], at)
    trackers.add(ballot.tracker)
    if (ballot.uuid !== election.uuid || ballot.fingerprint !== election.fingerprint) {
      return note([flaw('C9', 'otherElection', 'uuid or fingerprint')], at)
    }
    if (!credentials.has(ballot.credential.text)) {
      return note([flaw('C9', 'unknownCredential', 'not on the list')], at)
    }
    if (profile === 'council' && lastBallots.has(ballot.credential.text)) {
      return note([flaw('C13', 'secondBallot', 'this credential has cast before')], at)
    }
    lastBallots.set(ballot.credential.text, packPairs(election.group, ballotPairs(ballot)))
    unsettled += 1
    const height = last?.height ?? 0
    judge(election, ballot, (flaws) => {
      unsettled -= 1
      note(flaws, at, height)
    })
  }

  function countBallots({ election, trustees, credentials }: Setup): Auditor {
    const sums = tallier(election)
    let weight = 0n
    for (const [credential, packed] of lastBallots) {
      const own = credentials.get(credential) ?? 1n
      weight += own
      sums.add(unpackPairs(election, packed), own)
    }
    tally = sums.tally()
    const counted = { tally, ballots: lastBallots.size, weight }
    for (const credential of lastBallots.keys()) lastBallots.set(credential, new Uint8Array(0))
    return auditor(election, trustees, counted)
  }

  function conclude(event: RecordEvent, members: readonly Member[], at: string): void {
    const [content, naming] = members
    if (event.type === 'Setup') return openSetup(members, at)
    if (setup === undefined) return
    if (event.type === 'Ballot') return content && addBallot(setup, content, at)
    if (event.type === 'EncryptedTally') audit = countBallots(setup)
    if (audit === undefined || content === undefined) return
    if (event.type === 'Result') {
      const read = audit.result(content.text)
      note(read.flaws, at)
      result = read.result
    } else if (naming !== undefined) {
      if (event.type === 'EncryptedTally') note(audit.encryptedTally(content, naming), at)
      else if (event.type === 'Shuffle') note(audit.shuffle(content, naming), at)
      else if (event.type === 'PartialDecryption') note(audit.partialDecryption(content, naming), at)
    }
  }

  function takeEvent(member: Member): void {
    const event = parseEvent(member.text)
    const here = last === undefined ? 0 : last.height + 1
    if (isFault(event)) return stop(flaw('C4', 'shape', `event${describeFault(event)}`), `event ${here}`)
    const at = `event ${here} ${event.type}`
    const members = waiting.splice(0)
    const allowed = mayFollow(last?.type, setup !== undefined && hasShuffles(setup.election))
    if (!allowed.includes(event.type)) {
      const before = last === undefined ? 'at the start' : `after ${last.type}`
      return stop(flaw('C3', 'orderOfEvents', `${event.type} ${before}`), at)
    }
    if (event.height !== here || event.parent !== last?.hash) {
      return stop(flaw('C2', 'brokenChain', 'height or parent is not that of the event before'), at)
    }
    const wanted = dataMembersOf[event.type]
    if (members.length !== wanted) {
      return stop(flaw('C2', 'dataMembers', `${members.length} data members before it, not ${wanted}`), at)
    }
    if (event.payload !== members[members.length - 1]?.hash) {
      return stop(flaw('C2', 'wrongPayload', 'the payload is not the data member before it'), at)
    }
    last = { hash: member.hash, height: here, type: event.type }
    stage = stageAfter[event.type]
    wantedHeads.delete(member.hash)
    if (event.type === 'Setup') setupHead = member.hash
    if (event.type === 'EndBallots') closingHead = member.hash
    conclude(event, members, at)
  }

  return {
    get stopped() {
      return stopped
    },
    get election() {
      return setup?.election
    },
    get trustees() {
      return setup?.trustees
    },
    get tally() {
      return tally
    },
    member(member) {
      if (stopped) return
      if (member.kind === 'event') return takeEvent(member)
      waiting.push(member)
      const here = last === undefined ? 0 : last.height + 1
      if (waiting.length > 4)
        stop(flaw('C2', 'dataMembers', 'more data members than any event has'), `event ${here}`)
    },
    broken(finding) {
      findings.push({ height: Number.MAX_SAFE_INTEGER, finding })
      stopped = true
    },
    verdict() {
      if (unsettled > 0) throw new Error('verdict asked before every ballot was judged')
      const all = findings.toSorted((a, b) => a.height - b.height).map(({ finding }) => finding)
      const end = last === undefined ? 'start' : `event ${last.height} ${last.type}`
      if (!stopped) {
        if (waiting.length > 0) all.push(locate(flaw('C2', 'dataMembers', 'data after the last event'), end))
        if (last === undefined) all.push(locate(flaw('C3', 'emptyRecord', 'no event'), end))
        if (wantedHeads.size > 0) {
          all.push(locate(flaw('C19', 'notExtended', `lacks the known event ${[...wantedHeads][0]}`), end))
        }
      }
      const good = all.length === 0
      if (good && stage === 'decrypted') result = audit?.computed()
      return {
        verdict: good ? 'accept' : 'reject',
        stage,
        findings: all,
        result: good ? (result ?? null) : null,
        summary: {
          uuid: setup?.election.uuid ?? null,
          name: setup?.election.name ?? null,
          fingerprint: setup?.election.fingerprint ?? null,
          head: last?.hash ?? null,
          setupHead,
          closingHead,
          events: last === undefined ? 0 : last.height + 1,
          credentials: setup?.credentials.size ?? 0,
          ballots,
          counted: lastBallots.size,
          trustees: setup?.trustees.owners.length ?? 0,
        },
      }
    },
  }
}
