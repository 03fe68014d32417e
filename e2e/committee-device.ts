/**
 * How long a committee member's device needs from the close of a box to "verified", in a real browser, with the product's own
 * worker: `node e2e/committee-device.ts [--voters 85] [--persons 40] [--open 60]` (seconds over which the ballots come).
 * What must stay true: it prints what it measured and asserts nothing; "unwatched" is a device that was off until the close.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { loadavg } from 'node:os'
import { wasmArithmetic } from '@nghi-truong/server/src/secret-ballot/montgomery.ts'
import { confidenceQuestions, sampleRecord } from '@nghi-truong/shared/secret-ballot/sample'
import { groups } from '@nghi-truong/shared/secret-ballot/verify-archive'
import { archiveBytes } from '@nghi-truong/shared/secret-ballot/write'
import { chromium } from 'playwright'
import { rolldown } from 'rolldown'
import { chromiumPath } from './fixtures/chromium.ts'
import { bundleWorkshop } from './fixtures/workshop.ts'

const { values } = parseArgs({
  options: {
    voters: { type: 'string', default: '85' },
    persons: { type: 'string', default: '40' },
    open: { type: 'string', default: '60' },
  },
})
const voters = Number(values.voters)

const client = fileURLToPath(new URL('../desktop/src/renderer/client/secret-ballot', import.meta.url))
/** What the page does; bundled with the product's own files. */
const pageCode = `
import { createWorkshop } from '${client}/workshop.ts'
import { watchBox } from '${client}/watching-box.ts'
import { memoryVault, vaultLedger } from '${client}/vault.ts'
const start = () => new Worker('/workshop.js', { type: 'module' })
window.measure = async (ends, seconds, watched) => {
  const all = new Uint8Array(await (await fetch('/record.bel')).arrayBuffer())
  const ballots = ends.length - 1
  let visible = ends[0]
  const vault = memoryVault()
  const workshop = createWorkshop(vaultLedger(vault, 'p'), start)
  const desk = { record: async (_ballot, from) => all.slice(from, visible) }
  const watch = watchBox({ ballot: 'b', uuid: 'u', vault, workshop, desk })
  const begun = performance.now()
  for (let n = 1; n <= ballots; n++) {
    const left = begun + (n * seconds * 1000) / ballots - performance.now()
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, left)))
    visible = ends[n]
    if (watched) void watch.look()
  }
  const before = watch.verified().length
  visible = all.length
  const closed = performance.now()
  await watch.look()
  const announced = { uuid: 'u', fingerprint: '', casts: ballots }
  const facts = { archive: watch.archive(), verified: watch.verified(), knownHeads: [], announced, minimum: 3, roll: [],
    deviceKeys: {}, present: ballots, electorate: [], anchored: { rollHash: '', setupHead: '' }, code: '' }
  const { verdict } = await workshop.run('inspectBox', { facts, uuid: 'u' })
  workshop.stop()
  return { cores: navigator.hardwareConcurrency, before, ms: performance.now() - closed, verdict: verdict.verdict }
}`

async function bundlePage(): Promise<string> {
  const name = 'measured-page'
  const bundle = await rolldown({
    input: name,
    platform: 'browser',
    plugins: [
      {
        name,
        resolveId: (id) => (id === name ? id : null),
        load: (id) => (id === name ? pageCode : null),
      },
    ],
  })
  const { output } = await bundle.generate({ format: 'esm' })
  await bundle.close()
  return output[0].code
}

const group = groups(wasmArithmetic)('BELENIOS-2048')
const { members, timestamp } = sampleRecord({
  label: 'committee device',
  group,
  questions: confidenceQuestions(Number(values.persons)),
  voters,
  members: 7,
  threshold: 4,
})
/** Up to and with the event of that type, the last of them. */
const upTo = (type: string): readonly (typeof members)[number][] =>
  members.slice(0, members.findLastIndex((one) => one.kind === 'event' && one.text.includes(`"${type}"`)) + 1)
const sizeAt = members.flatMap((one, at) =>
  one.kind === 'event' && /"type":"(?:Setup|Ballot)"/.test(one.text) ? [at + 1] : [],
)
const closed = archiveBytes(timestamp, upTo('EncryptedTally'))
const padded = (text: string): number => 512 + Math.ceil(Buffer.byteLength(text) / 512) * 512
const ends = sizeAt.map((count) =>
  members.slice(0, count).reduce((sum, { text }) => sum + padded(text), 1024),
)

const page = await bundlePage()
const worker = await bundleWorkshop()
const browser = await chromium.launch({
  executablePath: chromiumPath(),
  chromiumSandbox: process.getuid?.() !== 0,
})
const tab = await browser.newPage()
const address = 'http://committee.test'
await tab.route(`${address}/**`, (route) => {
  const url = route.request().url()
  const text = url.endsWith('/workshop.js') ? worker : url.endsWith('/page.js') ? page : undefined
  if (text !== undefined) return route.fulfill({ contentType: 'text/javascript', body: text })
  if (url.endsWith('.bel'))
    return route.fulfill({ contentType: 'application/octet-stream', body: Buffer.from(closed) })
  return route.fulfill({
    contentType: 'text/html',
    body: '<!doctype html><script type="module" src="/page.js"></script>',
  })
})
await tab.goto(`${address}/`)
interface Measured {
  readonly cores: number
  readonly before: number
  readonly ms: number
  readonly verdict: string
}
type Measure = (ends: readonly number[], seconds: number, watched: boolean) => Promise<Measured>
console.log(`${voters} ballots of ${values.persons} × 3, ${Math.round(closed.length / 1e6)} MB`)
for (const watched of [true, false]) {
  const found = await tab.evaluate(
    ([where, seconds, look]) => (window as unknown as { measure: Measure }).measure(where, seconds, look),
    [ends, watched ? Number(values.open) : 0, watched] as const,
  )
  console.log(
    `${watched ? `watched for ${values.open} s` : 'unwatched'}: ${found.before} checked before the close, ` +
      `close to verified ${(found.ms / 1000).toFixed(1)} s, ${found.verdict}, ` +
      `${found.cores} cores, load ${loadavg()[0]?.toFixed(1)}`,
  )
}
await browser.close()
