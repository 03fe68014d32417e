/**
 * The crash matrix: the server dies at each named step, and after the restart what the matrix says must hold.
 * What must stay true: a step that is never reached is a finding; the steps of parts that do not exist are named as such.
 */
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { must } from '../bench/api.ts'
import { failpoints } from './edits.ts'
import { inBackup } from './backup.ts'
import { inPromotion, inStandby } from './standby.ts'
import { between } from './random.ts'
import { conclude, live, openScene, together, type Outcome, type Run, type Scenario } from './scenario.ts'
import { openStand } from './stand.ts'

/** Steps of the matrix that need more than this stand: where they are tried. */
const elsewhere: Readonly<Record<string, string>> = {
  K12: 'tried with trustees in server/src/ballot-box/kill.test.ts',
  K13: 'a step of the member’s device: desktop/src/renderer/client/secret-ballot/trustee.test.ts',
}

function typesIn(folder: string, log: string): string[] {
  const database = new DatabaseSync(join(folder, 'core.db'), { readOnly: true })
  const rows = database
    .prepare(`SELECT header ->> 'type' AS type FROM entry WHERE log = ? ORDER BY seq`)
    .all(log)
  database.close()
  return rows.map((row) => String(row['type']))
}

/** What must hold right after the restart, beyond I1 to I7. */
function afterwards(point: string, types: readonly string[]): string | undefined {
  const last = (type: string) => types.lastIndexOf(type)
  if (point === 'K8' && last('ballot.recovered') < last('ballot.closing'))
    return 'K8: a vote that was closing did not come back open with its countdown held'
  if (point === 'K10' && last('ballot.closed') < 0) return 'K10: the close is not recorded'
  if (point === 'K14' && last('ballot.published') < 0) return 'K14: the announcement is not recorded'
  return undefined
}

const often = new Set(['K1', 'K2', 'K3', 'K4', 'K5', 'K7'])

async function inVote(run: Run, point: string): Promise<Outcome> {
  const scene = await openScene(run, { template: point === 'K8' ? run.graceful : run.template })
  const { stand, crowd } = scene
  const times = often.has(point)
    ? between(run.random, 1, 30)
    : point === 'K11'
      ? between(run.random, 1, 4)
      : 1
  await stand.start({ fail: `${point}:${times}` })
  const lives = live(scene, { openMs: 800 })
  const reached = await stand.fell(20_000)
  if (!reached) {
    stand.findings.push(`${point}: never reached`)
    await stand.kill()
  }
  await stand.start()
  const lost = afterwards(point, typesIn(stand.folder, crowd.hall.session))
  if (lost !== undefined) stand.findings.push(lost)
  return conclude(scene, lives, { [point]: 1 })
}

/** K15: the bytes are there, nothing names them; the upload is simply done again. */
async function inUpload(run: Run): Promise<Outcome> {
  const scene = await openScene(run)
  const { stand, crowd } = scene
  const bytes = Buffer.from(`%PDF-1.7\n1 0 obj <</Type /Page>> endobj\n%${run.random()}\n%%EOF\n`)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const put = async () => {
    const response = await fetch(`${stand.url}/api/files/${sha256}?session=${crowd.hall.session}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${crowd.hall.clerk}`, 'content-type': 'application/pdf' },
      body: bytes,
    })
    return { status: response.status, text: await response.text() }
  }
  await stand.start({ fail: 'K15' })
  const first = await put().catch((error: unknown) => String(error))
  if (!(await stand.fell(5000))) stand.findings.push(`K15: never reached (${JSON.stringify(first)})`)
  await stand.start()
  const { status, text } = await put()
  if (status !== 200) stand.findings.push(`K15: the upload done again was answered ${status} ${text}`)
  return conclude(scene, Promise.resolve(), { K15: 1 })
}

/** K17: the very first start is cut off while the tables are made. */
async function inSchema(run: Run): Promise<Outcome> {
  const folder = join(run.folder, 'schema')
  mkdirSync(folder, { recursive: true })
  const stand = await openStand({ folder, planted: { plant: run.plant } })
  const findings: string[] = []
  await stand.start({ fail: 'K17' })
  if (!(await stand.fell(1000))) {
    findings.push('K17: never reached')
    await stand.kill()
  }
  await stand.start()
  const { ok } = await must<{ ok: boolean }>({ url: stand.url }, 'GET', '/api/health')
  if (!ok) findings.push('K17: not well after the restart')
  await stand.close()
  return { done: { K17: 1 }, acknowledged: 0, lost: 0, findings: [...stand.findings, ...findings] }
}

const others: Readonly<Record<string, (run: Run, point: string) => Promise<Outcome>>> = {
  K6: inStandby,
  K15: inUpload,
  K16: inBackup,
  K17: inSchema,
  K18: inPromotion,
}
const runOf = (point: string) => others[point] ?? inVote

/** They need a second machine or a stick; the unit tests of both try them every day. */
const slow = new Set(['K6', 'K16', 'K18'])

export const matrix =
  (times: number): Scenario =>
  async (run) => {
    const all = Object.keys(failpoints).filter((point) => !run.quick || !slow.has(point))
    const chosen = run.points && run.points.length > 0 ? run.points : all
    const points = run.failpoint === undefined ? chosen : [run.failpoint]
    if (run.quick) run.say(`not in the quick slice: ${[...slow].join(', ')}`)
    const outcomes: Outcome[] = []
    for (const point of points) {
      for (let count = 0; count < times; count++) outcomes.push(await runOf(point)(run, point))
      const findings = outcomes.flatMap((one) => one.findings).length
      run.say(`${point} (${failpoints[point]?.step}) × ${times}, ${findings} findings so far`)
    }
    for (const [point, where] of Object.entries(elsewhere)) run.say(`${point}: ${where}`)
    return together(outcomes)
  }
