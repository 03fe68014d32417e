/**
 * Paper secret ballots run by the Ban kiểm phiếu: issued, collected, counted twice by two people, published.
 * What must stay true: nothing here says who chose what; every sum is checked in integers before it is taken; a result
 * exists only where as many tellers as the profile asks (`countEntries`) entered the same figures; validity is per person
 * per paper (NQ96 practice, procedure of the confidence vote); the base is the one the rule names.
 */
import { z } from 'zod'
import { desk, everyone, type Audience } from './audience.ts'
import { quorum } from './attendance.ts'
import { conflict } from './committee.ts'
import { command, event, speaker } from './feature.ts'
import { delegatesInOffice, lawOf, presentDelegates } from './find.ts'
import { countFaults, outcomesOf, sameCount } from './paper-count.ts'
import type { PaperBallot } from './records.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'
import { voteRule } from './rules/active.ts'
import { voteRuleSchema } from './rules/types.ts'
import { running, sitting } from './session.ts'
import { gone, type Put, type State } from './state.ts'
import { id, text } from './text.ts'

const tellers: Audience = [...desk, 'role:committee']

const subject = z.object({ id, name: text(200), post: text(300, 0), person: id.nullable() })

const natural = z.int().min(0).max(100_000)

const count = z.object({
  issued: natural,
  returned: natural,
  invalid: z.record(z.string().max(40), natural),
  subjects: z
    .array(z.object({ subject: id, counts: z.record(z.string().max(40), natural), invalid: natural }))
    .max(200),
})

const only = z.object({ paperBallot: id })

const drafted = z.object({
  paperBallot: id,
  item: id,
  title: text(500),
  rule: voteRuleSchema,
  subjects: z.array(subject).min(1).max(200),
  seats: z.int().min(1).max(200),
  round: z.int().min(1),
  repeats: id.nullable(),
})

function change(state: State, which: string, how: Partial<PaperBallot>): readonly Put[] {
  const old = state.one('paperBallot', which)
  return old ? [{ ...old, ...how }] : []
}

const events = {
  'paper.drafted': event({
    data: drafted,
    apply: (_state, { paperBallot, ...rest }): readonly Put[] => [
      {
        kind: 'paperBallot',
        id: paperBallot,
        audience: desk,
        ...rest,
        state: 'draft',
        voidReason: null,
        frozen: null,
        entries: 0,
        mismatch: [],
      },
    ],
  }),
  'paper.opened': event({
    data: z.object({ paperBallot: id, total: z.int(), present: z.int() }),
    apply: (state, { paperBallot, total, present }) =>
      change(state, paperBallot, { state: 'issuing', audience: everyone, frozen: { total, present } }),
  }),
  'paper.countingStarted': event({
    data: only,
    apply: (state, { paperBallot }) => change(state, paperBallot, { state: 'counting' }),
  }),
  'paper.entered': event({
    data: z.object({ paperBallot: id, person: id, count }),
    apply(state, { paperBallot, person, count: entered }): readonly Put[] {
      const key = `${paperBallot}:${person}`
      const old = state.one('paperBallot', paperBallot)
      const first = !state.one('paperEntry', key)
      return [
        {
          kind: 'paperEntry',
          id: key,
          audience: [`person:${person}`],
          paperBallot,
          person,
          count: entered,
        },
        ...(old ? [{ ...old, entries: old.entries + (first ? 1 : 0) }] : []),
      ]
    },
  }),
  /** A teller took his sheet back before it agreed with another's. */
  'paper.withdrawn': event({
    data: z.object({ paperBallot: id, person: id }),
    apply(state, { paperBallot, person }): readonly Put[] {
      const old = state.one('paperBallot', paperBallot)
      return [
        gone('paperEntry', `${paperBallot}:${person}`),
        ...(old ? [{ ...old, entries: Math.max(0, old.entries - 1), mismatch: [] }] : []),
      ]
    },
  }),
  'paper.discarded': event({
    data: only,
    apply: (_state, { paperBallot }) => [gone('paperBallot', paperBallot)],
  }),
  /** The entries differ: where, so that both look again. */
  'paper.mismatched': event({
    data: z.object({ paperBallot: id, where: z.array(z.string()) }),
    apply: (state, { paperBallot, where }) => change(state, paperBallot, { mismatch: where }),
  }),
  'paper.counted': event({
    data: z.object({ paperBallot: id, count, enteredBy: z.array(id) }),
    apply(state, { paperBallot, count: agreed, enteredBy }): readonly Put[] {
      const old = state.one('paperBallot', paperBallot)
      if (!old) return []
      return [
        ...change(state, paperBallot, { state: 'counted', mismatch: [] }),
        {
          kind: 'paperResult',
          id: paperBallot,
          audience: tellers,
          count: agreed,
          enteredBy,
          ...outcomesOf(old, agreed),
        },
      ]
    },
  }),
  'paper.published': event({
    data: only,
    apply(state, { paperBallot }): readonly Put[] {
      const result = state.one('paperResult', paperBallot)
      return [
        ...change(state, paperBallot, { state: 'published' }),
        ...(result ? [{ ...result, audience: everyone }] : []),
      ]
    },
  }),
  'paper.voided': event({
    data: z.object({ paperBallot: id, reason: text(500) }),
    apply: (state, { paperBallot, reason }) =>
      change(state, paperBallot, { state: 'void', voidReason: reason }),
  }),
}

