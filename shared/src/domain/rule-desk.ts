/**
 * The secretariat's own voting rules for this session, by the council's Quy chế.
 * What must stay true: a rule names the local text that allows it; it is the session's from then on and never changes a
 * vote already prepared, which carries its own copy; whatever departs from the law can be read off again by `warningsFor`.
 */
import { z } from 'zod'
import { command, event, speaker } from './feature.ts'
import { sessionOf } from './find.ts'
import type { Session } from './records.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'
import { voteRule } from './rules/active.ts'
import { customise, lawProfile, succeed, warningsFor } from './rules/custom.ts'
import { voteOptionSchema, voteRuleSchema, type VoteRule } from './rules/types.ts'
import { baseSchema, textSchema, thresholdSchema } from './rules/values.ts'
import { running } from './session.ts'
import type { State } from './state.ts'
import { text } from './text.ts'

const code = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/)
  .max(60)

function change(state: State, how: (votes: readonly VoteRule[]) => VoteRule[]): readonly Session[] {
  const session = sessionOf(state)
  if (!session) return []
  return [{ ...session, profile: { ...session.profile, id: 'custom', votes: how(session.profile.votes) } }]
}

const events = {
  'rules.set': event({
    data: z.object({ vote: voteRuleSchema }),
    apply: (state, { vote }) => change(state, (votes) => succeed(votes, vote, (row) => row.code)),
  }),
  'rules.removed': event({
    /** `vote`: the law's rule that takes the place again, or null where the law has none. */
    data: z.object({ code, vote: voteRuleSchema.nullable() }),
    apply: (state, { code: which, vote }) =>
      change(state, (votes) => [...votes.filter((row) => row.code !== which), ...(vote ? [vote] : [])]),
  }),
}

const say = speaker(events)

const label = text(200)

const ruleInput = z.object({
  /** A kind of vote of the profile to be taken otherwise, or null for a kind of its own. */
  code: code.nullable(),
  title: z.object({ vi: label, en: label }),
  methods: z.array(z.enum(['electronic', 'show_of_hands', 'paper_ballot', 'written_opinion'])).min(1),
  form: z.enum(['options', 'one_of_n', 'per_person']),
  options: z.array(voteOptionSchema.extend({ label: textSchema.extend({ vi: label, en: label }) })).max(20),
  electorate: z.enum(['delegates', 'members']).default('delegates'),
  denominator: baseSchema,
  threshold: thresholdSchema.nullable(),
  secrecy: z.enum(['open', 'anonymous', 'secret']),
  publishNames: z.boolean(),
  /** The local text that allows it. */
  legalBasis: text(300, 3),
})

export type RuleInput = z.input<typeof ruleInput>

/** What does not fit together, as the name of a field; the schema of the profile finds the rest. */
function fault(input: z.output<typeof ruleInput>): string | null {
  const { methods, secrecy, form, options, denominator, publishNames } = input
  const onPaper = methods.includes('paper_ballot')
  if (new Set(methods).size !== methods.length) return 'methods'
  // Secrecy is the paper's; a nameless vote on devices is a poll, and a raised hand has a face.
  if (secrecy === 'secret' ? methods.some((one) => one !== 'paper_ballot') : onPaper) return 'secrecy'
  if (secrecy === 'anonymous' && methods.includes('show_of_hands')) return 'secrecy'
  if (secrecy !== 'open' && publishNames) return 'publishNames'
  if (form === 'per_person' ? !onPaper : onPaper) return 'form'
  if (form !== 'one_of_n' && options.length < 2) return 'options'
  const ofPapers = denominator === 'collected' || denominator === 'valid'
  if (ofPapers && !onPaper) return 'denominator'
  if (denominator === 'present' && methods.includes('written_opinion')) return 'denominator'
  return null
}

function freshCode(session: Session): string {
  const taken = new Set(session.profile.votes.map((row) => row.code))
  for (let n = 1; ; n++) if (!taken.has(`own_${n}`)) return `own_${n}`
}

/** The row as the session would have it, or why not. */
export function ruleOf(session: Session, input: z.output<typeof ruleInput>): VoteRule | Refusal {
  const where = fault(input)
  if (where !== null) return refuse('rules.notValid', { where })
  const { code: wanted, form, legalBasis, ...own } = input
  const from = session.startsOn
  const law = wanted === null ? null : voteRule(session.profile, wanted, from)
  if (wanted !== null && !law) return refuse('ballot.ruleUnknown')
  const which = wanted ?? freshCode(session)
  const changes = { ...own, forms: [form], otherSecrecy: [], toConfirm: [], consequences: [] }
  const made = customise(
    session.profile,
    law
      ? { legalBasis, from, votes: { [which]: changes } }
      : {
          legalBasis,
          from,
          extraVotes: [
            {
              ...changes,
              code: which,
              row: 0,
              alsoReported: own.methods.includes('paper_ballot') ? [] : ['present'],
              startedBy: ['chair', 'secretariat'],
              proposedBy: [],
              legalBasis,
              status: 'design',
              from,
            },
          ],
        },
  )
  if ('refused' in made) return refuse('rules.notValid', { where: made.at })
  return voteRule(made.profile, which, from) ?? refuse('rules.notValid', { where: which })
}

export const ruleDesk = {
  commands: {
    'rules.set': command({
      input: ruleInput,
      may: ['secretariat'],
      decide(state, input) {
        const now = running(state)
        if (isRefusal(now)) return now
        const vote = ruleOf(now, input)
        return isRefusal(vote) ? vote : [say('rules.set', { vote })]
      },
    }),
    /** The law's rule again; a kind of vote that only the council had is gone. */
    'rules.remove': command({
      input: z.object({ code }),
      may: ['secretariat'],
      decide(state, { code: which }) {
        const now = running(state)
        if (isRefusal(now)) return now
        const own = voteRule(now.profile, which, now.startsOn)
        if (!own) return refuse('ballot.ruleUnknown')
        const { basedOn } = now.profile
        if (warningsFor(basedOn, own, now.startsOn).length === 0) return refuse('rules.notOwn')
        const law = voteRule(lawProfile(basedOn), which, now.startsOn)
        return [say('rules.removed', { code: which, vote: law })]
      },
    }),
  },
  events,
}
