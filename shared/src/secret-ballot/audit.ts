/**
 * What comes after EndBallots: published tally (C14), shuffles (C15), partial decryptions (C16), result and sums (C17,
 * C18). What must stay true: every published number is compared, as exact text, with what we compute ourselves from
 * the ballots; nothing of the tally, the decryptions or the result is taken on trust.
 */
import type { Election } from './election.ts'
import { flaw } from './findings.ts'
import type { Flaw } from './findings.ts'
import { decodeChoices } from './nonhomomorphic.ts'
import { count, describeFault, fields, hexHash, isFault, list, parseCanonical } from './shapes.ts'
import type { Shape } from './shapes.ts'
import { checkShuffle, shuffleShape } from './shuffle.ts'
import {
  checkFactor,
  decryptTally,
  enoughOwners,
  keyPowers,
  largestSearch,
  partialDecryptionShape,
  sizedTallyText,
  smallLogarithm,
  tallyText,
  weightJson,
} from './tally.ts'
import type { PartialDecryption, Tally } from './tally.ts'
import type { Trustees } from './trustees.ts'
import { isDecimal } from './numbers.ts'
import { fault } from './shapes.ts'

/** Counts of a homomorphic question (blank first), or the decoded vectors of a non-homomorphic one. */
export type QuestionResult = readonly (number | string)[] | readonly (readonly number[])[]
export type RecordResult = readonly QuestionResult[]

/** Two texts with their hashes: the content and the little text that names it. */
export type Pieces = { readonly text: string; readonly hash: string }

const ownedShape = fields({ owner: count, payload: hexHash })

const weightShape: Shape<bigint> = (value) => {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && value >= 0 && weightJson(BigInt(value)) === value
      ? BigInt(value)
      : fault('not a count')
  }
  if (typeof value !== 'string' || !isDecimal(value, 40)) return fault('not a count')
  const weight = BigInt(value)
  return weightJson(weight) === value ? weight : fault('not a count')
}

export type Counted = { readonly tally: Tally; readonly ballots: number; readonly weight: bigint }

