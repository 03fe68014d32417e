/**
 * Whether a ballot is signed by its credential: the cheap question before the dear ones.
 * What must stay true: it only decides who may make the proofs be checked; the proofs' check asks it again.
 */
import type { Ballot } from '@nghi-truong/shared/secret-ballot/ballot'
import type { Election } from '@nghi-truong/shared/secret-ballot/election'
import { inRange } from '@nghi-truong/shared/secret-ballot/group'
import { checkKnowledge } from '@nghi-truong/shared/secret-ballot/proofs'
import { signaturePrefix } from '@nghi-truong/shared/secret-ballot/transcript'

export const checkSignature = (election: Election, ballot: Ballot): boolean =>
  ballot.signature.hash === ballot.unsignedHash &&
  inRange(election.group, ballot.credential.value) &&
  checkKnowledge(
    election.group,
    signaturePrefix(ballot.signature.hash),
    ballot.credential.value,
    ballot.signature.proof,
  )
