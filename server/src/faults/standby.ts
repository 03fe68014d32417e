/**
 * K6 and K18: two machines, one of which dies in the middle of a vote.
 * What must stay true: what was acknowledged while the standby followed is on the standby's disk, also when both lose power
 * at once; the first machine's disk is never looked at again; when it comes back it records nothing. The devices go where
 * the first machine said its standby is, and only on the proof that it took over.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { ask } from '../bench/api.ts'
import { freePort } from '../bench/nginx.ts'
import { pause } from '../bench/pace.ts'
import { startWorker, type Worker } from '../bench/process.ts'
import {
  houseName,
  machines,
  takesOver,
  type KnownHouse,
  type Machines,
} from '@nghi-truong/shared/protocol/machines'
import type { StandbyState } from '@nghi-truong/shared/protocol/standby'
import { verifyEd25519 } from '../engine/crypto.ts'
import { between } from './random.ts'
import { conclude, live, openScene, type Outcome, type Run, type Scene } from './scenario.ts'

const script = new URL('server-process.ts', import.meta.url)

async function until(what: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  for (const end = performance.now() + withinMs; performance.now() < end; await pause(20))
    if (await what()) return true
  return false
}

/** What a machine says of itself, and whether that proves that it took over from the one that was known. */
async function ofItself(
  url: string,
  known?: KnownHouse,
): Promise<{ readonly said: Machines; readonly proven: boolean } | undefined> {
  const nonce = randomBytes(16).toString('hex')
  const answer = await fetch(`${url}/api/machines?nonce=${nonce}`).catch(() => undefined)
  const read = answer?.ok ? machines.safeParse(await answer.json()) : undefined
  if (!read?.success) return undefined
  const { host } = new URL(url)
  return {
    said: read.data,
    proven: known !== undefined && takesOver(verifyEd25519, known, { host, nonce }, read.data),
  }
}

export interface Pair {
  readonly scene: Scene
  readonly folder: string
  /** Where the first machine says that the standby is. */
  readonly learn: () => Promise<void>
  /** Follows, in a process of its own. */
  readonly follow: () => Promise<void>
  /** Dead, without warning. */
  readonly cut: () => Promise<void>
  /** Takes over, and the devices turn to it; `fail`: it dies on the way, and starts again. */
  readonly takeOver: (fail?: string) => Promise<void>
}

/** @param patient the first machine waits for the second as long as it takes */
export async function openPair(run: Run, patient = false): Promise<Pair> {
  const line = await freePort()
  const httpPort = await freePort()
  const own = await freePort()
  let url: string | undefined
  let known: KnownHouse | undefined
  let others: readonly string[] = []
  const scene: Scene = await openScene(run, {
    start: { standbyPort: line },
    patience: 60_000,
    patient,
    url: () => url ?? scene.stand.url,
  })
  const folder = join(scene.stand.folder, '..', 'second')
  let code = ''
  let worker: Worker | undefined
  const load = (fail = ''): Worker =>
    (worker = startWorker(script, { env: { HDND_PLANT: run.plant ?? '', HDND_FAIL: fail } }))
  const start = (one: Worker) =>
    one.ask('start', {
      dataDir: folder,
      port: httpPort,
      standbyPort: own,
      limits: { login: 1e9, address: 1e9 },
    })
  const follow = async (): Promise<void> => {
    if (code === '') code = (await scene.stand.ask<{ code: string }>('pair')).code
    const primary = { host: '127.0.0.1', port: line }
    await load().ask('follow', { dataDir: folder, code, primary, httpPort, port: own })
  }
  const learn = async (): Promise<void> => {
    const answer = await ofItself(scene.stand.url)
    if (!answer) return void scene.stand.findings.push('the first machine does not say where its standby is')
    known = { house: houseName(answer.said.key), epoch: answer.said.epoch }
    others = answer.said.others
  }
  const cut = async (): Promise<void> => {
    await worker?.end('SIGKILL')
    worker = undefined
  }
  const pair: Pair = {
    scene: {
      ...scene,
      stand: {
        ...scene.stand,
        folder,
        async close() {
          await cut()
          await scene.stand.close()
        },
      },
      crowd: {
        ...scene.crowd,
        enter: (person) =>
          worker && url !== undefined ? worker.ask('enter', person) : scene.stand.ask('enter', person),
      },
    },
    folder,
    learn,
    follow,
    cut,
    async takeOver(fail) {
      await worker?.ask('promote')
      await cut()
      if (fail !== undefined) {
        const dying = load(fail)
        const died = await start(dying).then(
          () => false,
          () => true,
        )
        if (!died) scene.stand.findings.push(`${fail}: never reached`)
        await cut()
      }
      await start(load())
      for (const other of others) if ((await ofItself(other, known))?.proven) url = other
      if (url === undefined)
        scene.stand.findings.push(`no machine of ${others.join()} proves that it took over`)
      url ??= `http://127.0.0.1:${httpPort}`
    },
  }
  return pair
}

export async function followed({ scene, follow, learn }: Pair, point: string): Promise<void> {
  await follow()
  const state = () => scene.stand.ask<StandbyState>('standbyState')
  if (!(await until(async () => (await state()).state === 'following', 30_000)))
    scene.stand.findings.push(`${point}: the standby never followed`)
  await learn()
}

/** K6: the power of the hall fails when the standby has said that it has an entry; only the standby's disk is left. */
export async function inStandby(run: Run, point: string): Promise<Outcome> {
  const pair = await openPair(run)
  const { stand } = pair.scene
  await stand.start({ fail: `${point}:${between(run.random, 12, 40)}` })
  await followed(pair, point)
  const lives = live(pair.scene, { openMs: 800 })
  if (!(await stand.fell(40_000))) {
    stand.findings.push(`${point}: never reached`)
    await stand.kill()
  }
  await pair.cut()
  await pair.follow()
  await pair.takeOver()
  return conclude(pair.scene, lives, { [point]: 1 })
}

/** K18: the first machine dies, the second dies while it takes over, and the first comes back. */
export async function inPromotion(run: Run, point: string): Promise<Outcome> {
  const pair = await openPair(run)
  const { stand, crowd } = pair.scene
  await stand.start()
  await followed(pair, point)
  const lives = live(pair.scene, { openMs: 800 })
  await pause(between(run.random, 800, 2500))
  await stand.kill()
  await pair.takeOver(point)
  await stand.start()
  const fenced = await until(
    async () => (await stand.ask<StandbyState>('standbyState')).superseded !== null,
    10_000,
  )
  const member = crowd.hall.chair
  const body = JSON.stringify({
    id: `to-the-old-${between(run.random, 1e6, 9e6)}`,
    type: 'speech.ask',
    input: {},
  })
  const path = `/api/sessions/${crowd.hall.session}/commands`
  const answer = await ask({ url: stand.url, token: member.token }, 'POST', path, body)
  if (!fenced || !answer.text.includes('server.superseded'))
    stand.findings.push(
      `${point}: the old machine still decides (${answer.status} ${answer.text.slice(0, 80)})`,
    )
  await stand.kill()
  return conclude(pair.scene, lives, { [point]: 1 })
}
