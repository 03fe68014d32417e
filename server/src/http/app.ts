/**
 * The HTTP side: every route of `shared/protocol/routes`, and none besides.
 * What must stay true: method, host, origin, caller, size and shape are settled here before a handler runs; an unknown
 * route is refused before its body is read; no failure leaves without an answer of the closed list.
 */
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import { rateLimit } from 'express-rate-limit'
import type { Logger } from 'pino'
import { isRefusal, refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { id as idForm, sha256Hex } from '@nghi-truong/shared/domain/text'
import { routes, type Access, type Route, type RouteName } from '@nghi-truong/shared/protocol/routes'
import type { Accounts } from '../accounts/accounts.ts'
import { Crowded } from '../accounts/passwords.ts'
import { EngineDead, type Look } from '../engine/ports.ts'
import { StorageFull, StoreBusy, Superseded, type Login } from '../store/ports.ts'
import { addressOf, credentialOf, fromOwnPage, hostAllowed, originAllowed, type Credential } from './actor.ts'
import { notFound, sendRefusal } from './answers.ts'
import { sent, type Asked, type Handlers } from './handler.ts'
import { headers } from './headers.ts'
import { tooDeep } from './depth.ts'
import type { Limits } from './limits.ts'

export interface AppParts {
  readonly accounts: Accounts
  readonly look: Look
  readonly handlers: Handlers
  readonly log: RequestHandler
  readonly logger: Logger
  /** Names under which this server may be called, besides its own and its addresses. */
  readonly hosts: readonly string[]
  readonly page: RequestHandler
  /** One-time addresses outside the contract, for a program without a login; says whether it took the request. */
  readonly oneTime?: (request: Request, response: Response) => boolean
  readonly limits: Limits
  /** `house.epoch`: which copy of the data this is. */
  readonly epoch?: string
  /** Addresses of the standby: pages may ask it whether it has taken over. */
  readonly others?: () => readonly string[]
  /** Whether another machine has taken over. */
  readonly superseded?: () => boolean
}

/** Bytes of a JSON body. A rule profile travels in a command. */
const bodyLimit = 64 * 1024
const commandLimit = 512 * 1024
const deepest = 40

const changing = (method: string): boolean => !['GET', 'HEAD'].includes(method)

interface Locals {
  login?: Login
  credential?: Credential
}

const localsOf = (response: Response): Locals => response.locals as Locals

export function createApp(parts: AppParts): express.Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  app.use(parts.log)
  app.use((_request, response, next) => {
    response.locals['others'] = parts.others?.() ?? []
    next()
  })
  app.use(headers)
  const { epoch } = parts
  if (epoch !== undefined)
    app.use('/api', (_request, response, next) => {
      response.set('X-Epoch', epoch)
      next()
    })

  app.use((request, response, next) => {
    // A page of the machine that died asks the other one; the answer is signed, and the same for everybody.
    const probe = request.method === 'GET' && request.path === routes.machines.path
    if (probe)
      response.set({ 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' })
    if (!hostAllowed(request.headers.host, parts.hosts) || !(probe || originAllowed(request)))
      sendRefusal(request, response, refuse('request.foreignOrigin'))
    else next()
  })

  const whoCalls: RequestHandler = async (request, response, next) => {
    const credential = credentialOf(request)
    const login = credential && (await parts.accounts.login(credential.token))
    if (credential && login) Object.assign(response.locals, { credential, login })
    next()
  }
  app.use('/api', whoCalls)
  const limiter = (limit: number, byLogin: boolean) =>
    rateLimit({
      windowMs: 60_000,
      limit,
      skip: (_request, response) => (localsOf(response).login !== undefined) !== byLogin,
      keyGenerator: (request, response) => localsOf(response).login?.tokenHash ?? addressOf(request),
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      handler: (request, response) => sendRefusal(request, response, refuse('request.tooMany')),
    })
  app.use('/api', limiter(parts.limits.login, true), limiter(parts.limits.address, false))

  for (const name of Object.keys(routes) as RouteName[]) mount(app, parts, name, routes[name])

  app.use('/api', (request, response) => sendRefusal(request, response, notFound))
  app.use('/signing', limiter(parts.limits.address, false))
  app.use((request, response, next) => {
    if (!parts.oneTime?.(request, response)) next()
  })
  app.use(parts.page)
  app.use((request, response) => sendRefusal(request, response, notFound))

  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    void next
    if (error instanceof EngineDead) {
      // Whether it was recorded is open: no answer is the only true one. The client asks again.
      response.destroy()
      return
    }
    const refusal = refusalOf(error)
    if (!refusal) parts.logger.error({ err: error, url: request.path }, 'unexpected failure')
    sendRefusal(request, response, refusal ?? refuse('server.failed'))
  })
  return app
}

