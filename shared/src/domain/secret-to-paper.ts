/**
 * The way back to paper, in one verb: the electronic ballot ends, a paper ballot of the same persons begins.
 * What must stay true: possible at any point before the opening, never after; what was cast on the devices counts as
 * nothing and is never opened; the paper ballot names the one it replaces.
 */
import { quorum } from './attendance.ts'
import type { Decision, Happened } from './feature.ts'
import { delegatesInOffice, presentDelegates } from './find.ts'
import { isRefusal, refuse } from './refusal.ts'
import { saySecret as say } from './secret-ballot-events.ts'
import { theMatter } from './secret-result.ts'
import { ballotIn } from './secret-state.ts'
import { running } from './session.ts'
import type { State } from './state.ts'

export function toPaper(state: State, which: string, reason: string, fresh: string): Decision {
  const now = running(state)
  if (isRefusal(now)) return now
  const ballot = ballotIn(state, which, [
    'draft',
    'armed',
    'issuing',
    'freezing',
    'open',
    'paused',
    'closing',
    'closed',
    'void',
  ])
  if (isRefusal(ballot)) return ballot
  const { item, title, rule, subjects, seats, round } = ballot
  if (ballot.rehearsal || !rule.methods.includes('paper_ballot')) return refuse('secretBallot.form')
  const drafted: Happened = {
    type: 'paper.drafted',
    data: {
      paperBallot: fresh,
      item,
      title,
      rule,
      subjects:
        subjects.length > 0
          ? subjects.map((one) => ({ ...one }))
          : [{ id: theMatter, name: title.slice(0, 200), post: '', person: null }],
      seats,
      round: round + 1,
      repeats: which,
    },
  }
  const moved = say('secretBallot.movedToPaper', { ballot: which, paper: fresh, reason })
  // Handed out at once where that is possible; else the chair opens it when the hall is ready.
  if (now.state !== 'open' || !quorum(state).met || !state.one('committee', 'committee'))
    return [moved, drafted]
  const opened: Happened = {
    type: 'paper.opened',
    data: {
      paperBallot: fresh,
      total: delegatesInOffice(state).length,
      present: presentDelegates(state).length,
    },
  }
  return [moved, drafted, opened]
}
