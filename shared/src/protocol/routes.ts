/**
 * Every HTTP route of the server: method, path, who may call it, what goes in and what comes out.
 * What must stay true: a route that is not here does not exist; the OpenAPI document is made from this list; an answer is
 * either the route's own shape with 2xx, or a refusal `{code, message, params?}` with the status of `refusalStatus`.
 */
import { z } from 'zod'
import { roles } from '../domain/audience.ts'
import { refusals, type RefusalCode } from '../domain/refusal.ts'
import { id, sha256Hex, text } from '../domain/text.ts'
import { backupChoice, backupState } from './backup.ts'
import { heatReport, heatShown, packKeys, placeBox } from './reading.ts'
import { castAnswer, credentialAnswer, credentialBody, eventsAnswer, rollAnswer } from './ballot-box.ts'
import { signingRoutes } from './signing.ts'
import { machines, nonce } from './machines.ts'
import { connection } from './connect.ts'
import { standbyPaired, standbyState } from './standby.ts'
import { pairing, pairingAsked, pairingStep, ringAnswer, ringPosting } from './private-notes.ts'
import { trustNow, trustUploaded } from './trust.ts'

const role = z.enum(roles)

export const refusalBody = z.object({
  code: z.enum(Object.keys(refusals) as [RefusalCode, ...RefusalCode[]]),
  /** In the language of `Accept-Language` (vi unless en is asked for). */
  message: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})

/** What the client may know of itself. `roles` are those of the house. */
export const me = z.object({
  person: z.string(),
  name: z.string(),
  username: z.string(),
  roles: z.array(role),
  /** This login's device. */
  device: z.string(),
})

export const receipt = z.object({ seq: z.int(), hash: sha256Hex })
export type Receipt = z.infer<typeof receipt>

export const commandBody = z.object({
  /** Made by the client, once for each wish; a repetition gets the same receipt, byte for byte. */
  id: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  type: z.string().max(80),
  input: z.unknown(),
})

export const sessionSummary = z.object({
  id: z.string(),
  title: z.string(),
  council: z.string(),
  startsOn: z.string(),
  state: z.enum(['preparing', 'open', 'recess', 'closed']),
  /** The caller's roles in that session. */
  roles: z.array(role),
})

export const deviceSummary = z.object({
  id: z.string(),
  name: z.string(),
  signedInAt: z.string(),
  seenAt: z.string(),
  current: z.boolean(),
})

const signIn = z.object({
  username: text(64),
  password: z.string().min(1).max(200),
  /** What the person would call this device, e.g. "iPad". */
  deviceName: text(80).default('Thiết bị'),
  /** Kept by the client: the same device signing in again is recognised by it. */
  deviceId: id.optional(),
})

const signedIn = z.object({
  /** Sent as `Authorization: Bearer …`; also set as an HttpOnly cookie for the browser. */
  token: z.string(),
  expiresAt: z.string(),
  me,
})

const nothing = z.object({})
const ok = z.object({ ok: z.literal(true) })

export type Access = 'open' | 'signedIn' | 'admin' | 'secretariat'

export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'delete'
  readonly path: string
  readonly access: Access
  readonly summary: string
  readonly body?: z.ZodType
  /** Bytes instead of JSON, in or out. */
  readonly bytes?: 'in' | 'out'
  readonly query?: z.ZodObject
  readonly answer: z.ZodType
}

const route = <const R extends Route>(one: R): R => one

