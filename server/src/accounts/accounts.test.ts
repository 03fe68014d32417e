/** Accounts: guessing is slow, secrets are nowhere, logins end when they should. */
import { readFileSync } from 'node:fs'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { isRefusal, refuse } from '@nghi-truong/shared/domain/refusal'
import { memoryAccounts } from '../store/memory.ts'
import { openCore } from '../store/open.ts'
import { sqlite3Driver } from '../store/sqlite3.ts'
import { createAccounts, nameOf, tokenHash, type Accounts, type SignedIn } from './accounts.ts'
import { createPasswords, Crowded, standardCost, type Passwords } from './passwords.ts'
import { createSetup } from './setup.ts'
import { createThrottle } from './throttle.ts'
import { createTickets, ticketMs } from './tickets.ts'

const quick = { memoryCost: 256, timeCost: 2, parallelism: 1 }

let clock: number
let accounts: Accounts
let passwords: Passwords
const now = () => new Date(Date.parse('2026-12-09T01:00:00.000Z') + clock).toISOString()
const mono = () => clock

beforeEach(async () => {
  clock = 0
  passwords = await createPasswords(quick)
  accounts = createAccounts({ store: memoryAccounts(), passwords, now, mono })
  await accounts.create('Hiển', 'db001', 'mật khẩu dài')
})

const signIn = (username: string, password: string, address = '10.0.0.1', deviceId?: string) =>
  accounts.signIn({ username, password, deviceName: 'iPad', deviceId, address })
const signedIn = async (...given: Parameters<typeof signIn>): Promise<SignedIn> => {
  const answer = await signIn(...given)
  if (isRefusal(answer)) throw new Error(answer.refused)
  return answer
}

describe('signing in', () => {
  test('user names without case and in any Unicode form, passwords in any Unicode form', async () => {
    for (const name of ['hiển', 'HIỂN', ' Hiển ', 'hiển'.normalize('NFD')])
      expect(isRefusal(await signIn(name, 'mật khẩu dài'.normalize('NFD')))).toBe(false)
    expect(nameOf('  Đức ')).toBe('đức')
  })

  test('an unknown name and a wrong password are one answer, and cost the same work', async () => {
    let work = 0
    const counted: Passwords = {
      ...passwords,
      matches(password, phc) {
        work += 1
        return passwords.matches(password, phc)
      },
    }
    accounts = createAccounts({ store: memoryAccounts(), passwords: counted, now, mono })
    await accounts.create('hiển', 'db001', 'mật khẩu dài')
    const wrong = await signIn('hiển', 'sai')
    const unknown = await signIn('không có', 'sai', '10.0.0.2')
    expect(unknown).toEqual(wrong)
    expect(wrong).toEqual(refuse('account.wrong'))
    expect(work).toBe(2)
  })

  test('after five failures one waits, from that address only, and longer each time', async () => {
    for (let n = 0; n < 5; n++) expect(await signIn('hiển', 'sai')).toEqual(refuse('account.wrong'))
    expect(await signIn('hiển', 'mật khẩu dài')).toEqual(refuse('account.locked', { seconds: 30 }))
    expect(isRefusal(await signIn('hiển', 'mật khẩu dài', '10.0.0.9'))).toBe(false)
    clock += 30_001
    expect(await signIn('hiển', 'sai')).toEqual(refuse('account.wrong'))
    expect(await signIn('hiển', 'sai')).toEqual(refuse('account.locked', { seconds: 60 }))
    clock += 60_001
    expect(isRefusal(await signIn('hiển', 'mật khẩu dài'))).toBe(false)
    expect(await signIn('hiển', 'sai')).toEqual(refuse('account.wrong'))
  })

  test('trying many names from one address is slow too', async () => {
    for (let n = 0; n < 30; n++) await signIn(`tên${n}`, 'sai')
    expect(await signIn('tên mới', 'sai')).toMatchObject({ refused: 'account.locked' })
  })

  test('a hall that signs in at once is not slowed', async () => {
    for (let n = 0; n < 65; n++) await accounts.create(`db${n}`, `db${n}`, `mật khẩu số ${n}`)
    const answers = await Promise.all(
      Array.from({ length: 65 }, (_, n) => signIn(`db${n}`, `mật khẩu số ${n}`)),
    )
    expect(answers.filter(isRefusal)).toEqual([])
  })
})

