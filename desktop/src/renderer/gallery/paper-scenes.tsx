/**
 * Secret ballots on paper and the Ban kiểm phiếu in every state.
 * What must stay true: as for all scenes, a state shown here is reached by real commands.
 */
import { Stack } from '@mantine/core'
import type { PaperCount } from '@nghi-truong/shared/domain/records'
import { CommitteeCard } from '../parts/committee/CommitteeCard.tsx'
import { CountingDesk } from '../parts/paper/Counting.tsx'
import { PaperDesk } from '../parts/paper/PaperDesk.tsx'
import { PaperBanner, PaperResults } from '../parts/paper/PaperResults.tsx'
import { ProjectorPicture } from '../parts/projector/Projector.tsx'
import { castAll, chair, closeBallot, delegateId, sitting, type Hall } from './hall.ts'
import type { SceneOf } from './scene.ts'
import { presses } from './Taps.tsx'

const nothing = (): void => undefined
const me = delegateId(5)
const members = [20, 21, 22, 23, 24, 25, 26].map(delegateId)
const [first = '', second = ''] = members

/** The vote that elects the Ban kiểm phiếu, announced; then the committee. */
function committee(hall: Hall): string {
  const items = sitting(hall)
  hall.wish('thuky', 'ballot.draft', {
    item: items[0],
    code: 'tellers_election',
    question: 'Bầu Ban kiểm phiếu gồm 7 thành viên',
    method: 'electronic',
  })
  const ballot = hall.state.every('ballot').at(-1)?.id ?? ''
  hall.wish(chair, 'ballot.open', { ballot })
  castAll(hall, ballot, 2, 60, 100)
  closeBallot(hall, ballot)
  hall.wish(chair, 'ballot.publish', { ballot })
  hall.wish(chair, 'committee.elect', { head: first, secretary: second, members, electedBy: ballot })
  return items[2] ?? ''
}

const posts = [
  'Phó Chủ tịch Hội đồng nhân dân tỉnh',
  'Ủy viên Ủy ban nhân dân tỉnh, Giám đốc Sở Nông nghiệp và Môi trường',
  'Trưởng Ban Kinh tế - Ngân sách',
]
const subjectsOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    id: `s${n + 1}`,
    name: n === 0 ? 'Nguyễn Hoàng Thị Thùy Dương' : `Trần Đăng Khôi ${n + 1}`,
    post: posts[n % posts.length],
  }))

/** Drafted on the third item. @returns its id */
function drafted(hall: Hall, code = 'elect_office', count = 2, seats = 1): string {
  const item = committee(hall)
  hall.wish('thuky', 'paper.draft', {
    item,
    code,
    title:
      code === 'elect_office'
        ? 'Bầu bổ sung Phó Chủ tịch Hội đồng nhân dân tỉnh và Ủy viên Ủy ban nhân dân tỉnh'
        : 'Lấy phiếu tín nhiệm người giữ chức vụ do Hội đồng nhân dân bầu',
    subjects: subjectsOf(count),
    seats,
  })
  return hall.state.every('paperBallot').at(-1)?.id ?? ''
}

function issued(hall: Hall, ...rest: readonly [code?: string, count?: number, seats?: number]): string {
  const paperBallot = drafted(hall, ...rest)
  hall.wish(chair, 'agenda.start', { item: hall.state.one('paperBallot', paperBallot)?.item })
  hall.wish(chair, 'paper.open', { paperBallot })
  return paperBallot
}

function counting(hall: Hall, ...rest: readonly [code?: string, count?: number, seats?: number]): string {
  const paperBallot = issued(hall, ...rest)
  hall.wish(first, 'paper.startCounting', { paperBallot })
  return paperBallot
}

const electionSheet = (yes: number): PaperCount => ({
  issued: 60,
  returned: 59,
  invalid: { blank: 1, over_vote: 1 },
  subjects: [
    { subject: 's1', counts: { yes, no: 57 - yes }, invalid: 0 },
    { subject: 's2', counts: { yes: 8, no: 48 }, invalid: 1 },
  ],
})

const surveySheet: PaperCount = {
  issued: 60,
  returned: 60,
  invalid: { unreadable: 1 },
  subjects: subjectsOf(6).map(({ id }, n) => ({
    subject: id,
    counts: { high: 40 - n * 7, medium: 14, low: 5 + n * 7 },
    invalid: 0,
  })),
}

