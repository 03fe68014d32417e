/**
 * Writes docs/api.md: the contract in words and tables, from which a stranger can write a client.
 * Run: `node server/src/http/api-doc.ts`. A test holds the page against this file.
 * What must stay true: tables come from the routes, verbs, refusals and record types themselves; the example client is
 * the very file that a test runs against a server.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { roles } from '@nghi-truong/shared/domain/audience'
import { houseCatalog, houseLog, sessionCatalog, type Catalog } from '@nghi-truong/shared/domain/catalog'
import { refusals } from '@nghi-truong/shared/domain/refusal'
import { mark, roomLimits } from '@nghi-truong/shared/protocol/rooms'
import { closeCodes } from '@nghi-truong/shared/protocol/live'
import { refusalStatus, routes, type Route } from '@nghi-truong/shared/protocol/routes'
import { standardLimits } from './limits.ts'
import { openApi } from './openapi.ts'

type Schema = Record<string, unknown>

export const apiPage = fileURLToPath(new URL('../../../docs/api.md', import.meta.url))

const source = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8').trim()

const code = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A JSON schema as one line that a person reads: `{title: text 1–300, before?: string}`. */
export function shape(schema: Schema, all: Readonly<Record<string, Schema>>, depth = 0): string {
  const reference = schema['$ref']
  if (typeof reference === 'string') {
    const name = reference.replace('#/components/schemas/', '')
    const target = all[name]
    return target && depth < 4 ? shape(target, all, depth + 1) : 'object'
  }
  if ('const' in schema) return JSON.stringify(schema['const'])
  const values = schema['enum']
  if (Array.isArray(values)) return choice(values)
  const options = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined
  if (options) return options.map((one) => shape(one, all, depth + 1)).join(' or ')
  switch (schema['type']) {
    case 'object':
      return objectShape(schema, all, depth)
    case 'array': {
      const items = schema['items'] as Schema | undefined
      const prefix = schema['prefixItems'] as Schema[] | undefined
      if (prefix) return `[${prefix.map((one) => shape(one, all, depth + 1)).join(', ')}]`
      return `[${items ? shape(items, all, depth + 1) : ''} …]`
    }
    case 'string':
      return stringShape(schema)
    case 'integer':
    case 'number':
      return numberShape(schema)
    case undefined:
      return 'any'
    default:
      return String(schema['type'])
  }
}

/** Roles are listed once, above the tables. */
function choice(values: readonly unknown[]): string {
  const without = roles.filter((role) => !values.includes(role))
  if (values.every((one) => roles.some((role) => role === one)) && values.length > 6)
    return without.length === 0 ? 'role' : `role but ${without.join(', ')}`
  return values.map((one) => JSON.stringify(one)).join(' / ')
}

function objectShape(schema: Schema, all: Readonly<Record<string, Schema>>, depth: number): string {
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>
  const required = (schema['required'] ?? []) as string[]
  const names = Object.keys(properties)
  if (names.length === 0) return schema['additionalProperties'] ? '{…}' : '{}'
  // A rule profile is a page by itself: its schema is in the OpenAPI document.
  if (depth > 2) return 'object'
  const parts = names.map((name) => {
    const one = properties[name] ?? {}
    const preset = 'default' in one ? ` = ${JSON.stringify(one['default'])}` : ''
    return `${name}${required.includes(name) && preset === '' ? '' : '?'}: ${shape(one, all, depth + 1)}${preset}`
  })
  return `{${parts.join(', ')}}`
}

function stringShape(schema: Schema): string {
  const { minLength, maxLength, pattern, format } = schema
  if (pattern === '^[A-Za-z0-9_-]{1,64}$') return 'id'
  if (pattern === '^[0-9a-f]{64}$') return 'sha256'
  if (format === 'date') return 'date'
  if (maxLength !== undefined) return `text ${Number(minLength ?? 0)}–${Number(maxLength)}`
  return pattern === undefined ? 'text' : `text ${String(pattern)}`
}

function numberShape({ type, minimum, maximum }: Schema): string {
  const low = Number(minimum ?? Number.MIN_SAFE_INTEGER)
  const high = Number(maximum ?? Number.MAX_SAFE_INTEGER)
  const word = type === 'integer' ? 'integer' : 'number'
  if (low <= Number.MIN_SAFE_INTEGER && high >= Number.MAX_SAFE_INTEGER) return word
  return `${word} ${low <= Number.MIN_SAFE_INTEGER ? '' : low}–${high >= Number.MAX_SAFE_INTEGER ? '' : high}`
}

const routeRows = (): string[][] =>
  Object.values(routes).map((one: Route) => [
    `\`${one.method.toUpperCase()} ${one.path}\``,
    one.access,
    one.summary,
  ])

