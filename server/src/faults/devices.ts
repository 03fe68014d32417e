/**
 * Devices that vote as the law of the outbox asks: keep, send, send again until answered; and a chair who leads votes.
 * What must stay true: a wish keeps its id and its bytes for ever; 429, 5xx and silence are no answers; whatever stops, a
 * deadline ends the waiting and is a finding.
 */
import { createPrivateKey, randomUUID, type KeyObject } from 'node:crypto'
import { ask, must, oneConnection } from '../bench/api.ts'
import { signedCast, type Hall, type Member } from '../bench/hall.ts'
import { pause } from '../bench/pace.ts'
import type { Ledger } from './ledger.ts'
import { between, pick, type Random } from './random.ts'

export interface Crowd {
  readonly url: () => string
  readonly hall: Hall
  readonly ledger: Ledger
  readonly random: Random
  /** Longest wait for an answer, milliseconds. */
  readonly patience: number
  readonly tokens: Map<string, string>
  /** A new login, when the old one ended. */
  readonly enter?: (person: string) => Promise<string>
}

export type Outcome = 'acked' | 'refused' | 'unknown'

const secrets = new Map<string, KeyObject>()
const agents = new Map<string, ReturnType<typeof oneConnection>>()

function agentOf(key: string) {
  const known = agents.get(key) ?? oneConnection()
  agents.set(key, known)
  return known
}

const tokenOf = ({ tokens, hall }: Crowd, person: string): string =>
  tokens.get(person) ??
  (person === 'clerk' ? hall.clerk : hall.delegates.find((one) => one.person === person)?.token) ??
  ''

/** Sends until answered. */
export async function insist(crowd: Crowd, id: string): Promise<Outcome> {
  const { ledger, hall, patience } = crowd
  const wish = ledger.wish(id)
  if (!wish) throw new Error(`${id} was never kept`)
  const { person, body } = wish
  const until = performance.now() + patience
  for (let wait = 50; ; wait = Math.min(wait * 2, 600)) {
    try {
      const path = `/api/sessions/${hall.session}/commands`
      const asking = {
        url: crowd.url(),
        token: tokenOf(crowd, person),
        agent: agentOf(person),
        timeoutMs: 4000,
      }
      const { status, text } = await ask(asking, 'POST', path, body)
      if (status === 503 || status === 429) ledger.unavailable++
      if (status === 401 && crowd.enter) crowd.tokens.set(person, await crowd.enter(person))
      else if (status === 200 || (status >= 400 && status < 500 && status !== 429 && status !== 401)) {
        ledger.answered(id, status, text)
        return status === 200 ? 'acked' : 'refused'
      }
    } catch {
      // No answer: whether it was recorded is open, so it is sent again.
    }
    if (performance.now() > until) {
      ledger.findings.push(`${id} (${wish.type} of ${person}) was never answered in ${patience} ms`)
      return 'unknown'
    }
    ledger.repeats++
    await pause(wait * crowd.random())
  }
}

/** Keeps the wish first. @returns its id */
export function keepWish(crowd: Crowd, person: string, type: string, input: unknown): string {
  const id = randomUUID()
  crowd.ledger.keep({ id, person, type, body: JSON.stringify({ id, type, input }) })
  return id
}

export const wish = (crowd: Crowd, person: string, type: string, input: unknown): Promise<Outcome> =>
  insist(crowd, keepWish(crowd, person, type, input))

export interface Seen {
  readonly kind: string
  readonly id: string
  readonly [field: string]: unknown
}

/** What the chair sees now. Asks until answered. @throws when nobody answers in time */
export async function look(crowd: Crowd, person = 'chair'): Promise<readonly Seen[]> {
  const { hall, patience } = crowd
  const until = performance.now() + patience
  for (;;) {
    try {
      const asking = { url: crowd.url(), token: tokenOf(crowd, person), agent: agentOf(person) }
      return (await must<{ records: Seen[] }>(asking, 'GET', `/api/sessions/${hall.session}`)).records
    } catch (error) {
      if (crowd.enter && String(error).includes(': 401 ')) crowd.tokens.set(person, await crowd.enter(person))
      else if (performance.now() > until) throw error
      await pause(50)
    }
  }
}

