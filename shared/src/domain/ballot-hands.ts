/**
 * Votes by raised hands: one tap turns a vote whose devices fail into hands, entered by name or by number.
 * What must stay true: the failed round stays on record and the next one names it; hands are entered by name or by number,
 * never both; a block is entered whole or not at all.
 */
import { z } from 'zod'
import { inState, openEvents } from './ballot-steps.ts'
import { sayBallot as say } from './ballot-events.ts'
import { command } from './feature.ts'
import { lawOf } from './find.ts'
import type { Ballot } from './records.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'
import { running } from './session.ts'
import type { State } from './state.ts'
import { id, text } from './text.ts'

/** An open vote taken by hands, into which the secretariat enters what is seen in the hall. */
function byHands(state: State, ballot: string): Ballot | Refusal {
  const found = inState(state, ballot, ['open', 'paused', 'closing'])
  if (isRefusal(found)) return found
  return found.method === 'show_of_hands' ? found : refuse('ballot.wrongState')
}

export const handCommands = {
  /** One tap when the devices fail: this round is voided, the next is taken by hands at once. */
  'ballot.toHands': command({
    input: z.object({ ballot: id, reason: text(500) }),
    may: ['chair'],
    decide(state, { ballot: which, reason }, context) {
      const now = running(state)
      if (isRefusal(now)) return now
      if (!lawOf(now, 'handRaiseFallback').value) return refuse('ballot.ruleUnknown')
      const old = inState(state, which, ['open', 'paused', 'closing'])
      if (isRefusal(old)) return old
      if (old.method !== 'electronic') return refuse('ballot.wrongState')
      const { item, document, question, options, rule, pointOf } = old
      const next = context.id()
      const opening = openEvents(state, next)
      if (isRefusal(opening)) return opening
      return [
        say('ballot.voided', { ballot: which, reason }),
        say('ballot.drafted', {
          ballot: next,
          item,
          document,
          question,
          options: options.map((one) => ({ ...one })),
          rule,
          method: 'show_of_hands',
          durationSeconds: null,
          pointOf,
          round: old.round + 1,
          repeats: old.id,
        }),
        say('ballot.armed', { ballot: next }),
        ...opening,
      ]
    },
  }),
  'ballot.enterHand': command({
    input: z.object({ ballot: id, person: id, choice: z.string().max(40) }),
    may: ['secretariat'],
    decide(state, { ballot: which, person, choice }) {
      const found = byHands(state, which)
      if (isRefusal(found)) return found
      if (!state.one('electorate', which)?.people.includes(person)) return refuse('ballot.notEligible')
      if (state.one('handCount', which)) return refuse('ballot.handsByNumber')
      if (!found.options.some((one) => one.id === choice)) return refuse('ballot.choiceUnknown')
      const before = state.one('cast', `${which}:${person}`)
      const clientSeq = (before?.clientSeq ?? 0) + 1
      return [
        say('ballot.cast', { ballot: which, person, choice, clientSeq, by: 'secretariat', proof: null }),
      ]
    },
  }),
  /** Many raised hands at once, e.g. a tổ or a block of seats: all of them are entered, or none. */
  'ballot.enterHands': command({
    input: z.object({
      ballot: id,
      hands: z
        .array(z.object({ person: id, choice: z.string().max(40) }))
        .min(1)
        .max(2000),
    }),
    may: ['secretariat'],
    decide(state, { ballot: which, hands }) {
      const found = byHands(state, which)
      if (isRefusal(found)) return found
      if (state.one('handCount', which)) return refuse('ballot.handsByNumber')
      const eligible = new Set(state.one('electorate', which)?.people)
      if (hands.some(({ person }) => !eligible.has(person))) return refuse('ballot.notEligible')
      if (hands.some(({ choice }) => !found.options.some((one) => one.id === choice)))
        return refuse('ballot.choiceUnknown')
      if (new Set(hands.map(({ person }) => person)).size !== hands.length)
        return refuse('command.badInput', { where: 'hands' })
      return hands.map(({ person, choice }) => {
        const clientSeq = (state.one('cast', `${which}:${person}`)?.clientSeq ?? 0) + 1
        return say('ballot.cast', {
          ballot: which,
          person,
          choice,
          clientSeq,
          by: 'secretariat',
          proof: null,
        })
      })
    },
  }),
  'ballot.enterCounts': command({
    input: z.object({ ballot: id, counts: z.record(z.string().max(40), z.int().min(0).max(100_000)) }),
    may: ['secretariat'],
    decide(state, { ballot: which, counts }) {
      const found = byHands(state, which)
      if (isRefusal(found)) return found
      if (Object.keys(counts).some((choice) => !found.options.some((one) => one.id === choice)))
        return refuse('ballot.choiceUnknown')
      const sum = Object.values(counts).reduce((all, count) => all + count, 0)
      const eligible = found.frozen?.eligible ?? 0
      if (sum > eligible) return refuse('ballot.tooManyHands', { sum, eligible })
      if (state.every('cast').some((cast) => cast.ballot === which)) return refuse('ballot.handsByName')
      return [say('ballot.handsCounted', { ballot: which, counts })]
    },
  }),
}
