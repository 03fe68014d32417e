/**
 * What a verifier may find wrong: a check of the closed list C1 to C20, a reason of the closed list below, and the
 * member it was found in. A finding is a value; nothing in this folder throws because of what a record says.
 */

export const checks = [
  'C1',
  'C2',
  'C3',
  'C4',
  'C5',
  'C6',
  'C7',
  'C8',
  'C9',
  'C10',
  'C11',
  'C12',
  'C13',
  'C14',
  'C15',
  'C16',
  'C17',
  'C18',
  'C19',
  'C20',
] as const

export type CheckId = (typeof checks)[number]

export const reasons = [
  'archiveBytes',
  'dataMembers',
  'brokenChain',
  'wrongPayload',
  'orderOfEvents',
  'emptyRecord',
  'shape',
  'setupNames',
  'group',
  'publicKey',
  'questionBounds',
  'questionType',
  'typedText',
  'uuid',
  'keyProof',
  'certificate',
  'coefficients',
  'verificationKey',
  'supersetField',
  'trusteeKind',
  'productOfKeys',
  'credentialNotElement',
  'credentialRepeated',
  'credentialOrder',
  'credentialWeight',
  'otherElection',
  'unknownCredential',
  'signatureHash',
  'signature',
  'notElement',
  'individualProof',
  'overallProof',
  'blankProof',
  'plaintextProof',
  'repeatedBallot',
  'secondBallot',
  'tally',
  'tallyCount',
  'shuffle',
  'owner',
  'doubleDecryption',
  'decryptionFactor',
  'decryptionProof',
  'tooFewDecryptions',
  'result',
  'sums',
  'notExtended',
  'roll',
  'anchor',
] as const

export type Reason = (typeof reasons)[number]

/** `at`: the member (height and type of event, or a tracker); `detail`: where inside, in English, for the technician. */
export type Finding = {
  readonly check: CheckId
  readonly reason: Reason
  readonly at: string
  readonly detail: string
}

/** A finding before it is known which member it belongs to. */
export type Flaw = Omit<Finding, 'at'>

export const flaw = (check: CheckId, reason: Reason, detail: string): Flaw => ({ check, reason, detail })

export const locate = (found: Flaw, at: string): Finding => ({
  check: found.check,
  reason: found.reason,
  at,
  detail: found.detail,
})

/** `record` reads any 2.0 record; `council` is what we write and publish. */
export type Profile = 'record' | 'council'
