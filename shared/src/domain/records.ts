/**
 * Everything that can be known of a session: one list of plain records, each carrying who may see it.
 * What must stay true: a record is seen or not seen as a whole; two halves for different people are two records; times
 * are UTC (ISO 8601); no record holds a secret choice.
 */
import type { Audience, Role } from './audience.ts'
import type { RuleProfile, VoteRule } from './rules/types.ts'
import type { SecretRecord } from './secret-records.ts'

interface Base {
  readonly id: string
  readonly audience: Audience
}

// ---- people -------------------------------------------------------------------------------------------------

/** A person as the house knows him (house log). */
export interface HousePerson extends Base {
  readonly kind: 'housePerson'
  readonly name: string
  /** Chức vụ, as printed beside the name. */
  readonly position: string
  readonly roles: readonly Role[]
  /** Tổ đại biểu, or null for those outside any group. */
  readonly group: string | null
  readonly seat: string | null
}

export interface HouseGroup extends Base {
  readonly kind: 'houseGroup'
  readonly name: string
}

export interface Council extends Base {
  readonly kind: 'council'
  /** "Hội đồng nhân dân tỉnh …" */
  readonly name: string
  readonly place: string
  readonly level: 'province' | 'commune' | 'custom'
  /** Days after its end that a session convened from now on stays on the devices; absent: 30. */
  readonly keepDays?: number | undefined
}

/** A trust bundle in force, named by its file (house log). */
export interface TrustBundle extends Base {
  readonly kind: 'trustBundle'
  readonly file: string
  readonly issue: number
  readonly importedAt: string
  readonly importedBy: string
}

/** A person in this session: a copy made at convening. */
export interface Person extends Base {
  readonly kind: 'person'
  readonly name: string
  readonly position: string
  readonly roles: readonly Role[]
  readonly group: string | null
  readonly seat: string | null
  /** False once the mandate has ended: no longer counted in the total. */
  readonly inOffice: boolean
}

export interface Group extends Base {
  readonly kind: 'group'
  readonly name: string
}

/** A device's signing key; id = the public key (Ed25519, base64url). */
export interface DeviceKey extends Base {
  readonly kind: 'deviceKey'
  readonly person: string
  readonly name: string
  readonly enrolledAt: string
  readonly revokedAt: string | null
}

// ---- session ------------------------------------------------------------------------------------------------

export interface Session extends Base {
  readonly kind: 'session'
  readonly title: string
  readonly council: string
  readonly place: string
  readonly term: string
  readonly ordinal: number
  readonly sessionKind: 'regular' | 'thematic' | 'urgent' | 'constituent'
  readonly startsOn: string
  readonly state: 'preparing' | 'open' | 'recess' | 'closed'
  readonly agendaPublished: boolean
  readonly currentItem: string | null
  readonly openedAt: string | null
  readonly closedAt: string | null
  readonly profile: RuleProfile
  /** Days after `closedAt` that the session stays on the devices; absent: 30. */
  readonly keepDays?: number | undefined
}

export type AttendanceState = 'unknown' | 'present' | 'absent' | 'absent_excused'

/** One per person expected; id = person. */
export interface Attendance extends Base {
  readonly kind: 'attendance'
  readonly state: AttendanceState
  /** Who said so: the person, or the secretariat for him (điểm danh hộ). */
  readonly by: 'self' | 'secretariat' | null
  readonly at: string | null
}

/** Why somebody is absent: seen by the desk and the person only; id = person. */
export interface Absence extends Base {
  readonly kind: 'absence'
  readonly reason: string
}

// ---- agenda and documents ------------------------------------------------------------------------------------

export interface Item extends Base {
  readonly kind: 'item'
  readonly title: string
  /** Place in the agenda, from 0. */
  readonly position: number
  readonly minutes: number
  readonly presenter: string
  readonly state: 'pending' | 'current' | 'done'
  readonly visibility: Visibility
  readonly registrationOpen: boolean
}

/** Who sees an item or document once it is published. */
export type Visibility = 'everyone' | 'members' | 'desk'

/** The chair's private script for an item; id = item. */
export interface Script extends Base {
  readonly kind: 'script'
  readonly text: string
}

export const documentTypes = [
  'submission',
  'report',
  'verification_report',
  'draft_resolution',
  'response_report',
  'minutes',
  'resolution',
  'other',
] as const
export type DocumentType = (typeof documentTypes)[number]

/** none, lưu hành nội bộ, tài liệu thu hồi: allowed. Mật and above: refused. */
export const classifications = ['none', 'internal', 'recall', 'confidential', 'secret', 'top_secret'] as const
export type Classification = (typeof classifications)[number]

/**
 * What a reader may do with a document's bytes: read, keep and take a marked copy; read and keep; or read in the hall
 * only, keeping nothing.
 */
