/** The list of fault tests. What must stay true: quick runs the same tests with smaller numbers. */
import { boxes } from './boxes.ts'
import { clock, jumps } from './clock.ts'
import type { Plant } from './edits.ts'
import { full } from './full.ts'
import { kills } from './kills.ts'
import { matrix } from './matrix.ts'
import { network } from './network.ts'
import { power } from './power.ts'
import { logins, repeats } from './repeats.ts'
import { notRun, type Scenario } from './scenario.ts'

export const scenarios = (quick: boolean): Readonly<Record<string, Scenario>> => ({
  kills: kills(quick ? 20 : 500),
  matrix: matrix(quick ? 1 : 10),
  power: quick ? power(120, 250) : power(2000, 1500),
  full: full(quick ? 1 : 20),
  network: network(quick ? 2 : 20),
  repeats: repeats(quick ? 2 : 20),
  logins: logins(quick ? 60 : 600),
  clock: clock(quick ? 1 : jumps.length),
  // Its unit test tries it every day.
  boxes: quick ? async () => notRun('not in the quick slice: server/src/faults/boxes.test.ts') : boxes(10),
})

/** The smallest run in which a plant must show. */
const smallest: Readonly<Record<string, Scenario>> = {
  kills: kills(1),
  matrix: matrix(1),
  power: power(60, 120),
  full: full(1),
  repeats: repeats(2),
  logins: logins(60),
  clock: clock(1),
  boxes: boxes(1),
}

export const plantedScenario = ({ caughtBy }: Plant): Scenario =>
  smallest[caughtBy] ?? (async () => notRun(`there is no test ${caughtBy}`))
