/**
 * The opening: partial decryptions taken one at a time, each checked before it enters the record; the count; the judges.
 * What must stay true: a wrong one is named and never appended; doubles are ignored; the result is what the decryptions in
 * the record give, checked again as a whole; it is written to the record before the log hears of it.
 */
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { SecretBallot, SecretKeys } from '@nghi-truong/shared/domain/secret-records'
import type { State } from '@nghi-truong/shared/domain/state'
import { hexDigest } from '@nghi-truong/shared/secret-ballot/digest'
import { tallyText } from '@nghi-truong/shared/secret-ballot/tally'
import type { Closed, HeavyAnswer, HeavyJob } from './heavy.ts'
import { ourJudgement, secondJudgement } from './judges.ts'
import type { LiveBallot } from './live-ballot.ts'
import type { Tell } from './tell.ts'

export interface CountingParts {
  readonly tell: Tell
  readonly heavy: (job: HeavyJob) => Promise<HeavyAnswer>
  readonly workers: number
  readonly version: string
  readonly report: (what: string, error: unknown) => void
}

export interface Counting {
  /** In the ballot's turn. */
  take(
    live: LiveBallot,
    state: State,
    person: string,
    head: string,
    text: string,
  ): Promise<Refusal | undefined>
  /** Takes up what is not yet done; in the ballot's turn. */
  follow(live: LiveBallot, state: State): Promise<void>
}

const closedOf = (live: LiveBallot): Closed => ({
  election: live.election.text,
  trustees: live.trustees,
  // After a restart the box no longer adds up: the record has the sum.
  tally: live.after?.tally ?? (live.box ? tallyText(live.box.tally) : '[]'),
  ballots: live.box?.figures().cast ?? 0,
})

/** The keys this ballot was armed with, if they are still the session's. */
function keysOf(state: State, ballot: SecretBallot | undefined): SecretKeys | undefined {
  const keys = state.one('secretKeys', 'secretKeys')
  return keys?.number === ballot?.keys ? keys : undefined
}

export function createCounting({ tell, heavy, workers, version, report }: CountingParts): Counting {
  async function tellDecrypted(live: LiveBallot, person: string, text: string): Promise<void> {
    const head = live.box?.figures().head ?? ''
    await tell(live.log, 'secretBallot.boxDecrypted', {
      ballot: live.id,
      person,
      hash: hexDigest(text),
      head,
    })
  }

  async function count(live: LiveBallot, keys: SecretKeys): Promise<void> {
    const { box, after } = live
    if (!box || !after || after.decryptions.size < keys.threshold) return
    if (!after.result) {
      const given = [...after.decryptions].map(([owner, text]) => ({ owner, text }))
      const answer = await heavy({ do: 'count', closed: closedOf(live), given })
      if (!('counts' in answer)) {
        report('the decryptions of a box give no count', null)
        return
      }
      await box.addResult(answer.counts)
      after.result = answer.counts
    }
    const openedBy = [...after.decryptions.keys()].flatMap((owner) => keys.members[owner - 1] ?? [])
    await tell(live.log, 'secretBallot.boxCounted', {
      ballot: live.id,
      counts: after.result.map((row) => [...row]),
      openedBy,
      head: box.figures().head,
    })
  }

  async function judge(live: LiveBallot, state: State): Promise<void> {
    const { box } = live
    const result = state.one('secretResult', live.id)
    if (!box || !result) return
    const judged = (tool: string): boolean =>
      result.verdicts.some((one) => one.tool === tool && one.by === 'system' && one.head === result.head)
    const say = async (found: Awaited<ReturnType<typeof secondJudgement>>): Promise<void> => {
      if (!found) return
      await tell(live.log, 'secretBallot.boxVerified', {
        ballot: live.id,
        ...found,
        head: box.figures().head,
      })
    }
    if (!judged('nghi-truong')) await say(await ourJudgement(box.record.path, workers, version))
    if (!judged('belenios-tool')) await say(await secondJudgement(box.record.path))
  }

  const judging = new Set<string>()

  return {
    async take(live, state, person, head, text) {
      const ballot = state.one('secretBallot', live.id)
      const keys = keysOf(state, ballot)
      const owner = (keys?.members.indexOf(person) ?? -1) + 1
      if (!ballot || !keys || owner === 0) return refuse('secretKeys.notTrustee')
      if (ballot.closed?.head !== head) return refuse('secretBallot.otherHead')
      const { box, after } = live
      if (!box || !after) return refuse('secretBallot.wrongState')
      if (after.decryptions.get(owner) === text) return undefined
      if (ballot.state !== 'opening' || after.decryptions.has(owner) || after.result)
        return refuse('secretBallot.wrongState')
      const answer = await heavy({ do: 'decryption', closed: closedOf(live), given: { owner, text } })
      if (!('flaws' in answer)) throw new Error('a decryption was not judged')
      const [flaw] = answer.flaws
      if (flaw) {
        const reason = `${flaw.check} ${flaw.reason}`
        const hash = hexDigest(text)
        await tell(live.log, 'secretBallot.boxRefusedDecryption', { ballot: live.id, person, hash, reason })
        return refuse('secretBallot.badDecryption')
      }
      await box.addDecryption(owner, text)
      after.decryptions.set(owner, text)
      await tellDecrypted(live, person, text)
      await count(live, keys)
      return undefined
    },
    async follow(live, state) {
      const ballot = state.one('secretBallot', live.id)
      const keys = keysOf(state, ballot)
      if (ballot?.state === 'opening' && keys && live.after) {
        for (const [owner, text] of live.after.decryptions) {
          const person = keys.members[owner - 1]
          if (person === undefined) continue
          if (state.one('secretOpening', `${live.id}:${person}`)?.state !== 'given')
            await tellDecrypted(live, person, text)
        }
        await count(live, keys)
      }
      if (ballot?.state === 'counted' && !judging.has(live.id)) {
        judging.add(live.id)
        // Long: the door and the other steps do not wait for it.
        judge(live, state)
          .catch((error: unknown) => report('a judge could not run', error))
          .finally(() => judging.delete(live.id))
      }
    },
  }
}
