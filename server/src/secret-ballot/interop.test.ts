// Both ways with the independent second judge. Where it is not installed these tests say so and are not run.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ballotReader } from '@nghi-truong/shared/secret-ballot/ballot'
import {
  assembleParty,
  makeCert,
  makeKey,
  makePolynomial,
  randomBase58,
  readCerts,
  routePolynomials,
} from '@nghi-truong/shared/secret-ballot/ceremony'
import { secretOfCredentialString } from '@nghi-truong/shared/secret-ballot/credentials'
import { readElection, writeElection } from '@nghi-truong/shared/secret-ballot/election'
import { exponentsOfSeed, makeBallot } from '@nghi-truong/shared/secret-ballot/prove'
import {
  confidenceQuestions,
  plainCount,
  randomMarks,
  sampleParty,
  sampleQuestions,
  sampleRecord,
  seededRandom,
} from '@nghi-truong/shared/secret-ballot/sample'
import { isFault } from '@nghi-truong/shared/secret-ballot/shapes'
import { putTogether, takeApart } from '@nghi-truong/shared/secret-ballot/tamper'
import { trusteesText } from '@nghi-truong/shared/secret-ballot/ceremony'
import { groups, verifyArchive } from '@nghi-truong/shared/secret-ballot/verify-archive'
import { appendBallot, appendSetup, archiveBytes } from '@nghi-truong/shared/secret-ballot/write'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { runTool, toolElection, toolVerifies, toolVersion } from './belenios-tool.ts'

vi.setConfig({ testTimeout: 120_000 })

const version = toolVersion()
if (version === undefined)
  console.warn('NOT RUN: belenios-tool is not installed, so nothing was compared with it')
else if (version !== '2.0 (20230102)')
  console.warn(`belenios-tool is ${version}, not the pinned 2.0 (20230102)`)

const groupOf = groups()
const group = groupOf('BELENIOS-2048')
const random = seededRandom('interop')
const folders: string[] = []
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'ballots-interop-'))
  folders.push(made)
  return made
}
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true })
})

const template = {
  description: 'Kỳ họp "thử" / \\',
  name: 'Bầu chức danh',
  questions: [
    { answers: ['Tán thành', 'Không tán thành', 'Không biểu quyết'], min: 1, max: 1, question: 'Thông qua?' },
    { answers: ['A', 'B', 'C'], blank: true, min: 0, max: 2, question: 'Bầu không quá 2' },
  ],
}

function sure<T>(value: T): Exclude<T, undefined | { refused: unknown }> {
  if (value === undefined || (typeof value === 'object' && value !== null && 'refused' in value)) {
    throw new Error(`unexpected ${JSON.stringify(value)}`)
  }
  return value as Exclude<T, undefined | { refused: unknown }>
}