describe('logins', () => {
  test('the token is nowhere in the store, the password neither', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-accounts-'))
    const core = await openCore(sqlite3Driver, folder, now())
    accounts = createAccounts({ store: core.accounts, passwords, now, mono })
    await accounts.create('hiển', 'db001', 'mật khẩu dài')
    const { token } = await signedIn('hiển', 'mật khẩu dài')
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    await core.close()
    const bytes = readFileSync(join(folder, 'core.db'))
    for (const secret of [token, 'mật khẩu dài']) expect(bytes.includes(Buffer.from(secret))).toBe(false)
    expect(bytes.includes(Buffer.from(tokenHash(token)))).toBe(true)
    expect(bytes.includes(Buffer.from('$argon2id$v=19$m=256,t=2,p=1'))).toBe(true)
    rmSync(folder, { recursive: true })
  })

  test('end after 14 hours, whatever happens', async () => {
    const { token } = await signedIn('hiển', 'mật khẩu dài')
    clock += 14 * 3600_000 - 1
    expect(await accounts.login(token)).toBeDefined()
    clock += 1
    expect(await accounts.login(token)).toBeUndefined()
    expect(await accounts.devices('db001')).toEqual([])
  })

  test('what has ended does not come back by a look-up that was under way', async () => {
    const inner = memoryAccounts()
    let hold: Promise<void> | undefined
    const store = {
      ...inner,
      async login(key: string) {
        const found = await inner.login(key)
        await hold
        return found
      },
    }
    const parts = { store, passwords, now, mono }
    await createAccounts(parts).create('hiển', 'db001', 'mật khẩu dài')
    const account = { username: 'hiển', person: 'db001', passwordHash: '' }
    const { token, login } = await createAccounts(parts).open(account, 'iPad')
    // A server that has just started knows the login from the store only, and it is time to note it as seen.
    accounts = createAccounts(parts)
    clock += 3600_000
    let go = () => {}
    hold = new Promise((resolve) => (go = resolve))
    const looking = accounts.login(token)
    await accounts.signOut(login)
    go()
    expect(await looking).toBeUndefined()
    expect(await accounts.login(token)).toBeUndefined()
    expect(await inner.logins('db001')).toEqual([])
  })

  test('ending is announced, once', async () => {
    const ended: string[] = []
    const stop = accounts.onEnd((login) => ended.push(login.device))
    const { token, login } = await signedIn('hiển', 'mật khẩu dài', '10.0.0.1', 'tablet-1')
    await accounts.signOut(login)
    expect(await accounts.login(token)).toBeUndefined()
    expect(ended).toEqual(['tablet-1'])
    stop()
  })

  test('the same device signing in again replaces its login; eleven devices push out the oldest', async () => {
    const first = await signedIn('hiển', 'mật khẩu dài', '10.0.0.1', 'tablet-1')
    const again = await signedIn('hiển', 'mật khẩu dài', '10.0.0.1', 'tablet-1')
    expect(await accounts.login(first.token)).toBeUndefined()
    for (let n = 2; n <= 11; n++) {
      clock += 1000
      await signedIn('hiển', 'mật khẩu dài', '10.0.0.1', `tablet-${n}`)
    }
    expect(await accounts.login(again.token)).toBeUndefined()
    expect(await accounts.devices('db001')).toHaveLength(10)
  })

  test('a device of somebody else cannot be revoked', async () => {
    await accounts.create('thư ký', 'thuky1', 'mật khẩu khác')
    const { token } = await signedIn('hiển', 'mật khẩu dài', '10.0.0.1', 'tablet-1')
    expect(await accounts.revoke('thuky1', 'tablet-1')).toBe(false)
    expect(await accounts.login(token)).toBeDefined()
  })

  test('a new password signs the other devices out; the old one and a weak one are refused', async () => {
    const here = await signedIn('hiển', 'mật khẩu dài', '10.0.0.1', 'tablet-1')
    const there = await signedIn('hiển', 'mật khẩu dài', '10.0.0.1', 'tablet-2')
    const change = (current: string, next: string) =>
      accounts.changePassword(here.login, current, next, '10.0.0.1')
    expect(await change('mật khẩu dài', 'ngắn')).toEqual(refuse('account.weakPassword'))
    expect(await change('sai', 'mật khẩu mới')).toEqual(refuse('account.wrong'))
    expect(await accounts.login(there.token)).toBeDefined()
    expect(await change('mật khẩu dài', 'mật khẩu mới')).toBeUndefined()
    expect(await accounts.login(there.token)).toBeUndefined()
    expect(await accounts.login(here.token)).toBeDefined()
    expect(await signIn('hiển', 'mật khẩu dài')).toEqual(refuse('account.wrong'))
    expect(isRefusal(await signIn('hiển', 'mật khẩu mới'))).toBe(false)
  })

  test('names are taken once; passwords have ten letters', async () => {
    expect(await accounts.create('HIỂN', 'db002', 'mật khẩu dài')).toEqual(refuse('account.taken'))
    expect(await accounts.create('mới', 'db002', '123456789')).toEqual(refuse('account.weakPassword'))
  })
})

