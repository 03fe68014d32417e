/**
 * A hall full of devices, played over HTTP: delegates, trustees, chair. For tests and the load command.
 * What must stay true: it knows nothing of the server but its address and the tokens; what a device would keep secret is
 * kept here and handed to nobody; every answer of the box is checked as a device would check it.
 */
import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import { isRefusalCode } from '@nghi-truong/shared/domain/refusal'
import type { AnyRecord } from '@nghi-truong/shared/domain/records'
import { createMemory, type State } from '@nghi-truong/shared/domain/state'
import {
  castAnswer,
  receiptText,
  refusalText,
  type CastAnswer,
} from '@nghi-truong/shared/protocol/ballot-box'
import {
  comparisonCode,
  isCeremonyFault,
  makeCert,
  makeKey,
  makePolynomial,
  randomBase58,
  readCerts,
  routePolynomials,
} from '@nghi-truong/shared/secret-ballot/ceremony'
import { deviceCredential } from '@nghi-truong/shared/secret-ballot/credentials'
import { decryptPartially, openEnvelope } from '@nghi-truong/shared/secret-ballot/decrypt'
import { base64Digest, hexDigest } from '@nghi-truong/shared/secret-ballot/digest'
import { readElection, type Election } from '@nghi-truong/shared/secret-ballot/election'
import { exponentsOfSeed, makeBallot, type Marks } from '@nghi-truong/shared/secret-ballot/prove'
import { rollMessage } from '@nghi-truong/shared/secret-ballot/roll'
import type { Tally } from '@nghi-truong/shared/secret-ballot/tally'
import { groups } from '@nghi-truong/shared/secret-ballot/verify-archive'
import { wasmArithmetic } from '../secret-ballot/montgomery.ts'

export interface Seat {
  readonly person: string
  readonly token: string
  readonly key: string
  /** PKCS #8 PEM. */
  readonly secret: string
}

export interface HallAccess {
  readonly url: string
  readonly session: string
  readonly clerk: string
  readonly chair: Seat
  readonly delegates: readonly Seat[]
}

export interface Trustee {
  readonly seat: Seat
  readonly index: number
  readonly seed: string
}

export interface Voter {
  readonly seat: Seat
  readonly deviceSecret: Uint8Array
}

export interface Ready {
  readonly voter: Voter
  readonly marks: Marks
  readonly seed: Uint8Array
  readonly text: string
}

export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: string
  readonly status: number
  constructor(code: string, status: number, what: string) {
    super(`${what}: ${code}`)
    this.code = code
    this.status = status
  }
}

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
export const groupOf = groups(wasmArithmetic)
const group = groupOf('BELENIOS-2048')
const options = { superset: true }

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function codeOf(answer: Response): Promise<string> {
  const body = (await answer.json().catch(() => ({}))) as { code?: string }
  return body.code !== undefined && isRefusalCode(body.code) ? body.code : String(answer.status)
}

