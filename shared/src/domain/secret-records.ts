/**
 * What can be known of an electronic secret ballot (thử nghiệm): the records of the opt-in, the keys and the hall.
 * What must stay true: no record holds a choice, a key, a seed, or a pair of person and ballot; who was handed which
 * credential is in the roll of the ballot box, never here; counts of options exist only after the opening.
 */
import type { Audience } from './audience.ts'
import type { VoteRule } from './rules/types.ts'

interface Base {
  readonly id: string
  readonly audience: Audience
}

/** The opt-in: one record, id `secretMode`. Off until `allowed`. */
export interface SecretMode extends Base {
  readonly kind: 'secretMode'
  readonly state: 'proposed' | 'allowed'
  /** Decision of the council: number, date, what it covers. */
  readonly number: string
  readonly date: string
  readonly scope: string
  /** The announced open vote behind it, where it was taken in this session. */
  readonly decidedBy: string | null
  /** Fewest ballots handed out, and fewest counted (never below 3). */
  readonly leastIssued: number
  readonly leastCounted: number
  /** How long after closing before anybody may open. */
  readonly complaintSeconds: number
  readonly proposedBy: string
  readonly allowedBy: string | null
}

export type SecretKeyStep = 'certificate' | 'polynomial' | 'key'

/** The keys of the Ban kiểm phiếu: one record, id `secretKeys`. */
export interface SecretKeys extends Base {
  readonly kind: 'secretKeys'
  /** Number of the ceremony, from 1. */
  readonly number: number
  /** In the order of their places: the first has index 1. */
  readonly members: readonly string[]
  readonly threshold: number
  readonly state: SecretKeyStep | 'assembling' | 'confirming' | 'ready' | 'failed'
  /** Who has done the present step; while `confirming`, who said the code is the same. */
  readonly done: readonly string[]
  readonly stepAt: string
  readonly fault: { readonly member: string | null; readonly reason: string; readonly by: string } | null
  /** How often somebody said the codes differ; at 2 only paper is left. */
  readonly mismatches: number
  /** SHA-256 of the trustees text, the election's public key (decimal), and the code in three groups of four digits. */
  readonly trustees: string | null
  readonly publicKey: string | null
  readonly code: string | null
  /** The rehearsal counted and verified with these keys. */
  readonly rehearsal: string | null
}

/** One message of the ceremony; id = `${number}-${step}-${person}`. The committee's. */
export interface SecretKeyMessage extends Base {
  readonly kind: 'secretKeyMessage'
  readonly number: number
  readonly step: SecretKeyStep
  readonly person: string
  readonly text: string
}

/** The trustees text of the keys in force; id `secretTrustees`. */
export interface SecretTrustees extends Base {
  readonly kind: 'secretTrustees'
  readonly number: number
  readonly text: string
}

export interface SecretSubject {
  readonly id: string
  readonly name: string
  readonly post: string
  /** Where the subject sits in the session: nobody on the ballot may hold a key of it. */
  readonly person: string | null
}

export interface SecretOption {
  readonly id: string
  readonly label: { readonly vi: string; readonly en: string }
}

export type SecretBallotState =
  | 'draft'
  | 'armed'
  | 'issuing'
  | 'freezing'
  | 'open'
  | 'paused'
  | 'closing'
  | 'closed'
  | 'opening'
  | 'counted'
  | 'published'
  | 'void'
  | 'paper'

/** Which questions the election text holds; see `electionQuestions`. */
export type SecretForm = 'list' | 'strike' | 'columns' | 'options'

/** One secret ballot. Changes rarely; what moves is in `secretBox`. */
export interface SecretBallot extends Base {
  readonly kind: 'secretBallot'
  readonly item: string
  readonly title: string
  readonly rule: VoteRule
  readonly form: SecretForm
  /** Empty where one matter is put with options. */
  readonly subjects: readonly SecretSubject[]
  readonly options: readonly SecretOption[]
  readonly seats: number
  readonly round: number
  readonly repeats: string | null
  /** Bỏ phiếu thử: unlocks the real ones. */
  readonly rehearsal: boolean
  /** Whether the browser build may take part: a recorded setting, shown as a warning. */
  readonly browsers: boolean
  readonly state: SecretBallotState
  readonly voidReason: string | null
  /** The paper ballot it was moved to. */
  readonly paper: string | null
  /** Ceremony whose keys it uses, from arming on. */
  readonly keys: number | null
  readonly uuid: string | null
  /** At the instant the roll was frozen; `absent`: present delegates who took no ballot, said by the chair. */
  readonly frozen: {
    readonly total: number
    readonly present: number
    readonly issued: number
    readonly absent: number
  } | null
  /** φ, head of Setup, hash of the roll, the server's receipt key (Ed25519, base64url). */
  readonly fingerprint: string | null
  readonly setupHead: string | null
  readonly rollHash: string | null
  readonly receiptKey: string | null
  /** End of the grace while `closing`. */
  readonly closesAt: string | null
  /** From `closed` on: head of EndBallots, ballots in the box, when the opening may begin. */
  readonly closed: {
    readonly head: string
    readonly ballots: number
    readonly complaintsUntil: string
  } | null
}