describe('password hashing', () => {
  test('the real cost is Argon2id m=19456 t=2 p=1', async () => {
    const real = await createPasswords(standardCost)
    const phc = await real.hash('mật khẩu dài')
    expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await real.matches('mật khẩu dài', phc)).toBe(true)
    expect(await real.matches('mật khẩu dài', undefined)).toBe(false)
  })

  test('a crowd beyond the queue is sent away and the others are served', async () => {
    const answers = await Promise.allSettled(
      Array.from({ length: 260 }, () => passwords.matches('x', undefined)),
    )
    const refused = answers.filter((one) => one.status === 'rejected')
    expect(refused.length).toBe(260 - 202)
    expect(refused.every((one) => one.reason instanceof Crowded)).toBe(true)
  })
})

describe('tickets', () => {
  const login = { tokenHash: 'h' } as SignedIn['login']
  test('one use, thirty seconds', () => {
    const tickets = createTickets(mono)
    const [one, two] = [tickets.issue(login), tickets.issue(login)]
    expect(tickets.redeem(one)).toBe(login)
    expect(tickets.redeem(one)).toBeUndefined()
    expect(tickets.redeem('')).toBeUndefined()
    clock += ticketMs
    expect(tickets.redeem(two)).toBeUndefined()
  })
})

test('the throttle forgets after a while and keeps its memory small', () => {
  const throttle = createThrottle(mono)
  for (let n = 0; n < 5; n++) throttle.failed('a', '10.0.0.1')
  expect(throttle.wait('a', '10.0.0.1')).toBe(30)
  for (let n = 0; n < 12_000; n++) throttle.failed(`n${n}`, `10.1.${n >> 8}.${n & 255}`)
  expect(throttle.wait('a', '10.0.0.1')).toBe(0)
  clock += 3600_000
  throttle.failed('a', '10.0.0.1')
  expect(throttle.wait('a', '10.0.0.1')).toBe(0)
})

describe('set-up', () => {
  const given = {
    username: 'Quản trị',
    password: 'mật khẩu dài',
    name: 'Vương Quốc Việt',
    address: '10.0.0.1',
  }
  const empty = () => createAccounts({ store: memoryAccounts(), passwords, now, mono })

  test('works once, with the code, and makes an administrator', async () => {
    const own = empty()
    const named: string[] = []
    const setup = createSetup(own, mono, async (person, name) => void named.push(`${person}:${name}`))
    const code = (await setup.code()) ?? ''
    expect(code).toMatch(/^[A-HJ-NP-Z2-9]{4}(-[A-HJ-NP-Z2-9]{4}){2}$/)
    expect(await setup.run({ ...given, code: 'AAAA-AAAA-AAAA' })).toEqual(refuse('account.setupCode'))
    expect(await setup.run({ ...given, code, password: 'ngắn' })).toEqual(refuse('account.weakPassword'))
    expect(named).toEqual([])
    const [made, second] = await Promise.all([
      setup.run({ ...given, code: ` ${code.toLowerCase()} ` }),
      setup.run({ ...given, code }),
    ])
    expect(isRefusal(made)).toBe(false)
    expect(second).toEqual(refuse('account.setupDone'))
    expect(await setup.needed()).toBe(false)
    expect(await setup.code()).toBeUndefined()
    expect(await setup.run({ ...given, code })).toEqual(refuse('account.setupDone'))
    expect(named).toEqual(['admin:Vương Quốc Việt'])
  })

  test('guessing the code is slow', async () => {
    const setup = createSetup(empty(), mono, async () => undefined)
    for (let n = 0; n < 5; n++) await setup.run({ ...given, code: 'AAAA-AAAA-AAAA' })
    expect(await setup.run({ ...given, code: (await setup.code()) ?? '' })).toMatchObject({
      refused: 'account.locked',
    })
  })

  test('there is none where somebody has an account', async () => {
    const setup = createSetup(accounts, mono, async () => undefined)
    expect(await setup.needed()).toBe(false)
    expect(await setup.run({ ...given, code: 'AAAA-AAAA-AAAA' })).toEqual(refuse('account.setupDone'))
  })
})