export function createDriver(hall: HallAccess) {
  let count = 0
  const series = randomBytes(4).toString('hex')
  const api = `${hall.url}/api/sessions/${hall.session}`
  const auth = (token: string) => ({ Authorization: `Bearer ${token}` })

  async function wish(token: string, type: string, input: unknown): Promise<void> {
    const id = `drive-${series}-${String(++count).padStart(6, '0')}`
    const answer = await fetch(`${api}/commands`, {
      method: 'POST',
      headers: { ...auth(token), 'Content-Type': 'application/json' },
      body: JSON.stringify({ id, type, input }),
    })
    if (!answer.ok) throw new Refused(await codeOf(answer), answer.status, type)
  }

  async function see(token: string = hall.chair.token): Promise<State> {
    const answer = await fetch(api, { headers: auth(token) })
    if (!answer.ok) throw new Refused(await codeOf(answer), answer.status, 'snapshot')
    const { records } = (await answer.json()) as { records: AnyRecord[] }
    const memory = createMemory()
    memory.put(records)
    return memory
  }

  /** Looks until it is so. @throws after `ms` with what was waited for */
  async function until(
    what: string,
    good: (state: State) => boolean,
    ms = 60_000,
    token?: string,
  ): Promise<State> {
    for (const start = performance.now(); performance.now() - start < ms; await sleep(60)) {
      const state = await see(token)
      if (good(state)) return state
    }
    throw new Error(`waited in vain: ${what}`)
  }

  const keysOf = (state: State) => {
    const keys = state.one('secretKeys', 'secretKeys')
    if (!keys) throw new Error('no keys')
    return keys
  }

  /** `bend`: what a cheating member's device sends instead. */
  async function ceremony(
    committee: readonly Seat[],
    bend: (step: string, person: string, text: string) => string = (_step, _person, text) => text,
    without: readonly string[] = [],
  ): Promise<readonly Trustee[]> {
    await wish(hall.chair.token, 'secretKeys.start', { without })
    const [first] = committee
    if (!first) throw new Error('no committee')
    let state = await see(first.token)
    const { number, threshold, members } = keysOf(state)
    const trustees = members.map((person, at): Trustee => {
      const seat = committee.find((one) => one.person === person)
      if (!seat) throw new Error(`${person} is no seat`)
      return { seat, index: at + 1, seed: randomBase58(random, 22) }
    })
    const place = (index: number) => ({ size: members.length, threshold, index })
    const post = (step: string, { seat }: Trustee, text: string) =>
      wish(seat.token, 'secretKeys.post', { number, step, text: bend(step, seat.person, text) })
    const texts = (step: string) =>
      members.map((person) => state.one('secretKeyMessage', `${number}-${step}-${person}`)?.text ?? '')
    const sure = (value: string | object): string => {
      if (typeof value !== 'string') throw new Error(JSON.stringify(value))
      return value
    }
    for (const one of trustees)
      await post('certificate', one, makeCert(group, one.seed, place(one.index), options, random))
    state = await see(first.token)
    const party = readCerts(group, texts('certificate'), threshold, options)
    if (isCeremonyFault(party)) throw new Error(party.refused)
    for (const one of trustees)
      await post('polynomial', one, sure(makePolynomial(group, one.seed, party, one.index, options, random)))
    state = await see(first.token)
    const routed = routePolynomials(group, party, texts('polynomial'), options)
    if ('refused' in routed) return trustees
    for (const one of trustees) {
      const made = makeKey(group, one.seed, party, one.index, routed[one.index - 1] ?? '', options, random)
      if (typeof made !== 'string') {
        await wish(one.seat.token, 'secretKeys.blame', {
          number,
          member: members[made.member - 1] ?? null,
          reason: made.refused,
        })
        return trustees
      }
      await post('key', one, made)
    }
    return trustees
  }

  /** Everybody compares and says so. */
  async function confirm(trustees: readonly Trustee[]): Promise<void> {
    const [first] = trustees
    if (!first) throw new Error('no trustees')
    const state = await until(
      'the keys put together',
      (now) => ['confirming', 'failed'].includes(keysOf(now).state),
      60_000,
      first.seat.token,
    )
    const keys = keysOf(state)
    if (keys.state === 'failed') throw new Error(`the ceremony failed: ${JSON.stringify(keys.fault)}`)
    const text = state.one('secretTrustees', 'secretTrustees')?.text ?? ''
    if (comparisonCode(text) !== keys.code) throw new Error('the code differs')
    for (const { seat } of trustees)
      await wish(seat.token, 'secretKeys.confirm', { number: keys.number, same: true })
  }

  async function take(voter: Voter, ballot: string, uuid: string): Promise<void> {
    const credential = group.powerOfG(deviceCredential(group, voter.deviceSecret, uuid)).toString()
    const signature = sign(
      null,
      Buffer.from(rollMessage(uuid, credential)),
      createPrivateKey(voter.seat.secret),
    )
    const answer = await fetch(`${api}/secret-ballots/${ballot}/credential`, {
      method: 'PUT',
      headers: { ...auth(voter.seat.token), 'Content-Type': 'application/json' },
      body: JSON.stringify({
        credential,
        key: voter.seat.key,
        signature: signature.toString('base64url'),
      }),
    })
    if (!answer.ok) throw new Refused(await codeOf(answer), answer.status, 'credential')
  }

  function electionOf(state: State, ballot: string): Election {
    const text = state.one('secretElection', ballot)?.text ?? ''
    const { election, flaws } = readElection(text, 'council', groupOf)
    if (!election || flaws.length > 0)
      throw new Error(`the election text is not in order: ${JSON.stringify(flaws)}`)
    return election
  }

  function encrypt(election: Election, voter: Voter, marks: Marks): Ready {
    const seed = random(32)
    const secret = deviceCredential(group, voter.deviceSecret, election.uuid)
    const made = makeBallot(election, secret, marks, exponentsOfSeed(group, seed), random)
    if (typeof made === 'string') throw new Error(made)
    return { voter, marks, seed, text: made.text }
  }

  /** One attempt at the door. */
  async function put(uuid: string, text: string): Promise<CastAnswer> {
    const answer = await fetch(`${hall.url}/ballot-box/${uuid}/${hexDigest(text)}`, {
      method: 'PUT',
      body: text,
    })
    if (answer.status !== 200) throw new Refused(await codeOf(answer), answer.status, 'cast')
    return castAnswer.parse(await answer.json())
  }

  /** As a device does: again and again until a signed answer is there. */
  async function cast(uuid: string, text: string, tries = 400): Promise<CastAnswer> {
    for (let left = tries; ; left--) {
      try {
        return await put(uuid, text)
      } catch (error) {
        if (left <= 1) throw error
        await sleep(100 + Math.random() * 200)
      }
    }
  }

  /** Whether the answer is signed by the box and is for this text. */
  function genuine(state: State, ballot: string, text: string, answer: CastAnswer): boolean {
    const { uuid, receiptKey } = state.one('secretBallot', ballot) ?? {}
    if (uuid == null || receiptKey == null) return false
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: receiptKey }, format: 'jwk' })
    const { words, signature, tracker } =
      answer.outcome === 'accepted'
        ? { words: receiptText(uuid, answer.receipt), ...answer.receipt }
        : { words: refusalText(uuid, answer.refusal), ...answer.refusal }
    return (
      tracker === base64Digest(text) &&
      verify(null, Buffer.from(words), key, Buffer.from(signature, 'base64url'))
    )
  }

  async function record(ballot: string, token: string, range?: string): Promise<Uint8Array> {
    const answer = await fetch(`${api}/secret-ballots/${ballot}/record`, {
      headers: { ...auth(token), ...(range === undefined ? {} : { Range: range }) },
    })
    if (!answer.ok) throw new Refused(await codeOf(answer), answer.status, 'record')
    return new Uint8Array(await answer.arrayBuffer())
  }

  /** The partial decryption of one trustee, from his seed and his own message of the ceremony. */
  async function decryption(trustee: Trustee, election: Election, tally: Tally): Promise<string> {
    const state = await see(trustee.seat.token)
    const { number } = keysOf(state)
    const own = state.one('secretKeyMessage', `${number}-key-${trustee.seat.person}`)?.text ?? '{}'
    const { private_key: privateKey } = JSON.parse(own) as { private_key: string }
    const [[, party]] = JSON.parse(state.one('secretTrustees', 'secretTrustees')?.text ?? '[]') as [
      [string, { verification_keys: { public_key: string }[] }],
    ]
    const verificationKey = party.verification_keys[trustee.index - 1]?.public_key ?? ''
    const key = openEnvelope(group, { seed: trustee.seed, privateKey }, verificationKey)
    if (key === undefined) throw new Error('the envelope does not open')
    return decryptPartially(election, tally, key, random)
  }

  async function give(trustee: Trustee, ballot: string, head: string, text: string): Promise<void> {
    const answer = await fetch(`${api}/secret-ballots/${ballot}/decryption?head=${head}`, {
      method: 'PUT',
      headers: auth(trustee.seat.token),
      body: text,
    })
    if (!answer.ok) throw new Refused(await codeOf(answer), answer.status, 'decryption')
  }

  const newVoter = (seat: Seat): Voter => ({ seat, deviceSecret: random(32) })

  return {
    hall,
    wish,
    see,
    until,
    ceremony,
    confirm,
    take,
    electionOf,
    encrypt,
    put,
    cast,
    genuine,
    record,
    decryption,
    give,
    newVoter,
    api,
    auth,
  }
}

export type Driver = ReturnType<typeof createDriver>
