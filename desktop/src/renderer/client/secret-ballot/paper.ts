/**
 * The ballot paper on a delegate's device: reading it, filling it in, opening a test ballot on a second device.
 * What must stay true: a paper is shown only after its election, keys and list of credentials were checked here and fit
 * what the hall announced; the credential's secret and the seed are made or used here and only a tested ballot's seed is
 * ever shown to anybody.
 */
import { comparisonCode } from '@nghi-truong/shared/secret-ballot/ceremony'
import { deviceCredential, readCredentials } from '@nghi-truong/shared/secret-ballot/credentials'
import { readElection, type Election } from '@nghi-truong/shared/secret-ballot/election'
import type { Group } from '@nghi-truong/shared/secret-ballot/group'
import type { RandomBytes } from '@nghi-truong/shared/secret-ballot/numbers'
import {
  exponentsOfSeed,
  makeBallot,
  type Marks,
  type MarksRefusal,
} from '@nghi-truong/shared/secret-ballot/prove'
import {
  openTestBallot,
  sealTestBallot,
  unsealTestBallot,
  type TestFault,
} from '@nghi-truong/shared/secret-ballot/test-ballot'
import { readTrustees } from '@nghi-truong/shared/secret-ballot/trustees'
import { appendSetup } from '@nghi-truong/shared/secret-ballot/write'

/** The three texts of the Setup event, as the box gives them. */
export interface PaperTexts {
  readonly election: string
  readonly trustees: string
  readonly credentials: string
}

/** What the hall shows to everybody. */
export interface Announced {
  readonly uuid: string
  /** φ, base64 without padding. */
  readonly fingerprint: string
  /** Hash of the Setup event. */
  readonly setupHead: string
  /** Hash of the trustees text, or null where only the code was announced. */
  readonly code: string
}

/** One question as it is printed on the paper, in the order of the marks. */
export interface PaperQuestion {
  readonly question: string
  readonly answers: readonly string[]
  /** The first mark is then "phiếu trắng". */
  readonly blank: boolean
  readonly min: number
  readonly max: number
}

export interface Paper {
  readonly uuid: string
  readonly name: string
  readonly description: string
  readonly questions: readonly PaperQuestion[]
  readonly issued: number
}

/** Why this paper is not to be used: every one of them is a red screen. */
export type PaperFault =
  | 'paper.election'
  | 'paper.trustees'
  | 'paper.credentials'
  | 'paper.notListed'
  | 'paper.otherElection'
  | 'paper.otherHead'
  | 'paper.otherCode'
  | 'paper.otherReceiptKey'

/** Elections already read: each holds a table of its key, which takes a while to make. */
export type Elections = (text: string) => Election | undefined

export function electionsOf(group: Group): Elections {
  const read = new Map<string, Election | undefined>()
  return (text) => {
    if (!read.has(text)) {
      const { election, flaws } = readElection(text, 'council', () => group)
      read.set(text, flaws.length === 0 ? election : undefined)
    }
    return read.get(text)
  }
}

/** Checks the paper whole. `credential`: this device's own, decimal. */
export function readPaper(
  elections: Elections,
  texts: PaperTexts,
  announced: Announced,
  credential: string,
): Paper | { readonly faults: readonly PaperFault[] } {
  const election = elections(texts.election)
  if (!election) return { faults: ['paper.election'] }
  const faults: PaperFault[] = []
  const trustees = readTrustees(texts.trustees, election, 'council')
  if (!trustees.trustees || trustees.flaws.length > 0) faults.push('paper.trustees')
  const list = readCredentials(texts.credentials, 'council', election.group)
  if (!list.credentials || list.flaws.length > 0) faults.push('paper.credentials')
  else if (!list.credentials.has(credential)) faults.push('paper.notListed')
  if (election.uuid !== announced.uuid || election.fingerprint !== announced.fingerprint)
    faults.push('paper.otherElection')
  if (appendSetup(texts.election, texts.trustees, texts.credentials).chain.hash !== announced.setupHead)
    faults.push('paper.otherHead')
  if (comparisonCode(texts.trustees) !== announced.code) faults.push('paper.otherCode')
  if (faults.length > 0) return { faults }
  return {
    uuid: election.uuid,
    name: election.name,
    description: election.description,
    questions: election.questions.flatMap((one) =>
      one.kind === 'homomorphic'
        ? [{ question: one.question, answers: one.answers, blank: one.blank, min: one.min, max: one.max }]
        : [],
    ),
    issued: list.credentials?.size ?? 0,
  }
}

/** This device's credential for one ballot: g^s, decimal. */
export const credentialOf = (group: Group, deviceSecret: Uint8Array, uuid: string): string =>
  group.powerOfG(deviceCredential(group, deviceSecret, uuid)).toString()

/** A filled-in, encrypted paper; `seed` opens it and must be forgotten once it is cast. */
export interface Filled {
  readonly text: string
  readonly tracker: string
  readonly seed: Uint8Array
}

export function fillIn(
  elections: Elections,
  electionText: string,
  deviceSecret: Uint8Array,
  marks: Marks,
  random: RandomBytes,
): Filled | { readonly refused: MarksRefusal | 'paper.election' } {
  const election = elections(electionText)
  if (!election) return { refused: 'paper.election' }
  const { group, uuid } = election
  const seed = random(32)
  const secret = deviceCredential(group, deviceSecret, uuid)
  const made = makeBallot(election, secret, marks, exponentsOfSeed(group, seed), random)
  return typeof made === 'string' ? { refused: made } : { ...made, seed }
}

/** What the QR code of a tested ballot says. Nothing of it opens any other ballot. */
export interface TestOpening {
  readonly uuid: string
  readonly tracker: string
  readonly seed: Uint8Array
  readonly marks: Marks
}

export const sealForTest = (filled: Filled): Uint8Array => sealTestBallot(filled.seed, filled.text)

/** On the second device: null when the sealed ballot is exactly what the first one said. */
export function checkTest(
  elections: Elections,
  electionText: string,
  sealed: Uint8Array,
  opening: TestOpening,
): TestFault | 'test.sealed' | null {
  const election = elections(electionText)
  if (!election || election.uuid !== opening.uuid) return 'test.election'
  const text = unsealTestBallot(opening.seed, sealed)
  return text === undefined ? 'test.sealed' : (openTestBallot(election, text, opening) ?? null)
}
