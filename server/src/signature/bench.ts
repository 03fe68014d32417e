/**
 * How fast a signed PDF is judged, against raw SHA-256 of the same bytes, `openssl cms -verify` and `pdfsig`, all in one
 * run. `npm run bench` calls `benchSignatures`; alone: `node server/src/signature/bench.ts`.
 * What must stay true: the same file for all; medians; what is not installed is said to be missing.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { nodeCrypto, openFile } from './node-crypto.ts'
import { samplePdf } from './sample-pdf.ts'
import { signPdf } from './sign.ts'
import { issue, signerOf, testNow } from './test-pki.ts'

export interface SignatureBench {
  readonly megabytes: number
  /** Milliseconds, medians. */
  readonly sha256: number
  readonly judge: number
  /** Null where the tool is not installed. */
  readonly openssl: number | null
  readonly pdfsig: number | null
  /** judge / (1.5 × sha256 + 5 ms): at most 1 is the target. */
  readonly ofTarget: number
  /** Growth of this process's memory while judging, in MiB. */
  readonly memory: number
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

const once = async (run: () => unknown): Promise<number> => {
  const started = performance.now()
  await run()
  return performance.now() - started
}

const timed = async (runs: number, run: () => unknown): Promise<number> => {
  const out: number[] = []
  for (let n = 0; n < runs; n++) out.push(await once(run))
  return median(out)
}

/** Turn about, so that a busy moment of the machine meets both. */
const timedBoth = async (
  runs: number,
  one: () => unknown,
  other: () => unknown,
): Promise<[number, number]> => {
  const ones: number[] = []
  const others: number[] = []
  for (let n = 0; n < runs; n++) {
    ones.push(await once(one))
    others.push(await once(other))
  }
  return [median(ones), median(others)]
}

/** Raw SHA-256 in blocks of 1 MiB, the file read like the judge reads it. */
const hashFile = (path: string): void => {
  const handle = openSync(path, 'r')
  const hash = createHash('sha256')
  const buffer = new Uint8Array(1024 * 1024)
  for (let count = readSync(handle, buffer); count > 0; count = readSync(handle, buffer))
    hash.update(buffer.subarray(0, count))
  hash.digest()
  closeSync(handle)
}

const judgeFile = async (path: string): Promise<void> => {
  const source = openFile(path)
  const report = await judge(source, { crypto: nodeCrypto, now: testNow })
  source.close()
  if (report.verdict !== 'VALID') throw new Error(`bench file is ${report.verdict}`)
}

const installed = (command: string): boolean => spawnSync(command, ['--version']).error === undefined

const runTool = (command: string, args: readonly string[]): void => {
  const { error } = spawnSync(command, args, { stdio: 'ignore' })
  if (error) throw error
}

export const benchSignatures = async (sizes: readonly number[] = [1, 20, 100]): Promise<SignatureBench[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-bench-'))
  const signer = signerOf(issue({ name: 'bench', key: 'rsa' }))
  const out: SignatureBench[] = []
  try {
    for (const megabytes of sizes) {
      const path = join(folder, `${megabytes}.pdf`)
      const plan = { field: 'Sig1', page: 0, rect: null, time: testNow }
      const file = await signPdf(samplePdf({ bulk: megabytes * 1024 * 1024 }), plan, signer)
      if (typeof file === 'string') throw new Error(file)
      writeFileSync(path, file)
      const [, b = 0, c = 0, d = 0] = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)/.exec(Buffer.from(file.subarray(file.length - 60_000)).toString('latin1'))?.slice(1).map(Number) ?? [] // prettier-ignore
      const content = join(folder, 'content')
      const message = join(folder, 'cms')
      writeFileSync(content, Buffer.concat([file.subarray(0, b), file.subarray(c, c + d)]))
      writeFileSync(message, Buffer.from(Buffer.from(file.subarray(b + 1, c - 1)).toString('latin1'), 'hex'))
      const runs = megabytes > 50 ? 7 : 15
      // The judge lives in a worker that has judged before.
      for (let n = 0; n < (megabytes > 50 ? 1 : 12); n++) await judgeFile(path)
      hashFile(path)
      const before = process.memoryUsage()
      const judging = () => judgeFile(path)
      const [ours, sha256] = await timedBoth(runs, judging, () => hashFile(path))
      const after = process.memoryUsage()
      const openssl = installed('openssl')
        ? await timed(3, () => runTool('openssl', ['cms', '-verify', '-inform', 'DER', '-in', message, '-content', content, '-binary', '-noverify', '-out', '/dev/null'])) // prettier-ignore
        : null
      const pdfsig = installed('pdfsig') ? await timed(3, () => runTool('pdfsig', ['-nocert', path])) : null
      out.push({
        megabytes,
        sha256,
        judge: ours,
        openssl,
        pdfsig,
        ofTarget: ours / (1.5 * sha256 + 5),
        memory: (after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed) / 1048576,
      })
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  return out
}

/** The table as text. */
export const signatureTable = (rows: readonly SignatureBench[]): string => {
  const ms = (value: number | null): string =>
    (value === null ? 'not installed' : value.toFixed(1)).padStart(14)
  const head = ['MB', 'sha256 ms', 'judge ms', 'openssl ms', 'pdfsig ms', 'of target', 'memory MiB'].map(one => one.padStart(14)).join('') // prettier-ignore
  const lines = rows.map(row => `${row.megabytes}`.padStart(14) + ms(row.sha256) + ms(row.judge) + ms(row.openssl) + ms(row.pdfsig) + row.ofTarget.toFixed(2).padStart(14) + row.memory.toFixed(1).padStart(14)) // prettier-ignore
  return [head, ...lines].join('\n')
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  console.log(signatureTable(await benchSignatures()))
