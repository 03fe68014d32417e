/**
 * A committee member's own part of the ceremony, as a machine driven by what the meeting server shows.
 * What must stay true: whatever was made is kept before it is sent and sent again unchanged, so a restarted device goes
 * on; a ceremony is answered for one place only (number, size, index); the keys are believed only after the whole trustees
 * text was checked here and holds exactly what this device contributed.
 */
import {
  isCeremonyFault,
  makeCert,
  makeKey,
  makePolynomial,
  publicKeyOf,
  randomBase58,
  readCerts,
  comparisonCode,
  thresholdOf,
  type CeremonyFault,
  type Party,
} from '@nghi-truong/shared/secret-ballot/ceremony'
import { readElection, writeElection } from '@nghi-truong/shared/secret-ballot/election'
import type { Group } from '@nghi-truong/shared/secret-ballot/group'
import type { RandomBytes } from '@nghi-truong/shared/secret-ballot/numbers'
import { isFault } from '@nghi-truong/shared/secret-ballot/shapes'
import { parseTrustees, readTrustees } from '@nghi-truong/shared/secret-ballot/trustees'

const options = { superset: true } as const

/** What the server shows of a ceremony to one member. */
export interface CeremonySeen {
  /** Rises with each restart. */
  readonly number: number
  readonly size: number
  /** This member's place, from 1. */
  readonly index: number
  /** All certificates in order, once everybody's is there. */
  readonly certs: readonly string[] | null
  /** Step 4: what was routed to this member. */
  readonly input: string | null
  /** Step 6. */
  readonly trustees: string | null
}

/** What this device made, in the order it made it. The seed is beside it, sealed at rest. */
export interface Made {
  readonly number: number
  readonly size: number
  readonly index: number
  readonly cert: string
  /** The certificates the polynomial was made for. */
  readonly certs: readonly string[] | null
  readonly polynomial: string | null
  readonly output: string | null
}

export type Step =
  | { readonly do: 'wait' }
  | { readonly do: 'send'; readonly what: 'cert' | 'polynomial' | 'output'; readonly made: Made }
  /** The keys are in order: the code everybody compares aloud. */
  | { readonly do: 'compare'; readonly code: string }
  | { readonly do: 'refuse'; readonly fault: CeremonyFault | PartyFault }

/** What is wrong with the finished keys; the member who notices says "Không trùng". */
export interface PartyFault {
  readonly refused: 'party.shape' | 'party.size' | 'party.proofs' | 'party.own'
  readonly member: 0
}

const partyFault = (refused: PartyFault['refused']): PartyFault => ({ refused, member: 0 })

export const freshSeed = (random: RandomBytes): string => randomBase58(random, 22)

/** Step 1. */
export function begin(
  group: Group,
  seed: string,
  { number, size, index }: Pick<CeremonySeen, 'number' | 'size' | 'index'>,
  random: RandomBytes,
): Made {
  const cert = makeCert(group, seed, { size, threshold: thresholdOf(size), index }, options, random)
  return { number, size, index, cert, certs: null, polynomial: null, output: null }
}

const party = (group: Group, certs: readonly string[], size: number): Party | CeremonyFault =>
  certs.length === size
    ? readCerts(group, certs, thresholdOf(size), options)
    : { refused: 'ceremony.size', member: 0 }

/** What this device does next. Asked again with the same facts it says the same. */
export function nextStep(
  group: Group,
  seed: string,
  made: Made,
  seen: CeremonySeen,
  random: RandomBytes,
): Step {
  if (seen.number !== made.number || seen.size !== made.size || seen.index !== made.index)
    return { do: 'refuse', fault: { refused: 'ceremony.own', member: 0 } }
  if (!seen.certs) return { do: 'send', what: 'cert', made }
  if (seen.certs[made.index - 1] !== made.cert)
    return { do: 'refuse', fault: { refused: 'ceremony.own', member: made.index } }
  // A second list of certificates for the same ceremony: somebody shows different people different parties.
  if (made.certs && made.certs.join('\n') !== seen.certs.join('\n'))
    return { do: 'refuse', fault: { refused: 'ceremony.certificate', member: 0 } }
  if (seen.trustees) return checkParty(group, made, seen.trustees)
  const all = party(group, seen.certs, made.size)
  if (isCeremonyFault(all)) return { do: 'refuse', fault: all }
  if (!made.polynomial) {
    const polynomial = makePolynomial(group, seed, all, made.index, options, random)
    if (typeof polynomial !== 'string') return { do: 'refuse', fault: polynomial }
    return { do: 'send', what: 'polynomial', made: { ...made, certs: seen.certs, polynomial } }
  }
  if (!seen.input) return { do: 'send', what: 'polynomial', made }
  if (made.output) return { do: 'send', what: 'output', made }
  const output = makeKey(group, seed, all, made.index, seen.input, options, random)
  if (typeof output !== 'string') return { do: 'refuse', fault: output }
  return { do: 'send', what: 'output', made: { ...made, output } }
}

const messageOf = (signed: string, field?: string): string | undefined => {
  const read = JSON.parse(signed) as Record<string, unknown>
  const one = field === undefined ? read : (read[field] as Record<string, unknown>)
  return typeof one['message'] === 'string' ? one['message'] : undefined
}

/** The finished keys: every proof in them, and that what this device gave is in them unchanged. */
function checkParty(group: Group, made: Made, trustees: string): Step {
  const items = parseTrustees(trustees, group, 'council')
  const [only] = isFault(items) ? [] : items
  if (only?.kind !== 'pedersen') return { do: 'refuse', fault: partyFault('party.shape') }
  const { certs, coefexps, threshold, verification_keys: keys } = only.party
  if (certs.length !== made.size || threshold !== thresholdOf(made.size))
    return { do: 'refuse', fault: partyFault('party.size') }
  const at = made.index - 1
  const own =
    made.polynomial !== null &&
    made.output !== null &&
    made.certs?.every((cert, i) => messageOf(cert) === certs[i]?.message) &&
    coefexps[at]?.message === messageOf(made.polynomial, 'coefexps') &&
    keys[at]?.public_key.text ===
      (JSON.parse(made.output) as { public_key: { public_key: string } }).public_key.public_key
  if (!own) return { do: 'refuse', fault: partyFault('party.own') }
  return provesItself(group, trustees)
    ? { do: 'compare', code: comparisonCode(trustees) }
    : { do: 'refuse', fault: partyFault('party.proofs') }
}

/** The verifier of a record judges keys together with their election; here there is none yet, so one is made up. */
function provesItself(group: Group, trustees: string): boolean {
  const inner = trustees.slice('[["Pedersen",'.length, -']]'.length)
  const text = writeElection({
    name: 'keys',
    description: 'keys',
    group: 'BELENIOS-2048',
    publicKey: publicKeyOf(group, inner),
    questions: [{ answers: ['1'], blank: false, min: 0, max: 1, question: 'keys' }],
    uuid: '11111111111111',
  })
  const election = typeof text === 'string' ? readElection(text, 'council', () => group).election : undefined
  if (!election) return false
  const { flaws, trustees: read } = readTrustees(trustees, election, 'council')
  return read !== undefined && flaws.length === 0
}