/** Failures of reading a request, which are the caller's, and of a full house; everything else is a bug of ours. */
function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined
  // Each of these says that nothing was recorded, and that is so: they come before or instead of a commit.
  if (error instanceof StorageFull) return refuse('server.storageFull')
  if (error instanceof StoreBusy) return refuse('server.busy')
  if (error instanceof Superseded) return refuse('server.superseded')
  if (error instanceof Crowded) return refuse('request.tooMany')
  const type = 'type' in error ? String(error.type) : ''
  if (type === 'entity.too.large') return refuse('request.tooLarge')
  if (/^(entity|encoding|charset|request|stream)\./.test(type)) return refuse('request.malformed')
  if (error instanceof URIError || ('status' in error && error.status === 400))
    return refuse('request.malformed')
  return undefined
}

async function access(
  parts: AppParts,
  wanted: Access,
  login: Login | undefined,
  credential: Credential | undefined,
): Promise<Refusal | undefined> {
  if (wanted === 'open') return undefined
  // A device that was cut off is told so, and erases what it kept.
  if (!login)
    return credential && (await parts.accounts.wasRevoked(credential.token))
      ? refuse('account.required', { revoked: 1 })
      : refuse('account.required')
  if (wanted === 'signedIn') return undefined
  const house = await parts.look.houseRoles(login.person)
  if (house.includes(wanted)) return undefined
  if (wanted === 'secretariat') {
    const mine = await parts.look.sessionsOf(login.person)
    if (mine.some((one) => one.roles.includes('secretariat'))) return undefined
  }
  return refuse('command.notAllowed')
}

const paramForms = { id: idForm, sha256: sha256Hex }

const paramsFit = (params: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(params).every(
    ([name, value]) => (name === 'sha256' ? paramForms.sha256 : paramForms.id).safeParse(value).success,
  )

const hasBody = ({ headers: given }: Request): boolean =>
  given['transfer-encoding'] !== undefined || Number(given['content-length'] ?? 0) > 0

function read(route: Route, request: Request): { body: unknown; query: unknown } | Refusal {
  let body: unknown
  if (route.body) {
    // No body stands for an empty object, so that "sign out" needs none; a body of another type was not read.
    const given: unknown = request.body ?? (hasBody(request) ? undefined : {})
    if (given === undefined) return refuse('request.malformed')
    if (tooDeep(given, deepest)) return refuse('request.malformed')
    const parsed = route.body.safeParse(given)
    if (!parsed.success)
      return refuse('command.badInput', { where: parsed.error.issues[0]?.path.join('.') || 'body' })
    body = parsed.data
  }
  let query: unknown
  if (route.query) {
    const parsed = route.query.safeParse(request.query)
    if (!parsed.success)
      return refuse('command.badInput', { where: parsed.error.issues[0]?.path.join('.') || 'query' })
    query = parsed.data
  }
  return { body, query }
}

/** A device of the same house that knows a higher epoch has spoken to the machine that took over. */
function replaced({ epoch, superseded }: AppParts, known: string | undefined): boolean {
  if (superseded?.()) return true
  const [house, number] = epoch?.split('.') ?? []
  const [theirs, higher] = known?.split('.') ?? []
  return house !== undefined && house === theirs && Number(higher) > Number(number)
}

function mount(app: express.Express, parts: AppParts, name: RouteName, route: Route): void {
  const door: RequestHandler = async (request, response, next) => {
    const { login, credential } = localsOf(response)
    if (!paramsFit(request.params)) return sendRefusal(request, response, notFound)
    const open = route.access === 'open' || route.access === 'admin'
    if (!open && replaced(parts, request.get('x-epoch')))
      return sendRefusal(request, response, refuse('server.superseded'))
    const no = await access(parts, route.access, login, credential ?? credentialOf(request))
    if (no) return sendRefusal(request, response, no)
    if (credential?.by === 'cookie' && changing(request.method) && !fromOwnPage(request))
      return sendRefusal(request, response, refuse('request.foreignOrigin'))
    next()
  }
  const json = express.json({
    limit: name === 'command' ? commandLimit : bodyLimit,
    type: 'application/json',
    inflate: false,
  })
  const handler = parts.handlers[name] as (asked: unknown) => Promise<unknown>
  const answer: RequestHandler = async (request, response) => {
    const given = read(route, request)
    if (isRefusal(given)) return sendRefusal(request, response, given)
    const asked: Omit<Asked<RouteName>, 'body' | 'query' | 'login'> &
      Record<'body' | 'query' | 'login', unknown> = {
      ...given,
      params: request.params as Record<string, string>,
      login: localsOf(response).login,
      address: addressOf(request),
      request,
      response,
    }
    const result = await handler(asked)
    if (result === sent) return
    if (isRefusal(result)) return sendRefusal(request, response, result)
    response.json(result)
  }
  app[route.method](route.path, ...(route.body ? [door, json, answer] : [door, answer]))
}
