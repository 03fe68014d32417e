/**
 * Changes valid records at random and expects every change to be refused:
 *   node server/src/secret-ballot/mutate.ts [--count 20000] [--seed text] [FILE.bel...]
 * What must stay true: only changes that make a record invalid are made (a prefix, another order of ballots or an
 * unused credential less would be a valid record), and the seed is printed so that a finding can be repeated.
 * Exit code 0: none accepted.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Profile } from '@nghi-truong/shared/secret-ballot/findings'
import type { Group } from '@nghi-truong/shared/secret-ballot/group'
import { parametersOf } from '@nghi-truong/shared/secret-ballot/parameters'
import { rememberingArithmetic } from '@nghi-truong/shared/secret-ballot/remember'
import { sampleQuestions, sampleRecord, seededRandom } from '@nghi-truong/shared/secret-ballot/sample'
import { putTogether, signAgain, takeApart } from '@nghi-truong/shared/secret-ballot/tamper'
import type { Step } from '@nghi-truong/shared/secret-ballot/tamper'
import { groups, verifyArchive } from '@nghi-truong/shared/secret-ballot/verify-archive'
import { wasmArithmetic } from './montgomery.ts'

type Base = {
  readonly name: string
  readonly profile: Profile
  readonly bytes: Uint8Array
  /** Secrets of the ballots in order, where known: then a cheating voter can sign again. */
  readonly secrets: readonly bigint[]
}

type Chance = { below(limit: number): number; pick<T>(list: readonly T[]): T }

