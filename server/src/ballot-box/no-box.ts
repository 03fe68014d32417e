/** A desk without a box: every question is answered as if there were no secret ballot. */
import { refuse } from '@nghi-truong/shared/domain/refusal'

const notSeen = refuse('secretBallot.notSeen')

export const noBox = {
  credential: async () => notSeen,
  roll: async () => notSeen,
  events: async () => notSeen,
  record: async () => notSeen,
  decryption: async () => notSeen,
  largest: () => undefined,
  largestDecryption: () => undefined,
  cast: async () => notSeen,
  fate: () => undefined,
  test: async () => notSeen,
  tested: async () => undefined,
}