export const readings = ['copy', 'device', 'hallOnly'] as const
export type Reading = (typeof readings)[number]

export type BadgeColour = 'green' | 'neutral' | 'amber' | 'red' | 'none'

/** What the badge needs; the full report is asked for by hash. */
export interface SignatureSummary {
  readonly colour: BadgeColour
  /** A code of the signature module's closed list; words live in the screens. */
  readonly code: string
  readonly count: number
  readonly signers: readonly { readonly name: string; readonly office: string }[]
  readonly checkedAt: string
  /** SHA-256 of the trust bundle used, or null when there was none. */
  readonly bundle: string | null
}

/** Papers that are signed here; `document` is one that was attached, not made here. */
export const signedPapers = ['minutes', 'resultSheet', 'tallyRecord', 'document'] as const
export type SignedPaper = (typeof signedPapers)[number]

/** Of a file that came back from signing: the session, what paper it began as, the SHA-256 of what was signed. */
export interface SignedFrom {
  readonly log: string
  readonly paper: SignedPaper
  readonly from: string
}

/** What the server found out about a file. Nobody can claim it. */
export interface FileFacts {
  readonly sha256: string
  readonly size: number
  readonly pages: number
  /** Whether any page carries text: a scan has none. */
  readonly hasText: boolean
  readonly signature: SignatureSummary
  /** Absent unless it came back from signing here. */
  readonly signed?: SignedFrom
}

export interface DocumentRecord extends Base {
  readonly kind: 'document'
  readonly item: string
  readonly title: string
  readonly number: string
  readonly documentType: DocumentType
  readonly classification: Classification
  readonly visibility: Visibility
  /** Absent in old logs; `readingOf` says what then holds. */
  readonly reading?: Reading
  readonly position: number
  readonly facts: FileFacts
  readonly version: number
  readonly replaces: string | null
  readonly replacedBy: string | null
  readonly state: 'draft' | 'published' | 'withdrawn'
}

// ---- speakers ------------------------------------------------------------------------------------------------

export interface Speech extends Base {
  readonly kind: 'speech'
  readonly item: string
  readonly person: string
  readonly speechKind: 'speech' | 'rebuttal' | 'explanation'
  readonly topic: string
  /** Order in the queue of its item; lower speaks first. */
  readonly position: number
  readonly state: 'waiting' | 'speaking' | 'done' | 'rejected' | 'cancelled'
  readonly requestedAt: string
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly limitSeconds: number
}

// ---- ballots -------------------------------------------------------------------------------------------------

export interface BallotOption {
  readonly id: string
  readonly label: { readonly vi: string; readonly en: string }
  /** How the law counts it: everything that is not `yes` is not in favour. */
  readonly counts: 'yes' | 'no' | 'abstain' | 'other'
}

export type BallotState = 'draft' | 'armed' | 'open' | 'paused' | 'closing' | 'closed' | 'published' | 'void'

export interface Ballot extends Base {
  readonly kind: 'ballot'
  readonly item: string
  readonly document: string | null
  readonly question: string
  readonly options: readonly BallotOption[]
  readonly rule: VoteRule
  /** On the devices in the hall, by hands counted in the hall, or from the devices up to a day (phiếu lấy ý kiến). */
  readonly method: 'electronic' | 'show_of_hands' | 'written_opinion'
  readonly round: number
  /** The annulled ballot this one repeats. */
  readonly repeats: string | null
  /** The whole text this point belongs to. */
  readonly pointOf: string | null
  readonly state: BallotState
  readonly voidReason: string | null
  /** Whole seconds, or null for a vote the chair ends. */
  readonly durationSeconds: number | null
  readonly openedAt: string | null
  /** When it ends by itself; null while untimed or paused. */
  readonly endsAt: string | null
  /** What was left when it was paused, in milliseconds. */
  readonly remainingMs: number | null
  /** Frozen at the instant it opened. */
  readonly frozen: { readonly total: number; readonly present: number; readonly eligible: number } | null
}

/** Who may vote, frozen at opening; id = ballot. */
export interface Electorate extends Base {
  readonly kind: 'electorate'
  readonly people: readonly string[]
}

/** How many have voted; id = ballot. Seen by everybody, never by option. */
export interface Turnout extends Base {
  readonly kind: 'turnout'
  readonly cast: number
  readonly eligible: number
}

/** Who has voted (not how); id = ballot. Seen by the desk. */
export interface Voted extends Base {
  readonly kind: 'voted'
  readonly people: readonly string[]
}

/** One person's present choice; id = `${ballot}:${person}`. Its owner's until published. */
export interface Cast extends Base {
  readonly kind: 'cast'
  readonly ballot: string
  readonly person: string
  readonly choice: string
  readonly clientSeq: number
  readonly at: string
  /** Where it stands in the log: the order that counts. */
  readonly seq: number
  /** Who entered it: the person on his device, or the secretariat for a raised hand. */
  readonly by: 'self' | 'secretariat'
  /** SHA-256 of what the device signed, and the device's key, where the device signs. */
  readonly proof: CastProof | null
}

