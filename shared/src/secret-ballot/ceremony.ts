/**
 * The trustees' ceremony, steps 1 to 6, as pure functions of texts. What must stay true: a member holds nothing but its
 * seed (the polynomial travels sealed to itself, so a restarted device goes on); every share is checked against the
 * signed coefficients before a key is made; whoever sent something wrong is named.
 */
import { receive, keysOfSeed, send, sign } from './channel.ts'
import type { SignedText } from './channel.ts'
import { hexDigest } from './digest.ts'
import { isElement, power, product, reduce } from './group.ts'
import type { Group } from './group.ts'
import { randomExponent } from './numbers.ts'
import type { RandomBytes } from './numbers.ts'
import { checkKnowledge, keyProofPrefix, messagePrefix, proofShape, proveKnowledge } from './proofs.ts'
import type { ProofText } from './proofs.ts'
import { decimal, fields, isFault, list, optional, parseCanonical, text } from './shapes.ts'
import {
  certsSignedText,
  coefexpsMessageShape,
  readCert,
  signedShape,
  trusteeKeyShape,
  verificationKeyOf,
} from './trustees.ts'
import type { CertMessage, Signed } from './trustees.ts'

/** Majority of the committee: 2 of 3, 3 of 5, 4 of 7. */
export const thresholdOf = (members: number): number => Math.floor(members / 2) + 1

/** Fixed before step 1, so that no server can show different parties to different members. `index` from 1. */
export type Place = { readonly size: number; readonly threshold: number; readonly index: number }

/** Whom a member blames, or that its own polynomial did not come back. */
export type CeremonyFault = { readonly refused: CeremonyReason; readonly member: number }
export type CeremonyReason =
  | 'ceremony.certificate'
  | 'ceremony.size'
  | 'ceremony.coefficients'
  | 'ceremony.share'
  | 'ceremony.own'
  | 'ceremony.shape'

export type CeremonyOptions = {
  /** The extra fields of later versions: demanded, except in a ceremony shared with belenios-tool 2.0. */
  readonly superset: boolean
}

const refuse = (refused: CeremonyReason, member: number): CeremonyFault => ({ refused, member })

export const isCeremonyFault = (value: object): value is CeremonyFault => 'refused' in value

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Base58 characters without bias: 22 for a seed (128 bits), 14 for a uuid. */
export function randomBase58(random: RandomBytes, length: number): string {
  let letters = ''
  while (letters.length < length) {
    for (const byte of random(length)) {
      if (byte < 232 && letters.length < length) letters += base58.charAt(byte % 58)
    }
  }
  return letters
}

/** Step 1: a member's certificate, as text. */
export function makeCert(
  group: Group,
  seed: string,
  place: Place,
  options: CeremonyOptions,
  random: RandomBytes,
): string {
  const keys = keysOfSeed(seed)
  const { size, threshold, index } = place
  const message = JSON.stringify({
    ...(options.superset ? { context: { group: group.name, size, threshold, index } } : {}),
    verification: group.powerOfG(keys.signing).toString(),
    encryption: group.powerOfG(keys.decryption).toString(),
  })
  return JSON.stringify(sign(group, keys.signing, message, random))
}

/** The id of a certificate, the name of its files in belenios-tool. */
export const certId = (cert: Signed): string => hexDigest(cert.message)

export type Party = {
  readonly certs: readonly Signed[]
  readonly messages: readonly CertMessage[]
  readonly threshold: number
}

/** Step 2: everybody checks every certificate. */
export function readCerts(
  group: Group,
  certTexts: readonly string[],
  threshold: number,
  options: CeremonyOptions,
): Party | CeremonyFault {
  const size = certTexts.length
  if (threshold < 1 || threshold > size) return refuse('ceremony.size', 0)
  const certs: Signed[] = []
  const messages: CertMessage[] = []
  for (const [i, certText] of certTexts.entries()) {
    const cert = parseCanonical(certText, signedShape(group))
    if (isFault(cert)) return refuse('ceremony.shape', i + 1)
    const read = readCert(group, cert, { size, threshold, index: i + 1 }, '')
    const { message } = read
    if (read.flaws.length > 0 || message === undefined) return refuse('ceremony.certificate', i + 1)
    if (options.superset && message.context === undefined) return refuse('ceremony.certificate', i + 1)
    if (messages.some((other) => other.verification.text === message.verification.text)) {
      return refuse('ceremony.certificate', i + 1)
    }
    certs.push(cert)
    messages.push(message)
  }
  return { certs, messages, threshold }
}

const textsOf = (signed: Signed): SignedText => ({
  message: signed.message,
  signature: { challenge: signed.signature.challenge.text, response: signed.signature.response.text },
})

const valueAt = (group: Group, polynomial: readonly bigint[], x: number): bigint =>
  polynomial.reduceRight((sum, coefficient) => reduce(group, sum * BigInt(x) + coefficient), 0n)

