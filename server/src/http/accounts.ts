/**
 * Routes of signing in, devices, accounts and the first set-up.
 * What must stay true: the token leaves once, in the answer and in an HttpOnly cookie; nothing here says whether a user
 * name exists.
 */
import type { Response } from 'express'
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import { isRefusal, refuse } from '@nghi-truong/shared/domain/refusal'
import type { AnswerOf } from '@nghi-truong/shared/protocol/routes'
import type { Accounts, SignedIn } from '../accounts/accounts.ts'
import type { Setup } from '../accounts/setup.ts'
import type { Look } from '../engine/ports.ts'
import type { Login } from '../store/ports.ts'
import { cookieName } from './actor.ts'
import { notFound } from './answers.ts'
import type { Handlers } from './handler.ts'
import type { Rings } from './ports.ts'

export interface AccountRoutes {
  readonly accounts: Accounts
  readonly setup: Setup
  readonly look: Look
  /** Keys of private notes go with a device that is taken away. */
  readonly rings: Pick<Rings, 'revokeDevice'>
  /** Whether the server itself speaks TLS: the cookie is then marked Secure. */
  readonly secure: boolean
}

type Names =
  | 'setup'
  | 'signIn'
  | 'signOut'
  | 'me'
  | 'changePassword'
  | 'devices'
  | 'revokeDevice'
  | 'createAccount'
  | 'accounts'

const ok = { ok: true } as const

export function accountHandlers({
  accounts,
  setup,
  look,
  rings,
  secure,
}: AccountRoutes): Pick<Handlers, Names> {
  async function me(login: Login): Promise<AnswerOf<'me'>> {
    const house = await look.state(houseLog)
    const person = house?.one('housePerson', login.person)
    return {
      person: login.person,
      name: person?.name ?? login.username,
      username: login.username,
      roles: [...(person?.roles ?? [])],
      device: login.device,
    }
  }

  const setCookie = (response: Response, value: string, maxAge: number): void => {
    response.cookie(cookieName, value, { httpOnly: true, sameSite: 'strict', secure, path: '/', maxAge })
  }

  async function welcome(response: Response, { token, login }: SignedIn): Promise<AnswerOf<'signIn'>> {
    setCookie(response, token, Date.parse(login.expiresAt) - Date.parse(login.signedInAt))
    return { token, expiresAt: login.expiresAt, me: await me(login) }
  }

  return {
    async setup({ body, address, response }) {
      const made = await setup.run({ ...body, address })
      return isRefusal(made) ? made : welcome(response, made)
    },
    async signIn({ body, address, response }) {
      const made = await accounts.signIn({ ...body, address })
      return isRefusal(made) ? made : welcome(response, made)
    },
    async signOut({ login, response }) {
      await accounts.signOut(login)
      setCookie(response, '', 0)
      return ok
    },
    me: ({ login }) => me(login),
    async changePassword({ body, login, address }) {
      return (await accounts.changePassword(login, body.current, body.next, address)) ?? ok
    },
    async devices({ login }) {
      const mine = await accounts.devices(login.person)
      return {
        devices: mine.map((one) => ({
          id: one.device,
          name: one.deviceName,
          signedInAt: one.signedInAt,
          seenAt: one.seenAt,
          current: one.tokenHash === login.tokenHash,
        })),
      }
    },
    async revokeDevice({ params, login }) {
      const device = params['id'] ?? ''
      // Keys first: a device signed out but still with keys to come would be worse than the other way round.
      await rings.revokeDevice(login.person, device)
      return (await accounts.revoke(login.person, device)) ? ok : notFound
    },
    async createAccount({ body }) {
      const house = await look.state(houseLog)
      if (!house?.one('housePerson', body.person)) return refuse('person.notSeen')
      return (await accounts.create(body.username, body.person, body.password)) ?? ok
    },
    async accounts() {
      return { accounts: (await accounts.list()).map(({ username, person }) => ({ username, person })) }
    },
  }
}