/** The election text of an armed ballot; id = ballot. */
export interface SecretElection extends Base {
  readonly kind: 'secretElection'
  readonly uuid: string
  readonly text: string
}

/** What moves; id = ballot. No running total of options, ever. */
export interface SecretBox extends Base {
  readonly kind: 'secretBox'
  readonly issued: number
  readonly cast: number
  readonly tested: number
  /** While closing: ballots that arrived in time and are still being checked. */
  readonly waiting: number
  /** Last event of the record anchored here. */
  readonly head: string | null
  /** Keys used so far in the opening. */
  readonly opened: number
}

/** Short codes of the trackers in the closed box, sorted; id = ballot. For the big screen. */
export interface SecretCodes extends Base {
  readonly kind: 'secretCodes'
  readonly codes: readonly string[]
}

/** What a trustee's device found in the closed box; id = `${ballot}:${person}`. */
export interface SecretSeal extends Base {
  readonly kind: 'secretSeal'
  readonly ballot: string
  readonly person: string
  readonly head: string
  readonly fit: boolean
  readonly reasons: readonly string[]
  readonly at: string
}

/** A delegate whose device did not find its ballot; id = `${ballot}:${person}`. */
export interface SecretComplaint extends Base {
  readonly kind: 'secretComplaint'
  readonly ballot: string
  readonly person: string
  readonly reason: SecretComplaintReason
  readonly at: string
}

export type SecretComplaintReason = 'not_in_box' | 'other_head' | 'other'

/** One trustee's partial decryption; id = `${ballot}:${person}`. A refused one is named and never enters the record. */
export interface SecretOpening extends Base {
  readonly kind: 'secretOpening'
  readonly ballot: string
  readonly person: string
  readonly state: 'given' | 'refused'
  /** SHA-256 of the partial decryption, and why it was refused. */
  readonly hash: string
  readonly reason: string | null
  readonly at: string
}

export interface SecretSubjectResult {
  readonly subject: string
  /** By option id. */
  readonly counts: Readonly<Record<string, number>>
  /** Ballots invalid for this subject alone (no mark). */
  readonly invalid: number
  readonly yes: number
  readonly valid: number
  readonly outcome:
    | 'elected'
    | 'revote'
    | 'qualified_not_elected'
    | 'not_qualified'
    | 'passed'
    | 'failed'
    | 'may_resign'
    | 'submit_relief'
    | 'none'
}

/** What one program said of the finished record. */
export interface SecretVerdict {
  readonly tool: 'nghi-truong' | 'belenios-tool'
  readonly version: string
  readonly verdict: 'accept' | 'reject'
  readonly head: string
  /** Who ran it: a member of the committee, or `system`. */
  readonly by: string
  readonly at: string
}

/** id = ballot. The desk's and the committee's once counted, everybody's once published. */
export interface SecretResult extends Base {
  readonly kind: 'secretResult'
  readonly issued: number
  readonly collected: number
  /** Whole ballots marked invalid (phiếu trắng), where the form has that mark. */
  readonly blank: number
  readonly valid: number
  readonly base: number
  readonly needed: number | null
  readonly subjects: readonly SecretSubjectResult[]
  /** As in the record, per question: blank first where there is one. */
  readonly raw: readonly (readonly number[])[]
  /** Members whose partial decryptions the result rests on. */
  readonly openedBy: readonly string[]
  /** Last event of the record. */
  readonly head: string
  readonly verdicts: readonly SecretVerdict[]
}

/** The end of the rolls and keys of the session's secret ballots; one record, id `secretClearing`. */
export interface SecretClearing extends Base {
  readonly kind: 'secretClearing'
  readonly state: 'sealed' | 'ordered' | 'cleared'
  /** Whose rolls. */
  readonly ballots: readonly string[]
  readonly sealedBy: string
  readonly sealedAt: string
  /** Before this nothing is destroyed (rule `secretRollDays`). */
  readonly notBefore: string
  readonly orderedBy: string | null
  readonly orderedAt: string | null
  /** Said by the server, for each box whose roll is gone; `rollHash` null: it was never frozen. */
  readonly cleared: readonly {
    readonly ballot: string
    readonly rollHash: string | null
    readonly at: string
  }[]
  /** Members who said that their key is destroyed. */
  readonly keysDestroyed: readonly { readonly person: string; readonly at: string }[]
  /** Snapshots on the stick that were made before, and whether the server could look. */
  readonly backups: readonly string[]
  readonly backupsKnown: boolean
}

export type SecretRecord =
  | SecretMode
  | SecretKeys
  | SecretKeyMessage
  | SecretTrustees
  | SecretBallot
  | SecretElection
  | SecretBox
  | SecretCodes
  | SecretSeal
  | SecretComplaint
  | SecretOpening
  | SecretResult
  | SecretClearing
