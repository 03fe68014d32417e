/**
 * The heavy arithmetic of secret ballots as a list of jobs, for the worker; tests run the same list directly.
 * What must stay true: no job reaches the network, the screen or a store; chance and the trustee's ledger come from
 * outside; input and output are plain data.
 */
import type { RandomBytes } from '@nghi-truong/shared/secret-ballot/numbers'
import type { Marks } from '@nghi-truong/shared/secret-ballot/prove'
import type { TrusteeLedger } from '@nghi-truong/shared/secret-ballot/trustee-rule'
import { makeGroup } from '@nghi-truong/shared/secret-ballot/group'
import { BELENIOS_2048 } from '@nghi-truong/shared/secret-ballot/parameters'
import {
  begin,
  freshSeed,
  nextStep,
  ownsCert,
  type CeremonyPlace,
  type CeremonySeen,
  type Made,
} from './ceremony.ts'
import { boxReader, judgeBallot, type BoxPiece } from './box-reader.ts'
import { boxVerifier, inspectBox, openBox, type BoxFacts, type Share } from './opening-box.ts'
import {
  checkTest,
  credentialOf,
  electionsOf,
  fillIn,
  readPaper,
  sealForTest,
  type Announced,
  type Filled,
  type PaperTexts,
  type TestOpening,
} from './paper.ts'
import { openSeed, sealSeed, type SealedSeed } from './seal-seed.ts'

export function createJobs(random: RandomBytes, ledger: TrusteeLedger) {
  const group = makeGroup(BELENIOS_2048)
  const elections = electionsOf(group)
  const box = boxVerifier(group)
  const read = boxReader()
  return {
    credential: (input: { deviceSecret: Uint8Array; uuid: string }) =>
      credentialOf(group, input.deviceSecret, input.uuid),
    readPaper: (input: { texts: PaperTexts; announced: Announced; credential: string }) =>
      readPaper(elections, input.texts, input.announced, input.credential),
    /** Makes the tables before they are needed, so that the first ballot is as quick as the second. */
    warm: (input: { election: string }) => {
      group.powerOfG(2n)
      return elections(input.election)?.powerOfY(2n) !== undefined
    },
    fillIn: (input: { election: string; deviceSecret: Uint8Array; marks: Marks }) =>
      fillIn(elections, input.election, input.deviceSecret, input.marks, random),
    sealForTest: (input: { filled: Filled }) => sealForTest(input.filled),
    checkTest: (input: { election: string; sealed: Uint8Array; opening: TestOpening }) =>
      checkTest(elections, input.election, input.sealed, input.opening),
    begin: (input: { place: CeremonyPlace }) => {
      const seed = freshSeed(random)
      return { seed, made: begin(group, seed, input.place, random) }
    },
    nextStep: (input: { seed: string; made: Made; seen: CeremonySeen }) =>
      nextStep(group, input.seed, input.made, input.seen, random),
    ownsCert: (input: { seed: string; cert: string }) => ownsCert(group, input.seed, input.cert),
    sealSeed: (input: { seed: string; pin: string }) => sealSeed(input.seed, input.pin, random),
    openSeed: (input: { sealed: SealedSeed; pin: string }) => openSeed(input.sealed, input.pin),
    /** The next bytes of a box that is still open. */
    readBox: (input: BoxPiece) => read(input),
    /** Long: seconds on a slow device for the largest ballots. */
    judgeBallot: (input: { election: string; text: string }) =>
      judgeBallot(elections, input.election, input.text),
    inspectBox: async (input: { facts: BoxFacts; uuid: string }) =>
      inspectBox(box, input.facts, (await ledger.find(input.uuid))?.head),
    openBox: (input: { facts: BoxFacts; share: Share }) =>
      openBox(group, box, input.facts, input.share, ledger, random),
  }
}

export type Jobs = ReturnType<typeof createJobs>
export type JobName = keyof Jobs
export type JobInput<N extends JobName> = Parameters<Jobs[N]>[0]
export type JobOutput<N extends JobName> = Awaited<ReturnType<Jobs[N]>>
