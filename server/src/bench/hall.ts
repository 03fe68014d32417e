/**
 * A hall ready to vote: the council seated, signed in, each with a device key, the session open.
 * What must stay true: everything went through the engine's ordinary commands; only the sign-in skips the password,
 * which is not what is measured.
 */
import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { castText, enrolText } from '@nghi-truong/shared/domain/devices'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import type { Running } from '../main.ts'
import { seed, type SeedDocument } from '../seed.ts'
import { benchSession, councilSeed, type CouncilOptions } from './council.ts'

export interface Member {
  readonly person: string
  readonly token: string
  /** Public key, raw, base64url. */
  readonly key: string
  /** Private key, PKCS #8 PEM. */
  readonly secret: string
}

export interface Hall {
  readonly session: string
  readonly clerk: string
  readonly chair: Member
  /** The chair is one of them. */
  readonly delegates: readonly Member[]
}

export interface Cast {
  readonly ballot: string
  readonly round: number
  readonly choice: string
  readonly clientSeq: number
}

/** Input of `ballot.cast` with the device's signature. */
export function signedCast(member: Member, cast: Cast, secret: KeyObject = createPrivateKey(member.secret)) {
  const { person, key } = member
  const text = castText({ log: benchSession, person, key, ...cast })
  const signature = sign(null, Buffer.from(text), secret).toString('base64url')
  return { ...cast, proof: { key, signature } }
}

export interface HallOptions extends CouncilOptions {
  readonly documents?: readonly SeedDocument[]
}

/** Seats the council on an empty server. */
export async function openHall(server: Running, options: HallOptions): Promise<Hall> {
  const what = { ...councilSeed(options), documents: options.documents ?? [] }
  await seed(server, what)
  const { engine, accounts } = server
  let count = 0
  const wish = async (person: string, type: string, input: unknown): Promise<void> => {
    const id = `hall-${String(++count).padStart(8, '0')}`
    const answer = await engine.command(benchSession, { person, device: 'hall' }, { id, type, input })
    if (isRefusal(answer)) throw new Error(`${type}: ${JSON.stringify(answer)}`)
  }
  const enter = async (person: string): Promise<string> => {
    const account = { username: person, person, passwordHash: 'none' }
    await server.stores.accounts.setAccount(account)
    return (await accounts.open(account, 'máy đo', `device-${person}`)).token
  }
  const delegates = await Promise.all(
    what.people
      .filter((one) => one.roles.includes('delegate'))
      .map(async ({ person }): Promise<Member> => {
        const pair = generateKeyPairSync('ed25519')
        const key = String(pair.publicKey.export({ format: 'jwk' })['x'])
        const text = Buffer.from(enrolText(benchSession, person, key))
        const proof = sign(null, text, pair.privateKey).toString('base64url')
        await wish(person, 'devices.enrol', { key, name: 'Máy đo', proof })
        await wish(person, 'attendance.checkIn', {})
        return { person, token: await enter(person), key, secret: pemOf(pair.privateKey) }
      }),
  )
  await wish('chair', 'session.open', {})
  const chair = delegates.find((one) => one.person === 'chair')
  if (!chair) throw new Error('no chair')
  return { session: benchSession, clerk: await enter('clerk'), chair, delegates }
}

const pemOf = (key: KeyObject): string => String(key.export({ type: 'pkcs8', format: 'pem' }))