/** Makes the auditor of the closed box. `counted` is our own sum of the ballots. */
export function auditor(election: Election, trustees: Trustees, counted: Counted) {
  const { group } = election
  let tally = counted.tally
  // usable ones only: a factor outside the group must not enter the arithmetic
  const given = new Map<number, PartialDecryption>()
  const owners = new Set<number>()
  const shuffled = election.questions.flatMap((question, index) =>
    question.kind === 'nonHomomorphic' ? [index] : [],
  )

  const readOwned = (content: Pieces, naming: Pieces, flaws: Flaw[]): number | undefined => {
    const owned = parseCanonical(naming.text, ownedShape)
    if (isFault(owned)) {
      flaws.push(flaw('C4', 'shape', `owner and payload${describeFault(owned)}`))
      return undefined
    }
    if (owned.payload !== content.hash) flaws.push(flaw('C2', 'wrongPayload', 'names another content'))
    if (owned.owner < 1 || owned.owner > trustees.owners.length) {
      flaws.push(flaw('C16', 'owner', `owner ${owned.owner} of ${trustees.owners.length}`))
      return undefined
    }
    return owned.owner
  }

  return {
    encryptedTally(content: Pieces, naming: Pieces): Flaw[] {
      const flaws: Flaw[] = []
      if (content.text !== tallyText(counted.tally)) {
        flaws.push(flaw('C14', 'tally', 'not the product of the counted ballots'))
      }
      if (naming.text !== sizedTallyText(counted.ballots, counted.weight, content.hash)) {
        flaws.push(
          flaw('C14', 'tallyCount', `${counted.ballots} ballots of weight ${counted.weight} were counted`),
        )
      }
      return flaws
    },

    shuffle(content: Pieces, naming: Pieces): Flaw[] {
      const flaws: Flaw[] = []
      readOwned(content, naming, flaws)
      const sizes = shuffled.map((index) => tally[index]?.length ?? 0)
      const read = parseCanonical(content.text, shuffleShape(group, sizes))
      if (isFault(read)) return [...flaws, flaw('C4', 'shape', `shuffle${describeFault(read)}`)]
      const after = [...tally]
      for (const [k, index] of shuffled.entries()) {
        const mixed = read.ciphertexts[k] ?? []
        const proof = read.proofs[k]
        if (proof === undefined || !checkShuffle(election, tally[index] ?? [], mixed, proof)) {
          flaws.push(flaw('C15', 'shuffle', `question ${index + 1}`))
        }
        after[index] = mixed.map(({ alpha, beta }) => ({ alpha: alpha.value, beta: beta.value }))
      }
      tally = after
      return flaws
    },

    partialDecryption(content: Pieces, naming: Pieces): Flaw[] {
      const flaws: Flaw[] = []
      const number = readOwned(content, naming, flaws)
      const read = parseCanonical(content.text, partialDecryptionShape(group, tally))
      if (isFault(read)) return [...flaws, flaw('C4', 'shape', `partial decryption${describeFault(read)}`)]
      const owner = number === undefined ? undefined : trustees.owners[number - 1]
      if (number === undefined || owner === undefined) return flaws
      if (owners.has(number)) return [...flaws, flaw('C16', 'doubleDecryption', `owner ${number}`)]
      const powerOfKey = keyPowers(group, owner.key.value, tally)
      for (const [q, pairs] of tally.entries()) {
        for (const [slot, pair] of pairs.entries()) {
          const factor = read.factors[q]?.[slot]
          const proof = read.proofs[q]?.[slot]
          const wrong =
            factor === undefined || proof === undefined
              ? 'decryptionProof'
              : checkFactor(election, owner, powerOfKey, pair, factor, proof)
          if (wrong !== undefined) {
            flaws.push(flaw('C16', wrong, `owner ${number}, question ${q + 1}, ciphertext ${slot + 1}`))
          }
        }
      }
      owners.add(number)
      if (!flaws.some(({ reason }) => reason === 'decryptionFactor')) given.set(number, read)
      return flaws
    },

    /** Checks a published result. */
    result(source: string): { flaws: Flaw[]; result?: RecordResult } {
      if (!enoughOwners(trustees, [...owners])) {
        return { flaws: [flaw('C17', 'tooFewDecryptions', `${owners.size} partial decryptions`)] }
      }
      const plain = decryptTally(group, trustees, tally, given)
      if (plain === undefined) return { flaws: [flaw('C17', 'result', 'a decryption is not usable')] }
      const published = parseCanonical(
        source,
        fields({
          result: list(
            list((value) => value),
            plain.length,
          ),
        }),
      )
      if (isFault(published)) return { flaws: [flaw('C4', 'shape', `result${describeFault(published)}`)] }
      const flaws: Flaw[] = []
      const result: QuestionResult[] = []
      for (const [q, question] of election.questions.entries()) {
        const elements = plain[q] ?? []
        const values = published.result[q] ?? []
        if (question.kind === 'nonHomomorphic') {
          const decoded = elements.map((element) => decodeChoices(group, element, question.answers.length))
          if (JSON.stringify(decoded) !== JSON.stringify(values))
            flaws.push(flaw('C17', 'result', `question ${q + 1}`))
          result.push(decoded.flatMap((vector) => (vector === undefined ? [] : [vector])))
          continue
        }
        const counts = values.map((value) => weightShape(value))
        const good =
          counts.length === elements.length &&
          counts.every(
            (c, slot) => !isFault(c) && c <= counted.weight && group.powerOfG(c) === elements[slot],
          )
        if (!good) flaws.push(flaw('C17', 'result', `question ${q + 1}`))
        const numbers = counts.flatMap((c) => (isFault(c) ? [] : [c]))
        flaws.push(...sumFlaws(q, numbers))
        result.push(numbers.map(weightJson))
      }
      return flaws.length > 0 ? { flaws } : { flaws, result }
    },

    /** The result a record without one already determines; undefined while decryptions are missing. */
    computed(): RecordResult | undefined {
      if (counted.weight > largestSearch) return undefined
      const plain = decryptTally(group, trustees, tally, given)
      if (plain === undefined) return undefined
      const logarithm = smallLogarithm(group, counted.weight)
      const result: QuestionResult[] = []
      for (const [q, question] of election.questions.entries()) {
        const elements = plain[q] ?? []
        if (question.kind === 'nonHomomorphic') {
          const decoded = elements.map((element) => decodeChoices(group, element, question.answers.length))
          result.push(decoded.flatMap((vector) => (vector === undefined ? [] : [vector])))
        } else {
          const counts = elements.map(logarithm)
          const known = counts.flatMap((c) => (c === undefined ? [] : [c]))
          if (known.length !== elements.length) return undefined
          result.push(known.map(weightJson))
        }
      }
      return result
    },
  }

  function sumFlaws(q: number, counts: readonly bigint[]): Flaw[] {
    const question = election.questions[q]
    if (question?.kind !== 'homomorphic' || counts.length !== question.slots) return []
    const blank = question.blank ? (counts[0] ?? 0n) : 0n
    const sum = counts.slice(question.blank ? 1 : 0).reduce((all, c) => all + c, 0n)
    const weight = counted.weight - blank
    const good = BigInt(question.min) * weight <= sum && sum <= BigInt(question.max) * weight
    return good ? [] : [flaw('C18', 'sums', `question ${q + 1}: ${sum} marks by ${weight} ballots`)]
  }
}

export type Auditor = ReturnType<typeof auditor>