const say = speaker(events)

function inState(
  state: State,
  which: string,
  states: readonly PaperBallot['state'][],
): PaperBallot | Refusal {
  const found = state.one('paperBallot', which)
  if (!found) return refuse('paper.notSeen')
  return states.includes(found.state) ? found : refuse('paper.wrongState')
}

const draftInput = z.object({
  item: id,
  code: z.string().regex(/^[a-z][a-z0-9_]*$/),
  title: text(500),
  subjects: z
    .array(subject.extend({ post: subject.shape.post.default(''), person: id.nullable().default(null) }))
    .min(1)
    .max(200),
  seats: z.int().min(1).max(200).default(1),
})

function draft(
  state: State,
  { code, ...input }: z.output<typeof draftInput>,
  place: Pick<PaperBallot, 'id' | 'round' | 'repeats'>,
) {
  const now = running(state)
  if (isRefusal(now)) return now
  if (!state.one('item', input.item)) return refuse('item.notSeen')
  const rule = voteRule(now.profile, code, now.startsOn)
  if (!rule?.methods.includes('paper_ballot')) return refuse('ballot.ruleUnknown')
  if (new Set(input.subjects.map((one) => one.id)).size !== input.subjects.length)
    return refuse('command.badInput', { where: 'subjects' })
  const { id: paperBallot, round, repeats } = place
  return [say('paper.drafted', { paperBallot, ...input, rule, round, repeats })]
}

