/**
 * The election text: what is asked, under which key. What must stay true: only the exact text matters (its hash is the
 * fingerprint every proof is bound to), so the text is kept and never printed again from what was read.
 */
import { base64Digest } from './digest.ts'
import { flaw } from './findings.ts'
import type { Flaw, Profile } from './findings.ts'
import { fixedBase, isElement } from './group.ts'
import type { Group } from './group.ts'
import type { Power } from './arithmetic.ts'
import { parametersOf } from './parameters.ts'
import type { GroupName } from './parameters.ts'
import {
  anything,
  count,
  describeFault,
  fault,
  fields,
  flag,
  isFault,
  list,
  literal,
  optional,
  parseCanonical,
  parseLoose,
  text,
} from './shapes.ts'
import type { KeyRule, Num, Shape } from './shapes.ts'
import { elementShape } from './proofs.ts'

/** `slots`: length of the choice vector, the blank slot (first) included. */
export type HomomorphicQuestion = {
  readonly kind: 'homomorphic'
  readonly question: string
  readonly answers: readonly string[]
  readonly blank: boolean
  readonly min: number
  readonly max: number
  readonly slots: number
}

export type NonHomomorphicQuestion = {
  readonly kind: 'nonHomomorphic'
  readonly question: string
  readonly answers: readonly string[]
}

export type Question = HomomorphicQuestion | NonHomomorphicQuestion

export type Election = {
  readonly text: string
  readonly fingerprint: string
  readonly name: string
  readonly description: string
  readonly uuid: string
  readonly group: Group
  readonly publicKey: Num
  /** Powers of the public key, by table. */
  readonly powerOfY: Power
  readonly questions: readonly Question[]
}

/** Gives the group of a name; one instance per verifier, because it holds tables. */
export type GroupOf = (name: GroupName) => Group

export const isUuid = (uuid: string): boolean =>
  /^[123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz]{14,}$/.test(uuid)

// Bidi controls can make a screen show another question than the one that is signed.
const bidiControl = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/

/** A text typed by a person, as we write it: NFC, whole characters, nothing that reorders the line. */
export const isTypedText = (typed: string): boolean =>
  typed.isWellFormed() && typed.normalize('NFC') === typed && !bidiControl.test(typed)

function homomorphic(rule: KeyRule, blank: Shape<boolean>): Shape<HomomorphicQuestion> {
  const shape = fields(
    { answers: list(text), blank: optional(blank), min: count, max: count, question: text },
    rule,
  )
  return (value) => {
    const read = shape(value)
    if (isFault(read)) return read
    const withBlank = read.blank === true
    return {
      kind: 'homomorphic',
      question: read.question,
      answers: read.answers,
      blank: withBlank,
      min: read.min,
      max: read.max,
      slots: read.answers.length + (withBlank ? 1 : 0),
    }
  }
}

const nonHomomorphicShape = fields(
  {
    type: literal('NonHomomorphic'),
    value: fields({ answers: list(text), question: text }, 'known'),
    extra: optional(anything),
  },
  'known',
)

const questionOf =
  (profile: Profile): Shape<Question> =>
  (value) => {
    const typed = typeof value === 'object' && value !== null && Object.hasOwn(value, 'type')
    if (!typed) {
      return profile === 'council'
        ? homomorphic('exact', literal(true))(value)
        : homomorphic('known', flag)(value)
    }
    const read = nonHomomorphicShape(value)
    if (isFault(read)) return read
    return { kind: 'nonHomomorphic', question: read.value.question, answers: read.value.answers }
  }

const electionShape = (profile: Profile) =>
  fields(
    {
      version: literal(1),
      description: text,
      name: text,
      group: text,
      public_key: anything,
      questions: list(questionOf(profile)),
      uuid: text,
      administrator: optional(text),
      credential_authority: optional(text),
    },
    profile === 'council' ? 'exact' : 'known',
  )