/** Highest count each person's device has used, by ballot. */
export type Counts = Map<string, number>

export function castInput(member: Member, ballot: string, choice: string, clientSeq: number) {
  const secret = secrets.get(member.key) ?? createPrivateKey(member.secret)
  secrets.set(member.key, secret)
  return signedCast(member, { ballot, round: 1, choice, clientSeq }, secret)
}

export const choices = ['yes', 'no', 'abstain'] as const

export const openBallotOf = (records: readonly Seen[]): Seen | undefined =>
  records.find((one) => one.kind === 'ballot' && one['state'] !== 'published' && one['state'] !== 'void')

/** What everybody in the hall shares: the ballot that runs, and when to stop. */
export interface Floor {
  ballot: string | undefined
  stopped: boolean
  /** Votes announced so far. */
  announced: number
}

export const newFloor = (): Floor => ({ ballot: undefined, stopped: false, announced: 0 })

/** One device: votes, thinks, changes its mind, votes again. */
export async function delegateLife(
  crowd: Crowd,
  floor: Floor,
  member: Member,
  thinkMs: number,
): Promise<void> {
  const counts: Counts = new Map()
  while (!floor.stopped) {
    await pause(between(crowd.random, 1, thinkMs))
    const { ballot } = floor
    if (ballot === undefined || floor.stopped) continue
    const clientSeq = (counts.get(ballot) ?? 0) + 1
    counts.set(ballot, clientSeq)
    await wish(
      crowd,
      member.person,
      'ballot.cast',
      castInput(member, ballot, pick(crowd.random, choices), clientSeq),
    )
  }
}

/** One step of whatever the state asks for. @returns the ballot that is open now */
export async function leadOn(
  crowd: Crowd,
  floor: Floor,
  durationSeconds: number | null = null,
): Promise<string | undefined> {
  const records = await look(crowd)
  const ballot = openBallotOf(records)
  switch (ballot?.['state']) {
    case undefined: {
      const item = records.find((one) => one.kind === 'item')?.id
      const input = {
        item,
        code: 'adopt_resolution',
        question: 'Thông qua dự thảo nghị quyết',
        durationSeconds,
      }
      await wish(crowd, 'chair', 'ballot.draft', input)
      return undefined
    }
    case 'draft':
    case 'armed':
      await wish(crowd, 'chair', 'ballot.open', { ballot: ballot?.id })
      return undefined
    case 'paused':
      await wish(crowd, 'chair', 'ballot.resume', { ballot: ballot?.id })
      return undefined
    case 'closed':
      if ((await wish(crowd, 'chair', 'ballot.publish', { ballot: ballot?.id })) === 'acked')
        floor.announced++
      return undefined
    case 'open':
      return ballot?.id
    default:
      await pause(20)
      return undefined
  }
}

/** The chair: opens, lets it run, closes, announces, again; in the end nothing stays open. */
export async function chairLife(crowd: Crowd, floor: Floor, openMs: number): Promise<void> {
  while (!floor.stopped) {
    const open = await leadOn(crowd, floor)
    if (open === undefined) continue
    floor.ballot = open
    const end = performance.now() + between(crowd.random, openMs / 2, openMs)
    while (!floor.stopped && performance.now() < end) await pause(20)
    await wish(crowd, 'chair', 'ballot.close', { ballot: open })
  }
}

/** Brings the last vote to its announcement. */
export async function finish(crowd: Crowd, floor: Floor): Promise<void> {
  const until = performance.now() + crowd.patience
  while (performance.now() < until) {
    const records = await look(crowd)
    const ballot = openBallotOf(records)
    const state = ballot?.['state']
    if (state === undefined || state === 'draft') return
    if (state === 'open') await wish(crowd, 'chair', 'ballot.close', { ballot: ballot?.id })
    else await leadOn(crowd, floor)
  }
  crowd.ledger.findings.push('the last vote could not be brought to its end')
}
