// Intermediate values of the published vectors, recomputed: the first place to look when a proof does not verify.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { corpusDir, hasCorpus } from '../test/corpus.ts'
import { archiveReader } from './archive.ts'
import { ballotReader, isHomomorphic } from './ballot.ts'
import { keysOfSeed, receive, unseal } from './channel.ts'
import { isCredentialString, secretOfCredentialString } from './credentials.ts'
import { openEnvelope } from './decrypt.ts'
import { base64Digest, hexDigest, trackerOfHex } from './digest.ts'
import { readElection } from './election.ts'
import { multiply, power, reduce } from './group.ts'
import { decodeChoices, encodeChoices } from './nonhomomorphic.ts'
import { toHex } from './numbers.ts'
import { parametersOf } from './parameters.ts'
import { isFault } from './shapes.ts'
import { generator, shuffleChallenges } from './shuffle.ts'
import { lagrange } from './tally.ts'
import { takeApart } from './tamper.ts'
import * as transcript from './transcript.ts'
import { groups } from './verify-archive.ts'

vi.setConfig({ testTimeout: 60_000 })

if (!hasCorpus) console.warn('NOT RUN: the ballot vectors are not on this machine')

type Long = { first20: string; digits: number; dec_sha256: string }
type Proof = {
  prefix_sha256: string
  commitments: Long[]
  hash_input_sha256: string
  challenge_sum_mod_q: string
  proof: string
}
type Vectors = {
  groups: Record<string, { p: Long; g: Long; q: string | Long; h_minus1: Long; h0: Long }>
  D1_basic: {
    uuid: string
    credentials: { private: string; secret: string; public: Long }[]
    fingerprint: string
    ballot0: {
      S0_sha256: string
      steps: Proof[]
      unsigned_text_sha256: string
      signature: { hash: string; challenge: string }
      tracker: string
    }
    tally: { encrypted_tally_sha256: string }
    archive: { header_text: string; events: { type: string; name: string; text: string }[] }
  }
  D2_threshold: {
    trustees: {
      seed: string
      sk_hex: string
      dk_hex: string
      cert_id: string
      decryption_key_as_stored: string
      verification_key: Long
    }[]
    channel: { plaintext_bytes: number; plaintext_sha256: string }
    lagrange: Record<string, string>
    blank_proof: { prefix_sha256: string; challenge_sum_mod_q: string }
    overall_with_blank: { prefix_sha256: string; challenge_sum_mod_q: string }
  }
  D3_mixnet: { encode_1_2_3: string; u: string[] }
}

const groupOf = groups()
const group = groupOf('BELENIOS-2048')
const read = (...path: string[]): string => readFileSync(join(corpusDir, ...path), 'utf8')
const stepsOf = (name: string) => takeApart(readFileSync(join(corpusDir, 'ballots', name))).steps

function long(value: bigint | string): Long {
  const text = value.toString()
  return { first20: text.slice(0, 20), digits: text.length, dec_sha256: hexDigest(text) }
}

function at<T>(list: readonly T[] | undefined, index: number): T {
  const found = list?.[index]
  if (found === undefined) throw new Error('nothing there')
  return found
}

