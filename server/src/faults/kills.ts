/**
 * kill -9 at random moments while a hundred devices vote.
 * What must stay true: the moments come from the seed; after each kill everything goes on by itself.
 */
import { pause } from '../bench/pace.ts'
import { between } from './random.ts'
import { conclude, live, openScene, together, type Outcome, type Run, type Scenario } from './scenario.ts'

/** A log that grows for ever would only measure cold starts: after so many a fresh folder. */
const perFolder = 25

async function someKills(run: Run, count: number): Promise<Outcome> {
  // With so little between two kills a wish may have to come often; what matters is that it comes through in the end.
  const scene = await openScene(run, { patience: 180_000 })
  const { stand } = scene
  await stand.start()
  const lives = live(scene)
  for (let done = 0; done < count; done++) {
    const { ledger } = scene.crowd
    const acked = ledger.acked.size
    // Half of the kills meet the start and the first rush, half a hall in the middle of voting.
    if (done % 2 === 0) await pause(between(run.random, 0, 500))
    else {
      const end = performance.now() + 5000
      while (ledger.acked.size === acked && performance.now() < end) await pause(1)
      await pause(between(run.random, 0, 300))
    }
    await stand.kill()
    await stand.start()
  }
  return conclude(scene, lives, { kills: count })
}

export const kills =
  (count: number): Scenario =>
  async (run) => {
    const outcomes: Outcome[] = []
    for (let left = count; left > 0; left -= perFolder) {
      outcomes.push(await someKills(run, Math.min(perFolder, left)))
      run.say(`${count - Math.max(0, left - perFolder)} of ${count} kills`)
    }
    return together(outcomes)
  }