export const paper = {
  commands: {
    'paper.draft': command({
      input: draftInput,
      may: ['secretariat', 'chair'],
      decide: (state, input, context) => draft(state, input, { id: context.id(), round: 1, repeats: null }),
    }),
    /** While it is a draft; a repeat stays the repeat it is. */
    'paper.change': command({
      input: draftInput.extend({ paperBallot: id }),
      may: ['secretariat', 'chair'],
      decide(state, { paperBallot, ...input }) {
        const found = inState(state, paperBallot, ['draft'])
        return isRefusal(found) ? found : draft(state, input, found)
      },
    }),
    'paper.discard': command({
      input: only,
      may: ['secretariat', 'chair'],
      decide(state, input) {
        const found = inState(state, input.paperBallot, ['draft'])
        return isRefusal(found) ? found : [say('paper.discarded', input)]
      },
    }),
    /** A teller's own sheet, before it has agreed with another's. */
    'paper.withdraw': command({
      input: only,
      may: ['committee'],
      decide(state, { paperBallot }, { actor }) {
        const found = inState(state, paperBallot, ['counting'])
        if (isRefusal(found)) return found
        if (!state.one('paperEntry', `${paperBallot}:${actor.person}`)) return refuse('paper.wrongState')
        return [say('paper.withdrawn', { paperBallot, person: actor.person })]
      },
    }),
    'paper.open': command({
      input: only,
      may: ['chair'],
      decide(state, { paperBallot }) {
        const now = sitting(state)
        if (isRefusal(now)) return now
        const found = inState(state, paperBallot, ['draft'])
        if (isRefusal(found)) return found
        const counting = state.one('committee', 'committee')
        if (!counting) return refuse('committee.missing')
        const standing = conflict(state, counting.members)
        if (standing) return refuse('committee.onBallot', { name: standing.name })
        const hall = quorum(state)
        if (!hall.met)
          return refuse('quorum.missing', {
            present: hall.present,
            total: hall.total,
            needed: hall.needed,
            missing: hall.needed - hall.present,
            legalBasis: hall.legalBasis,
          })
        return [
          say('paper.opened', {
            paperBallot,
            total: delegatesInOffice(state).length,
            present: presentDelegates(state).length,
          }),
        ]
      },
    }),
    'paper.startCounting': command({
      input: only,
      may: ['committee'],
      decide(state, input) {
        const found = inState(state, input.paperBallot, ['issuing'])
        return isRefusal(found) ? found : [say('paper.countingStarted', input)]
      },
    }),
    'paper.enter': command({
      input: z.object({ paperBallot: id, count }),
      may: ['committee'],
      decide(state, { paperBallot, count: entered }, { actor }) {
        const now = running(state)
        if (isRefusal(now)) return now
        const found = inState(state, paperBallot, ['counting'])
        if (isRefusal(found)) return found
        if (!state.one('committee', 'committee')?.members.includes(actor.person))
          return refuse('committee.notMember')
        const [fault] = countFaults(found, entered, lawOf(now, 'invalidReasons').value)
        if (fault) return refuse('paper.sums', { where: fault })
        const mine = say('paper.entered', { paperBallot, person: actor.person, count: entered })
        const others = state
          .every('paperEntry')
          .filter((one) => one.paperBallot === paperBallot && one.person !== actor.person)
        const agreeing = others.filter((one) => sameCount(one.count, entered).length === 0)
        const wanted = lawOf(now, 'countEntries').value
        if (agreeing.length + 1 >= wanted)
          return [
            mine,
            say('paper.counted', {
              paperBallot,
              count: entered,
              enteredBy: [...agreeing.map((one) => one.person), actor.person],
            }),
          ]
        const [other] = others
        return other
          ? [mine, say('paper.mismatched', { paperBallot, where: [...sameCount(other.count, entered)] })]
          : [mine]
      },
    }),
    'paper.publish': command({
      input: only,
      may: ['chair'],
      decide(state, input) {
        const found = inState(state, input.paperBallot, ['counted'])
        return isRefusal(found) ? found : [say('paper.published', input)]
      },
    }),
    'paper.void': command({
      input: z.object({ paperBallot: id, reason: text(500) }),
      may: ['chair'],
      decide(state, input) {
        const found = inState(state, input.paperBallot, [
          'draft',
          'issuing',
          'counting',
          'counted',
          'published',
        ])
        return isRefusal(found) ? found : [say('paper.voided', input)]
      },
    }),
    'paper.repeat': command({
      input: only,
      may: ['chair', 'secretariat'],
      decide(state, { paperBallot }, context) {
        const found = inState(state, paperBallot, ['void', 'published'])
        if (isRefusal(found)) return found
        if (state.every('paperBallot').some((one) => one.repeats === paperBallot))
          return refuse('ballot.alreadyRepeated')
        const { item, title, rule, subjects, seats } = found
        // After an announced election the tied alone stand again, for the seats that are left.
        const outcomes =
          found.state === 'published' ? state.one('paperResult', paperBallot)?.outcomes : undefined
        const tied = outcomes?.filter((one) => one.outcome === 'revote').map((one) => one.subject)
        if (tied?.length === 0) return refuse('paper.wrongState')
        const elected = outcomes?.filter((one) => one.outcome === 'elected').length ?? 0
        return [
          say('paper.drafted', {
            paperBallot: context.id(),
            item,
            title,
            rule,
            subjects: subjects.filter((one) => !tied || tied.includes(one.id)).map((one) => ({ ...one })),
            seats: tied ? seats - elected : seats,
            round: found.round + 1,
            repeats: paperBallot,
          }),
        ]
      },
    }),
  },
  events,
}
