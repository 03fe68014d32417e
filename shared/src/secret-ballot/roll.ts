/**
 * The roll: who was handed a ballot, seen by the trustees' devices only (C20). What must stay true: as many entries as
 * persons present, each signed by that person's device, and the keys are exactly the credentials of the record: no
 * extra key that could vote unseen.
 */
import { hexDigest } from './digest.ts'
import { flaw } from './findings.ts'
import type { Flaw } from './findings.ts'
import { isFault, list, parseCanonical, text } from './shapes.ts'

export type RollEntry = {
  readonly delegate: string
  /** g^s, decimal. */
  readonly credential: string
  /** The device's signature of `rollMessage`, base64 or hex as the verifier port reads it. */
  readonly signature: string
  /** Random, so that the published hash of the roll gives nothing away. */
  readonly salt: string
}

/** What a device signs with its enrolment key when it takes a ballot; the first line is the purpose it signs for. */
export const rollMessage = (uuid: string, credential: string): string =>
  `nghi-truong-credential/v1\n${JSON.stringify({ uuid, credential })}`

/** Hash of the roll for the session log. */
export const rollHash = (roll: readonly RollEntry[]): string =>
  hexDigest(
    JSON.stringify(
      roll.map(({ delegate, credential, signature, salt }) => ({ delegate, credential, signature, salt })),
    ),
  )

export type RollFacts = {
  readonly uuid: string
  readonly roll: readonly RollEntry[]
  readonly credentialsText: string
  /** Delegates counted present by the roll call. */
  readonly present: number
  /** Hash of the roll and head of Setup as anchored in the session log, and the head of Setup in the record. */
  readonly anchored: { readonly rollHash: string; readonly setupHead: string }
  readonly setupHead: string
  /** Whether the delegate's enrolled device made this signature. */
  readonly verify: (delegate: string, message: string, signature: string) => boolean
}

/** What is wrong with the roll; empty if nothing. */
export function checkRoll(facts: RollFacts): Flaw[] {
  const flaws: Flaw[] = []
  const { roll } = facts
  if (roll.length !== facts.present) {
    flaws.push(flaw('C20', 'roll', `${roll.length} entries, ${facts.present} delegates present`))
  }
  if (new Set(roll.map(({ delegate }) => delegate)).size !== roll.length) {
    flaws.push(flaw('C20', 'roll', 'a delegate stands twice'))
  }
  for (const [index, { delegate, credential, signature }] of roll.entries()) {
    if (!facts.verify(delegate, rollMessage(facts.uuid, credential), signature)) {
      flaws.push(flaw('C20', 'roll', `entry ${index + 1}: signature`))
    }
  }
  const listed = parseCanonical(facts.credentialsText, list(text))
  const keys = roll.map(({ credential }) => credential).toSorted()
  if (isFault(listed) || listed.toSorted().join() !== keys.join()) {
    flaws.push(flaw('C20', 'roll', 'the keys are not the credentials of the record'))
  }
  if (facts.anchored.rollHash !== rollHash(roll)) flaws.push(flaw('C20', 'anchor', 'hash of the roll'))
  if (facts.anchored.setupHead !== facts.setupHead) flaws.push(flaw('C20', 'anchor', 'head of the setup'))
  return flaws
}
