/**
 * Signing in and out, devices, passwords, the first administrator.
 * What must stay true: tokens are 256 random bits of which only the hash is kept; an unknown user and a wrong password
 * are one answer; ending a login is announced, so that its sockets close.
 */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { Account, AccountStore, Login } from '../store/ports.ts'
import { Crowded, shortestPassword, type Passwords } from './passwords.ts'
import { createThrottle } from './throttle.ts'

export interface SignIn {
  readonly username: string
  readonly password: string
  readonly deviceName: string
  readonly deviceId?: string | undefined
  readonly address: string
}

export interface SignedIn {
  readonly token: string
  readonly login: Login
}

export interface Accounts {
  signIn(input: SignIn): Promise<SignedIn | Refusal>
  /** The login of a token, while it is good. */
  login(token: string): Promise<Login | undefined>
  signOut(login: Login): Promise<void>
  devices(person: string): Promise<readonly Login[]>
  /** Ends the logins of one of the person's own devices. @returns whether there was one */
  revoke(person: string, device: string): Promise<boolean>
  /** Whether the token's login was ended from another device, rather than by itself. */
  wasRevoked(token: string): Promise<boolean>
  changePassword(login: Login, current: string, next: string, address: string): Promise<Refusal | undefined>
  /** Gives a person a user name. */
  create(username: string, person: string, password: string): Promise<Refusal | undefined>
  list(): Promise<readonly Account[]>
  /** Opens a login without a password: for who has just proved himself otherwise (set-up). */
  open(account: Account, deviceName: string, deviceId?: string): Promise<SignedIn>
  /** Called with each login that ended. @returns how to stop listening */
  onEnd(listener: (login: Login) => void): () => void
}

export interface AccountParts {
  readonly store: AccountStore
  readonly passwords: Passwords
  readonly now: () => string
  readonly mono: () => number
  /** Hashes of tokens that were revoked: a device that comes back months later must still learn it. */
  readonly revocations?: Revocations
}

export interface Revocations {
  add(tokenHash: string): Promise<void>
  has(tokenHash: string): Promise<boolean>
}

const memoryRevocations = (): Revocations => {
  const held = new Set<string>()
  return {
    async add(tokenHash) {
      held.add(tokenHash)
    },
    has: async (tokenHash) => held.has(tokenHash),
  }
}

/** A login ends after this, whatever happens (design/reliability.md 5.3). */
const lifeMs = 14 * 3600_000
/** How often `seenAt` is written. */
const seenEveryMs = 5 * 60_000
const mostRecent = 5000
/** Logins of one person at once; the oldest give way. */
const mostLogins = 10

export const tokenHash = (token: string): string => hash('sha256', token, 'hex')

/** User names are compared without case and in NFC. */
export const nameOf = (username: string): string => username.normalize('NFC').trim().toLowerCase()

export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(tokenHash(a)), Buffer.from(tokenHash(b)))
}

export function createAccounts({
  store,
  passwords,
  now,
  mono,
  revocations = memoryRevocations(),
}: AccountParts): Accounts {
  const throttle = createThrottle(mono)
  const listeners = new Set<(login: Login) => void>()
  /** Logins asked for lately: this process is the only one that ends them. */
  const recent = new Map<string, Login>()
  /** A look-up or a "seen" under way must not bring back what has ended. */
  const ended = new Set<string>()
  function remember(login: Login): Login {
    recent.set(login.tokenHash, login)
    const [oldest] = recent.keys()
    if (recent.size > mostRecent && oldest !== undefined) recent.delete(oldest)
    return login
  }
  const end = async (login: Login): Promise<void> => {
    ended.add(login.tokenHash)
    recent.delete(login.tokenHash)
    await store.removeLogin(login.tokenHash)
    for (const listener of listeners) listener(login)
  }

  async function open(account: Account, deviceName: string, deviceId?: string): Promise<SignedIn> {
    const token = randomBytes(32).toString('base64url')
    const at = now()
    const device = deviceId ?? randomBytes(12).toString('base64url')
    const login: Login = {
      tokenHash: tokenHash(token),
      username: account.username,
      person: account.person,
      device,
      deviceName,
      signedInAt: at,
      seenAt: at,
      expiresAt: new Date(Date.parse(at) + lifeMs).toISOString(),
    }
    const old = [...(await store.logins(account.person))].sort((a, b) =>
      a.signedInAt < b.signedInAt ? -1 : 1,
    )
    const others = old.filter((one) => one.device !== device)
    for (const one of old.filter((before) => before.device === device)) await end(one)
    for (const one of others.slice(0, Math.max(0, others.length - mostLogins + 1))) await end(one)
    await store.setLogin(login)
    remember(login)
    return { token, login }
  }

  async function matches(password: string, account: Account | undefined): Promise<boolean | Refusal> {
    try {
      return await passwords.matches(password, account?.passwordHash)
    } catch (error) {
      if (error instanceof Crowded) return refuse('request.tooMany')
      throw error
    }
  }

  return {
    open,
    async signIn({ username, password, deviceName, deviceId, address }) {
      const name = nameOf(username)
      const seconds = throttle.wait(name, address)
      if (seconds > 0) return refuse('account.locked', { seconds })
      const account = await store.account(name)
      const yes = await matches(password, account)
      if (typeof yes !== 'boolean') return yes
      if (!yes || !account) {
        throttle.failed(name, address)
        return refuse('account.wrong')
      }
      throttle.succeeded(name, address)
      return open(account, deviceName, deviceId)
    },
    async login(token) {
      const key = tokenHash(token)
      const found = recent.get(key) ?? (await store.login(key))
      if (!found || ended.has(key)) return undefined
      const at = now()
      if (found.expiresAt <= at) {
        await end(found)
        return undefined
      }
      if (Date.parse(at) - Date.parse(found.seenAt) <= seenEveryMs) return remember(found)
      const seen = remember({ ...found, seenAt: at })
      await store.setLogin(seen)
      return seen
    },
    signOut: end,
    devices: (person) => store.logins(person),
    async revoke(person, device) {
      const mine = (await store.logins(person)).filter((one) => one.device === device)
      for (const one of mine) {
        await revocations.add(one.tokenHash)
        await end(one)
      }
      return mine.length > 0
    },
    wasRevoked: (token) => revocations.has(tokenHash(token)),
    async changePassword(login, current, next, address) {
      if (next.normalize('NFC').length < shortestPassword) return refuse('account.weakPassword')
      const seconds = throttle.wait(login.username, address)
      if (seconds > 0) return refuse('account.locked', { seconds })
      const account = await store.account(login.username)
      const yes = await matches(current, account)
      if (typeof yes !== 'boolean') return yes
      if (!yes || !account) {
        throttle.failed(login.username, address)
        return refuse('account.wrong')
      }
      await store.setAccount({ ...account, passwordHash: await passwords.hash(next) })
      // Whoever knew the old password is signed out; the device that changed it stays.
      const others = (await store.logins(login.person)).filter((one) => one.tokenHash !== login.tokenHash)
      for (const one of others) await end(one)
      return undefined
    },
    async create(username, person, password) {
      const name = nameOf(username)
      if (password.normalize('NFC').length < shortestPassword) return refuse('account.weakPassword')
      if (await store.account(name)) return refuse('account.taken')
      await store.setAccount({ username: name, person, passwordHash: await passwords.hash(password) })
      return undefined
    },
    list: () => store.accounts(),
    onEnd(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