describe.skipIf(version === undefined)('with belenios-tool', () => {
  it('accepts our records and computes the same result', () => {
    const record = sampleRecord({
      label: 'interop record',
      group,
      questions: [...sampleQuestions.yesNo, ...sampleQuestions.candidatesBlank, ...confidenceQuestions(2)],
      voters: 5,
      ballots: 4,
      members: 5,
      threshold: 3,
      decryptors: [1, 3, 4],
    })
    expect(toolVerifies(record.bytes)).toMatchObject({ code: 0 })
    const directory = folder()
    writeFileSync(join(directory, 'r.bel'), record.bytes)
    const computed = runTool(['election', 'compute-result', '--dir', directory], directory)
    expect(JSON.parse(computed.output)).toEqual({ result: record.result })
  })

  it('its elections are accepted here: Single and threshold keys, weights, a revote, blank', () => {
    const election = toolElection({
      template,
      members: 3,
      threshold: 2,
      singles: 1,
      voters: ['a@x,a,3', 'b@x,b,1', 'c@x,c,5'],
    })
    folders.push(election.directory)
    election.cast(0, [
      [1, 0, 0],
      [0, 1, 1, 0],
    ])
    election.cast(1, [
      [0, 1, 0],
      [1, 0, 0, 0],
    ])
    election.cast(0, [
      [0, 0, 1],
      [0, 0, 0, 0],
    ])
    election.finish([1, 2, 4])
    const verdict = verifyArchive(election.archive(), { profile: 'record', groupOf })
    expect(verdict.findings).toEqual([])
    expect(verdict).toMatchObject({
      verdict: 'accept',
      stage: 'complete',
      result: [
        [0, 1, 3],
        [1, 0, 0, 0],
      ],
    })
  })

  it('our ballots in its election, its ballot in ours', () => {
    const foreign = toolElection({ template, members: 3, threshold: 2, voters: ['a@x', 'b@x', 'c@x'] })
    folders.push(foreign.directory)
    const { election } = readElection(
      readFileSync(join(foreign.directory, 'election.json'), 'utf8').trim(),
      'record',
      groupOf,
    )
    const votes = foreign.credentials.map((credential) => {
      const marks = randomMarks(sure(election), random)
      const secret = secretOfCredentialString(group, credential, foreign.uuid)
      const made = makeBallot(sure(election), secret, marks, exponentsOfSeed(group, random(32)), random)
      if (typeof made === 'string') throw new Error(made)
      foreign.add('Ballot', made.text)
      return marks
    })
    foreign.finish([2, 3])
    expect(toolVerifies(foreign.archive())).toMatchObject({ code: 0 })
    expect(verifyArchive(foreign.archive(), { profile: 'record', groupOf })).toMatchObject({
      verdict: 'accept',
      result: plainCount(sure(election), votes),
    })

    // a record of ours whose list holds the credential of a string
    const party = sampleParty(group, 3, 2, random)
    const uuid = randomBase58(random, 14)
    const source = writeElection({
      description: 'x',
      name: 'y',
      group: 'BELENIOS-2048',
      publicKey: party.publicKey,
      questions: sampleQuestions.candidatesBlank,
      uuid,
    })
    if (typeof source !== 'string') throw new Error('no election')
    const credential = 'moi-LHX-WB8-Q39-vsr'
    const key = group.powerOfG(secretOfCredentialString(group, credential, uuid)).toString()
    const setup = appendSetup(source, party.trustees, JSON.stringify([key]))
    const directory = folder()
    writeFileSync(join(directory, 'r.bel'), archiveBytes(1_795_300_000, setup.members))
    writeFileSync(join(directory, 'cred'), credential)
    writeFileSync(join(directory, 'choices.json'), '[[0,1,0,1,0,0,0,0,0,0,1]]')
    const made = runTool(
      ['election', 'generate-ballot', '--privcred', 'cred', '--ballot', 'choices.json'],
      directory,
    )
    const ballot = appendBallot(setup.chain, made.output.trim())
    const bytes = archiveBytes(1_795_300_000, [...setup.members, ...ballot.members])
    expect(verifyArchive(bytes, { profile: 'council', groupOf })).toMatchObject({
      verdict: 'accept',
      stage: 'open',
    })
    const ours = readElection(source, 'council', groupOf)
    expect(isFault(ballotReader(sure(ours.election))(made.output.trim()))).toBe(false)
  })

  it('a ceremony of two of its members and three of ours gives its step 6 text exactly', () => {
    const directory = folder()
    const options = { superset: false }
    const [size, threshold] = [5, 3]
    const step = (...more: string[]): string[] => [
      'setup',
      'generate-trustee-key-threshold',
      '--group',
      'BELENIOS-2048',
      ...more,
    ]
    const read = (name: string): string => readFileSync(join(directory, name), 'utf8').trim()
    const run = (arguments_: string[], input = ''): string => {
      const done = runTool(arguments_, directory, input)
      if (done.code !== 0) throw new Error(done.errors)
      return done.output.trim()
    }
    for (let i = 0; i < 2; i++) run(step('--step', '1'))
    const keys = readdirSync(directory).filter((name) => name.endsWith('.key'))
    const seeds = Array.from({ length: 3 }, () => randomBase58(random, 22))
    // members 1 and 3 are the tool's
    const [first, second] = keys
    const players = [first, seeds[0], second, seeds[1], seeds[2]].map((name, i) => ({
      index: i + 1,
      file: i === 0 || i === 2 ? (name ?? '') : undefined,
      seed: name ?? '',
    }))
    const certs = players.map(({ file, seed, index }) =>
      file === undefined
        ? makeCert(group, seed, { size, threshold, index }, options, random)
        : read(file.replace(/key$/, 'cert')),
    )
    writeFileSync(join(directory, 'certs.jsons'), `${certs.join('\n')}\n`)
    const shared = ['--certs', 'certs.jsons']
    run(step(...shared, '--step', '2'))
    const party = sure(readCerts(group, certs, threshold, options))
    const polynomials = players.map(({ file, seed, index }) =>
      file === undefined
        ? sure(makePolynomial(group, seed, party, index, options, random))
        : run(step(...shared, '--key', file, '--step', '3', '--threshold', String(threshold))),
    )
    writeFileSync(join(directory, 'polynomials.jsons'), `${polynomials.join('\n')}\n`)
    const inputs = sure(routePolynomials(group, party, polynomials, options))
    const outputs = players.map(({ file, seed, index }, i) =>
      file === undefined
        ? sure(makeKey(group, seed, party, index, inputs[i] ?? '', options, random))
        : run(step(...shared, '--key', file, '--step', '5'), inputs[i] ?? ''),
    )
    const ours = sure(assembleParty(group, party, polynomials, outputs, options))
    const theirs = run(
      step(...shared, '--step', '6', '--polynomials', 'polynomials.jsons'),
      `${outputs.join('\n')}\n`,
    )
    expect(ours.party).toBe(theirs)
    expect(trusteesText(ours.party)).toBe(`[["Pedersen",${theirs}]]`)
  })

  it('finishes our count alone, from seed and dkey in the envelopes', () => {
    const record = sampleRecord({ label: 'envelopes', group, questions: sampleQuestions.yesNo, voters: 4 })
    const { steps, timestamp } = takeApart(record.bytes)
    const directory = folder()
    const file = join(directory, `${record.election.uuid}.bel`)
    writeFileSync(file, putTogether(steps.slice(0, -3), timestamp))
    for (const owner of [2, 3]) {
      const member = sure(record.party.members[owner - 1])
      writeFileSync(join(directory, 'k.key'), member.seed)
      writeFileSync(join(directory, 'k.dkey'), member.privateKey)
      const command = [
        'decrypt-threshold',
        '--key',
        'k.key',
        '--decryption-key',
        'k.dkey',
        '--trustee-id',
        String(owner),
      ]
      const done = runTool(['election', ...command], directory)
      expect(done.code).toBe(0)
      expect(runTool(['archive', 'add-event', '--type=PartialDecryption'], directory, done.output).code).toBe(
        0,
      )
    }
    const result = runTool(['election', 'compute-result'], directory)
    runTool(['archive', 'add-event', '--type=Result'], directory, result.output)
    expect(verifyArchive(readFileSync(file), { profile: 'council', groupOf })).toMatchObject({
      verdict: 'accept',
      stage: 'complete',
      result: record.result,
    })
  })

  it('accepts an early EndBallots that hides ballots; we refuse it', () => {
    const election = toolElection({ template, members: 3, threshold: 2, voters: ['a@x', 'b@x', 'c@x'] })
    folders.push(election.directory)
    election.cast(0, [
      [1, 0, 0],
      [0, 1, 1, 0],
    ])
    election.add('EndBallots', '')
    election.cast(1, [
      [0, 1, 0],
      [1, 0, 0, 0],
    ])
    election.finish([1, 2])
    expect(toolVerifies(election.archive()).code).toBe(0)
    const verdict = verifyArchive(election.archive(), { profile: 'record', groupOf })
    expect(verdict.findings.map(({ check }) => check)).toContain('C3')
  })
})
