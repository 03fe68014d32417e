/**
 * The trustees text and its check (C7): who holds the keys, proven. What must stay true: every key is a group member
 * with a proof of knowledge, every verification key follows from the signed coefficients, and the election's public
 * key is the product of the Single keys and the members' first coefficients.
 */
import type { Election } from './election.ts'
import { flaw } from './findings.ts'
import type { Flaw, Profile } from './findings.ts'
import { isElement, multiply, power, product } from './group.ts'
import type { Group } from './group.ts'
import { checkKnowledge, elementShape, keyProofPrefix, messagePrefix, proofShape } from './proofs.ts'
import type { Proof } from './proofs.ts'
import {
  count,
  describeFault,
  fault,
  fields,
  isFault,
  list,
  literal,
  optional,
  parseCanonical,
  parseLoose,
  text,
  tuple,
} from './shapes.ts'
import type { Fault, KeyRule, Num, Shape } from './shapes.ts'

export type TrusteeKey = {
  readonly pok: Proof
  readonly public_key: Num
  readonly signature: Proof | undefined
}
export type Signed = { readonly message: string; readonly signature: Proof }

export type CertContext = { group: string; size: number; threshold: number; index: number }
export type CertMessage = {
  readonly context: CertContext | undefined
  readonly verification: Num
  readonly encryption: Num
}

export type Pedersen = {
  readonly threshold: number
  readonly certs: readonly Signed[]
  readonly coefexps: readonly Signed[]
  readonly signatures: readonly Proof[] | undefined
  readonly verification_keys: readonly TrusteeKey[]
}

export type TrusteeItem =
  | { readonly kind: 'single'; readonly key: TrusteeKey }
  | { readonly kind: 'pedersen'; readonly party: Pedersen }

/** An owner of a share, numbered from 1 in record order. `group` is the place of its item; `index` its number within. */
export type Owner = { readonly item: number; readonly index: number; readonly key: Num }

/** What decryption needs to know: the owners, and for each item how many of them suffice. */
export type Trustees = {
  readonly text: string
  readonly owners: readonly Owner[]
  readonly needed: readonly number[]
}

const contextShape: Shape<CertContext> = fields({ group: text, size: count, threshold: count, index: count })

/** The signed message of a certificate; exact in every profile, because it is a text within the text. */
export const certMessageShape = (group: Group): Shape<CertMessage> =>
  fields({
    context: optional(contextShape),
    verification: elementShape(group),
    encryption: elementShape(group),
  })

export const coefexpsMessageShape = (group: Group): Shape<{ coefexps: Num[] }> =>
  fields({ coefexps: list(elementShape(group)) })

export const signedShape = (group: Group, rule: KeyRule = 'exact'): Shape<Signed> =>
  fields({ message: text, signature: proofShape(group, rule) }, rule)

export const trusteeKeyShape = (group: Group, rule: KeyRule, single: boolean): Shape<TrusteeKey> => {
  const shape = fields(
    {
      pok: proofShape(group, rule),
      public_key: elementShape(group),
      ...(single ? { name: optional(text) } : {}),
      signature: optional(proofShape(group, rule)),
    },
    rule,
  )
  return (value) => {
    const read = shape(value)
    return isFault(read) ? read : { pok: read.pok, public_key: read.public_key, signature: read.signature }
  }
}

function itemShape(group: Group, rule: KeyRule): Shape<TrusteeItem> {
  const single = tuple<readonly ['Single', TrusteeKey]>(literal('Single'), trusteeKeyShape(group, rule, true))
  const pedersen = tuple<readonly ['Pedersen', Pedersen]>(
    literal('Pedersen'),
    fields(
      {
        threshold: count,
        certs: list(signedShape(group, rule)),
        coefexps: list(signedShape(group, rule)),
        signatures: optional(list(proofShape(group, rule))),
        verification_keys: list(trusteeKeyShape(group, rule, false)),
      },
      rule,
    ),
  )
  return (value) => {
    if (Array.isArray(value) && value[0] === 'Single') {
      const read = single(value)
      return isFault(read) ? read : { kind: 'single', key: read[1] }
    }
    if (Array.isArray(value) && value[0] === 'Pedersen') {
      const read = pedersen(value)
      return isFault(read) ? read : { kind: 'pedersen', party: read[1] }
    }
    return fault('neither "Single" nor "Pedersen"')
  }
}

