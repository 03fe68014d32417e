// The ceremony with honest members, with every kind of cheat, and with every subset of trustees.
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { ccmDecrypt, ccmEncrypt, nonceBytes } from './ccm.ts'
import {
  assembleParty,
  comparisonCode,
  isCeremonyFault,
  makeCert,
  makeKey,
  makePolynomial,
  publicKeyOf,
  randomBase58,
  readCerts,
  routePolynomials,
  thresholdOf,
} from './ceremony.ts'
import { keysOfSeed, send } from './channel.ts'
import { openEnvelope } from './decrypt.ts'
import { lagrange } from './tally.ts'
import { sampleParty, seededRandom } from './sample.ts'
import { groups } from './verify-archive.ts'

vi.setConfig({ testTimeout: 60_000 })

const group = groups()('BELENIOS-2048')
const random = seededRandom('ceremony')
const options = { superset: true }

function at<T>(list: readonly T[], index: number): T {
  const found = list[index]
  if (found === undefined) throw new Error('nothing there')
  return found
}

function sure<T>(value: T): Exclude<T, { refused: unknown }> {
  if (typeof value === 'object' && value !== null && 'refused' in value)
    throw new Error(JSON.stringify(value))
  return value as Exclude<T, { refused: unknown }>
}

const [size, threshold] = [3, 2]
const seeds = Array.from({ length: size }, () => randomBase58(random, 22))
const certs = seeds.map((seed, i) =>
  makeCert(group, seed, { size, threshold, index: i + 1 }, options, random),
)
const party = sure(readCerts(group, certs, threshold, options))
const polynomials = seeds.map((seed, i) => sure(makePolynomial(group, seed, party, i + 1, options, random)))
const inputs = sure(routePolynomials(group, party, polynomials, options))
const outputs = seeds.map((seed, i) =>
  sure(makeKey(group, seed, party, i + 1, at(inputs, i), options, random)),
)

describe('AES-CCM', () => {
  it.each([0, 1, 15, 16, 17, 976, 65_535, 65_536, 70_000])('%i bytes, against OpenSSL', (length) => {
    const [key, iv, plaintext] = [random(32), random(32), random(length)]
    const nonce = iv.subarray(0, nonceBytes(length))
    const cipher = createCipheriv('aes-256-ccm', key, nonce, { authTagLength: 8 })
    const expected = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
    const sealed = ccmEncrypt(key, iv, plaintext)
    expect(Buffer.from(sealed).equals(expected)).toBe(true)
    expect(ccmDecrypt(key, iv, sealed)).toEqual(plaintext)
    const decipher = createDecipheriv('aes-256-ccm', key, nonce, { authTagLength: 8 })
    decipher.setAuthTag(sealed.subarray(length))
    expect(Buffer.from(decipher.update(sealed.subarray(0, length)))).toEqual(Buffer.from(plaintext))
    sealed[sealed.length - 1] = (sealed[sealed.length - 1] ?? 0) ^ 1
    expect(ccmDecrypt(key, iv, sealed)).toBeUndefined()
  })
  it('shorter than a tag', () => expect(ccmDecrypt(random(32), random(32), random(7))).toBeUndefined())
})

describe('honest members', () => {
  it('threshold is the majority', () => expect([3, 5, 7, 9].map(thresholdOf)).toEqual([2, 3, 4, 5]))

  it('any majority holds the key, fewer do not', () => {
    const five = sampleParty(group, 5, 3, random)
    const keys = five.members.map((member) => openEnvelope(group, member, member.verificationKey) ?? 0n)
    const joined = (indexes: number[]): string =>
      group
        .powerOfG(
          indexes.reduce((sum, index) => sum + lagrange(indexes, index, group.q) * at(keys, index - 1), 0n) %
            group.q,
        )
        .toString()
    let majorities = 0
    for (let mask = 1; mask < 32; mask++) {
      const indexes = [1, 2, 3, 4, 5].filter((index) => mask & (1 << (index - 1)))
      expect(joined(indexes) === five.publicKey).toBe(indexes.length >= 3)
      if (indexes.length === 3) majorities += 1
    }
    expect(majorities).toBe(10)
  })

  it('one code for one text', () => {
    const text = sure(assembleParty(group, party, polynomials, outputs, options)).party
    expect(comparisonCode(text)).toMatch(/^\d{4} \d{4} \d{4}$/)
    expect(comparisonCode(text)).not.toBe(comparisonCode(`${text} `))
    expect(publicKeyOf(group, text)).toMatch(/^\d+$/)
  })

  it('a device that dropped out and came back goes on from its seed alone', () => {
    const again = sure(makeKey(group, at(seeds, 1), party, 2, at(inputs, 1), options, random))
    const key = (text: string): unknown =>
      (JSON.parse(text) as { public_key: { public_key: string } }).public_key.public_key
    expect(key(again)).toBe(key(at(outputs, 1)))
  })

  it('without the member who dropped out: a new ceremony of those left', () => {
    const left = seeds.slice(0, 2)
    const place = (i: number) => ({ size: 2, threshold: thresholdOf(2), index: i + 1 })
    const fresh = left.map((seed, i) => makeCert(group, seed, place(i), options, random))
    expect(isCeremonyFault(readCerts(group, fresh, 2, options))).toBe(false)
    // certificates of the abandoned ceremony do not fit the new one
    expect(readCerts(group, certs.slice(0, 2), 2, options)).toEqual({
      refused: 'ceremony.certificate',
      member: 1,
    })
  })
})

