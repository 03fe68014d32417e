/**
 * `node server/src/signature/mutate.ts [--files 20] [--flips 2000] [--seed 1] [FILE...]`: the mutation test as a command.
 * Without files it takes signed files of the corpus, the smaller ones first. Exit 1 on any survivor.
 */
import { readFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { flipBytes } from './mutation.ts'
import { samplePdf } from './sample-pdf.ts'
import { signPdf } from './sign.ts'
import { issue, signerOf, testNow, timestampAuthority } from './test-pki.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { files: { type: 'string', default: '20' }, flips: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' }, corpus: { type: 'string' } }, // prettier-ignore
})

interface Entry {
  file: string
  size: number
  kind: string
  scored: boolean
  expected_file_verdict: string
  policy_note?: string
  requires_password?: boolean
}

const fromCorpus = (folder: string, count: number): [string, Uint8Array][] => {
  const { entries } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { entries: Entry[] }
  const good = entries.filter(
    (one) => one.scored && one.expected_file_verdict === 'PASS' && !one.requires_password,
  )
  const kinds = new Map<string, Entry[]>()
  for (const one of good.toSorted((a, b) => a.size - b.size))
    kinds.set(one.kind, [...(kinds.get(one.kind) ?? []), one])
  // The smallest of each kind first, so that every kind is met.
  const rounds = Array.from({ length: 20 }, (_, n) =>
    [...kinds.values()].flatMap((list) => list.slice(n, n + 1)),
  ).flat()
  return rounds.slice(0, count).map((one) => [one.file, new Uint8Array(readFileSync(join(folder, one.file)))])
}

const ownFiles = async (count: number): Promise<[string, Uint8Array][]> => {
  const ca = issue({ name: 'CA', ca: true })
  const tsa = issue({ name: 'TSA', extended: ['1.3.6.1.5.5.7.3.8'], extendedCritical: true }, ca)
  const out: [string, Uint8Array][] = []
  for (let n = 0; n < count; n++) {
    const xref = (['table', 'stream', 'objects'] as const)[n % 3] ?? 'table'
    const signer = signerOf(issue({ name: `signer ${n}`, key: n % 2 ? 'rsa' : 'ec' }, ca), ca)
    const plan = { field: 'Sig1', page: 0, rect: null, time: testNow, room: 8192 }
    const signed = await signPdf(samplePdf({ xref, pages: 1 + (n % 3) }), plan, signer, n % 4 === 3 ? timestampAuthority(tsa, testNow) : undefined) // prettier-ignore
    if (typeof signed === 'string') throw new Error(signed)
    out.push([`own ${n} (${xref})`, signed])
  }
  return out
}

const count = Number(values.files)
const folder = values.corpus
const files: [string, Uint8Array][] =
  positionals.length > 0
    ? positionals.map((path) => [path, new Uint8Array(readFileSync(path))])
    : folder && existsSync(folder)
      ? fromCorpus(folder, count)
      : await ownFiles(count)
let survivors = 0
for (const [name, bytes] of files) {
  const result = await flipBytes(bytes, Number(values.flips), Number(values.seed))
  survivors += result.survivors.length
  console.log(`${name}: ${bytes.length} bytes, ${result.flips} flips, ${result.harmless} without effect, ${result.survivors.length} survivors`) // prettier-ignore
  for (const one of result.survivors.slice(0, 5))
    console.log(`  ${one.field} offset ${one.offset} mask ${one.mask}`)
}
console.log(`${files.length} files, seed ${values.seed}: ${survivors} survivors`)
process.exitCode = survivors > 0 ? 1 : 0
