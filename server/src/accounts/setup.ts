/**
 * The first visit of an empty installation: who knows the code printed on the console becomes administrator.
 * What must stay true: the code works once and only while nobody has an account; guessing it is slow.
 */
import { randomInt } from 'node:crypto'
import { isRefusal, refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { nameOf, sameSecret, type Accounts, type SignedIn } from './accounts.ts'
import { shortestPassword } from './passwords.ts'
import { createThrottle } from './throttle.ts'

export interface SetupInput {
  readonly code: string
  readonly username: string
  readonly password: string
  readonly name: string
  readonly address: string
}

export interface Setup {
  needed(): Promise<boolean>
  /** To print on the console; undefined once there is an account. */
  code(): Promise<string | undefined>
  run(input: SetupInput): Promise<SignedIn | Refusal>
}

// Without letters and digits that look alike.
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

const pick = (): string => letters[randomInt(letters.length)] ?? 'A'

/** 12 letters in three groups: 60 bits. */
function makeCode(): string {
  const group = (): string => pick() + pick() + pick() + pick()
  return `${group()}-${group()}-${group()}`
}

export function createSetup(
  accounts: Accounts,
  mono: () => number,
  /** Names the first administrator in the house's log. */
  nameAdmin: (person: string, name: string) => Promise<Refusal | undefined>,
): Setup {
  const throttle = createThrottle(mono)
  const code = makeCode()
  let done = false
  let running = false
  async function needed(): Promise<boolean> {
    done ||= (await accounts.list()).length > 0
    return !done
  }
  return {
    needed,
    code: async () => ((await needed()) ? code : undefined),
    async run({ code: given, username, password, name, address }) {
      if (!(await needed()) || running) return refuse('account.setupDone')
      const seconds = throttle.wait('setup', address)
      if (seconds > 0) return refuse('account.locked', { seconds })
      if (!sameSecret(given.trim().toUpperCase(), code)) {
        throttle.failed('setup', address)
        return refuse('account.setupCode')
      }
      if (password.normalize('NFC').length < shortestPassword) return refuse('account.weakPassword')
      running = true
      try {
        const person = 'admin'
        const named = await nameAdmin(person, name)
        if (isRefusal(named)) return named
        const made = await accounts.create(username, person, password)
        if (isRefusal(made)) return made
        done = true
        return await accounts.open({ username: nameOf(username), person, passwordHash: '' }, 'Thiết lập')
      } finally {
        running = false
      }
    },
  }
}