/** Step 3: a member's polynomial, its shares for everybody, and the public coefficients. */
export function makePolynomial(
  group: Group,
  seed: string,
  party: Party,
  index: number,
  options: CeremonyOptions,
  random: RandomBytes,
): string | CeremonyFault {
  const keys = keysOfSeed(seed)
  const own = party.messages[index - 1]
  if (own?.verification.value !== group.powerOfG(keys.signing)) return refuse('ceremony.own', index)
  const polynomial = Array.from({ length: party.threshold }, () => randomExponent(random, group.q))
  const coefexps = polynomial.map((coefficient) => group.powerOfG(coefficient).toString())
  const secrets = party.messages.map(({ encryption }, j) =>
    send(
      group,
      keys,
      encryption,
      JSON.stringify({ secret: valueAt(group, polynomial, j + 1).toString() }),
      random,
    ),
  )
  const kept = JSON.stringify({ polynomial: polynomial.map((coefficient) => coefficient.toString()) })
  const certsText = certsSignedText(party.certs, coefexps)
  return JSON.stringify({
    polynomial: send(group, keys, own.encryption, kept, random),
    secrets,
    coefexps: sign(group, keys.signing, JSON.stringify({ coefexps }), random),
    ...(options.superset
      ? { signature: proveKnowledge(group, messagePrefix(certsText), keys.signing, random) }
      : {}),
  })
}

const polynomialShape = (group: Group) =>
  fields({
    polynomial: text,
    secrets: list(text),
    coefexps: signedShape(group),
    signature: optional(proofShape(group)),
  })

type Polynomial = {
  polynomial: string
  secrets: string[]
  coefexps: Signed
  signature: Signed['signature'] | undefined
}

function readPolynomials(
  group: Group,
  party: Party,
  polynomialTexts: readonly string[],
  options: CeremonyOptions,
): Polynomial[] | CeremonyFault {
  const size = party.certs.length
  if (polynomialTexts.length !== size) return refuse('ceremony.size', 0)
  const read: Polynomial[] = []
  for (const [i, source] of polynomialTexts.entries()) {
    const polynomial = parseCanonical(source, polynomialShape(group))
    if (isFault(polynomial) || polynomial.secrets.length !== size) return refuse('ceremony.shape', i + 1)
    const row = readCoefficients(group, party, polynomial.coefexps, i)
    if (row === undefined) return refuse('ceremony.coefficients', i + 1)
    const signer = party.messages[i]?.verification.value ?? 0n
    const { signature } = polynomial
    if (options.superset) {
      const certsText = certsSignedText(
        party.certs,
        row.map((value) => value.toString()),
      )
      if (signature === undefined || !checkKnowledge(group, messagePrefix(certsText), signer, signature)) {
        return refuse('ceremony.certificate', i + 1)
      }
    }
    read.push(polynomial)
  }
  return read
}

function readCoefficients(group: Group, party: Party, signed: Signed, i: number): bigint[] | undefined {
  const signer = party.messages[i]?.verification.value
  const message = parseCanonical(signed.message, coefexpsMessageShape(group))
  if (signer === undefined || isFault(message)) return undefined
  const row = message.coefexps.map(({ value }) => value)
  const good =
    row.length === party.threshold &&
    row.every((value) => isElement(group, value)) &&
    checkKnowledge(group, messagePrefix(signed.message), signer, signed.signature)
  return good ? row : undefined
}

/** Step 4, the server's: what each member gets, in order; it checks what can be checked without a key. */
export function routePolynomials(
  group: Group,
  party: Party,
  polynomialTexts: readonly string[],
  options: CeremonyOptions,
): string[] | CeremonyFault {
  const read = readPolynomials(group, party, polynomialTexts, options)
  if ('refused' in read) return read
  const coefexps = read.map((polynomial) => textsOf(polynomial.coefexps))
  return read.map(({ polynomial }, j) =>
    JSON.stringify({ polynomial, secrets: read.map(({ secrets }) => secrets[j] ?? ''), coefexps }),
  )
}

// The tool stores sums unreduced, so decimal texts may be a few digits longer than q.
const secretDigits = (group: Group): number => group.exponentDigits + 6