export interface CastProof {
  readonly key: string
  readonly signature: string
}

/** Hands counted without names; id = ballot. The desk's until announced with the result. */
export interface HandCount extends Base {
  readonly kind: 'handCount'
  readonly counts: Readonly<Record<string, number>>
}

/** id = ballot. The desk's after closing, everybody's after publication. */
export interface Result extends Base {
  readonly kind: 'result'
  readonly counts: Readonly<Record<string, number>>
  readonly yes: number
  readonly cast: number
  readonly notCast: number
  readonly base: number
  readonly total: number
  readonly present: number
  readonly needed: number | null
  readonly passed: boolean | null
  /** Short code by which people compare what they saw: first 8 hex digits of the manifest's hash. */
  readonly code: string
}

/** One counted choice as the hall sees it; the code is known to its owner's device, the name only where published. */
export interface ManifestEntry {
  readonly code: string
  readonly choice: string
  readonly person: string | null
}

/** The announced list of choices; id = ballot. Nobody's until the result is announced, then everybody's. */
export interface Manifest extends Base {
  readonly kind: 'manifest'
  /** In the order of their codes; empty where hands were counted without names. */
  readonly entries: readonly ManifestEntry[]
  /** SHA-256 of `manifestText`, lower-case hex; the result's code is its beginning. */
  readonly hash: string
}

/** That a device has held the announced list against its own vote; id = `${ballot}:${person}`. The desk's and his. */
export interface Witness extends Base {
  readonly kind: 'witness'
  readonly ballot: string
  readonly person: string
  readonly manifest: string
  readonly agrees: boolean
}

/** How many devices have compared; id = ballot. */
export interface Witnessed extends Base {
  readonly kind: 'witnessed'
  readonly agree: number
  readonly differ: number
}

/** What a written opinion round has beside its ballot; id = ballot. */
export interface Opinion extends Base {
  readonly kind: 'opinion'
  /** Who is asked; of a draft, as prepared. */
  readonly people: readonly string[]
  /** UTC. */
  readonly deadline: string
  /** Reminders still to come, soonest first (UTC). */
  readonly remindAt: readonly string[]
  readonly reminded: readonly {
    readonly at: string
    readonly by: 'timetable' | 'secretariat'
    /** How many had not answered. */
    readonly count: number
  }[]
}

/** The last reminder to one person; id = `${ballot}:${person}`. His and the desk's. */
export interface Reminder extends Base {
  readonly kind: 'reminder'
  readonly ballot: string
  readonly person: string
  readonly times: number
  readonly at: string
}

/** What somebody wrote beside his choice in a written opinion; id = `${ballot}:${person}`. */
export interface Remark extends Base {
  readonly kind: 'remark'
  readonly ballot: string
  readonly person: string
  readonly text: string
  readonly at: string
}

// ---- Ban kiểm phiếu and paper ballots ---------------------------------------------------------------------------

/** One record, id `committee`: the Ban kiểm phiếu of the session. */
export interface Committee extends Base {
  readonly kind: 'committee'
  readonly head: string
  readonly secretary: string
  readonly members: readonly string[]
  /** The open vote that elected it, or null where it was entered without one. */
  readonly electedBy: string | null
}

export interface PaperSubject {
  readonly id: string
  readonly name: string
  readonly post: string
  /** Where the subject sits in the session: nobody on the ballot may count it. */
  readonly person: string | null
}

/** One person's count: by option, and how many papers are invalid for this person alone. */
export interface SubjectCount {
  readonly subject: string
  readonly counts: Readonly<Record<string, number>>
  readonly invalid: number
}

export interface PaperCount {
  readonly issued: number
  readonly returned: number
  /** Papers invalid as a whole, by reason. */
  readonly invalid: Readonly<Record<string, number>>
  readonly subjects: readonly SubjectCount[]
}

