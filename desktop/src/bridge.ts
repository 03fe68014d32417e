/**
 * What the shell (Electron) gives the page as `window.nghiTruong`, and the one table of channels it travels by. In a
 * browser it is absent.
 * What must stay true: plain data in and out (everything crosses a structured clone); no function here can reach the file
 * system or a foreign address; a channel that is not in the table does not exist; every input and every output is checked
 * in main against its schema; the page works without any of it. The page imports types from here, never values.
 */
import { z } from 'zod'
import type { ServiceOperation, ServiceOutcome } from '@nghi-truong/shared/protocol/local-service'

/** Every "no" the shell itself can say. What the meeting server says travels as its own answer. */
export const shellRefusals = [
  /** No meeting server has been chosen yet. */
  'shell.noServer',
  /** The operating system keeps no secrets here (Linux without a keyring), or the key kept there is lost. */
  'shell.noKeystore',
  'shelf.absent',
  /** The stored bytes are not those that were put: nothing of them is handed out. */
  'shelf.damaged',
  'shelf.full',
  'outbox.full',
  'server.badAddress',
  /** Plain http, and this installation is not configured to allow it. */
  'server.insecure',
  'server.badAuthority',
  /** Nobody answered at the address, or not by TLS. */
  'server.notThere',
  /** What answered is not the server that the code means. */
  'server.notMeant',
  /** The person at the device said no. */
  'server.declined',
  /** No token is plugged in, its library is not installed, or it is gone since. */
  'token.absent',
  /** A wrong PIN, a locked token, or a token that would not. */
  'token.refused',
  /** Only the signed attributes of a document signature are signed. */
  'token.notDocument',
] as const
export type ShellRefusalCode = (typeof shellRefusals)[number]

export interface ShellRefusal {
  readonly refused: ShellRefusalCode
}

/** What a device key may sign; the signed bytes are the purpose, a line feed, then the text in UTF-8. */
export const signPurposes = [
  'nghi-truong-cast/v1',
  'nghi-truong-device/v1',
  'nghi-truong-credential/v1',
] as const
export type SignPurpose = (typeof signPurposes)[number]

/** Limits of what crosses the bridge. Bytes, but `text` in UTF-16 units. */
export const bridgeLimits = {
  /** The meeting server's own limit of a document. */
  body: 200 * 1024 * 1024,
  message: 16 * 1024 * 1024,
  piece: 1024 * 1024,
  outboxEntry: 512 * 1024,
  text: 64 * 1024,
} as const

export type Bytes = Uint8Array<ArrayBuffer>

export interface BridgeRequest {
  readonly method: string
  /** Path on the meeting server, beginning with `/api/` or `/ballot-box/`. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Bytes
}

export interface BridgeAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Bytes
}

export interface BridgeSocketEvents {
  opened(): void
  /** Text as string, binary as bytes. */
  received(data: string | Bytes): void
  /** Always the last one. 1006 when the server was not reached or could not be trusted. */
  closed(code: number): void
}

export interface BridgeSocket {
  send(data: string | Bytes): void
  close(): void
}

/** What the shelf knows of a document without reading its pieces. */
export interface ShelfNote {
  readonly sha256: string
  readonly size: number
  readonly whole: boolean
  /** UTC milliseconds. */
  readonly usedAt: number
}

/** Documents kept for reading without the network: pieces, each sealed by itself under the document's hash and its number. */
export interface BridgeShelf {
  piece(sha256: string, index: number): Promise<Bytes | ShellRefusal>
  keep(sha256: string, index: number, bytes: Bytes): Promise<ShellRefusal | null>
  /** Numbers of the pieces held, rising. */
  held(sha256: string): Promise<readonly number[] | ShellRefusal>
  writeNote(note: ShelfNote): Promise<ShellRefusal | null>
  notes(): Promise<readonly ShelfNote[] | ShellRefusal>
  drop(sha256: string): Promise<ShellRefusal | null>
  /** Bytes on the disk, all documents together. */
  used(): Promise<number | ShellRefusal>
  /** Everything; also without a usable key. */
  wipe(): Promise<ShellRefusal | null>
}

