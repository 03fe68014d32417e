/**
 * What every fault test has in common: a stand, devices, a check at the end.
 * What must stay true: a test that could not run says so; findings are sentences that name the invariant.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkFolder } from './check.ts'
import { chairLife, delegateLife, finish, insist, look, newFloor, type Crowd, type Floor } from './devices.ts'
import { openLedger } from './ledger.ts'
import type { Random } from './random.ts'
import { openStand, type Stand, type StandOptions, type Template } from './stand.ts'

export interface Run {
  /** Empty, removed afterwards. */
  readonly folder: string
  /** A seated hall with no grace at the close, and one with three seconds. */
  readonly template: Template
  readonly graceful: Template
  readonly random: Random
  readonly quick: boolean
  readonly plant?: string | undefined
  readonly failpoint?: string | undefined
  /** Steps of the matrix asked for; none: all. */
  readonly points?: readonly string[]
  readonly say: (line: string) => void
  /** What was opened: a test that breaks off must not take its findings along. */
  readonly opened: Scene[]
}

export interface Outcome {
  /** Why it did not run. */
  readonly notRun?: string
  /** What was done, in numbers. */
  readonly done: Readonly<Record<string, number>>
  readonly acknowledged: number
  readonly lost: number
  readonly findings: readonly string[]
}

export type Scenario = (run: Run) => Promise<Outcome>

export const notRun = (why: string): Outcome => ({
  notRun: why,
  done: {},
  acknowledged: 0,
  lost: 0,
  findings: [],
})

export interface Scene {
  readonly stand: Stand
  readonly crowd: Crowd
  readonly floor: Floor
}

let scenes = 0

export interface SceneOptions extends Partial<Pick<StandOptions, 'start'>> {
  readonly template?: Template
  readonly patience?: number
  /** Of the server with its standby. */
  readonly patient?: boolean
  /** The devices call here instead: a proxy. */
  readonly url?: () => string
  readonly folder?: string
}

export async function openScene(run: Run, options: SceneOptions = {}): Promise<Scene> {
  const own = options.folder ?? join(run.folder, `scene-${++scenes}`)
  mkdirSync(own, { recursive: true })
  const stand = await openStand({
    folder: own,
    template: options.template ?? run.template,
    planted: { plant: run.plant, patient: options.patient },
    ...(options.start && { start: options.start }),
  })
  const crowd: Crowd = {
    url: options.url ?? (() => stand.url),
    hall: stand.hall,
    ledger: openLedger(join(run.folder, `outbox-${scenes}`)),
    random: run.random,
    patience: options.patience ?? 20_000,
    tokens: new Map(),
    enter: (person) => stand.ask<string>('enter', person),
  }
  const scene = { stand, crowd, floor: newFloor() }
  run.opened.push(scene)
  return scene
}

export interface Lives {
  readonly thinkMs?: number
  readonly openMs?: number
  /** Whether the chair leads votes by himself. */
  readonly chair?: boolean
}

/** Starts everybody; resolves when the floor is stopped. A life that breaks off is a finding, not an end of the test. */
export async function live(
  { crowd, floor }: Pick<Scene, 'crowd' | 'floor'>,
  { thinkMs = 800, openMs = 1500, chair = true }: Lives = {},
): Promise<void> {
  const lives = [
    ...(chair ? [chairLife(crowd, floor, openMs)] : []),
    ...crowd.hall.delegates.map((member) => delegateLife(crowd, floor, member, thinkMs)),
  ]
  for (const one of await Promise.allSettled(lives))
    if (one.status === 'rejected')
      crowd.ledger.findings.push(`a device could not go on: ${String(one.reason)}`)
}

/** Everything is answered and announced, then checked; the stand is gone afterwards. */
export async function conclude(
  scene: Scene,
  lives: Promise<void>,
  done: Record<string, number>,
): Promise<Outcome> {
  const { stand, crowd, floor } = scene
  const { ledger } = crowd
  floor.stopped = true
  await lives
  // What was left in an outbox is sent once more, as a device does that starts again.
  await Promise.all(ledger.pending().map(({ id }) => insist(crowd, id)))
  await finish(crowd, floor)
  // Every receipt is asked for again: the last ones of each, or all there are.
  const again = [...ledger.acked.keys()].slice(-200)
  await Promise.all(again.map((id) => insist(crowd, id)))
  const shown = await look(crowd)
  const checked = checkFolder(stand.folder, crowd.hall.session, ledger, shown)
  const findings = [...stand.findings, ...ledger.findings, ...checked.findings]
  await stand.close()
  ledger.close()
  return {
    done: {
      ...done,
      votes: checked.votes,
      repeats: ledger.repeats + again.length,
      refused: ledger.refused.size,
      announced: floor.announced,
    },
    acknowledged: ledger.acked.size,
    lost: checked.lost,
    findings,
  }
}

/** Several outcomes as one. */
export function together(outcomes: readonly Outcome[]): Outcome {
  const done: Record<string, number> = {}
  for (const one of outcomes)
    for (const [name, count] of Object.entries(one.done)) done[name] = (done[name] ?? 0) + count
  return {
    done,
    acknowledged: outcomes.reduce((sum, one) => sum + one.acknowledged, 0),
    lost: outcomes.reduce((sum, one) => sum + one.lost, 0),
    findings: outcomes.flatMap((one) => one.findings),
  }
}
