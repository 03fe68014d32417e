/**
 * A secret ballot on two machines: the hall loses its first machine at the moment a device has its receipt.
 * What must stay true: every ballot that was acknowledged while the standby followed is on the standby's disk; the same
 * ballot sent again gets the very bytes of its first receipt; the rest is cast, and the record verifies as a whole.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hexDigest } from '@nghi-truong/shared/secret-ballot/digest'
import { randomMarks, seededRandom } from '@nghi-truong/shared/secret-ballot/sample'
import type { CastAnswer } from '@nghi-truong/shared/protocol/ballot-box'
import { createDriver, type Driver, type Ready } from '../ballot-box/driver.fixture.ts'
import { armed, close, makeKeys, open, type Opened } from '../ballot-box/flow.fixture.ts'
import { verifyFile } from '../secret-ballot/verify-file.ts'
import { between } from './random.ts'
import { together, type Outcome, type Run, type Scenario } from './scenario.ts'
import { followed, openPair, type Pair } from './standby.ts'

const voterCount = 12

/** Everybody casts; when so many have their answer, both machines are dead. @returns what was answered until then */
async function castAndCut(
  { scene, cut }: Pair,
  driver: Driver,
  uuid: string,
  ready: readonly Ready[],
  enough: number,
): Promise<ReadonlyMap<Ready, CastAnswer>> {
  const answers = new Map<Ready, CastAnswer>()
  let falling: Promise<unknown> | undefined
  await Promise.all(
    ready.map(async (one) => {
      const answer = await driver.put(uuid, one.text).catch(() => undefined)
      // Who is too late with his answer did not get it.
      if (answer === undefined || falling) return
      answers.set(one, answer)
      if (answers.size >= enough) falling = Promise.all([scene.stand.kill(), cut()])
    }),
  )
  await (falling ?? Promise.all([scene.stand.kill(), cut()]))
  return answers
}

/** What the second machine knows of a ballot, without sending it again. */
async function fate(url: string, uuid: string, text: string): Promise<unknown> {
  const answer = await fetch(`${url}/ballot-box/${uuid}/${hexDigest(text)}`)
  return answer.status === 200 ? await answer.json() : undefined
}

interface Judged {
  readonly lost: number
  readonly findings: readonly string[]
}

async function afterwards(
  url: string,
  driver: Driver,
  opened: Opened,
  answers: ReadonlyMap<Ready, CastAnswer>,
): Promise<Judged> {
  const findings: string[] = []
  const state = await driver.see()
  let lost = 0
  for (const [{ text }, answer] of answers) {
    const same = JSON.stringify(answer)
    const known = await fate(url, opened.uuid, text)
    if (known === undefined) {
      lost++
      findings.push('I1: a secret ballot that was acknowledged is not on the second machine')
    } else if (JSON.stringify(await driver.put(opened.uuid, text)) !== same)
      findings.push('I4: a secret ballot sent again got another receipt')
    if (answer.outcome !== 'accepted' || !driver.genuine(state, opened.ballot, text, answer))
      findings.push('I5: a receipt of the first machine does not verify')
  }
  return { lost, findings }
}

async function oneHall(run: Run): Promise<Outcome> {
  const pair = await openPair(run, true)
  const { stand } = pair.scene
  await stand.start()
  await followed(pair, 'boxes')
  const first = createDriver({ ...stand.hall, url: stand.url })
  await makeKeys(first, stand.hall.delegates.slice(1, 8))
  const voters = stand.hall.delegates.slice(0, voterCount).map(first.newVoter)
  const opened = await open(first, await armed(first), voters)
  const marks = seededRandom(`boxes ${run.random()}`)
  const ready = voters.map((voter) =>
    first.encrypt(opened.election, voter, randomMarks(opened.election, marks)),
  )
  return endHall(run, pair, first, opened, ready)
}

async function endHall(
  run: Run,
  pair: Pair,
  first: Driver,
  opened: Opened,
  ready: readonly Ready[],
): Promise<Outcome> {
  const { stand, crowd } = pair.scene
  const answers = await castAndCut(pair, first, opened.uuid, ready, between(run.random, 3, voterCount - 2))
  await pair.follow()
  await pair.takeOver()
  const url = crowd.url()
  const second = createDriver({ ...stand.hall, url })
  const { lost, findings } = await afterwards(url, second, opened, answers)
  const rest = await Promise.all(ready.map((one) => second.cast(opened.uuid, one.text)))
  const epochs = rest.map((one) => (one.outcome === 'accepted' ? one.receipt.epoch : 0))
  const wrong = epochs.filter((epoch) => epoch !== 1 && epoch !== 2).length
  const more = wrong > 0 ? [`I5: ${wrong} receipts name no epoch of these two machines`] : []
  const closed = await close(second, opened)
  if (closed.ballots !== ready.length) more.push(`I2: ${closed.ballots} ballots of ${ready.length}`)
  const path = join(run.folder, `${opened.uuid}.bel`)
  writeFileSync(path, await second.record(opened.ballot, stand.hall.chair.token))
  const { verdict } = await verifyFile(path, { profile: 'council', workers: 1 })
  if (verdict.verdict !== 'accept') more.push(`I5: the record is refused: ${verdict.findings[0]?.reason}`)
  const all = [...stand.findings, ...findings, ...more]
  await stand.close()
  crowd.ledger.close()
  return {
    done: { 'halls with a secret ballot': 1, 'answers before the end': answers.size },
    acknowledged: rest.length,
    lost,
    findings: all,
  }
}

export const boxes =
  (times: number): Scenario =>
  async (run) => {
    const outcomes: Outcome[] = []
    for (let count = 0; count < times; count++) {
      outcomes.push(await oneHall(run))
      run.say(`${count + 1} of ${times} halls, ${outcomes.flatMap((one) => one.findings).length} findings`)
    }
    return together(outcomes)
  }