describe.skipIf(!hasCorpus)('vectors', () => {
  const vectors = hasCorpus
    ? (JSON.parse(read('ballot-vectors', 'vectors.json')) as Vectors)
    : ({} as unknown as Vectors)

  it.each(['BELENIOS-2048', 'RFC-3526-2048'] as const)('group %s', (name) => {
    const published = vectors.groups[name]
    const parameters = parametersOf(name)
    if (published === undefined || parameters === undefined) throw new Error('no group')
    expect(long(parameters.p)).toEqual(published.p)
    expect(long(parameters.g)).toEqual(published.g)
    expect(typeof published.q === 'string' ? parameters.q.toString() : long(parameters.q)).toEqual(
      published.q,
    )
    expect(long(generator(groupOf(name), -1))).toEqual(published.h_minus1)
    expect(long(generator(groupOf(name), 0))).toEqual(published.h0)
  })

  it('credential strings', () => {
    for (const { private: text, secret, public: key } of vectors.D1_basic.credentials) {
      expect(isCredentialString(text)).toBe(true)
      expect(isCredentialString(text.replace(/.$/, '1'))).toBe(false)
      const computed = secretOfCredentialString(group, text, vectors.D1_basic.uuid)
      expect(computed.toString()).toBe(secret)
      expect(long(group.powerOfG(computed))).toEqual(key)
    }
  })

  it('D1: proofs, signature, tracker, events', () => {
    const { D1_basic: d1 } = vectors
    const steps = stepsOf('D1-complete.bel')
    const { election } = readElection(at(at(steps, 0).texts, 0), 'record', groupOf)
    if (election === undefined) throw new Error('no election')
    expect(election.fingerprint).toBe(d1.fingerprint)
    const ballot = ballotReader(election)(at(at(steps, 1).texts, 0))
    if (isFault(ballot)) throw new Error('no ballot')
    const answer = at(ballot.answers, 0)
    if (!isHomomorphic(answer)) throw new Error('no answer')
    const s0 = transcript.voterPrefix(election.fingerprint, ballot.credential.text)
    expect(hexDigest(s0)).toBe(d1.ballot0.S0_sha256)
    for (const [index, choice] of answer.choices.entries()) {
      const step = at(d1.ballot0.steps, index)
      const prefix = transcript.individualPrefix(s0, choice)
      expect(hexDigest(prefix)).toBe(step.prefix_sha256)
      const commitments = at(answer.individual, index).flatMap(({ challenge, response }, m) => [
        multiply(group, group.powerOfG(response.value), power(group, choice.alpha.value, challenge.value)),
        multiply(
          group,
          election.powerOfY(response.value),
          multiply(
            group,
            power(group, choice.beta.value, challenge.value),
            group.powerOfG(reduce(group, -BigInt(m) * challenge.value)),
          ),
        ),
      ])
      expect(commitments.map(long)).toEqual(step.commitments)
      const input = prefix + transcript.commitmentsText(commitments)
      expect(hexDigest(input)).toBe(step.hash_input_sha256)
      expect((BigInt(`0x${hexDigest(input)}`) % group.q).toString()).toBe(step.challenge_sum_mod_q)
    }
    expect(ballot.signature.hash).toBe(d1.ballot0.signature.hash)
    expect(ballot.unsignedHash).toBe(d1.ballot0.signature.hash)
    expect(ballot.signature.proof.challenge.text).toBe(d1.ballot0.signature.challenge)
    expect(ballot.tracker).toBe(d1.ballot0.tracker)
    expect(trackerOfHex(hexDigest(ballot.text))).toBe(ballot.tracker)
    expect(hexDigest(at(at(steps, 6).texts, 0))).toBe(d1.tally.encrypted_tally_sha256)

    const reader = archiveReader()
    const events = reader
      .push(readFileSync(join(corpusDir, 'ballots', 'D1-complete.bel')))
      .members.filter(({ kind }) => kind === 'event')
    expect(events.map(({ hash, text }) => [hash, text])).toEqual(
      d1.archive.events.map(({ name, text }) => [name, text]),
    )
    expect(JSON.stringify({ version: 1, timestamp: String(reader.timestamp) })).toBe(d1.archive.header_text)
  })

  it('D2: seeds, keys, channel, shares', () => {
    const { trustees, channel } = vectors.D2_threshold
    for (const trustee of trustees) {
      const keys = keysOfSeed(trustee.seed)
      expect(keys.signing.toString(16)).toBe(trustee.sk_hex)
      expect(keys.decryption.toString(16)).toBe(trustee.dk_hex)
      const cert = JSON.parse(read('ballots', 'keys', 'D2', `${trustee.cert_id}.cert`)) as { message: string }
      expect(hexDigest(cert.message)).toBe(trustee.cert_id)
      const stored = BigInt(trustee.decryption_key_as_stored)
      const publicKey = group.powerOfG(stored % group.q).toString()
      expect(long(publicKey)).toEqual(trustee.verification_key)
      const privateKey = read('ballots', 'keys', 'D2', `${trustee.cert_id}.dkey`).trim()
      expect(openEnvelope(group, { seed: trustee.seed, privateKey }, publicKey)).toBe(stored % group.q)
      expect(openEnvelope(group, { seed: trustee.seed, privateKey }, '1')).toBeUndefined()
    }
    const [first] = trustees
    const input = JSON.parse(read('ballots', 'keys', 'D2', `${first?.cert_id}.vinput`)) as {
      polynomial: string
      secrets: string[]
    }
    const own = keysOfSeed(first?.seed ?? '')
    const sealed = [
      input.polynomial,
      ...input.secrets,
      read('ballots', 'keys', 'D2', `${first?.cert_id}.dkey`).trim(),
    ]
    const opened = sealed.map((text) => unseal(group, own.decryption, text) ?? '')
    expect(opened.map((text) => hexDigest(text))).toContain(channel.plaintext_sha256)
    expect(receive(group, own, group.powerOfG(own.signing), input.polynomial)).toMatch(/^\{"polynomial":\[/)
    // another sender, another recipient
    expect(receive(group, own, group.g, input.polynomial)).toBeUndefined()
    const other = keysOfSeed(trustees[1]?.seed ?? '')
    expect(receive(group, other, group.powerOfG(own.signing), input.polynomial)).toBeUndefined()
    expect(toHex(Uint8Array.of(0, 255))).toBe('00ff')
  })

  it('D2: Lagrange coefficients and blank proofs', () => {
    const { D2_threshold: d2 } = vectors
    for (const [index, value] of Object.entries(d2.lagrange)) {
      expect(lagrange([1, 3, 5], Number(index), group.q).toString()).toBe(value)
    }
    const steps = stepsOf('D2-complete.bel')
    const { election } = readElection(at(at(steps, 0).texts, 0), 'record', groupOf)
    if (election === undefined) throw new Error('no election')
    const found = steps.slice(1, 5).map((step) => {
      const ballot = ballotReader(election)(at(step.texts, 0))
      if (isFault(ballot)) throw new Error('no ballot')
      const answer = at(ballot.answers, 0)
      if (!isHomomorphic(answer)) throw new Error('no answer')
      const s0 = transcript.voterPrefix(election.fingerprint, ballot.credential.text)
      const s = transcript.choicesPrefix(s0, answer.choices)
      const sum = (proofs: readonly { challenge: { value: bigint } }[]): string =>
        (proofs.reduce((all, { challenge }) => all + challenge.value, 0n) % group.q).toString()
      return [
        hexDigest(transcript.blankPrefix(s)),
        sum(answer.blank ?? []),
        hexDigest(transcript.overallWithBlankPrefix(s)),
        sum(answer.overall),
      ].join()
    })
    const { blank_proof: blank, overall_with_blank: overall } = d2
    expect(found).toContain(
      [
        blank.prefix_sha256,
        blank.challenge_sum_mod_q,
        overall.prefix_sha256,
        overall.challenge_sum_mod_q,
      ].join(),
    )
  })

  it('D3: encoding of vectors and challenges of a shuffle', () => {
    const foreign = groupOf('RFC-3526-2048')
    const member = (x: bigint): boolean => power(foreign, x, foreign.q) === 1n
    expect(encodeChoices(foreign, [1, 2, 3], member)?.toString()).toBe(vectors.D3_mixnet.encode_1_2_3)
    expect(decodeChoices(foreign, 16909057n, 3)).toEqual([1, 2, 3])
    expect(decodeChoices(foreign, 16909057n, 2)).toBeUndefined()
    const steps = stepsOf('D3-complete.bel')
    const fingerprint = base64Digest(at(at(steps, 0).texts, 0))
    type Pair = { alpha: string; beta: string }
    const before = at(JSON.parse(at(at(steps, 5).texts, 0)) as Pair[][], 1)
    const shuffle = JSON.parse(at(at(steps, 6).texts, 0)) as { ciphertexts: Pair[][]; proofs: string[][][] }
    const numbers = [...before, ...at(shuffle.ciphertexts, 0)].flatMap(({ alpha, beta }) => [alpha, beta])
    const e = [...numbers, ...at(at(shuffle.proofs, 0), 2)].map((text) => `${text},`).join('')
    expect(shuffleChallenges(foreign, fingerprint, e, 3).map(String)).toEqual(vectors.D3_mixnet.u)
  })
})
