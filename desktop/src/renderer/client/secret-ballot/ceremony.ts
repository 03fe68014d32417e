/**
 * A committee member's own part of the ceremony, as a machine driven by the bulletin of messages everybody reads alike.
 * What must stay true: whatever was made is kept before it is sent and sent again unchanged, so a restarted device goes
 * on; a ceremony is answered for one place only (number, size, threshold, index); the keys are believed only after this
 * device assembled them itself from the same messages, found every proof good and its own part in them unchanged.
 */
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
  trusteesText,
  type CeremonyFault,
  type Party,
} from '@nghi-truong/shared/secret-ballot/ceremony'
import { keysOfSeed } from '@nghi-truong/shared/secret-ballot/channel'
import { readElection, writeElection } from '@nghi-truong/shared/secret-ballot/election'
import type { Group } from '@nghi-truong/shared/secret-ballot/group'
import type { RandomBytes } from '@nghi-truong/shared/secret-ballot/numbers'
import { isFault } from '@nghi-truong/shared/secret-ballot/shapes'
import { parseTrustees, readTrustees } from '@nghi-truong/shared/secret-ballot/trustees'

const options = { superset: true } as const

/** Where this member sits in this ceremony; `index` from 1. The threshold is the majority of the whole committee. */
export interface CeremonyPlace {
  /** Rises with each ceremony. */
  readonly number: number
  readonly size: number
  readonly threshold: number
  readonly index: number
}

/** What everybody reads of a ceremony, each list in the order of the places and absent until it is complete. */
export interface CeremonySeen extends CeremonyPlace {
  readonly certs: readonly string[] | null
  readonly polynomials: readonly string[] | null
  readonly outputs: readonly string[] | null
  /** What the meeting server made of it. */
  readonly trustees: string | null
}

/** What this device made, in the order it made it. The seed is beside it, sealed at rest. */
export interface Made extends CeremonyPlace {
  readonly cert: string
  /** The certificates the polynomial was made for. */
  readonly certs: readonly string[] | null
  readonly polynomial: string | null
  readonly output: string | null
}

export type Step =
  /** Nothing to do until the others have sent theirs. */
  | { readonly do: 'wait' }
  | {
      readonly do: 'send'
      readonly what: 'certificate' | 'polynomial' | 'key'
      readonly text: string
      readonly made: Made
    }
  /** The keys are in order: the code everybody compares aloud. */
  | { readonly do: 'compare'; readonly code: string }
  | { readonly do: 'refuse'; readonly fault: CeremonyFault | PartyFault }

/** What is wrong with the finished keys; the member who notices says "Không trùng". */
export interface PartyFault {
  readonly refused: 'party.shape' | 'party.size' | 'party.proofs' | 'party.own' | 'party.differs'
  readonly member: 0
}

const refuse = (refused: PartyFault['refused']): Step => ({ do: 'refuse', fault: { refused, member: 0 } })
const blame = (fault: CeremonyFault): Step => ({ do: 'refuse', fault })

export const freshSeed = (random: RandomBytes): string => randomBase58(random, 22)

/** Step 1. */
export function begin(
  group: Group,
  seed: string,
  { number, size, threshold, index }: CeremonyPlace,
  random: RandomBytes,
): Made {
  const cert = makeCert(group, seed, { size, threshold, index }, options, random)
  return { number, size, threshold, index, cert, certs: null, polynomial: null, output: null }
}

const sameTexts = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n')

