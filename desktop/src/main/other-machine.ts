/**
 * The machine that takes over when the meeting server dies: kept as the house signed it, asked when the server is silent.
 * What must stay true: nobody else is asked while the server answers; the shell turns to another machine only on the
 * proof of `shared/protocol/machines` by the key it knows, in a higher epoch, with the same authority pinned; nothing of
 * the person or the page goes out before that.
 */
import { createPublicKey, randomBytes, verify as verifyBytes } from 'node:crypto'
import {
  houseName,
  machines as shape,
  machinesText,
  readEpoch,
  takesOver,
  type Machines,
  type VerifyText,
} from '@nghi-truong/shared/protocol/machines'
import type { OutputOf } from '../bridge.ts'
import { readOrigin, type Server } from './address.ts'
import { createCookieJar } from './cookie-jar.ts'
import { agentFor } from './pin.ts'
import { ask, type Line } from './transport.ts'

/** What this installation knows of the house behind its server. */
export interface House {
  /** Ed25519, base64url. */
  readonly key: string
  /** Highest it has heard of. */
  readonly epoch: number
  /** Where the standby would be. */
  readonly others: readonly string[]
}

export interface OtherMachineParts {
  readonly house: House | null
  readonly plainHttp: boolean
  readonly line: () => Line | null
  readonly remember: (house: House) => void
  readonly turnTo: (server: Server) => void
  /** Monotonic or not: differences only. */
  readonly now: () => number
  readonly wait?: (ms: number, then: () => void) => () => void
}

export interface OtherMachine {
  /** What became of each request of a page. */
  noticed(outcome: OutputOf<'request'>): void
  /** Another server was chosen by hand: another house. */
  forget(): void
  stop(): void
}

/** The server may only be starting again. */
export const patienceMs = 5000
export const seekEveryMs = 2000
const refreshEveryMs = 60_000

const check: VerifyText = (key, text, signature) => {
  try {
    const from = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' })
    return verifyBytes(null, Buffer.from(text), from, Buffer.from(signature, 'base64url'))
  } catch {
    // Not a point of the curve: no key of anybody.
    return false
  }
}

const later = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms)
  timer.unref()
  return () => clearTimeout(timer)
}

const bodyOf = (outcome: Extract<OutputOf<'request'>, { status: number }>): unknown => {
  try {
    return JSON.parse(Buffer.from(outcome.body).toString('utf8'))
  } catch {
    // No JSON: somebody else's page.
    return null
  }
}

/** The machine says itself that it was replaced. */
const isReplaced = (outcome: Extract<OutputOf<'request'>, { status: number }>): boolean =>
  outcome.status === 503 &&
  (bodyOf(outcome) as { readonly code?: unknown } | null)?.code === 'server.superseded'

export function createOtherMachine({
  house: kept,
  plainHttp,
  line,
  remember,
  turnTo,
  now,
  wait = later,
}: OtherMachineParts): OtherMachine {
  let house = kept
  let silentSince: number | null = null
  let asked: number | null = null
  let seeking = false
  let stopped = false
  let cancel: (() => void) | undefined

  function keep(next: House): void {
    const same = house && house.key === next.key && house.epoch === next.epoch
    if (same && house?.others.join() === next.others.join()) return
    house = next
    remember(next)
  }

  async function question(
    to: Line,
  ): Promise<{ readonly said: Machines; readonly host: string; readonly nonce: string } | null> {
    const nonce = randomBytes(16).toString('hex')
    const outcome = await ask(to, { method: 'GET', path: `/api/machines?nonce=${nonce}`, headers: {} })
    if ('unreachable' in outcome || outcome.status !== 200) return null
    const read = shape.safeParse(bodyOf(outcome))
    return read.success ? { said: read.data, host: new URL(to.server.origin).host, nonce } : null
  }

  /** From the server itself, over the connection this shell trusts: its key the first time, the standby's place always. */
  async function refresh(to: Line): Promise<void> {
    const answer = await question(to)
    if (!answer || line() !== to) return
    const { said, host, nonce } = answer
    const own =
      said.host === host && said.nonce === nonce && check(said.key, machinesText(said), said.signature)
    if (!own || (house && (house.key !== said.key || said.epoch < house.epoch))) return
    keep({ key: said.key, epoch: said.epoch, others: said.others })
  }

  async function proves(origin: string, from: Line): Promise<boolean> {
    const read = readOrigin(origin, plainHttp)
    if (typeof read !== 'string' || !house) return false
    const server: Server = { ...from.server, origin: read }
    const to: Line = { server, agent: agentFor(server, seekEveryMs), cookies: createCookieJar(now) }
    try {
      const answer = await question(to)
      if (!answer || stopped || line() !== from || silentSince === null) return false
      const { said } = answer
      const known = { house: houseName(house.key), epoch: house.epoch }
      if (said.key !== house.key || !takesOver(check, known, answer, said)) return false
      turnTo(server)
      silentSince = null
      asked = null
      keep({ key: said.key, epoch: said.epoch, others: said.others })
      return true
    } finally {
      to.agent.destroy()
    }
  }

  async function seek(): Promise<void> {
    const from = line()
    if (stopped || silentSince === null || !from || !house) {
      seeking = false
      return
    }
    for (const origin of house.others) if (await proves(origin, from)) break
    cancel = wait(seekEveryMs, () => void seek())
  }

  return {
    noticed(outcome) {
      const at = now()
      const silent = 'unreachable' in outcome ? outcome.unreachable !== 'foreign' : isReplaced(outcome)
      if (!silent) {
        silentSince = null
        const heard = 'headers' in outcome ? readEpoch(outcome.headers['x-epoch']) : null
        if (house && heard?.house === houseName(house.key) && heard.epoch > house.epoch)
          keep({ ...house, epoch: heard.epoch })
        const to = line()
        if (to && (asked === null || at - asked > refreshEveryMs)) {
          asked = at
          void refresh(to)
        }
        return
      }
      silentSince ??= at
      const patient = 'unreachable' in outcome && at - silentSince < patienceMs
      if (patient || seeking || !house || house.others.length === 0) return
      seeking = true
      void seek()
    },
    forget() {
      house = null
      silentSince = asked = null
    },
    stop() {
      stopped = true
      cancel?.()
    },
  }
}
