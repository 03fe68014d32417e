/**
 * Requests that come twice, late, in another order, after the close, in the next vote, or from somebody else; and logins
 * that come beside the votes.
 * What must stay true: what a wish was once answered it is answered for ever; a newer choice is never replaced by an older.
 */
import { pause } from '../bench/pace.ts'
import { ask } from '../bench/api.ts'
import { castInput, choices, insist, keepWish, leadOn, wish } from './devices.ts'
import { between, pick } from './random.ts'
import { conclude, live, openScene, type Scenario, type Scene } from './scenario.ts'

async function openOne({ crowd, floor }: Scene): Promise<string> {
  for (let step = 0; step < 20; step++) {
    const open = await leadOn(crowd, floor)
    if (open !== undefined) return open
  }
  throw new Error('no vote could be opened')
}

/** Three choices of everybody, each sent two or three times, all delayed at random. */
async function storm({ crowd }: Scene, ballot: string, latest: number): Promise<string[]> {
  const sent: { id: string; clientSeq: number }[] = []
  for (const member of crowd.hall.delegates)
    for (let clientSeq = 1; clientSeq <= latest; clientSeq++) {
      const input = castInput(member, ballot, pick(crowd.random, choices), clientSeq)
      sent.push({ id: keepWish(crowd, member.person, 'ballot.cast', input), clientSeq })
    }
  await Promise.all(
    sent.flatMap(({ id }) =>
      Array.from({ length: between(crowd.random, 2, 3) }, async () => {
        await pause(between(crowd.random, 0, 600))
        return insist(crowd, id)
      }),
    ),
  )
  return sent.map(({ id }) => id)
}

/** The same id with another choice, or from another delegate, must not be taken for the first wish. */
async function foreign({ crowd, stand }: Scene, ids: readonly string[]): Promise<void> {
  for (const id of ids.slice(0, 10)) {
    const kept = crowd.ledger.wish(id)
    const other = crowd.hall.delegates.find((one) => one.person !== kept?.person)
    if (!kept || !other || !crowd.ledger.acked.has(id)) continue
    const path = `/api/sessions/${crowd.hall.session}/commands`
    const { status, text } = await ask({ url: stand.url, token: other.token }, 'POST', path, kept.body)
    if (status === 200)
      crowd.ledger.findings.push(
        `I2 ${id}: the wish of ${kept.person} was taken from ${other.person}: ${text}`,
      )
  }
}

export const repeats =
  (rounds: number): Scenario =>
  async (run) => {
    const scene = await openScene(run)
    const { stand, crowd } = scene
    await stand.start()
    const all: string[] = []
    for (let round = 0; round < rounds; round++) {
      const ballot = await openOne(scene)
      const storming = storm(scene, ballot, 3)
      await pause(between(run.random, 300, 900))
      // Some of it is still on its way.
      await wish(crowd, 'chair', 'ballot.close', { ballot })
      const mine = await storming
      all.push(...mine)
      await foreign(scene, mine)
      await Promise.all(mine.map((id) => insist(crowd, id)))
      await Promise.all(
        crowd.hall.delegates
          .slice(0, 20)
          .map((one) => wish(crowd, one.person, 'ballot.cast', castInput(one, ballot, 'no', 9))),
      )
      if (round % 3 === 1) {
        await stand.kill()
        await stand.start()
      }
      // Old wishes come again in the middle of the next vote.
      const next = await openOne(scene)
      await Promise.all(all.slice(-200).map((id) => insist(crowd, id)))
      await wish(crowd, 'chair', 'ballot.close', { ballot: next })
    }
    return conclude(scene, Promise.resolve(), { rounds })
  }

/** Sign-ins write to the same database while everybody votes. */
export const logins =
  (count: number): Scenario =>
  async (run) => {
    const scene = await openScene(run)
    const { stand, crowd } = scene
    await stand.start()
    const lives = live(scene, { thinkMs: 300 })
    const people = crowd.hall.delegates.map((one) => one.person)
    for (let at = 0; at < count; at += 10) {
      await Promise.all(
        people.slice(at % 90, (at % 90) + 10).map(async (person) => {
          try {
            crowd.tokens.set(person, await stand.ask<string>('enter', person))
          } catch (error) {
            stand.findings.push(`a login failed: ${String(error).split('\n')[0]}`)
          }
        }),
      )
      if (stand.findings.length > 0) break
      await pause(30)
    }
    if (stand.findings.length > 0) {
      // Whatever was found, the rest of the test needs a server.
      await stand.kill()
      await stand.start()
    }
    return conclude(scene, lives, { logins: count })
  }
