/**
 * Written opinions, own rules and the announced list in every state.
 * What must stay true: as for all scenes, a state shown here is reached by real commands.
 */
import { BallotDesk } from '../parts/ballot/BallotDesk.tsx'
import { BallotOutcomes, BallotResults } from '../parts/ballot/BallotResults.tsx'
import { BallotSheet } from '../parts/ballot/BallotSheet.tsx'
import { OpinionBanner } from '../parts/ballot/opinion/OpinionBanner.tsx'
import { OpinionDesk } from '../parts/ballot/opinion/OpinionDesk.tsx'
import { OpinionPage } from '../parts/ballot/opinion/OpinionPage.tsx'
import { PublishedConclusions } from '../parts/minutes/PublishedConclusions.tsx'
import { RuleDesk } from '../parts/rules/RuleDesk.tsx'
import { castAll, chair, closeBallot, delegateId, draftBallot, sitting, type Hall } from './hall.ts'

const nothing = (): void => undefined
const me = delegateId(5)
const hours = 3600_000

/** A round of five, opened; with `answers` of them in. @returns its id */
function asked(hall: Hall, answers: number): string {
  const items = sitting(hall)
  hall.wish('thuky', 'opinion.draft', {
    item: items[1],
    code: 'committee_vote',
    question: 'Nhất trí dự thảo chương trình giám sát năm 2027?',
    labels: 'opinion_form',
    people: [5, 6, 7, 8, 9].map(delegateId),
    deadline: new Date(hall.now() + 60 * hours).toISOString(),
  })
  const ballot = hall.state.every('ballot').at(-1)?.id ?? ''
  hall.wish('thuky', 'opinion.open', { ballot })
  castAll(hall, ballot, 6, 5 + answers, 100)
  return ballot
}

function ownRule(hall: Hall): void {
  sitting(hall)
  hall.wish('thuky', 'rules.set', {
    code: 'adopt_resolution',
    title: { vi: 'Thông qua nghị quyết (toàn văn)', en: 'Resolution' },
    methods: ['electronic'],
    form: 'options',
    options: [
      { id: 'yes', label: { vi: 'Tán thành', en: 'Yes' }, counts: 'yes' },
      { id: 'no', label: { vi: 'Không tán thành', en: 'No' }, counts: 'no' },
    ],
    denominator: 'present',
    threshold: { num: 2, den: 5, strict: true },
    secrecy: 'open',
    publishNames: true,
    legalBasis: 'Điều 12 Quy chế làm việc',
  })
}

/** Announced, with the vote of the one who looks in it. */
function listed(hall: Hall, tamper = false): void {
  sitting(hall)
  const ballot = draftBallot(hall)
  hall.wish(chair, 'ballot.open', { ballot })
  hall.wish(me, 'ballot.cast', { ballot, round: 1, choice: 'yes', clientSeq: 1 })
  castAll(hall, ballot, 6, 50)
  closeBallot(hall, ballot)
  const list = hall.state.one('manifest', ballot)
  if (tamper && list) {
    const entries = list.entries.map((one) => (one.person === me ? { ...one, choice: 'no' } : one))
    hall.forge({ ...list, entries })
  }
  hall.wish(chair, 'ballot.publish', { ballot })
}

const page = <OpinionPage onOpenDocument={nothing} />
const results = <BallotResults onOpenDocument={nothing} />

export const voteScenes = [
  { name: 'opinion-asked', person: me, before: (hall: Hall) => void asked(hall, 2), part: page },
  { name: 'opinion-others', person: delegateId(40), before: (hall: Hall) => void asked(hall, 2), part: page },
  {
    name: 'opinion-banner',
    person: me,
    before: (hall: Hall) => void hall.wish('thuky', 'opinion.remind', { ballot: asked(hall, 2) }),
    part: <OpinionBanner onAnswer={nothing} />,
  },
  {
    name: 'opinion-desk',
    person: 'thuky',
    before: (hall: Hall) => void asked(hall, 2),
    part: <OpinionDesk />,
  },
  {
    name: 'opinion-result',
    person: me,
    before(hall: Hall) {
      const ballot = asked(hall, 3)
      closeBallot(hall, ballot)
      hall.wish(chair, 'ballot.publish', { ballot })
    },
    part: page,
  },
  { name: 'rules', person: 'thuky', before: ownRule, part: <RuleDesk /> },
  {
    name: 'ballot-own-rule',
    person: chair,
    before(hall: Hall) {
      ownRule(hall)
      draftBallot(hall)
    },
    part: <BallotDesk />,
  },
  { name: 'list-agrees', person: me, before: (hall: Hall) => listed(hall), part: results },
  { name: 'list-differs', person: me, before: (hall: Hall) => listed(hall, true), part: results },
  {
    name: 'ballot-anonymous',
    person: me,
    before(hall: Hall) {
      const items = sitting(hall)
      hall.wish('thuky', 'ballot.draft', {
        item: items[1],
        code: 'straw_poll',
        question: 'Chọn ngày họp chuyên đề',
        secrecy: 'anonymous',
        entries: ['Thứ Năm', 'Thứ Sáu'].map((word) => ({ vi: word, en: word })),
      })
      hall.wish(chair, 'ballot.open', { ballot: hall.state.every('ballot').at(-1)?.id })
    },
    part: results,
  },
  {
    name: 'news-opened',
    person: me,
    before(hall: Hall) {
      sitting(hall)
      hall.wish(chair, 'ballot.open', { ballot: draftBallot(hall) })
    },
    part: <BallotSheet onOpenDocument={nothing} quiet />,
  },
  {
    name: 'outcomes',
    person: me,
    before(hall: Hall) {
      listed(hall)
      const item = hall.state.every('item')[0]?.id
      hall.wish('thuky', 'minutes.conclude', { item, text: 'Hội đồng nhất trí chương trình kỳ họp.' })
      hall.wish('thuky', 'minutes.publishConclusion', { item })
    },
    part: (
      <>
        <PublishedConclusions />
        <BallotOutcomes />
      </>
    ),
  },
] as const
