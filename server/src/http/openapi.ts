/**
 * The contract as OpenAPI 3.1, made from `shared/protocol/routes` and the catalog of verbs.
 * What must stay true: nothing is written here by hand that the routes or verbs already say; every verb appears with the
 * shape of its input and who may use it.
 */
import { z } from 'zod'
import { houseCatalog, houseLog, sessionCatalog } from '@nghi-truong/shared/domain/catalog'
import type { Verb } from '@nghi-truong/shared/domain/feature'
import { refusals } from '@nghi-truong/shared/domain/refusal'
import { refusalBody, refusalStatus, routes, type Route } from '@nghi-truong/shared/protocol/routes'

type Schema = Record<string, unknown>

interface Document extends Record<string, unknown> {
  readonly paths: Record<string, Record<string, unknown>>
  readonly components: { readonly schemas: Record<string, Schema> } & Record<string, unknown>
}

/** Puts the schema and what it refers to under components. @returns a reference to it */
function put(
  schemas: Record<string, Schema>,
  name: string,
  schema: z.ZodType,
  io: 'input' | 'output',
): Schema {
  const made = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Schema & {
    $defs?: Record<string, Schema>
  }
  const { $schema: _dialect, $defs = {}, ...own } = made
  const inner = (key: string): string => `${name}.${key}`
  const rename = <T>(value: T): T =>
    JSON.parse(
      JSON.stringify(value)
        .replaceAll('"#/$defs/', `"#/components/schemas/${name}.`)
        .replaceAll('"$ref":"#"', `"$ref":"#/components/schemas/${name}"`),
    ) as T
  for (const [key, definition] of Object.entries($defs)) schemas[inner(key)] = rename(definition)
  schemas[name] = rename(own)
  return { $ref: `#/components/schemas/${name}` }
}

const pathOf = (path: string): string => path.replaceAll(/:([a-z0-9]+)/gi, '{$1}')

function parametersOf({ path, query }: Route): Schema[] {
  const inPath = [...path.matchAll(/:([a-z0-9]+)/gi)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema:
      name === 'sha256'
        ? { type: 'string', pattern: '^[0-9a-f]{64}$' }
        : { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
  }))
  const shape = query ? (z.toJSONSchema(query, { io: 'input' }) as Schema) : {}
  const required = (shape['required'] as string[] | undefined) ?? []
  const inQuery = Object.entries((shape['properties'] as Record<string, Schema> | undefined) ?? {}).map(
    ([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }),
  )
  return [...inPath, ...inQuery]
}

const binary = { schema: { type: 'string', format: 'binary' } }

function operation(schemas: Record<string, Schema>, name: string, route: Route): Schema {
  const body =
    route.bytes === 'in'
      ? { 'application/pdf': binary }
      : route.body && { 'application/json': { schema: put(schemas, `${name}.body`, route.body, 'input') } }
  const answer =
    route.bytes === 'out'
      ? { [name === 'exportLog' ? 'application/jsonl' : 'application/pdf']: binary }
      : { 'application/json': { schema: put(schemas, `${name}.answer`, route.answer, 'output') } }
  return {
    operationId: name,
    summary: route.summary,
    parameters: parametersOf(route),
    ...(body ? { requestBody: { required: true, content: body } } : {}),
    responses: {
      '200': { description: 'OK', content: answer },
      ...(name === 'getFile'
        ? { '206': { description: 'One range' }, '304': { description: 'Not modified' } }
        : {}),
      default: { $ref: '#/components/responses/refusal' },
    },
    security: route.access === 'open' ? [] : [{ bearer: [] }, { cookie: [] }],
    'x-access': route.access,
  }
}

/** The body of the command route: one alternative for each verb, told apart by `type`. */
function commands(schemas: Record<string, Schema>): Schema {
  const verbs: [string, string, Verb][] = [
    ...Object.entries(sessionCatalog.commands).map(([type, verb]): [string, string, Verb] => [
      'session',
      type,
      verb,
    ]),
    ...Object.entries(houseCatalog.commands).map(([type, verb]): [string, string, Verb] => [
      houseLog,
      type,
      verb,
    ]),
  ]
  const outside = verbs.filter(([, , verb]) => verb.may.some((who) => who !== 'system'))
  return {
    description:
      'A wish. `id` is made by the client, once for each wish; a repetition gets the same receipt. `x-may` names the roles, `x-log` whether it goes to a session or to `house`.',
    oneOf: outside.map(([log, type, verb]) => ({
      type: 'object',
      title: type,
      required: ['id', 'type', 'input'],
      properties: {
        id: { type: 'string', pattern: '^[A-Za-z0-9_-]{8,64}$' },
        type: { const: type },
        input: put(schemas, `input.${type}`, verb.input, 'input'),
      },
      'x-may': verb.may.filter((who) => who !== 'system'),
      'x-log': log,
    })),
  }
}

function sockets(): Record<string, Schema> {
  const socket = (summary: string, parameter: string) => ({
    get: {
      summary,
      parameters: [
        { name: parameter, in: 'path', required: true, schema: { type: 'string' } },
        { name: 'ticket', in: 'query', required: true, schema: { type: 'string' } },
      ],
      responses: { '101': { description: 'WebSocket' } },
      'x-websocket': true,
    },
  })
  return {
    '/api/sessions/{id}/live': socket('The live socket of a session (see docs/api.md).', 'id'),
    '/api/rooms/{room}': socket(
      'A room of notes, by the stock y-websocket protocol (see docs/api.md).',
      'room',
    ),
  }
}

export function openApi(version: string): Document {
  const schemas: Record<string, Schema> = {}
  const paths: Record<string, Record<string, unknown>> = { ...sockets() }
  put(schemas, 'refusal', refusalBody, 'output')
  for (const [name, route] of Object.entries(routes)) {
    const path = pathOf(route.path)
    paths[path] = { ...paths[path], [route.method]: operation(schemas, name, route) }
  }
  schemas['command.body'] = commands(schemas)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Nghị Trường',
      version,
      description: 'Every answer that is not 2xx is a refusal {code, message, params?}. See docs/api.md.',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    paths,
    components: {
      schemas,
      responses: {
        refusal: {
          description: 'A refusal of the closed list; nothing was changed.',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/refusal' } } },
        },
      },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'hdnd' },
      },
    },
    'x-refusals': Object.fromEntries(
      Object.entries(refusals).map(([code, text]) => [
        code,
        { status: refusalStatus(code as keyof typeof refusals), ...text },
      ]),
    ),
  }
}
