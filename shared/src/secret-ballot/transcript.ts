/**
 * The exact prefixes that go into the hash of each proof: one place for prover and verifier, so they cannot drift apart.
 * S0 binds a proof to election and voter; S also binds it to all choices of the question.
 */

type CiphertextTexts = { readonly alpha: { readonly text: string }; readonly beta: { readonly text: string } }

const pair = (choice: CiphertextTexts): string => `${choice.alpha.text},${choice.beta.text}`

export const voterPrefix = (fingerprint: string, credential: string): string => `${fingerprint}|${credential}`

export const choicesPrefix = (s0: string, choices: readonly CiphertextTexts[]): string =>
  `${s0}|${choices.map(pair).join(',')}`

export const individualPrefix = (s0: string, choice: CiphertextTexts): string =>
  `prove|${s0}|${pair(choice)}|`

export const overallPrefix = (s: string, sum: CiphertextTexts): string => `prove|${s}|${pair(sum)}|`

export const blankPrefix = (s: string): string => `bproof0|${s}|`

export const overallWithBlankPrefix = (s: string): string => `bproof1|${s}|`

export const signaturePrefix = (hash: string): string => `sig|${hash}|`

export const plaintextPrefix = (s0: string, publicKey: string, choice: CiphertextTexts): string =>
  `raweg|${s0}|${publicKey},${pair(choice)}|`

export const decryptionPrefix = (fingerprint: string, key: string): string => `decrypt|${fingerprint}|${key}|`

export const commitmentsText = (commitments: readonly bigint[]): string =>
  commitments.map((commitment) => commitment.toString()).join(',')
