/**
 * Passwords: Argon2id, m=19456 KiB, t=2, p=1 (OWASP password storage cheat sheet), at most two at a time.
 * What must stay true: hashing shares the thread pool with commits, so it never takes more than two places; the answer
 * and its time are the same for a user that does not exist.
 */
import { hash, verify } from '@node-rs/argon2'

export interface Passwords {
  hash(password: string): Promise<string>
  /** Against no hash at all it works as long and says no. @throws Crowded */
  matches(password: string, phc: string | undefined): Promise<boolean>
}

/** Too many wait already: nothing was tried. */
export class Crowded extends Error {
  override readonly name = 'Crowded'
}

const places = 2
const longestQueue = 200

/** Minimal length by design/reliability.md 5.2. */
export const shortestPassword = 10

export interface Cost {
  readonly memoryCost: number
  readonly timeCost: number
  readonly parallelism: number
}

export const standardCost: Cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export async function createPasswords(cost: Cost = standardCost): Promise<Passwords> {
  const dummy = await hash('a password that nobody has', cost)
  const queue: (() => void)[] = []
  let free = places

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (free === 0) {
      if (queue.length >= longestQueue) throw new Crowded('too many wait for a password check')
      await new Promise<void>((go) => queue.push(go))
    } else free -= 1
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next) next()
      else free += 1
    }
  }

  return {
    hash: (password) => inTurn(() => hash(password.normalize('NFC'), cost)),
    matches: (password, phc) =>
      inTurn(async () => {
        const yes = await verify(phc ?? dummy, password.normalize('NFC'))
        return phc !== undefined && yes
      }),
  }
}