function entered(hall: Hall, paperBallot: string, one: PaperCount, other: PaperCount = one): string {
  hall.wish(first, 'paper.enter', { paperBallot, count: one })
  hall.wish(second, 'paper.enter', { paperBallot, count: other })
  return paperBallot
}

const counted = (hall: Hall): string => entered(hall, counting(hall), electionSheet(49))

function published(hall: Hall): void {
  hall.wish(chair, 'paper.publish', { paperBallot: counted(hall) })
}

function survey(hall: Hall): void {
  const paperBallot = entered(hall, counting(hall, 'confidence_survey', 6), surveySheet)
  hall.wish(chair, 'paper.publish', { paperBallot })
}

const paperDesk = <PaperDesk />
const counts = <CountingDesk />
const screen = { person: 'manhinh', part: <ProjectorPicture />, bare: true } as const
const chairsCard = <CommitteeCard mayElect />

export const paperScenes: readonly SceneOf[] = [
  { name: 'committee-none', person: chair, before: (hall) => void sitting(hall), part: chairsCard },
  { name: 'committee', person: chair, before: (hall) => void committee(hall), part: chairsCard },
  {
    name: 'committee-conflict',
    person: chair,
    before(hall) {
      const item = committee(hall)
      const [, , third] = members
      hall.wish('thuky', 'paper.draft', {
        item,
        code: 'elect_office',
        title: 'Bầu Trưởng Ban Kinh tế - Ngân sách',
        subjects: [
          { id: 's1', name: hall.state.one('person', third ?? '')?.name, post: posts[2], person: third },
        ],
        seats: 1,
      })
    },
    part: chairsCard,
    taps: presses('Sửa Ban kiểm phiếu|Change the tellers'),
  },
  { name: 'paper-none', person: chair, before: (hall) => void sitting(hall), part: paperDesk },
  { name: 'paper-draft', person: chair, before: (hall) => void drafted(hall), part: paperDesk },
  {
    name: 'paper-form',
    person: 'thuky',
    before: (hall) => void drafted(hall),
    part: paperDesk,
    taps: presses('Sửa bản nháp:|Edit the draft:'),
  },
  { name: 'paper-issuing', person: chair, before: (hall) => void issued(hall), part: paperDesk },
  {
    name: 'paper-differs-desk',
    person: chair,
    before: (hall) => void entered(hall, counting(hall), electionSheet(49), electionSheet(47)),
    part: paperDesk,
  },
  { name: 'paper-counted-desk', person: chair, before: (hall) => void counted(hall), part: paperDesk },
  {
    name: 'paper-void',
    person: chair,
    before: (hall) =>
      void hall.wish(chair, 'paper.void', {
        paperBallot: issued(hall),
        reason: 'Phiếu in thiếu tên một người',
      }),
    part: paperDesk,
  },
  { name: 'teller-nothing', person: first, before: (hall) => void committee(hall), part: counts },
  { name: 'teller-issuing', person: first, before: (hall) => void issued(hall), part: counts },
  { name: 'teller-sheet', person: first, before: (hall) => void counting(hall), part: counts },
  {
    name: 'teller-waits',
    person: first,
    before: (hall) =>
      void hall.wish(first, 'paper.enter', { paperBallot: counting(hall), count: electionSheet(49) }),
    part: counts,
  },
  {
    name: 'teller-differs',
    person: first,
    before: (hall) => void entered(hall, counting(hall), electionSheet(49), electionSheet(47)),
    part: counts,
  },
  {
    name: 'teller-differs-sheet',
    person: first,
    before: (hall) => void entered(hall, counting(hall), electionSheet(49), electionSheet(47)),
    part: counts,
    taps: presses('Sửa số liệu|Change the figures'),
  },
  { name: 'teller-counted', person: first, before: (hall) => void counted(hall), part: counts },
  {
    name: 'paper-delegate',
    person: me,
    before: (hall) => void issued(hall),
    part: (
      <Stack>
        <PaperBanner onCommittee={nothing} />
        <PaperResults />
      </Stack>
    ),
  },
  { name: 'paper-result', person: me, before: published, part: <PaperResults /> },
  { name: 'paper-survey', person: me, before: survey, part: <PaperResults /> },
  { name: 'projector-paper-issuing', before: (hall) => void issued(hall), ...screen },
  { name: 'projector-paper-counting', before: (hall) => void counting(hall), ...screen },
  { name: 'projector-paper-result', before: published, ...screen },
  { name: 'projector-paper-survey', before: survey, ...screen },
]