export const routes = {
  health: route({
    method: 'get',
    path: '/api/health',
    access: 'open',
    summary: 'Whether the server and its store are well.',
    answer: z.object({
      ok: z.boolean(),
      version: z.string(),
      /** Server time, UTC. */
      now: z.string(),
      store: z.string(),
      /** True while the installation has no administrator yet. */
      needsSetup: z.boolean(),
    }),
  }),
  openapi: route({
    method: 'get',
    path: '/api/openapi.json',
    access: 'open',
    summary: 'This contract as OpenAPI 3.1.',
    answer: z.record(z.string(), z.unknown()),
  }),
  setup: route({
    method: 'post',
    path: '/api/setup',
    access: 'open',
    summary:
      'First visit of an empty installation: creates the administrator with the one-time code of the console.',
    body: z.object({
      code: z.string().max(40),
      username: text(64),
      password: z.string().min(1).max(200),
      name: text(120),
    }),
    answer: signedIn,
  }),
  signIn: route({
    method: 'post',
    path: '/api/sign-in',
    access: 'open',
    summary: 'Signs a person in on a device.',
    body: signIn,
    answer: signedIn,
  }),
  signOut: route({
    method: 'post',
    path: '/api/sign-out',
    access: 'signedIn',
    summary: 'Ends this login; its sockets close.',
    body: nothing,
    answer: ok,
  }),
  me: route({
    method: 'get',
    path: '/api/me',
    access: 'signedIn',
    summary: 'Who is signed in.',
    answer: me,
  }),
  changePassword: route({
    method: 'post',
    path: '/api/password',
    access: 'signedIn',
    summary: 'Changes one’s own password.',
    body: z.object({ current: z.string().max(200), next: z.string().min(1).max(200) }),
    answer: ok,
  }),
  devices: route({
    method: 'get',
    path: '/api/devices',
    access: 'signedIn',
    summary: 'The devices this person is signed in on.',
    answer: z.object({ devices: z.array(deviceSummary) }),
  }),
  revokeDevice: route({
    method: 'delete',
    path: '/api/devices/:id',
    access: 'signedIn',
    summary: 'Signs one of one’s own devices out; its sockets close.',
    answer: ok,
  }),
  createAccount: route({
    method: 'post',
    path: '/api/accounts',
    access: 'admin',
    summary: 'Gives a person of the house a user name and a first password.',
    body: z.object({ username: text(64), person: id, password: z.string().min(1).max(200) }),
    answer: ok,
  }),
  accounts: route({
    method: 'get',
    path: '/api/accounts',
    access: 'admin',
    summary: 'All accounts, without secrets.',
    answer: z.object({ accounts: z.array(z.object({ username: z.string(), person: z.string() })) }),
  }),
  sessions: route({
    method: 'get',
    path: '/api/sessions',
    access: 'signedIn',
    summary: 'The sessions this person takes part in.',
    answer: z.object({ sessions: z.array(sessionSummary) }),
  }),
  command: route({
    method: 'post',
    path: '/api/sessions/:id/commands',
    access: 'signedIn',
    summary:
      'A wish. `:id` is a session, or `house`. A new session begins with `session.convene` to a fresh id. Accepted: the receipt.',
    body: commandBody,
    answer: receipt,
  }),
  snapshot: route({
    method: 'get',
    path: '/api/sessions/:id',
    access: 'signedIn',
    summary:
      'Everything this person may see of the session now, as the live socket’s first message gives it.',
    answer: z.object({
      seq: z.int(),
      head: sha256Hex,
      now: z.string(),
      records: z.array(z.record(z.string(), z.unknown())),
    }),
  }),
  exportLog: route({
    method: 'get',
    path: '/api/sessions/:id/export',
    access: 'signedIn',
    summary:
      'The log as JSON lines, for `npm run verify-log`. For the chair and the auditor; others get the headers without payloads.',
    bytes: 'out',
    answer: z.unknown(),
  }),
  ticket: route({
    method: 'post',
    path: '/api/tickets',
    access: 'signedIn',
    summary: 'A ticket that opens one WebSocket within 30 seconds: `?ticket=…` on the live or room address.',
    body: nothing,
    answer: z.object({ ticket: z.string(), expiresInMs: z.int() }),
  }),
  putFile: route({
    method: 'put',
    path: '/api/files/:sha256',
    access: 'secretariat',
    summary:
      'A PDF, raw, under the SHA-256 of its bytes, with Content-Length. Answered when stored durably and examined.',
    bytes: 'in',
    query: z.object({ session: id }),
    answer: z.object({
      sha256: sha256Hex,
      size: z.int(),
      pages: z.int(),
      hasText: z.boolean(),
      signature: z.record(z.string(), z.unknown()),
      /** Was already here. */
      known: z.boolean(),
    }),
  }),
  getFile: route({
    method: 'get',
    path: '/api/files/:sha256',
    access: 'signedIn',
    summary:
      'The bytes, with ranges and the hash as ETag, if a document in this person’s sight bears them. Otherwise as if it did not exist.',
    bytes: 'out',
    answer: z.unknown(),
  }),
  fileSignature: route({
    method: 'get',
    path: '/api/files/:sha256/signature',
    access: 'signedIn',
    summary: 'The full signature report the server made of this file.',
    answer: z.record(z.string(), z.unknown()),
  }),
  fileSearch: route({
    method: 'get',
    path: '/api/sessions/:id/search',
    access: 'signedIn',
    summary: 'Full text across the documents in sight, with or without diacritics.',
    query: z.object({ q: text(200), limit: z.coerce.number().int().min(1).max(200).default(50) }),
    answer: z.object({
      hits: z.array(
        z.object({
          document: z.string(),
          page: z.int(),
          before: z.string(),
          match: z.string(),
          after: z.string(),
        }),
      ),
      /** Documents not yet indexed. */
      pending: z.int(),
      /** Documents of which more was found than is listed: each has its share of `limit`. */
      more: z.array(z.string()).optional(),
    }),
  }),
  place: route({
    method: 'get',
    path: '/api/places/:sha256',
    access: 'signedIn',
    summary:
      'Where the caller was last in that file, on whatever device, as the box his devices locked; null: nowhere yet.',
    answer: z.object({ place: placeBox.nullable() }),
  }),
  keepPlace: route({
    method: 'put',
    path: '/api/places/:sha256',
    access: 'signedIn',
    summary: 'Keeps where the caller is in that file for his other devices. The newer of two stays.',
    body: placeBox,
    answer: ok,
  }),
  documentCopy: route({
    method: 'get',
    path: '/api/sessions/:id/documents/:document/copy',
    access: 'signedIn',
    summary:
      'A copy for printing and keeping, as PDF, on every page the name of who asked and the time; only of documents that allow it. The stored file is not touched.',
    bytes: 'out',
    answer: z.unknown(),
  }),
  pack: route({
    method: 'get',
    path: '/api/sessions/:id/pack',
    access: 'secretariat',
    summary:
      'All published documents that may stay on devices in one encrypted file (gói kỳ họp), to be carried by USB. Opened with the keys of the next route only.',
    bytes: 'out',
    answer: z.unknown(),
  }),
  packKeys: route({
    method: 'get',
    path: '/api/sessions/:id/pack/keys',
    access: 'signedIn',
    summary: 'The keys of those documents in the pack that are in the caller’s sight.',
    answer: packKeys,
  }),
  heatReport: route({
    method: 'post',
    path: '/api/sessions/:id/heat',
    access: 'signedIn',
    summary:
      'Seconds read and marks made by page since the last report of this device. Added to sums; nothing of it is stored with a name.',
    body: heatReport,
    answer: ok,
  }),
  heat: route({
    method: 'get',
    path: '/api/sessions/:id/heat',
    access: 'signedIn',
    summary:
      'Reading heat by page, for the chair: sums to which at least five people contributed since the figures last changed.',
    answer: heatShown,
  }),
  ring: route({
    method: 'get',
    path: '/api/notes/ring',
    access: 'signedIn',
    summary:
      'The locked keys of one’s own private notes, versions above `after`. Only one’s devices and the recovery code open them.',
    query: z.object({ after: z.coerce.number().int().min(0).default(0) }),
    answer: ringAnswer,
  }),
  postRing: route({
    method: 'post',
    path: '/api/notes/ring',
    access: 'signedIn',
    summary: 'The next version of one’s own ring of keys, locked on the device.',
    body: ringPosting,
    answer: ok,
  }),
  meetings: route({
    method: 'get',
    path: '/api/notes/meetings',
    access: 'signedIn',
    summary: 'One’s new devices that wait to be let in by an old one.',
    answer: z.object({ meetings: z.array(pairing) }),
  }),
  meet: route({
    method: 'post',
    path: '/api/notes/meetings',
    access: 'signedIn',
    summary: 'A new device asks to be let in; it is bound to what it will say.',
    body: pairingAsked,
    answer: pairing,
  }),
  meetingStep: route({
    method: 'post',
    path: '/api/notes/meetings/:id',
    access: 'signedIn',
    summary: 'One of the two devices says its part, once; or the meeting ends.',
    body: pairingStep,
    answer: pairing,
  }),
  putTrust: route({
    method: 'put',
    path: '/api/trust',
    access: 'admin',
    summary:
      'A signed trust bundle, or revocation lists (PEM or DER) to go over the bundle in force; raw, with Content-Length. Stored and described; in force only by the command house.importTrust.',
    bytes: 'in',
    answer: trustUploaded,
  }),
  trust: route({
    method: 'get',
    path: '/api/trust',
    access: 'signedIn',
    summary: 'The trust bundle in force, described.',
    answer: trustNow,
  }),
  trustBundle: route({
    method: 'get',
    path: '/api/trust/bundle',
    access: 'signedIn',
    summary: 'The file of the trust bundle in force, for devices that judge by themselves.',
    bytes: 'out',
    answer: z.unknown(),
  }),
  resultSheet: route({
    method: 'get',
    path: '/api/sessions/:id/ballots/:ballot/sheet',
    access: 'signedIn',
    summary: 'The result sheet of an announced vote (phiếu kết quả biểu quyết), as PDF.',
    bytes: 'out',
    answer: z.unknown(),
  }),
  tallyRecord: route({
    method: 'get',
    path: '/api/sessions/:id/papers/:paper/record',
    access: 'signedIn',
    summary:
      'The record of a paper ballot whose count is agreed (biên bản kiểm phiếu), as PDF. For the chair, the secretariat and the counting committee.',
    bytes: 'out',
    answer: z.unknown(),
  }),
  minutes: route({
    method: 'get',
    path: '/api/sessions/:id/minutes',
    access: 'signedIn',
    summary:
      'The draft of the minutes up to now (biên bản kỳ họp), as PDF: each sentence with the log entries it rests on. For the chair and the secretariat.',
    bytes: 'out',
    answer: z.unknown(),
  }),
  secretCredential: route({
    method: 'put',
    path: '/api/sessions/:id/secret-ballots/:ballot/credential',
    access: 'signedIn',
    summary:
      'Takes a ballot (nhận phiếu, thử nghiệm): the credential the device made, signed by the enrolled device. Until the roll is frozen a new one replaces the old.',
    body: credentialBody,
    answer: credentialAnswer,
  }),
  secretRoll: route({
    method: 'get',
    path: '/api/sessions/:id/secret-ballots/:ballot/roll',
    access: 'signedIn',
    summary: 'The frozen roll of a secret ballot, for the holders of its keys.',
    answer: rollAnswer,
  }),
  secretEvents: route({
    method: 'get',
    path: '/api/sessions/:id/secret-ballots/:ballot/events',
    access: 'signedIn',
    summary: 'Event texts of the record of a secret ballot, for every member of the session.',
    query: z.object({ from: z.coerce.number().int().min(0).default(0) }),
    answer: eventsAnswer,
  }),
  secretRecord: route({
    method: 'get',
    path: '/api/sessions/:id/secret-ballots/:ballot/record',
    access: 'signedIn',
    summary:
      'The record (.bel) so far, append-only, with ranges. Until the result is announced, those outside the desk and the committee get it up to the encrypted tally.',
    bytes: 'out',
    answer: z.unknown(),
  }),
  secretDecryption: route({
    method: 'put',
    path: '/api/sessions/:id/secret-ballots/:ballot/decryption',
    access: 'signedIn',
    summary:
      'A trustee’s partial decryption of the closed box, raw text. Checked before it enters the record.',
    bytes: 'in',
    query: z.object({ head: sha256Hex }),
    answer: z.object({ accepted: z.literal(true) }),
  }),
  secretTallyRecord: route({
    method: 'get',
    path: '/api/sessions/:id/secret-ballots/:ballot/minutes',
    access: 'signedIn',
    summary:
      'The record of the count of a secret ballot (biên bản kiểm phiếu, thử nghiệm), as PDF with hashes and QR. For the desk and the committee; everybody once announced.',
    bytes: 'out',
    answer: z.unknown(),
  }),
  sessionPackage: route({
    method: 'get',
    path: '/api/sessions/:id/package',
    access: 'signedIn',
    summary:
      'The session as one tar: the exported log, each finished secret ballot’s record (.bel) in a folder of its own, and the one-page instruction for a recount. For the chair and the auditor.',
    bytes: 'out',
    answer: z.unknown(),
  }),
  castBallot: route({
    method: 'put',
    path: '/ballot-box/:id/:sha256',
    access: 'open',
    summary:
      'The door of the ballot box, without a login: an encrypted ballot, raw, under the SHA-256 of its text. The same text gets the same signed answer for ever.',
    bytes: 'in',
    answer: castAnswer,
  }),
  castFate: route({
    method: 'get',
    path: '/ballot-box/:id/:sha256',
    access: 'open',
    summary: 'The signed answer this text has already got, if it has one.',
    answer: castAnswer,
  }),
  testBallot: route({
    method: 'put',
    path: '/ballot-box/:id/:sha256/test',
    access: 'open',
    summary:
      'Gives a ballot up as a test before it is cast: its text is refused for ever. The body is the text sealed for the second device.',
    bytes: 'in',
    answer: z.object({ tested: z.literal(true) }),
  }),
  testedBallot: route({
    method: 'get',
    path: '/ballot-box/:id/:sha256/test',
    access: 'open',
    summary: 'The sealed text of a tested ballot, for the checking device.',
    bytes: 'out',
    answer: z.unknown(),
  }),
  backup: route({
    method: 'get',
    path: '/api/backup',
    access: 'admin',
    summary: 'Running backups: where they go, the last one that was verified, what is under way.',
    answer: backupState,
  }),
  chooseBackup: route({
    method: 'put',
    path: '/api/backup',
    access: 'admin',
    summary:
      'Names the folder for running backups (a stick plugged into the server) and its passphrase, and makes the first one.',
    body: backupChoice,
    answer: backupState,
  }),
  forgetBackup: route({
    method: 'delete',
    path: '/api/backup',
    access: 'admin',
    summary: 'Makes no further backups. What lies on the stick stays.',
    answer: backupState,
  }),
  backupNow: route({
    method: 'post',
    path: '/api/backup',
    access: 'admin',
    summary: 'Makes a backup now.',
    body: nothing,
    answer: backupState,
  }),
  machines: route({
    method: 'get',
    path: '/api/machines',
    access: 'open',
    summary:
      'Who serves, signed by the house over a question of the device, and where the standby is. The one answer that pages of another origin may read: it holds nothing but what a device needs to turn to the machine that took over.',
    query: z.object({ nonce }),
    answer: machines,
  }),
  connection: route({
    method: 'get',
    path: '/api/connection',
    access: 'signedIn',
    summary:
      'How another device reaches this server and knows it: addresses, the authority it shall trust, a QR code.',
    answer: connection,
  }),
  standby: route({
    method: 'get',
    path: '/api/standby',
    access: 'admin',
    summary: 'The second machine: whether it follows, where it is, the epoch.',
    answer: standbyState,
  }),
  pairStandby: route({
    method: 'post',
    path: '/api/standby',
    access: 'admin',
    summary: 'Makes a new pairing secret, shown this once; the old one is worth nothing from now on.',
    body: nothing,
    answer: standbyPaired,
  }),
  unpairStandby: route({
    method: 'delete',
    path: '/api/standby',
    access: 'admin',
    summary: 'Ends the pairing.',
    answer: standbyState,
  }),
  ...signingRoutes,
} as const satisfies Record<string, Route>