export interface SubjectOutcome {
  readonly subject: string
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

export interface PaperBallot extends Base {
  readonly kind: 'paperBallot'
  readonly item: string
  readonly title: string
  readonly rule: VoteRule
  readonly subjects: readonly PaperSubject[]
  readonly seats: number
  readonly round: number
  readonly repeats: string | null
  readonly state: 'draft' | 'issuing' | 'counting' | 'counted' | 'published' | 'void'
  readonly voidReason: string | null
  readonly frozen: { readonly total: number; readonly present: number } | null
  readonly entries: number
  readonly mismatch: readonly string[]
}

/** What one teller entered; id = `${paperBallot}:${person}`. His alone until both agree. */
export interface PaperEntry extends Base {
  readonly kind: 'paperEntry'
  readonly paperBallot: string
  readonly person: string
  readonly count: PaperCount
}

/** id = paper ballot. The committee's and the desk's once counted, everybody's once published. */
export interface PaperResult extends Base {
  readonly kind: 'paperResult'
  readonly count: PaperCount
  readonly valid: number
  readonly base: number
  readonly needed: number | null
  readonly outcomes: readonly SubjectOutcome[]
  readonly enteredBy: readonly string[]
}

// ---- rehearsal -----------------------------------------------------------------------------------------------------

/** Biểu quyết thử: one record, id `rehearsal`. */
export interface Rehearsal extends Base {
  readonly kind: 'rehearsal'
  readonly round: number
  readonly state: 'running' | 'done'
  readonly startedAt: string
  readonly endsAt: string
  readonly version: string
}

/** What one delegate's device answered; id = person. Of the present round. The desk's. */
export interface Readiness extends Base {
  readonly kind: 'readiness'
  readonly round: number
  readonly at: string
  /** Device clock minus server clock, milliseconds. */
  readonly clockOffMs: number
  readonly version: string
  /** 0–100, or null where the device does not tell. */
  readonly battery: number | null
}

// ---- machine -----------------------------------------------------------------------------------------------------

/** One record, id `clock`: the server's clock was set, or the machine slept. The desk's. */
export interface Clock extends Base {
  readonly kind: 'clock'
  readonly jumps: number
  /** What the clock showed, and what it showed at the same moment afterwards (UTC). */
  readonly was: string
  readonly now: string
}

/** One record, id `standby`: how the second machine stands to this one. The desk's and the administrator's. */
export interface StandbyRecord extends Base {
  readonly kind: 'standby'
  /** `alone`: this machine took over, and nobody follows it yet. */
  readonly state: 'following' | 'degraded' | 'alone'
  readonly why: 'late' | 'gone' | 'standby' | 'restored' | null
  readonly since: string
}

// ---- hall ----------------------------------------------------------------------------------------------------

/** One record, id `projector`. `auto` follows the sitting. */
export interface Projector extends Base {
  readonly kind: 'projector'
  readonly mode: 'auto' | 'welcome' | 'agenda' | 'item' | 'attendance' | 'speakers' | 'ballot' | 'message'
  readonly ref: string | null
  readonly message: string
}

/** One record, id `presenter`: who draws for everybody. */
export interface Presenter extends Base {
  readonly kind: 'presenter'
  readonly person: string | null
  readonly document: string | null
}

/** Somebody cut out of a group's layer; id = `${group}:${person}`. */
export interface Expulsion extends Base {
  readonly kind: 'expulsion'
  readonly group: string
  readonly person: string
  readonly reason?: string | undefined
  readonly by?: string | undefined
  readonly at?: string | undefined
}

/** One person's notes taken out of the rooms of a shared layer; carried out by the rooms, once in each. */
export interface Withdrawal extends Base {
  readonly kind: 'withdrawal'
  /** A group, or null: the presenter's layer. */
  readonly group: string | null
  readonly person: string
  /** SHA-256 of the document, or null: in all documents. */
  readonly file: string | null
  readonly reason: string
  readonly by: string
  readonly at: string
}

/** A written suggestion on a page of a document (góp ý), sent to the secretariat. */
export interface Suggestion extends Base {
  readonly kind: 'suggestion'
  readonly person: string
  readonly document: string
  /** Version of the document it was written on. */
  readonly version: number
  readonly page: number
  readonly quote: string
  readonly text: string
  readonly at: string
  /** Taken up by the secretariat. */
  readonly taken: { readonly at: string; readonly by: string } | null
}

/** Conclusion of an item; id = item. */
export interface Conclusion extends Base {
  readonly kind: 'conclusion'
  readonly text: string
  readonly by: string
  readonly at: string
  readonly state: 'draft' | 'published'
}

export type AnyRecord =
  | HousePerson
  | HouseGroup
  | Council
  | TrustBundle
  | Person
  | Group
  | DeviceKey
  | Session
  | Attendance
  | Absence
  | Item
  | Script
  | DocumentRecord
  | Speech
  | Ballot
  | Electorate
  | Turnout
  | Voted
  | Cast
  | HandCount
  | Result
  | Manifest
  | Witness
  | Witnessed
  | Opinion
  | Reminder
  | Remark
  | Committee
  | PaperBallot
  | PaperEntry
  | PaperResult
  | Rehearsal
  | Readiness
  | Clock
  | StandbyRecord
  | Projector
  | Presenter
  | Expulsion
  | Withdrawal
  | Suggestion
  | Conclusion
  | SecretRecord

export type Kind = AnyRecord['kind']
export type RecordOf<K extends Kind> = Extract<AnyRecord, { kind: K }>