describe('a participant or the server cheats', () => {
  it('certificate of another member, in another place, without context, twice', () => {
    const fault = (texts: string[]) => readCerts(group, texts, threshold, options)
    expect(fault([at(certs, 1), at(certs, 0), at(certs, 2)])).toMatchObject({
      refused: 'ceremony.certificate',
      member: 1,
    })
    expect(fault([at(certs, 0), at(certs, 0), at(certs, 2)])).toMatchObject({
      refused: 'ceremony.certificate',
      member: 2,
    })
    const plain = makeCert(group, at(seeds, 0), { size, threshold, index: 1 }, { superset: false }, random)
    expect(fault([plain, at(certs, 1), at(certs, 2)])).toMatchObject({
      refused: 'ceremony.certificate',
      member: 1,
    })
    expect(fault([at(certs, 0), at(certs, 1), 'x'])).toMatchObject({ refused: 'ceremony.shape', member: 3 })
    expect(fault(certs.slice(0, 1))).toMatchObject({ refused: 'ceremony.size' })
    const signature = /"challenge":"(\d)/
    const bent = at(certs, 2).replace(
      signature,
      (_, digit: string) => `"challenge":"${(Number(digit) % 7) + 1}`,
    )
    expect(fault([at(certs, 0), at(certs, 1), bent])).toMatchObject({
      refused: 'ceremony.certificate',
      member: 3,
    })
  })

  it('a wrong share is found by its recipient, who names the sender', () => {
    const sender = keysOfSeed(at(seeds, 1))
    const wrong = send(
      group,
      sender,
      at(party.messages, 0).encryption,
      JSON.stringify({ secret: '123' }),
      random,
    )
    const input = JSON.parse(at(inputs, 0)) as { secrets: string[] }
    input.secrets[1] = wrong
    expect(makeKey(group, at(seeds, 0), party, 1, JSON.stringify(input), options, random)).toEqual({
      refused: 'ceremony.share',
      member: 2,
    })
  })

  it('a share meant for another, or not signed by its sender', () => {
    const input = JSON.parse(at(inputs, 0)) as { secrets: string[] }
    const other = JSON.parse(at(inputs, 1)) as { secrets: string[] }
    input.secrets[2] = at(other.secrets, 2)
    const run = () => makeKey(group, at(seeds, 0), party, 1, JSON.stringify(input), options, random)
    expect(run()).toEqual({ refused: 'ceremony.share', member: 3 })
    input.secrets[2] = send(
      group,
      keysOfSeed(at(seeds, 0)),
      at(party.messages, 0).encryption,
      '{"secret":"1"}',
      random,
    )
    expect(run()).toEqual({ refused: 'ceremony.share', member: 3 })
  })

  it('coefficients: too few, exchanged, or of an older ceremony', () => {
    const smaller = sure(
      readCerts(
        group,
        certs.map((_, i) =>
          makeCert(group, at(seeds, i), { size, threshold: 1, index: i + 1 }, options, random),
        ),
        1,
        options,
      ),
    )
    const few = sure(makePolynomial(group, at(seeds, 0), smaller, 1, options, random))
    expect(routePolynomials(group, party, [few, at(polynomials, 1), at(polynomials, 2)], options)).toEqual({
      refused: 'ceremony.coefficients',
      member: 1,
    })
    expect(
      routePolynomials(group, party, [at(polynomials, 1), at(polynomials, 0), at(polynomials, 2)], options),
    ).toMatchObject({ refused: 'ceremony.coefficients', member: 1 })
    const newer = sure(makePolynomial(group, at(seeds, 0), party, 1, options, random))
    const mixed = sure(
      routePolynomials(group, party, [newer, at(polynomials, 1), at(polynomials, 2)], options),
    )
    // the server hands member 1 the old polynomial beside the new coefficients
    const input = {
      ...(JSON.parse(at(mixed, 0)) as object),
      polynomial: (JSON.parse(at(inputs, 0)) as { polynomial: string }).polynomial,
    }
    expect(makeKey(group, at(seeds, 0), party, 1, JSON.stringify(input), options, random)).toEqual({
      refused: 'ceremony.own',
      member: 1,
    })
  })

  it('different certificates shown to different members are found in step 4', () => {
    const otherCert = makeCert(
      group,
      randomBase58(random, 22),
      { size, threshold, index: 3 },
      options,
      random,
    )
    const shown = sure(readCerts(group, [at(certs, 0), at(certs, 1), otherCert], threshold, options))
    const misled = sure(makePolynomial(group, at(seeds, 0), shown, 1, options, random))
    expect(routePolynomials(group, party, [misled, at(polynomials, 1), at(polynomials, 2)], options)).toEqual(
      { refused: 'ceremony.certificate', member: 1 },
    )
  })

  it('a verification key that does not follow from the shares', () => {
    const exchanged = [at(outputs, 1), at(outputs, 0), at(outputs, 2)]
    expect(assembleParty(group, party, polynomials, exchanged, options)).toMatchObject({
      refused: 'ceremony.coefficients',
      member: 1,
    })
    expect(assembleParty(group, party, polynomials, outputs.slice(1), options)).toMatchObject({
      refused: 'ceremony.size',
    })
    expect(assembleParty(group, party, polynomials, ['{}', ...outputs.slice(1)], options)).toMatchObject({
      refused: 'ceremony.shape',
      member: 1,
    })
  })

  it("somebody else's seed", () => {
    expect(makePolynomial(group, at(seeds, 1), party, 1, options, random)).toMatchObject({
      refused: 'ceremony.own',
    })
    expect(makeKey(group, at(seeds, 1), party, 1, at(inputs, 0), options, random)).toMatchObject({
      refused: 'ceremony.own',
    })
  })
})