export interface OutboxEntry {
  readonly id: string
  /** The page's own JSON; not read here. */
  readonly text: string
}

/** What must reach the server, kept over a crash: `put` has answered only when the bytes are on the disk. */
export interface BridgeOutbox {
  /** Replaces the entry of the same id in one step. */
  put(entry: OutboxEntry): Promise<ShellRefusal | null>
  /** In the order in which the ids were first put. */
  all(): Promise<readonly OutboxEntry[] | ShellRefusal>
  remove(id: string): Promise<ShellRefusal | null>
}

/** A server that announces itself on the local network. A hint, never a proof: trust comes from the pinned authority. */
export interface FoundServer {
  readonly name: string
  /** `https://host:port` or `http://host:port`. */
  readonly origin: string
  readonly secure: boolean
}

export interface ChosenServer {
  readonly origin: string
  /** SHA-256 of the pinned authority's certificate, lower-case hex; null when the system's authorities are trusted. */
  readonly authority: string | null
}

export interface BridgeServers {
  /** Listens for about two seconds. */
  find(): Promise<readonly FoundServer[]>
  /**
   * `authority`: PEM of the one certificate authority to trust for this server; or `pin`, what is known of it from the
   * secretariat: SHA-256 of the certificate in hexadecimal, or its twenty letters. Changing a choice asks the person.
   */
  choose(server: {
    readonly origin: string
    readonly authority?: string
    readonly pin?: string
  }): Promise<ChosenServer | ShellRefusal>
}

export interface ShellInfo {
  readonly version: string
  readonly platform: string
  /** `signed` only in a release built and signed for distribution. */
  readonly channel: 'development' | 'unsigned' | 'signed'
  /** Whether the operating system keeps secrets: without it there is no shelf, no outbox and no device key. */
  readonly keystore: boolean
  readonly server: ChosenServer | null
}

export interface DeviceKey {
  /** First 32 hex digits of the SHA-256 of the raw public key. */
  readonly keyId: string
  /** Raw Ed25519 public key (RFC 8032), 32 bytes, base64url. */
  readonly publicKey: string
}

export interface BridgeDevice {
  /** The key of this device; made at the first call. */
  key(): Promise<DeviceKey | ShellRefusal>
  /** Ed25519 signature, 64 bytes, base64url. The text must be NFC. */
  sign(
    purpose: SignPurpose,
    text: string,
  ): Promise<{ readonly keyId: string; readonly signature: string } | ShellRefusal>
}

/** A certificate on a token at this device whose key can sign. */
export interface TokenCertificate {
  /** Names it for `sign`; good until the next `list`. */
  readonly token: string
  /** As the token calls itself. */
  readonly label: string
  /** DER. */
  readonly certificate: Bytes
}

export interface BridgeTokens {
  list(): Promise<readonly TokenCertificate[] | ShellRefusal>
  /** Asks the person first, then signs (SHA-256; ECDSA as DER) the signed attributes of a document signature. */
  sign(token: string, pin: string, attributes: Bytes): Promise<Bytes | ShellRefusal>
}

export interface ServiceAsk {
  readonly operation: ServiceOperation
  readonly downloadUrl: string
  readonly uploadUrl: string
}

/** How asking the local signing service ended; what counts is what it brought to the server. */
export const serviceOutcomes = ['done', 'refused', 'answer', 'unreachable', 'tooLate', 'cancelled'] as const

export interface NghiTruongBridge {
  /** Version of the shell. */
  readonly version: string
  info(): Promise<ShellInfo>
  /** Rejects when the server was not reached, could not be trusted, or none is chosen. */
  request(request: BridgeRequest): Promise<BridgeAnswer>
  /** A WebSocket to the meeting server, held by the shell: live and rooms only. */
  socket(path: string, events: BridgeSocketEvents): BridgeSocket
  /** Opens the hall's picture on another display. */
  openProjector(session: string): Promise<void>
  readonly shelf: BridgeShelf
  readonly outbox: BridgeOutbox
  readonly servers: BridgeServers
  readonly device: BridgeDevice
  readonly tokens: BridgeTokens
  /** Asks the government's signing service on this machine to fetch, sign and bring back a paper. */
  localService(ask: ServiceAsk): Promise<ServiceOutcome | ShellRefusal>
}