export type RouteName = keyof typeof routes
export type AnswerOf<N extends RouteName> = z.infer<(typeof routes)[N]['answer']>
export type BodyOf<N extends RouteName> = (typeof routes)[N] extends { body: infer B extends z.ZodType }
  ? z.input<B>
  : undefined

const special: Partial<Record<RefusalCode, number>> = {
  'command.unknown': 404,
  'command.badInput': 422,
  'command.notAllowed': 403,
  'command.idReused': 422,
  'request.malformed': 400,
  'request.tooLarge': 413,
  'request.tooMany': 429,
  'request.foreignOrigin': 403,
  'request.notFound': 404,
  'server.busy': 503,
  'server.storageFull': 503,
  'server.closing': 503,
  'server.superseded': 503,
  'server.failed': 500,
  'account.required': 401,
  'account.wrong': 401,
  'account.locked': 429,
  'account.setupCode': 403,
  'account.weakPassword': 422,
  'ticket.invalid': 401,
  'ballot.notEligible': 403,
  'file.tooLarge': 413,
  'file.hashMismatch': 422,
  'room.badUpdate': 422,
  'secretBallot.slowDown': 429,
  'secretBallot.badCredential': 422,
  'secretBallot.badDecryption': 422,
  'secretBallot.notPresent': 403,
  'secretBallot.noVote': 403,
  'secretKeys.notTrustee': 403,
}

/** The HTTP status that goes with a refusal: absent things 404, the rest of the rules 409 unless named. */
export function refusalStatus(code: RefusalCode): number {
  return special[code] ?? (code.endsWith('.notSeen') ? 404 : /^(file|trust|signed)\./.test(code) ? 422 : 409)
}
