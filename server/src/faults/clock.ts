/**
 * The machine's clock jumps while a vote that ends by time is open.
 * What must stay true: the vote lasts as long as was announced, by the clock on the wall of the hall; nobody's vote is
 * lost because a login looks old.
 */
import { pause } from '../bench/pace.ts'
import { leadOn, look } from './devices.ts'
import { conclude, live, openScene, type Scenario, type Scene } from './scenario.ts'

const hour = 3600_000

export const jumps: readonly (readonly [name: string, ms: number])[] = [
  ['+3 h', 3 * hour],
  ['-1 d', -24 * hour],
  ['-3 h', -3 * hour],
  ['+1 d', 24 * hour],
  ['to 1970', 5 * hour - Date.now()],
  ['+1 h, summer time', hour],
  ['-1 h, summer time', -hour],
  ['+1 s, leap second', 1000],
  ['-1 s, leap second', -1000],
  ['to 2038', Date.UTC(2038, 0, 19, 3, 14, 7) - Date.now()],
  ['+10 min', 10 * 60_000],
  ['-10 min', -10 * 60_000],
]

const lasts = 10

/** @returns how much longer than announced the vote was open, milliseconds; undefined when it never opened */
async function timed(scene: Scene, jump: number): Promise<number | undefined> {
  const { stand, crowd, floor } = scene
  const stateNow = async () =>
    (await look(crowd)).find((one) => one.kind === 'ballot' && one.id === floor.ballot)?.['state']
  floor.ballot = undefined
  for (let step = 0; step < 20 && floor.ballot === undefined; step++)
    floor.ballot = await leadOn(crowd, floor, lasts)
  if (floor.ballot === undefined) return undefined
  const start = performance.now()
  await pause(1500)
  await stand.ask('moveClock', jump)
  // Votes and changes of mind go on; the end is the server's own.
  while ((await stateNow()) === 'open' && performance.now() - start < 3 * lasts * 1000) await pause(50)
  return performance.now() - start - lasts * 1000
}

export const clock =
  (count: number): Scenario =>
  async (run) => {
    const scene = await openScene(run)
    const { stand } = scene
    await stand.start()
    const lives = live(scene, { thinkMs: 900, chair: false })
    let worst = 0
    for (const [name, ms] of jumps.slice(0, count)) {
      const late = await timed(scene, ms)
      if (late === undefined) stand.findings.push(`${name}: no vote could be opened`)
      else {
        worst = Math.max(worst, Math.abs(late))
        if (Math.abs(late) > 1000) stand.findings.push(`${name}: the vote ended ${Math.round(late)} ms off`)
        run.say(`${name}: ended ${Math.round(late)} ms off`)
      }
    }
    return conclude(scene, lives, { jumps: count, 'ms off at worst': Math.round(worst) })
  }