/** Reads a trustees text without judging its proofs. */
export function parseTrustees(source: string, group: Group, profile: Profile): TrusteeItem[] | Fault {
  const council = profile === 'council'
  const shape = list(itemShape(group, council ? 'exact' : 'known'))
  return council ? parseCanonical(source, shape) : parseLoose(source, shape)
}

const keyFlaws = (group: Group, key: TrusteeKey, where: string): Flaw[] => {
  if (!isElement(group, key.public_key.value))
    return [flaw('C7', 'keyProof', `${where}: key not in the group`)]
  const prefix = keyProofPrefix(group, key.public_key.text)
  return checkKnowledge(group, prefix, key.public_key.value, key.pok)
    ? []
    : [flaw('C7', 'keyProof', `${where}: proof of the key`)]
}

/** The text member i signs over all certificates and its own coefficients (superset field `signatures`). */
export const certsSignedText = (certs: readonly Signed[], coefexps: readonly string[]): string =>
  `certs_sig|${JSON.stringify({
    certs: certs.map(({ message, signature }) => ({
      message,
      signature: { challenge: signature.challenge.text, response: signature.response.text },
    })),
    coefexps,
  })}`

/** g^f(j) for the sum of all members' polynomials, from their published coefficients; j from 1. */
export function verificationKeyOf(
  group: Group,
  coefficients: readonly (readonly bigint[])[],
  j: number,
): bigint {
  const degree = coefficients[0]?.length ?? 0
  let value = 1n
  for (let k = degree - 1; k >= 0; k--) {
    const sum = product(
      group,
      coefficients.map((row) => row[k] ?? 1n),
    )
    value = multiply(group, power(group, value, BigInt(j)), sum)
  }
  return value
}

/** Checks one certificate by its own key; `place` is given where the superset's context must fit. */
export function readCert(
  group: Group,
  cert: Signed,
  place: Omit<CertContext, 'group'> | undefined,
  where: string,
): { message?: CertMessage; flaws: Flaw[] } {
  const message = parseCanonical(cert.message, certMessageShape(group))
  if (isFault(message)) return { flaws: [flaw('C4', 'shape', `${where}: message${describeFault(message)}`)] }
  const { verification, encryption, context } = message
  if (!isElement(group, verification.value) || !isElement(group, encryption.value)) {
    return { flaws: [flaw('C7', 'certificate', `${where}: key not in the group`)] }
  }
  const flaws: Flaw[] = []
  if (!checkKnowledge(group, messagePrefix(cert.message), verification.value, cert.signature)) {
    flaws.push(flaw('C7', 'certificate', `${where}: signature`))
  }
  if (context !== undefined && place !== undefined) {
    const fits =
      context.group === group.name &&
      context.size === place.size &&
      context.threshold === place.threshold &&
      context.index === place.index
    if (!fits) flaws.push(flaw('C7', 'supersetField', `${where}: context`))
  }
  return { message, flaws }
}