/** Step 5: a member checks its shares and makes its key. Names the first member whose share does not fit. */
export function makeKey(
  group: Group,
  seed: string,
  party: Party,
  index: number,
  inputText: string,
  options: CeremonyOptions,
  random: RandomBytes,
): string | CeremonyFault {
  const keys = keysOfSeed(seed)
  const own = party.messages[index - 1]
  if (own?.verification.value !== group.powerOfG(keys.signing)) return refuse('ceremony.own', index)
  const size = party.certs.length
  const input = parseCanonical(
    inputText,
    fields({ polynomial: text, secrets: list(text, size), coefexps: list(signedShape(group), size) }),
  )
  if (isFault(input)) return refuse('ceremony.shape', 0)
  const rows: bigint[][] = []
  for (const [i, signed] of input.coefexps.entries()) {
    const row = readCoefficients(group, party, signed, i)
    if (row === undefined) return refuse('ceremony.coefficients', i + 1)
    rows.push(row)
  }
  // Own polynomial must have come back as it was sent, else the server mixes two ceremonies.
  const kept = receive(group, keys, own.verification.value, input.polynomial)
  const number = decimal(secretDigits(group))
  const polynomial =
    kept === undefined ? undefined : parseCanonical(kept, fields({ polynomial: list(number) }))
  if (polynomial === undefined || isFault(polynomial)) return refuse('ceremony.own', index)
  const mine = polynomial.polynomial.map(({ value }) => group.powerOfG(reduce(group, value)))
  if (mine.join() !== rows[index - 1]?.join()) return refuse('ceremony.own', index)

  let sum = 0n
  for (const [i, sealed] of input.secrets.entries()) {
    const sender = party.messages[i]?.verification.value ?? 0n
    const opened = receive(group, keys, sender, sealed)
    const share = opened === undefined ? undefined : parseCanonical(opened, fields({ secret: number }))
    if (share === undefined || isFault(share)) return refuse('ceremony.share', i + 1)
    const secret = reduce(group, share.secret.value)
    const promised = product(
      group,
      (rows[i] ?? []).map((element, k) => power(group, element, BigInt(index) ** BigInt(k))),
    )
    if (group.powerOfG(secret) !== promised) return refuse('ceremony.share', i + 1)
    sum = reduce(group, sum + secret)
  }
  const publicKey = group.powerOfG(sum).toString()
  const signature: { signature?: ProofText } = options.superset
    ? { signature: proveKnowledge(group, messagePrefix(publicKey), keys.signing, random) }
    : {}
  return JSON.stringify({
    private_key: send(
      group,
      keys,
      own.encryption,
      JSON.stringify({ decryption_key: sum.toString() }),
      random,
    ),
    public_key: {
      pok: proveKnowledge(group, keyProofPrefix(group, publicKey), sum, random),
      public_key: publicKey,
      ...signature,
    },
  })
}

export type PedersenText = { readonly party: string; readonly privateKeys: readonly string[] }

/** Step 6, the server's: the public party; `privateKeys` go back to their members (files .dkey of the tool). */
export function assembleParty(
  group: Group,
  party: Party,
  polynomialTexts: readonly string[],
  outputTexts: readonly string[],
  options: CeremonyOptions,
): PedersenText | CeremonyFault {
  const polynomials = readPolynomials(group, party, polynomialTexts, options)
  if ('refused' in polynomials) return polynomials
  if (outputTexts.length !== party.certs.length) return refuse('ceremony.size', 0)
  const rows = polynomials.map(
    (polynomial, i) => readCoefficients(group, party, polynomial.coefexps, i) ?? [],
  )
  const keys: unknown[] = []
  const privateKeys: string[] = []
  for (const [i, source] of outputTexts.entries()) {
    const output = parseCanonical(
      source,
      fields({ private_key: text, public_key: trusteeKeyShape(group, 'exact', false) }),
    )
    if (isFault(output)) return refuse('ceremony.shape', i + 1)
    const { public_key: key } = output
    const good =
      key.public_key.value === verificationKeyOf(group, rows, i + 1) &&
      checkKnowledge(group, keyProofPrefix(group, key.public_key.text), key.public_key.value, key.pok) &&
      (key.signature === undefined
        ? !options.superset
        : checkKnowledge(
            group,
            messagePrefix(key.public_key.text),
            party.messages[i]?.verification.value ?? 0n,
            key.signature,
          ))
    if (!good) return refuse('ceremony.coefficients', i + 1)
    keys.push((JSON.parse(source) as { public_key: unknown }).public_key)
    privateKeys.push(output.private_key)
  }
  const signatures = polynomials.flatMap(({ signature }) =>
    signature === undefined
      ? []
      : [{ challenge: signature.challenge.text, response: signature.response.text }],
  )
  return {
    party: JSON.stringify({
      threshold: party.threshold,
      certs: party.certs.map(textsOf),
      coefexps: polynomials.map(({ coefexps }) => textsOf(coefexps)),
      ...(options.superset ? { signatures } : {}),
      verification_keys: keys,
    }),
    privateKeys,
  }
}

/** The trustees text of a council's record, around the party of step 6. */
export const trusteesText = (party: string): string => `[["Pedersen",${party}]]`

/** The election's public key: product of the members' first coefficients. */
export function publicKeyOf(group: Group, partyText: string): string {
  const party = JSON.parse(partyText) as { coefexps: { message: string }[] }
  const firsts = party.coefexps.map(({ message }) => {
    const row = parseCanonical(message, coefexpsMessageShape(group))
    return isFault(row) ? 0n : (row.coefexps[0]?.value ?? 0n)
  })
  return product(group, firsts).toString()
}

/** Twelve digits everybody compares aloud, in three groups of four. */
export function comparisonCode(trustees: string): string {
  const code = (BigInt(`0x${hexDigest(trustees)}`) % 10n ** 12n).toString().padStart(12, '0')
  return `${code.slice(0, 4)} ${code.slice(4, 8)} ${code.slice(8)}`
}