/** What this device does next. Asked again with the same facts it says the same. */
export function nextStep(
  group: Group,
  seed: string,
  made: Made,
  seen: CeremonySeen,
  random: RandomBytes,
): Step {
  const { size, threshold, index } = made
  const other =
    seen.number !== made.number || seen.size !== size || seen.threshold !== threshold || seen.index !== index
  if (other) return blame({ refused: 'ceremony.own', member: 0 })
  if (!seen.certs) return { do: 'send', what: 'certificate', text: made.cert, made }
  if (seen.certs[index - 1] !== made.cert) return blame({ refused: 'ceremony.own', member: index })
  // A second list of certificates for the same ceremony: somebody shows different people different parties.
  if (made.certs && !sameTexts(made.certs, seen.certs))
    return blame({ refused: 'ceremony.certificate', member: 0 })
  if (seen.certs.length !== size) return blame({ refused: 'ceremony.size', member: 0 })
  const party = readCerts(group, seen.certs, threshold, options)
  if (isCeremonyFault(party)) return blame(party)
  if (!made.polynomial) {
    const polynomial = makePolynomial(group, seed, party, index, options, random)
    if (typeof polynomial !== 'string') return blame(polynomial)
    const now = { ...made, certs: seen.certs, polynomial }
    return { do: 'send', what: 'polynomial', text: polynomial, made: now }
  }
  if (!seen.polynomials) return { do: 'send', what: 'polynomial', text: made.polynomial, made }
  if (seen.polynomials[index - 1] !== made.polynomial)
    return blame({ refused: 'ceremony.own', member: index })
  if (!made.output) {
    const inputs = routePolynomials(group, party, seen.polynomials, options)
    if (isCeremonyFault(inputs)) return blame(inputs)
    const output = makeKey(group, seed, party, index, inputs[index - 1] ?? '', options, random)
    if (typeof output !== 'string') return blame(output)
    return { do: 'send', what: 'key', text: output, made: { ...made, output } }
  }
  if (!seen.outputs) return { do: 'send', what: 'key', text: made.output, made }
  if (!seen.trustees) return { do: 'wait' }
  return finish(group, party, made, seen.polynomials, seen.outputs, seen.trustees)
}

/** Step 6, once more here: the server's text must be the one that follows from the messages. */
function finish(
  group: Group,
  party: Party,
  made: Made,
  polynomials: readonly string[],
  outputs: readonly string[],
  trustees: string,
): Step {
  const assembled = assembleParty(group, party, polynomials, outputs, options)
  if (isCeremonyFault(assembled)) return blame(assembled)
  if (trusteesText(assembled.party) !== trustees) return refuse('party.differs')
  return checkParty(group, made, trustees)
}

/** Whether a certificate was made with this seed: how a seed from the envelope is known again. */
export function ownsCert(group: Group, seed: string, cert: string): boolean {
  const message = messageOf(cert)
  const named = message === undefined ? undefined : (JSON.parse(message) as { verification?: unknown })
  return named?.verification === group.powerOfG(keysOfSeed(seed).signing).toString()
}

const messageOf = (signed: string, field?: string): string | undefined => {
  const read = JSON.parse(signed) as Record<string, unknown>
  const one = field === undefined ? read : (read[field] as Record<string, unknown>)
  return typeof one['message'] === 'string' ? one['message'] : undefined
}

/** The finished keys: every proof in them, and that what this device gave is in them unchanged. */
export function checkParty(group: Group, made: Made, trustees: string): Step {
  const items = parseTrustees(trustees, group, 'council')
  const [only] = isFault(items) ? [] : items
  if (only?.kind !== 'pedersen') return refuse('party.shape')
  const { certs, coefexps, threshold, verification_keys: keys } = only.party
  if (certs.length !== made.size || threshold !== made.threshold) return refuse('party.size')
  const at = made.index - 1
  const own =
    made.polynomial !== null &&
    made.output !== null &&
    made.certs?.every((cert, i) => messageOf(cert) === certs[i]?.message) &&
    coefexps[at]?.message === messageOf(made.polynomial, 'coefexps') &&
    keys[at]?.public_key.text ===
      (JSON.parse(made.output) as { public_key: { public_key: string } }).public_key.public_key
  if (!own) return refuse('party.own')
  return provesItself(group, trustees)
    ? { do: 'compare', code: comparisonCode(trustees) }
    : refuse('party.proofs')
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