function bodies(all: Readonly<Record<string, Schema>>): string {
  const line = (name: string, what: string) => {
    const schema = all[`${name}.${what}`]
    if (name === 'command' && what === 'body') return '{id: text 8–64, type: text, input: any}'
    return schema ? shape(schema, all) : ''
  }
  return table(
    ['route', 'body', 'answer'],
    Object.entries(routes).map(([name, one]: [string, Route]) => [
      `\`${one.method.toUpperCase()} ${one.path}\``,
      one.bytes === 'in' ? 'bytes' : `\`${line(name, 'body') || '–'}\``,
      one.bytes === 'out'
        ? 'bytes'
        : name === 'command'
          ? '`{seq: integer, hash: sha256}`'
          : `\`${line(name, 'answer') || '–'}\``,
    ]),
  )
}

const verbRows = (catalog: Catalog, all: Readonly<Record<string, Schema>>): string[][] =>
  Object.entries(catalog.commands).flatMap(([type, verb]) => {
    const who = verb.may.filter((one) => one !== 'system')
    return who.length === 0
      ? []
      : [[`\`${type}\``, who.join(', '), `\`${shape(all[`input.${type}`] ?? {}, all)}\``]]
  })

export function apiDocument(): string {
  const all = openApi('').components.schemas
  const marks = z.toJSONSchema(mark) as Schema
  const records = source('../../../shared/src/domain/records.ts')
  return `${[
    '# The contract',
    `Made by \`node server/src/http/api-doc.ts\` from \`shared/src/protocol/routes.ts\` and the verbs; do not edit. The same as
OpenAPI 3.1: \`GET /api/openapi.json\`. A client written from this page alone can sign in, follow a session, read, annotate
and vote; the example at the end is run by a test.`,
    '## Ground rules',
    `- JSON in UTF-8, \`Content-Type: application/json\`, at most 64 KB (a command 512 KB), nested at most 40 deep. Texts are
  normalised to NFC and trimmed. Times are UTC, ISO 8601.
- **Who calls**: \`Authorization: Bearer <token>\` from \`POST /api/sign-in\`. Browsers also get an HttpOnly cookie \`hdnd\`; a
  request that changes something on the cookie's word must come from the server's own page (\`Sec-Fetch-Site: same-origin\`
  or a matching \`Origin\`). \`Host\` must be an address or a name of the server. There is no CORS.
- **Refusals**: every answer that is not 2xx (or 206, 304, 416 for bytes) is \`{code, message, params?}\`; \`code\` is from the
  closed list below, \`message\` a sentence in the language of \`Accept-Language\` (vi, or en). 429 and 503 carry \`Retry-After\`:
  nothing was recorded. A connection that ends without an answer leaves it open: ask again with the same id.
- **What you may not see does not exist**: the answer is the same 404.
- A login may make ${standardLimits.login} requests a minute, an address without one ${standardLimits.address}; beyond that 429.`,
    'By hand:',
    code(
      'sh',
      `BASE=http://localhost:8080
curl -s $BASE/api/health
TOKEN=$(curl -s $BASE/api/sign-in -H 'Content-Type: application/json' \\
  -d '{"username":"db020","password":"Demo@2026-db020","deviceName":"curl"}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')
curl -s $BASE/api/sessions -H "Authorization: Bearer $TOKEN"
curl -s $BASE/api/sessions/ky-hop-3/commands -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
  -d '{"id":"4f1c0c6e-3b0e-4f0e-9b57-2f7a0b1c9d11","type":"attendance.checkIn","input":{}}'
# {"seq":37,"hash":"…"}  and the same again, byte for byte, for the same id`,
    ),
    '## Routes',
    table(['route', 'who', 'what'], routeRows()),
    `Shapes (\`?\` may be left out, \`=\` what it is then, \`id\` is \`[A-Za-z0-9_-]{1,64}\`; roles are ${roles.join(', ')}):`,
    bodies(all),
    '## Wishes',
    `\`POST /api/sessions/:id/commands\` with \`{id, type, input}\`. Make \`id\` once for each wish (8 to 64 of \`[A-Za-z0-9_-]\`; a UUID will
do) and keep it until there is an answer: the same id with the same wish is answered with the same receipt \`{seq, hash}\`, byte
for byte, also after a restart of the server; with another wish it is \`command.idReused\`. A refusal is not kept: the same id
may be tried again. A receipt means: durable. \`hash\` is the hash of the log entry; whoever keeps it can later show that the log
was changed.`,
    '### In a session',
    table(['verb', 'who', 'input'], verbRows(sessionCatalog, all)),
    `### In the house (\`:id\` = \`${houseLog}\`)`,
    table(['verb', 'who', 'input'], verbRows(houseCatalog, all)),
    `A new session begins with \`session.convene\` sent to a fresh id by the secretariat or an administrator of the house. Roles are
those of the log concerned: in a session the roles of its \`person\` records.`,
    '## Following a session',
    `\`GET /api/sessions/:id/live?ticket=…\` as WebSocket (no compression). A ticket comes from \`POST /api/tickets\`, opens **one**
socket within 30 seconds. First comes a snapshot, then patches, at most one in 16 ms; nothing is resent and nothing need be
sent. A patch holds whole records, and \`{kind, id, gone: true}\` for what is gone or out of sight. A second snapshot replaces
everything (your rights changed, or you read too slowly). Keep records by \`kind\` and \`id\`; never fold events. The server pings
every 15 s. Before it closes a socket it says \`bye\`. Close codes: ${Object.entries(closeCodes)
      .map(([name, value]) => `${value} ${name}`)
      .join(', ')}; 1001 the server stops; 1009 too large; 1013 try again.`,
    code(
      'ts',
      source('../../../shared/src/protocol/live.ts')
        .replace(/^[\s\S]*?(?=\nexport interface Snapshot)/, '')
        .trim(),
    ),
    '### Records',
    code('ts', records.replace(/^[\s\S]*?(?=\ninterface Base)/, '').trim()),
    `\`Audience\` is a list of \`everyone\`, \`role:<role>\`, \`group:<id>\`, \`person:<id>\`; you only ever get what you may see. Rule profiles
(\`RuleProfile\`, \`VoteRule\`) are dated data: \`shared/src/domain/rules/types.ts\`; their JSON schema stands in the OpenAPI document
under \`input.session.convene\`.`,
    '## Files',
    `\`GET /api/files/:sha256\` gives the bytes if a document in your sight bears them: ranges (one at a time), \`ETag\` = the hash in
quotes, \`If-None-Match\`, \`If-Range\`. \`PUT /api/files/:sha256?session=…\` takes a PDF as it is, with \`Content-Length\`, under the SHA-256 of
its bytes; it answers when the file is durable and examined, and then \`documents.attach\` may name it.`,
    '## Notes',
    `\`/api/rooms/<session>.<sha256>.<layer>?ticket=…\` speaks the stock y-websocket protocol (Yjs updates V1): an unmodified
\`WebsocketProvider\` joins. Layers: \`private:<your person id>\`, \`group:<id of your group>\`, \`presenter\` (all read, the presenter
writes). One map \`marks\` from a mark's id to one immutable value, replaced as a whole; in a shared layer you write your own marks
only. Limits: ${roomLimits.updateBytes / 1024} KB an update, ${roomLimits.roomBytes / 1024 / 1024} MB a room. A mark:`,
    code('json', JSON.stringify(marks)),
    `In a **private** layer a value is not a mark but a box of bytes, and the id 32 hexadecimal digits: 1 byte version (1), 2 bytes
epoch, 24 bytes nonce, XChaCha20-Poly1305 of the padded mark under the person's key of that epoch, bound to room and id
(\`shared/src/private-layer/mark-box.ts\`). Anything readable closes the socket. The keys come from \`/api/notes/ring\`, locked for each
of the person's devices (\`shared/src/private-layer/ring.ts\`); a client without them leaves private layers alone.`,
    '## Signed votes',
    `A device may enrol a key of its own (\`devices.enrol\`, Ed25519); from then on its person's votes must carry \`proof: {key, signature}\`.
Keys are 32 bytes, signatures 64, base64url without padding. The signature of enrolment is over the lines
\`nghi-truong-device/v1\`, log, person, key; that of a vote over \`nghi-truong-cast/v1\`, log, ballot, round, person, choice, clientSeq,
key; lines joined by \`\\n\`, UTF-8. \`log\` is the session's id.`,
    '## The log',
    `\`GET /api/sessions/:id/export\`: JSON lines, each canonical (RFC 8785). First line \`{format, log, exportedAt, seq, head, payloads,
publicKey}\`; then \`{header, payload, hash}\` for each entry (without \`payload\` for those who may not read it); last line
\`{seal: "ed25519", signature}\` over \`nghi-truong-log-export-seal/v1\\n\` + the first line. \`hash\` = SHA-256 of
\`nghi-truong-log-entry/v1\\n\` + canonical header; \`header.body\` = SHA-256 of \`nghi-truong-log-payload/v1\\n\` + canonical payload;
\`header.prev\` = the hash before, for the first SHA-256 of \`nghi-truong-log-genesis/v1\\n\` + log. Check it with
\`npm run verify-log -- FILE --key <publicKey as known from elsewhere>\`.`,
    '## Refusals',
    table(
      ['code', 'status', 'vi', 'en'],
      Object.entries(refusals).map(([name, { vi, en }]) => [
        `\`${name}\``,
        String(refusalStatus(name as keyof typeof refusals)),
        vi,
        en,
      ]),
    ),
    '## A whole client',
    code('js', source('testing/stranger.mjs')),
  ].join('\n\n')}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(apiPage, apiDocument())