/** Kinds of windows; each may use its own channels only. */
export const windowKinds = ['hall', 'projector'] as const
export type WindowKind = (typeof windowKinds)[number]

/** Headers the page may set. Cookies, origins and hosts are the shell's business. */
export const requestHeaders = [
  'accept',
  'accept-language',
  'authorization',
  'content-type',
  'if-match',
  'if-none-match',
  'if-range',
  'range',
  'x-epoch',
  'x-hdnd',
] as const

interface Channel {
  readonly windows: readonly WindowKind[]
  readonly input: z.ZodType
  readonly output: z.ZodType
}
const channel = <const C extends Channel>(one: C): C => one

/** The table. A function, so that a bundle that uses only the names leaves every schema out. */
function table() {
  const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
  const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
  const origin = z.string().min(8).max(300)
  const piece = z.int().min(0).max(1_000_000)
  const bytes = (max: number) =>
    z.instanceof(Uint8Array<ArrayBuffer>).refine((b) => b.byteLength <= max, 'too large')
  const refusal = z.strictObject({ refused: z.enum(shellRefusals) })
  const orRefusal = <T extends z.ZodType>(answer: T) => z.union([answer, refusal])
  const done = z.union([z.null(), refusal])
  const nothing = z.strictObject({})
  const chosen = z.strictObject({ origin, authority: sha256.nullable() })
  const note = z.strictObject({
    sha256,
    size: z.int().min(0),
    whole: z.boolean(),
    usedAt: z.number().min(0),
  })
  const entry = z.strictObject({ id, text: z.string().max(bridgeLimits.outboxEntry) })
  const data = z.union([z.string().max(bridgeLimits.message), bytes(bridgeLimits.message)])
  const named = z.strictObject({ sha256 })
  const part = z.strictObject({ sha256, index: piece })
  const ownKey = z.strictObject({ keyId: z.string(), publicKey: z.string() })
  const onToken = z.strictObject({ token: id, label: z.string().max(80), certificate: bytes(65_536) })
  const tokenUse = z.strictObject({ token: id, pin: z.string().min(1).max(64), attributes: bytes(4096) })
  const errand = z.strictObject({
    operation: z.enum(['SignApproved', 'SignIssued', 'SignCopy', 'SignAppendix', 'SignPDF']),
    downloadUrl: z.string().max(400),
    uploadUrl: z.string().max(400),
  })

  /** `/api/…` or `/ballot-box/…` without dot segments, backslashes or anything that a URL parser would take for an address. */
  const apiPath = z
    .string()
    .max(4096)
    .regex(/^\/(?:api|ballot-box)\/[\x21-\x5b\x5d-\x7e]*$/)
    .refine((path) => !/(?:^|\/)(?:\.|%2e){1,2}(?=[/?]|$)|\/\/|#/i.test(path.split('?')[0] ?? ''), 'path')

  /** The two kinds of sockets there are; each opens with a ticket. */
  const socketPath = apiPath.refine(
    (path) => /^\/api\/(?:sessions\/[^/?]+\/live|rooms\/[^/?]+)(?:\?|$)/.test(path),
    'no socket',
  )

  const headerValue = z
    .string()
    .max(8192)
    .regex(/^[\x20-\x7e]*$/)

  const both = ['hall', 'projector'] as const
  const hall = ['hall'] as const

  return {
    appInfo: channel({
      windows: both,
      input: nothing,
      output: z.strictObject({
        version: z.string(),
        platform: z.string(),
        channel: z.enum(['development', 'unsigned', 'signed']),
        keystore: z.boolean(),
        server: chosen.nullable(),
      }),
    }),
    request: channel({
      windows: both,
      input: z.strictObject({
        method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'DELETE']),
        path: apiPath,
        headers: z.partialRecord(z.enum(requestHeaders), headerValue),
        body: z.union([z.string().max(bridgeLimits.body), bytes(bridgeLimits.body)]).exactOptional(),
      }),
      output: z.union([
        z.strictObject({
          status: z.int().min(100).max(599),
          headers: z.record(z.string(), z.string()),
          body: bytes(bridgeLimits.body),
        }),
        /** Why there is no answer; nobody knows whether something happened. */
        z.strictObject({ unreachable: z.string() }),
      ]),
    }),
    socketOpen: channel({
      windows: both,
      input: z.strictObject({ socket: id, path: socketPath }),
      output: z.null(),
    }),
    socketSend: channel({ windows: both, input: z.strictObject({ socket: id, data }), output: z.null() }),
    socketClose: channel({ windows: both, input: z.strictObject({ socket: id }), output: z.null() }),
    windowOpenProjector: channel({ windows: hall, input: z.strictObject({ session: id }), output: z.null() }),
    shelfGet: channel({ windows: hall, input: part, output: orRefusal(bytes(bridgeLimits.piece)) }),
    shelfPut: channel({
      windows: hall,
      input: z.strictObject({ sha256, index: piece, bytes: bytes(bridgeLimits.piece) }),
      output: done,
    }),
    shelfHeld: channel({ windows: hall, input: named, output: orRefusal(z.array(piece)) }),
    shelfWriteNote: channel({ windows: hall, input: note, output: done }),
    shelfList: channel({ windows: hall, input: nothing, output: orRefusal(z.array(note)) }),
    shelfRemove: channel({ windows: hall, input: named, output: done }),
    shelfSize: channel({ windows: hall, input: nothing, output: orRefusal(z.number().min(0)) }),
    shelfWipe: channel({ windows: hall, input: nothing, output: done }),
    outboxPut: channel({ windows: hall, input: entry, output: done }),
    outboxList: channel({ windows: hall, input: nothing, output: orRefusal(z.array(entry)) }),
    outboxRemove: channel({ windows: hall, input: z.strictObject({ id }), output: done }),
    findServers: channel({
      windows: hall,
      input: nothing,
      output: z.array(z.strictObject({ name: z.string().max(80), origin, secure: z.boolean() })),
    }),
    chooseServer: channel({
      windows: hall,
      input: z.strictObject({
        origin,
        authority: z.string().max(16_384).exactOptional(),
        pin: z.string().max(100).exactOptional(),
      }),
      output: orRefusal(chosen),
    }),
    deviceKey: channel({ windows: hall, input: nothing, output: orRefusal(ownKey) }),
    deviceSign: channel({
      windows: hall,
      input: z.strictObject({
        purpose: z.enum(signPurposes),
        text: z
          .string()
          .max(bridgeLimits.text)
          .refine((text) => text.isWellFormed() && text === text.normalize('NFC'), 'not NFC'),
      }),
      output: orRefusal(z.strictObject({ keyId: z.string(), signature: z.string() })),
    }),
    tokenList: channel({ windows: hall, input: nothing, output: orRefusal(z.array(onToken)) }),
    tokenSign: channel({ windows: hall, input: tokenUse, output: orRefusal(bytes(8192)) }),
    localService: channel({
      windows: hall,
      input: errand,
      output: z.union([z.enum(serviceOutcomes), refusal]),
    }),
  } as const satisfies Record<string, Channel>
}

export const channels = /* @__PURE__ */ table()

export type ChannelName = keyof typeof channels
export type InputOf<N extends ChannelName> = z.output<(typeof channels)[N]['input']>
export type OutputOf<N extends ChannelName> = z.output<(typeof channels)[N]['output']>

/** Name on Electron's wire. */
export const wire = (name: ChannelName): string => `nghi-truong:${name}`

/** The only channel from main to a page. */
export const socketEventWire = 'nghi-truong:socket-event'
export type SocketEvent =
  | { readonly socket: string; readonly kind: 'opened' }
  | { readonly socket: string; readonly kind: 'received'; readonly data: string | Bytes }
  | { readonly socket: string; readonly kind: 'closed'; readonly code: number }