function checkPedersen(
  group: Group,
  party: Pedersen,
  profile: Profile,
  item: number,
): { flaws: Flaw[]; owners: Owner[]; firsts: bigint[] } {
  const where = `trustees[${item}]`
  const { threshold, certs, coefexps, signatures, verification_keys: keys } = party
  const size = certs.length
  const unusable = (detail: string) => ({
    flaws: [flaw('C7', 'coefficients', `${where}: ${detail}`)],
    owners: [],
    firsts: [],
  })
  if (threshold < 1 || threshold > size) return unusable('threshold outside 1..members')
  if (coefexps.length !== size || keys.length !== size) return unusable('not one entry per member')
  const flaws: Flaw[] = []
  const rows: bigint[][] = []
  const seen = new Set<string>()
  for (const [index, cert] of certs.entries()) {
    const member = `${where} member ${index + 1}`
    const read = readCert(group, cert, { size, threshold, index: index + 1 }, member)
    flaws.push(...read.flaws)
    const { message } = read
    if (message === undefined) continue
    if (seen.has(message.verification.text))
      flaws.push(flaw('C7', 'certificate', `${member}: key of another member`))
    seen.add(message.verification.text)
    if (profile === 'council' && message.context === undefined) {
      flaws.push(flaw('C7', 'supersetField', `${member}: context is missing`))
    }
    const signed = coefexps[index]
    const parsed =
      signed === undefined ? fault('missing') : parseCanonical(signed.message, coefexpsMessageShape(group))
    if (signed === undefined || isFault(parsed)) {
      flaws.push(flaw('C4', 'shape', `${member}: coefexps`))
      continue
    }
    const row = parsed.coefexps.map(({ value }) => value)
    if (row.length !== threshold || !row.every((value) => isElement(group, value))) {
      flaws.push(flaw('C7', 'coefficients', `${member}: ${threshold} group members are required`))
      continue
    }
    if (!checkKnowledge(group, messagePrefix(signed.message), message.verification.value, signed.signature)) {
      flaws.push(flaw('C7', 'coefficients', `${member}: signature`))
    }
    rows.push(row)
    flaws.push(...supersetFlaws(group, party, index, message, parsed.coefexps, profile, member))
  }
  if (signatures !== undefined && signatures.length !== size) {
    flaws.push(flaw('C7', 'supersetField', `${where}: not one signature per member`))
  }
  const owners = keys.map((key, index) => ({ item, index: index + 1, key: key.public_key }))
  if (rows.length !== size) return { flaws, owners, firsts: rows.map((row) => row[0] ?? 1n) }
  for (const [index, key] of keys.entries()) {
    const member = `${where} member ${index + 1}`
    flaws.push(...keyFlaws(group, key, member))
    if (verificationKeyOf(group, rows, index + 1) !== key.public_key.value) {
      flaws.push(flaw('C7', 'verificationKey', `${member}: does not follow from the coefficients`))
    }
  }
  return { flaws, owners, firsts: rows.map((row) => row[0] ?? 1n) }
}

function supersetFlaws(
  group: Group,
  party: Pedersen,
  index: number,
  message: CertMessage,
  coefexps: readonly Num[],
  profile: Profile,
  member: string,
): Flaw[] {
  const flaws: Flaw[] = []
  const signer = message.verification.value
  const signature = party.signatures?.[index]
  if (signature !== undefined) {
    const signed = certsSignedText(
      party.certs,
      coefexps.map((element) => element.text),
    )
    if (!checkKnowledge(group, messagePrefix(signed), signer, signature)) {
      flaws.push(flaw('C7', 'supersetField', `${member}: signature over the certificates`))
    }
  } else if (profile === 'council') {
    flaws.push(flaw('C7', 'supersetField', `${member}: signature over the certificates is missing`))
  }
  const key = party.verification_keys[index]
  if (key?.signature !== undefined) {
    if (!checkKnowledge(group, messagePrefix(key.public_key.text), signer, key.signature)) {
      flaws.push(flaw('C7', 'supersetField', `${member}: signature of the verification key`))
    }
  } else if (profile === 'council') {
    flaws.push(flaw('C7', 'supersetField', `${member}: signature of the verification key is missing`))
  }
  return flaws
}

/** Reads and checks a trustees text against its election (C4, C7). */
export function readTrustees(
  source: string,
  election: Election,
  profile: Profile,
): { trustees?: Trustees; flaws: Flaw[] } {
  const { group } = election
  const items = parseTrustees(source, group, profile)
  if (isFault(items)) return { flaws: [flaw('C4', 'shape', `trustees${describeFault(items)}`)] }
  const flaws: Flaw[] = []
  const [only] = items
  if (profile === 'council' && (items.length !== 1 || only?.kind !== 'pedersen')) {
    flaws.push(flaw('C7', 'trusteeKind', 'a council has exactly one Pedersen item'))
  }
  if (items.length === 0) flaws.push(flaw('C7', 'trusteeKind', 'nobody holds a key'))
  const owners: Owner[] = []
  const needed: number[] = []
  const factors: bigint[] = []
  for (const [index, item] of items.entries()) {
    if (item.kind === 'single') {
      flaws.push(...keyFlaws(group, item.key, `trustees[${index}]`))
      owners.push({ item: index, index: 1, key: item.key.public_key })
      needed.push(1)
      factors.push(item.key.public_key.value)
    } else {
      const checked = checkPedersen(group, item.party, profile, index)
      flaws.push(...checked.flaws)
      owners.push(...checked.owners)
      needed.push(item.party.threshold)
      factors.push(...checked.firsts)
    }
  }
  if (product(group, factors) !== election.publicKey.value) {
    flaws.push(flaw('C7', 'productOfKeys', "the public key is not the product of the trustees' keys"))
  }
  return { trustees: { text: source, owners, needed }, flaws }
}