function chanceOf(seed: string): Chance {
  const random = seededRandom(seed)
  const below = (limit: number): number => {
    const [a = 0, b = 0, c = 0, d = 0] = random(4)
    return (((a << 16) | (b << 8) | c) * 256 + d) % limit
  }
  return {
    below,
    pick<T>(list: readonly T[]): T {
      const found = list[below(list.length)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
  }
}

const numbers = /\d+/g

/** Another text for a decimal number: near, negative in the group, out of range, badly written. */
function otherNumber(number: string, all: readonly string[], p: bigint, q: bigint, chance: Chance): string {
  const value = BigInt(number)
  const digit = chance.below(number.length)
  const changed =
    number.slice(0, digit) +
    String((Number(number[digit]) + 1 + chance.below(9)) % 10) +
    number.slice(digit + 1)
  return chance.pick([
    () => changed,
    () => (value + 1n).toString(),
    () => (value > 0n ? value - 1n : 1n).toString(),
    () => (value < p ? p - value : 0n).toString(),
    () => (value + q).toString(),
    () => (value + p).toString(),
    () => '0',
    () => '1',
    () => `0${number}`,
    () => `-${number}`,
    () => `${number}0`,
    () => '',
    () => chance.pick(all),
  ])()
}

function mutateNumber(steps: Step[], p: bigint, q: bigint, chance: Chance): string {
  const step = chance.pick(steps.filter(({ texts }) => texts.length > 0))
  const index = chance.below(step.type === 'Setup' ? 3 : 1)
  const text = step.texts[index] ?? ''
  const all = [...text.matchAll(numbers)]
  const target = chance.pick(all)
  const at = target.index
  // another key of the same list is merely another order, which only a council's record forbids
  const others = step.type === 'Setup' && index === 2 ? ['4'] : all.map(([number]) => number)
  const replacement = otherNumber(target[0], others, p, q, chance)
  // 1 is a member of the group: as an unused credential a foreign record may hold it
  if (step.type === 'Setup' && index === 2 && replacement === '1') return ''
  step.texts[index] = text.slice(0, at) + replacement + text.slice(at + target[0].length)
  return `number ${at} of text ${index} of a ${step.type}`
}

function mutateText(steps: Step[], chance: Chance): string {
  // the election's and trustees' texts may be written in several ways in foreign records; these may not
  const step = chance.pick(steps.filter(({ type, texts }) => type !== 'Setup' && texts.length > 0))
  const text = step.texts[0] ?? ''
  const at = 1 + chance.below(text.length - 1)
  const brace = text.indexOf('{', chance.below(Math.max(1, text.length - 200)))
  step.texts[0] = chance.pick([
    () => `${text.slice(0, at)} ${text.slice(at)}`,
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at),
    () => text.slice(0, at) + text.slice(at - 1),
    () => `${text}\n`,
    () => (brace < 0 ? '{}' : `${text.slice(0, brace)}{"x":1,${text.slice(brace + 1)}`),
    () => text.replace('"', '\\u0022'),
    () => JSON.stringify(text),
  ])()
  return `text ${at} of a ${step.type}`
}

function mutateSteps(steps: Step[], chance: Chance): string {
  const last = steps.length - 1
  const i = chance.below(last)
  const step = steps[i]
  if (step === undefined) return ''
  const kinds: (() => string)[] = [
    () => (steps.splice(i, 1), `event ${i} dropped`),
    () => (steps.splice(chance.below(steps.length + 1), 0, structuredClone(step)), `event ${i} repeated`),
    () => (step.texts.push(chance.pick(steps).texts[0] ?? '{}'), `data added to event ${i}`),
    () => (
      step.texts.length > 0 ? step.texts.pop() : step.texts.push('{}'),
      `data of event ${i} dropped or added`
    ),
    () => {
      const j = steps.findIndex(({ type }, k) => k > i && type !== step.type)
      const other = steps[j]
      if (other !== undefined) [steps[i], steps[j]] = [other, step]
      return `events ${i} and ${j} exchanged`
    },
    () => {
      const others = [
        'Setup',
        'Ballot',
        'EndBallots',
        'EncryptedTally',
        'PartialDecryption',
        'Result',
      ] as const
      step.type = chance.pick(others.filter((type) => type !== step.type))
      return `event ${i} called ${step.type}`
    },
  ]
  return chance.pick(kinds)()
}

/** What a voter with a valid credential could try: the ballot is changed inside and signed again. */
function mutateSigned(steps: Step[], base: Base, group: Group, chance: Chance): string {
  const ballots = steps.filter(({ type }) => type === 'Ballot')
  const index = chance.below(Math.min(ballots.length, base.secrets.length))
  const step = ballots[index]
  const secret = base.secrets[index]
  if (step === undefined || secret === undefined) return ''
  const ballot = JSON.parse(step.texts[0] ?? '') as Record<string, unknown>
  const holders: { list: unknown[] | Record<string, unknown>; keys: string[] }[] = []
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    holders.push({ list: value as Record<string, unknown>, keys: Object.keys(value) })
    for (const inner of Object.values(value)) walk(inner)
  }
  walk(ballot['answers'])
  const { list, keys } = chance.pick(holders)
  const place = list as Record<string, unknown>
  const [a, b] = [chance.pick(keys), chance.pick(keys)]
  const kind = chance.below(4)
  if (kind === 0 && a !== b) [place[a], place[b]] = [place[b], place[a]]
  else if (kind === 1) place[a] = place[b] === place[a] ? '7' : place[b]
  else if (kind === 2 && Array.isArray(list)) list.push(structuredClone(list[0]))
  else if (typeof place[a] === 'string') place[a] = (BigInt(place[a]) + 1n).toString()
  else delete place[a]
  step.texts[0] = signAgain(group, JSON.stringify(ballot), secret, seededRandom(`${chance.below(1e9)}`))
  return `inside ballot ${index}, signed again`
}

function mutateBytes(bytes: Uint8Array, chance: Chance): { bytes: Uint8Array; what: string } {
  const at = chance.below(bytes.length)
  const kinds: (() => Uint8Array)[] = [
    () => bytes.map((byte, i) => (i === at ? byte ^ (1 << chance.below(8)) : byte)),
    () => bytes.map((byte, i) => (i === at ? (byte + 1 + chance.below(255)) & 255 : byte)),
    // not at an event's end, where a prefix is a record too
    () => bytes.slice(0, at - (at % 512) + 1 + chance.below(511)),
    () => Uint8Array.from([...bytes.subarray(0, at), chance.below(256), ...bytes.subarray(at)]),
    () => Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)]),
    () => Uint8Array.from([...bytes, ...new Uint8Array(512 * (1 + chance.below(2)))]),
  ]
  return { bytes: chance.pick(kinds)(), what: `bytes at ${at}` }
}

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && Buffer.compare(a, b) === 0

