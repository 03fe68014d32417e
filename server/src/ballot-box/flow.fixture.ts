/**
 * The way of a secret ballot through the hall, step by step, as people go it. For tests and the load command.
 * What must stay true: each step waits for what the screens would wait for, and no longer.
 */
import { archiveReader } from '@nghi-truong/shared/secret-ballot/archive'
import type { Election } from '@nghi-truong/shared/secret-ballot/election'
import type { Tally } from '@nghi-truong/shared/secret-ballot/tally'
import type { Driver, Ready, Seat, Trustee, Voter } from './driver.fixture.ts'

export interface Opened {
  readonly ballot: string
  readonly uuid: string
  readonly election: Election
}

export const mode = {
  number: '12/NQ-HĐND',
  date: '2026-12-09',
  scope: 'Các cuộc bỏ phiếu kín của kỳ họp',
  leastIssued: 3,
  leastCounted: 3,
  complaintSeconds: 0,
}

/** Opt-in by two, committee, keys. */
export async function makeKeys(driver: Driver, committee: readonly Seat[]): Promise<readonly Trustee[]> {
  const { hall, wish } = driver
  await wish(hall.clerk, 'secretBallot.propose', mode)
  await wish(hall.chair.token, 'secretBallot.allow', {})
  await elect(driver, committee)
  const trustees = await driver.ceremony(committee)
  await driver.confirm(trustees)
  return trustees
}

export const elect = (driver: Driver, committee: readonly Seat[]): Promise<void> =>
  driver.wish(driver.hall.chair.token, 'committee.elect', {
    head: committee[0]?.person,
    secretary: committee[1]?.person,
    members: committee.map((one) => one.person),
  })

export interface Draft {
  readonly code: string
  readonly title: string
  readonly subjects: readonly { readonly id: string; readonly name: string }[]
  readonly seats?: number
  readonly form?: string
}

const firstItem = async (driver: Driver): Promise<string> => (await driver.see()).every('item')[0]?.id ?? ''

/** Drafted and armed. `draft` undefined: the rehearsal. @returns its id */
export async function armed(driver: Driver, draft?: Draft): Promise<string> {
  const { hall, wish, see } = driver
  const known = new Set((await see()).every('secretBallot').map((one) => one.id))
  const item = await firstItem(driver)
  await (draft
    ? wish(hall.clerk, 'secretBallot.draft', { item, ...draft })
    : wish(hall.clerk, 'secretBallot.rehearse', { item }))
  const ballot = (await see()).every('secretBallot').find((one) => !known.has(one.id))?.id ?? ''
  await wish(hall.chair.token, 'secretBallot.arm', { ballot })
  return ballot
}

/** Handed out to these voters and opened. */
export async function open(driver: Driver, ballot: string, voters: readonly Voter[]): Promise<Opened> {
  const { hall, wish, until, see } = driver
  await wish(hall.chair.token, 'secretBallot.issue', { ballot })
  const state = await see()
  const uuid = state.one('secretBallot', ballot)?.uuid ?? ''
  await Promise.all(voters.map((voter) => driver.take(voter, ballot, uuid)))
  await until('all handed out', (now) => now.one('secretBox', ballot)?.issued === voters.length)
  const present = state.every('attendance').filter((one) => one.state === 'present').length
  await wish(hall.chair.token, 'secretBallot.open', { ballot, absent: present - voters.length })
  const now = await until('the box open', (seen) => seen.one('secretBallot', ballot)?.state === 'open')
  return { ballot, uuid, election: driver.electionOf(now, ballot) }
}

export const castAll = (driver: Driver, opened: Opened, ready: readonly Ready[]) =>
  Promise.all(ready.map((one) => driver.cast(opened.uuid, one.text)))

export async function close(driver: Driver, { ballot }: Opened) {
  await driver.wish(driver.hall.chair.token, 'secretBallot.close', { ballot })
  const state = await driver.until(
    'the box closed',
    (now) => now.one('secretBallot', ballot)?.state === 'closed',
    180_000,
  )
  const closed = state.one('secretBallot', ballot)?.closed
  if (!closed) throw new Error('not closed')
  return closed
}

/** The encrypted tally of a record, as its bytes hold it. */
export function tallyOf(bytes: Uint8Array): Tally {
  const members = archiveReader().push(bytes).members
  const at = members.findIndex((one) => one.kind === 'event' && one.text.includes('"EncryptedTally"'))
  const text = members[at - 2]?.text ?? '[]'
  return (JSON.parse(text) as { alpha: string; beta: string }[][]).map((pairs) =>
    pairs.map(({ alpha, beta }) => ({ alpha: BigInt(alpha), beta: BigInt(beta) })),
  )
}

/** Enough trustees find the box in order, and the chair lets them open. */
export async function startOpening(
  driver: Driver,
  { ballot }: Opened,
  head: string,
  trustees: readonly Trustee[],
): Promise<void> {
  for (const { seat } of trustees)
    await driver.wish(seat.token, 'secretBallot.seal', { ballot, head, fit: true, reasons: [] })
  for (;;) {
    try {
      await driver.wish(driver.hall.chair.token, 'secretBallot.startOpening', { ballot })
      return
    } catch (error) {
      if (!String(error).includes('complaintsOpen')) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

export const counted = (driver: Driver, { ballot }: Opened) =>
  driver.until('the count', (now) => now.one('secretBallot', ballot)?.state === 'counted', 120_000)

/** Verdicts in; the chair announces. */
export async function publish(driver: Driver, { ballot }: Opened, verdicts: number) {
  await driver.until(
    'the verdicts',
    (now) => (now.one('secretResult', ballot)?.verdicts.length ?? 0) >= verdicts,
    300_000,
  )
  await driver.wish(driver.hall.chair.token, 'secretBallot.publish', { ballot })
}

/** The whole rehearsal, by all. */
export async function rehearse(
  driver: Driver,
  voters: readonly Voter[],
  trustees: readonly Trustee[],
): Promise<void> {
  const ballot = await armed(driver)
  const opened = await open(driver, ballot, voters)
  const ready = voters.map((voter, at) =>
    driver.encrypt(opened.election, voter, [[0, 1, 2].map((slot) => (slot === at % 3 ? 1 : 0))]),
  )
  await castAll(driver, opened, ready)
  const { head } = await close(driver, opened)
  const tally = tallyOf(await driver.record(ballot, driver.hall.chair.token))
  await startOpening(driver, opened, head, trustees)
  const needed = (await driver.see()).one('secretKeys', 'secretKeys')?.threshold ?? 0
  for (const trustee of trustees.slice(0, needed))
    await driver.give(trustee, ballot, head, await driver.decryption(trustee, opened.election, tally))
  await driver.until(
    'the rehearsal passed',
    (now) => now.one('secretKeys', 'secretKeys')?.rehearsal === ballot,
  )
}