/** Reads and checks an election text (C4, C6). Flaws that leave it unreadable give no election. */
export function readElection(
  source: string,
  profile: Profile,
  groupOf: GroupOf,
): { election?: Election; flaws: Flaw[] } {
  const shape = electionShape(profile)
  const read = profile === 'council' ? parseCanonical(source, shape) : parseLoose(source, shape)
  if (isFault(read)) return { flaws: [flaw('C4', 'shape', `election${describeFault(read)}`)] }
  const parameters = parametersOf(read.group)
  if (parameters === undefined) return { flaws: [flaw('C6', 'group', `unknown group ${read.group}`)] }
  const flaws: Flaw[] = []
  if (profile === 'council' && parameters.name !== 'BELENIOS-2048') {
    flaws.push(flaw('C6', 'group', `${parameters.name} is not the group of a council's record`))
  }
  const group = groupOf(parameters.name)
  const publicKey = elementShape(group)(read.public_key)
  if (isFault(publicKey))
    return { flaws: [...flaws, flaw('C4', 'shape', `election.public_key: ${publicKey.why}`)] }
  if (!isElement(group, publicKey.value)) flaws.push(flaw('C6', 'publicKey', 'not in the group'))
  if (!isUuid(read.uuid)) flaws.push(flaw('C6', 'uuid', 'at least 14 characters of base58 are required'))
  for (const [index, question] of read.questions.entries()) {
    flaws.push(...questionFlaws(question, `question ${index + 1}`, group, profile))
  }
  if (profile === 'council') {
    if (read.questions.length === 0) flaws.push(flaw('C6', 'questionBounds', 'no question'))
    const typed = [read.description, read.name, read.administrator ?? '', read.credential_authority ?? '']
    for (const question of read.questions) typed.push(question.question, ...question.answers)
    if (!typed.every(isTypedText))
      flaws.push(flaw('C6', 'typedText', 'not NFC, a bidi control or half a character'))
  }
  return {
    flaws,
    election: {
      text: source,
      fingerprint: base64Digest(source),
      name: read.name,
      description: read.description,
      uuid: read.uuid,
      group,
      publicKey,
      powerOfY: fixedBase(group, publicKey.value),
      questions: read.questions,
    },
  }
}

function questionFlaws(question: Question, where: string, group: Group, profile: Profile): Flaw[] {
  if (question.kind === 'homomorphic') {
    const good = question.min <= question.max && question.max <= question.answers.length
    return good ? [] : [flaw('C6', 'questionBounds', `${where}: 0 <= min <= max <= answers is required`)]
  }
  if (profile === 'council') return [flaw('C6', 'questionType', `${where} is not homomorphic`)]
  return group.embedding === null
    ? [flaw('C6', 'questionType', `${where}: the group cannot carry a non-homomorphic question`)]
    : []
}

export const hasShuffles = (election: Election): boolean =>
  election.questions.some((question) => question.kind === 'nonHomomorphic')

/** What is typed in when an election text is written. */
export type ElectionDraft = {
  readonly description: string
  readonly name: string
  readonly group: GroupName
  readonly publicKey: string
  readonly questions: readonly {
    readonly answers: readonly string[]
    readonly blank: boolean
    readonly min: number
    readonly max: number
    readonly question: string
  }[]
  readonly uuid: string
  readonly administrator?: string
  readonly credentialAuthority?: string
}

/** The canonical election text, or why it cannot be written. Texts are brought to NFC here and nowhere later. */
export function writeElection(draft: ElectionDraft): string | ReturnType<typeof fault> {
  const nfc = (typed: string): string => typed.normalize('NFC')
  const written = JSON.stringify({
    version: 1,
    description: nfc(draft.description),
    name: nfc(draft.name),
    group: draft.group,
    public_key: draft.publicKey,
    questions: draft.questions.map((question) => ({
      answers: question.answers.map(nfc),
      ...(question.blank ? { blank: true } : {}),
      min: question.min,
      max: question.max,
      question: nfc(question.question),
    })),
    uuid: draft.uuid,
    ...(draft.administrator === undefined ? {} : { administrator: nfc(draft.administrator) }),
    ...(draft.credentialAuthority === undefined
      ? {}
      : { credential_authority: nfc(draft.credentialAuthority) }),
  })
  const typed = [draft.description, draft.name, draft.administrator ?? '', draft.credentialAuthority ?? '']
  for (const question of draft.questions) typed.push(question.question, ...question.answers)
  if (!typed.map(nfc).every(isTypedText)) return fault('a text holds a bidi control or half a character')
  return written
}