export type MutationReport = {
  readonly tried: number
  readonly refused: number
  readonly accepted: readonly string[]
  readonly failed: readonly string[]
  /** How often each check was the first to refuse. */
  readonly byCheck: Readonly<Record<string, number>>
}

/** Tries `count` random changes. `accepted` and `failed` (an exception: a bug) must be empty. */
export function mutateRecords(count: number, seed: string, files: readonly string[] = []): MutationReport {
  const { maker, freeze } = rememberingArithmetic(wasmArithmetic)
  const groupOf = groups(maker)
  const group = groupOf('BELENIOS-2048')
  const sample = sampleRecord({
    label: `mutations ${seed}`,
    group,
    questions: [
      ...sampleQuestions.yesNo,
      { answers: ['A', 'B'], blank: true, min: 0, max: 1, question: 'Bầu' },
    ],
    voters: 4,
    ballots: 3,
  })
  const bases: Base[] = [
    { name: 'sample', profile: 'council', bytes: sample.bytes, secrets: sample.secrets },
    { name: 'sample', profile: 'record', bytes: sample.bytes, secrets: sample.secrets },
    ...files.map((name) => ({ name, profile: 'record' as const, bytes: readFileSync(name), secrets: [] })),
  ]
  for (const { name, bytes, profile } of bases) {
    const verdict = verifyArchive(bytes, { profile, groupOf })
    if (verdict.verdict !== 'accept' || verdict.stage !== 'complete')
      throw new Error(`${name} is not a complete record`)
  }
  freeze()
  const accepted: string[] = []
  const failed: string[] = []
  const byCheck: Record<string, number> = {}
  let tried = 0
  for (let i = 0; tried < count; i++) {
    const chance = chanceOf(`${seed} ${i}`)
    const base = chance.pick(bases)
    const { steps, timestamp } = takeApart(base.bytes)
    const { p, q } = parametersOf(/"group":"([^"]*)"/.exec(steps[0]?.texts[0] ?? '')?.[1] ?? '') ?? group
    let what = ''
    let bytes: Uint8Array
    const kind = chance.below(10)
    if (kind < 2) ({ bytes, what } = mutateBytes(base.bytes, chance))
    else {
      if (kind < 5) what = mutateNumber(steps, p, q, chance)
      else if (kind < 7) what = mutateText(steps, chance)
      else if (kind < 9 && base.secrets.length > 0) what = mutateSigned(steps, base, group, chance)
      else what = mutateSteps(steps, chance)
      bytes = putTogether(steps, timestamp)
    }
    if (same(bytes, base.bytes)) continue
    tried += 1
    const where = `${base.name} ${base.profile}, mutation ${i}: ${what}`
    try {
      const verdict = verifyArchive(bytes, { profile: base.profile, groupOf })
      const [first] = verdict.findings
      if (first === undefined) accepted.push(where)
      else byCheck[first.check] = (byCheck[first.check] ?? 0) + 1
    } catch (error) {
      failed.push(`${where}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { tried, refused: tried - accepted.length - failed.length, accepted, failed, byCheck }
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      count: { type: 'string', default: '20000' },
      seed: { type: 'string', default: new Date().toISOString() },
    },
  })
  process.stdout.write(`seed "${values.seed}"\n`)
  const report = mutateRecords(Number(values.count), values.seed, positionals)
  process.stdout.write(`${JSON.stringify(report, null, 1)}\n`)
  process.stdout.write(
    `${report.tried} mutations, ${report.accepted.length} accepted, ${report.failed.length} failed\n`,
  )
  process.exitCode = report.accepted.length + report.failed.length === 0 ? 0 : 1
}
