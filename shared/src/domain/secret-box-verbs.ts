/**
 * What the ballot box says to the log: wishes of the server itself, never of a person.
 * What must stay true: the box says only what lies durably in its record; each is accepted in one state alone, so that a
 * repetition after a restart changes nothing; figures never go back.
 */
import { z } from 'zod'
import { command } from './feature.ts'
import { isRefusal, refuse } from './refusal.ts'
import { boxFigures, saySecret as say, secretBallotEvents } from './secret-ballot-events.ts'
import { allowedMode } from './secret-mode.ts'
import { ballotIn } from './secret-state.ts'
import { id } from './text.ts'

const data = <T extends keyof typeof secretBallotEvents>(type: T): (typeof secretBallotEvents)[T]['data'] =>
  secretBallotEvents[type].data

export const boxVerbs = {
  'secretBallot.boxThawed': command({
    input: data('secretBallot.thawed'),
    may: ['system'],
    decide(state, input) {
      const old = ballotIn(state, input.ballot, ['freezing'])
      return isRefusal(old) ? old : [say('secretBallot.thawed', input)]
    },
  }),
  'secretBallot.boxOpened': command({
    input: data('secretBallot.opened'),
    may: ['system'],
    decide(state, input) {
      const old = ballotIn(state, input.ballot, ['freezing'])
      return isRefusal(old) ? old : [say('secretBallot.opened', input)]
    },
  }),
  'secretBallot.boxProgressed': command({
    input: boxFigures.extend({ ballot: id }),
    may: ['system'],
    decide(state, input) {
      const old = ballotIn(state, input.ballot, ['issuing', 'open', 'paused', 'closing'])
      if (isRefusal(old)) return old
      const before = state.one('secretBox', old.id)
      const back = before && (input.cast < before.cast || (old.state !== 'issuing' && input.head === null))
      return back ? refuse('secretBallot.wrongState') : [say('secretBallot.progressed', input)]
    },
  }),
  /** The server came back in the middle of closing, and the box was not yet closed. */
  'secretBallot.boxRecovered': command({
    input: z.object({ ballot: id }),
    may: ['system'],
    decide(state, input) {
      const old = ballotIn(state, input.ballot, ['closing'])
      return isRefusal(old) ? old : [say('secretBallot.paused', input)]
    },
  }),
  'secretBallot.boxClosed': command({
    input: data('secretBallot.closed').omit({ complaintSeconds: true }),
    may: ['system'],
    decide(state, input) {
      const old = ballotIn(state, input.ballot, ['closing'])
      if (isRefusal(old)) return old
      const mode = allowedMode(state)
      const seconds = isRefusal(mode) ? 60 : mode.complaintSeconds
      // Nobody waits a minute for a rehearsal.
      const complaintSeconds = old.rehearsal ? Math.min(seconds, 5) : seconds
      return [say('secretBallot.closed', { ...input, complaintSeconds })]
    },
  }),
  'secretBallot.boxDecrypted': command({
    input: data('secretBallot.decrypted'),
    may: ['system'],
    decide(state, input) {
      const old = ballotIn(state, input.ballot, ['opening'])
      if (isRefusal(old)) return old
      const before = state.one('secretOpening', `${old.id}:${input.person}`)
      return before?.state === 'given'
        ? refuse('secretBallot.wrongState')
        : [say('secretBallot.decrypted', input)]
    },
  }),
  'secretBallot.boxRefusedDecryption': command({
    input: data('secretBallot.decryptionRefused'),
    may: ['system'],
    decide(state, input) {
      const old = ballotIn(state, input.ballot, ['opening'])
      if (isRefusal(old)) return old
      const before = state.one('secretOpening', `${old.id}:${input.person}`)
      return before?.state === 'given' || before?.hash === input.hash
        ? refuse('secretBallot.wrongState')
        : [say('secretBallot.decryptionRefused', input)]
    },
  }),
  'secretBallot.boxCounted': command({
    input: data('secretBallot.counted'),
    may: ['system'],
    decide(state, input) {
      const old = ballotIn(state, input.ballot, ['opening'])
      return isRefusal(old) ? old : [say('secretBallot.counted', input)]
    },
  }),
  'secretBallot.boxVerified': command({
    input: data('secretBallot.verified').omit({ by: true }),
    may: ['system'],
    decide(state, input) {
      const old = ballotIn(state, input.ballot, ['counted', 'published'])
      if (isRefusal(old)) return old
      const result = state.one('secretResult', old.id)
      if (result?.head !== input.head) return refuse('secretBallot.otherHead')
      const known = result.verdicts.some((one) => one.tool === input.tool && one.by === 'system')
      return known
        ? refuse('secretBallot.wrongState')
        : [say('secretBallot.verified', { ...input, by: 'system' })]
    },
  }),
}
