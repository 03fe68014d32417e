/**
 * `node server/src/signature/fuzz.ts [--count 100000] [--seed 1] [--limit 2000] [FILE|FOLDER...]`: mutated PDFs through
 * the judge, in a child that can be killed. Exit 1 on a crash, on a mutant that takes longer than the limit (ms of
 * processor time), or on memory beyond the child's bound.
 */
import { fork } from 'node:child_process'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { mutant } from './fuzzing.ts'
import { nodeCrypto } from './node-crypto.ts'
import { samplePdf } from './sample-pdf.ts'
import { signPdf } from './sign.ts'
import { issue, signerOf, testNow } from './test-pki.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    limit: { type: 'string', default: '2000' },
    from: { type: 'string', default: '0' },
    child: { type: 'boolean', default: false },
  },
})
const count = Number(values.count)
const seed = Number(values.seed)
const limit = Number(values.limit)

const seedFiles = async (): Promise<Uint8Array[]> => {
  const paths = positionals.flatMap(
    path =>
    statSync(path).isDirectory() ? readdirSync(path).filter(name => name.endsWith('.pdf')).map(name => join(path, name)) : [path], // prettier-ignore
  )
  const small = paths.filter((path) => statSync(path).size < 120_000).toSorted()
  if (small.length > 0) return small.map((path) => new Uint8Array(readFileSync(path)))
  const signer = signerOf(issue({ name: 'fuzz', key: 'ec' }))
  const out: Uint8Array[] = []
  for (const xref of ['table', 'stream', 'objects'] as const) {
    const plain = samplePdf({
      xref,
      fields: [{ name: 'Text1', value: 'TEST' }],
      signatureFields: [{ name: 'Sig0' }],
    })
    const once = await signPdf(
      plain,
      { field: 'Sig1', page: 0, rect: null, time: testNow, room: 2048 },
      signer,
    )
    if (typeof once === 'string') throw new Error(once)
    const twice = await signPdf(
      once,
      { field: 'Sig2', page: 0, rect: null, time: testNow, room: 2048 },
      signer,
    )
    if (typeof twice === 'string') throw new Error(twice)
    out.push(plain, once, twice)
  }
  return out
}

const child = async (): Promise<void> => {
  const seeds = await seedFiles()
  let slowest = 0
  for (let number = Number(values.from); number < count; number++) {
    if (number % 50 === 0) process.send?.({ at: number, slowest, rss: process.memoryUsage().rss })
    const bytes = mutant(seeds, seed, number)
    const before = process.cpuUsage()
    try {
      await judge(bytesSource(bytes), { crypto: nodeCrypto, now: testNow })
    } catch (problem) {
      process.send?.({
        at: number,
        crash: problem instanceof Error ? (problem.stack ?? problem.message) : String(problem),
      })
    }
    const used = process.cpuUsage(before)
    const ms = (used.user + used.system) / 1000
    slowest = Math.max(slowest, ms)
    if (ms > limit) process.send?.({ at: number, slow: ms })
  }
  process.send?.({ at: count, slowest, rss: process.memoryUsage().rss, done: true })
}

interface Note {
  at: number
  slowest?: number
  rss?: number
  crash?: string
  slow?: number
  done?: boolean
}

const parent = async (): Promise<number> => {
  let failures = 0
  let at = Number(values.from)
  let last: Note = { at }
  let mostMemory = 0
  while (at < count) {
    const started = at
    const done = await new Promise<boolean>((resolve) => {
      const args = ['--child', '--from', `${started}`, '--count', `${count}`, '--seed', `${seed}`, '--limit', `${limit}`, ...positionals] // prettier-ignore
      const worker = fork(fileURLToPath(import.meta.url), args, { execArgv: ['--max-old-space-size=512'] })
      let heard = Date.now()
      const watch = setInterval(() => {
        if (Date.now() - heard > 60_000) worker.kill('SIGKILL')
      }, 1000)
      let finished = false
      worker.on('message', (note: Note) => {
        heard = Date.now()
        at = Math.max(at, note.at)
        mostMemory = Math.max(mostMemory, note.rss ?? 0)
        if (note.slowest !== undefined) last = note
        if (note.crash || note.slow) {
          failures++
          console.log(
            `mutant ${note.at} of seed ${seed}: ${note.crash ?? `${Math.round(note.slow ?? 0)} ms`}`,
          )
        }
        if (note.done) finished = true
      })
      worker.on('exit', () => {
        clearInterval(watch)
        resolve(finished)
      })
    })
    if (done) break
    failures++
    console.log(`child ended between mutants ${at} and ${at + 50} of seed ${seed}`)
    at += 50
  }
  console.log(`${count - Number(values.from)} mutants, seed ${seed}: ${failures} failures, slowest ${Math.round(last.slowest ?? 0)} ms of processor time, memory at most ${Math.round(mostMemory / 1048576)} MiB`) // prettier-ignore
  return failures > 0 ? 1 : 0
}

if (values.child) await child()
else process.exitCode = await parent()
