/**
 * What the desk does around a vote: its forms and questions, hands, rehearsal, rules; and the big screen between votes.
 * What must stay true: as for all scenes, a state shown here is reached by real commands.
 */
import { AgendaDesk } from '../parts/agenda/AgendaDesk.tsx'
import { BallotDesk } from '../parts/ballot/BallotDesk.tsx'
import { BallotSheet } from '../parts/ballot/BallotSheet.tsx'
import { OpinionDesk } from '../parts/ballot/opinion/OpinionDesk.tsx'
import { Roster } from '../parts/people/Roster.tsx'
import { ProjectorPicture } from '../parts/projector/Projector.tsx'
import { RehearsalCard } from '../parts/rehearsal/RehearsalCard.tsx'
import { RehearsalNotice } from '../parts/rehearsal/RehearsalNotice.tsx'
import { RuleDesk } from '../parts/rules/RuleDesk.tsx'
import { SpeakersPage } from '../parts/speakers/Queue.tsx'
import { renderHands } from '../roles/hands.tsx'
import { renderSignature } from '../roles/signature.tsx'
import { castAll, chair, closeBallot, delegateId, draftBallot, prepared, sitting, type Hall } from './hall.ts'
import type { SceneOf } from './scene.ts'
import { presses } from './Taps.tsx'

const nothing = (): void => undefined
const me = delegateId(5)
const days = 86_400_000

function running(hall: Hall, seconds: number | null = 120): string {
  sitting(hall)
  const ballot = draftBallot(hall, seconds)
  hall.wish(chair, 'ballot.open', { ballot })
  castAll(hall, ballot, 6, 52)
  return ballot
}

/** The devices failed: the round that is taken by hands. @returns its id */
function hands(hall: Hall): string {
  hall.wish(chair, 'ballot.toHands', { ballot: running(hall), reason: 'Thiết bị mất mạng' })
  return hall.state.every('ballot').find((one) => one.method === 'show_of_hands')?.id ?? ''
}

function handsEntered(hall: Hall): void {
  const ballot = hands(hall)
  for (let n = 1; n <= 20; n++)
    hall.wish('thuky', 'ballot.enterHand', { ballot, person: delegateId(n), choice: n === 4 ? 'no' : 'yes' })
}

function repeated(hall: Hall): void {
  const ballot = running(hall)
  hall.wish(chair, 'ballot.void', { ballot, reason: 'Mất điện hội trường' })
  hall.wish(chair, 'ballot.repeat', { ballot })
}

function strawPoll(hall: Hall, announce = false): void {
  const items = sitting(hall)
  hall.wish('thuky', 'ballot.draft', {
    item: items[1],
    code: 'straw_poll',
    question:
      'Chọn ngày và địa điểm tổ chức phiên họp chuyên đề về quy hoạch sử dụng đất giai đoạn 2026 - 2030',
    entries: [
      'Thứ Năm, tại Trung tâm Hội nghị tỉnh',
      'Thứ Sáu, tại trụ sở Ủy ban nhân dân tỉnh',
      'Thứ Bảy',
      'Họp trực tuyến',
      'Ý kiến khác',
    ].map((word) => ({ vi: word, en: word })),
  })
  const ballot = hall.state.every('ballot').at(-1)?.id ?? ''
  hall.wish(chair, 'ballot.open', { ballot })
  if (!announce) return
  for (let n = 2; n <= 50; n++)
    hall.wish(delegateId(n), 'ballot.cast', {
      ballot,
      round: 1,
      choice: `option_${1 + ((n * n) % 5)}`,
      clientSeq: 1,
    })
  closeBallot(hall, ballot)
  hall.wish(chair, 'ballot.publish', { ballot })
}

/** Most devices answer; one has a wrong clock, one is old, one nearly empty, some are silent. */
function rehearsed(hall: Hall, ended: boolean): void {
  sitting(hall)
  hall.wish(chair, 'rehearsal.start', { version: '1.0.0' })
  for (let n = 1; n <= 56; n++)
    hall.wish(delegateId(n), 'rehearsal.answer', {
      clockOffMs: n === 7 ? 95_000 : 12,
      version: n === 8 ? '0.9.1' : '1.0.0',
      battery: n === 9 ? 6 : 80,
    })
  if (ended) hall.wish(chair, 'rehearsal.end')
}

const connected = Array.from({ length: 58 }, (_, n) => delegateId(n + 1))

function opinionDraft(hall: Hall): void {
  const items = sitting(hall)
  hall.wish('thuky', 'opinion.draft', {
    item: items[1],
    code: 'committee_vote',
    question: 'Nhất trí dự thảo chương trình giám sát năm 2027?',
    labels: 'opinion_form',
    people: [5, 6, 7, 8, 9].map(delegateId),
    deadline: new Date(hall.now() + 3 * days).toISOString(),
  })
}

function opinionOpen(hall: Hall): void {
  opinionDraft(hall)
  hall.wish('thuky', 'opinion.open', { ballot: hall.state.every('ballot').at(-1)?.id })
}

const desk = <BallotDesk renderRunning={renderHands} beside={<RehearsalCard />} />
const sheet = <BallotSheet onOpenDocument={nothing} />
const agenda = <AgendaDesk onOpen={nothing} renderSignature={renderSignature} />
const screen = { person: 'manhinh', part: <ProjectorPicture />, bare: true } as const

export const deskScenes: readonly SceneOf[] = [
  {
    name: 'draft-form',
    person: 'thuky',
    before: (hall) => void sitting(hall),
    part: desk,
    taps: presses('Soạn biểu quyết|Prepare a vote'),
  },
  {
    name: 'ballot-end-asked',
    person: chair,
    before: (hall) => void running(hall),
    wire: (wire) => wire.connect(connected.slice(0, 50)),
    part: desk,
    taps: presses('Kết thúc biểu quyết|End the vote'),
  },
  {
    name: 'ballot-void-asked',
    person: chair,
    before: (hall) => void running(hall),
    part: desk,
    taps: presses('Hủy biểu quyết|Annul the vote'),
  },
  { name: 'ballot-repeated', person: chair, before: repeated, part: desk },
  { name: 'ballot-untimed', person: chair, before: (hall) => void running(hall, null), part: desk },
  { name: 'ballot-sheet', person: me, before: (hall) => void running(hall), part: sheet },
  { name: 'ballot-sheet-sent', person: me, before: (hall) => void running(hall), part: sheet, casts: 'yes' },
  { name: 'ballot-sheet-choices', person: me, before: (hall) => strawPoll(hall), part: sheet },
  {
    name: 'hands-asked',
    person: chair,
    before: (hall) => void running(hall),
    part: desk,
    taps: presses('Chuyển sang giơ tay|Turn to a show of hands'),
  },
  { name: 'hands-chair', person: chair, before: handsEntered, part: desk },
  { name: 'hands-names', person: 'thuky', before: handsEntered, part: desk },
  {
    name: 'hands-bulk',
    person: 'thuky',
    before: handsEntered,
    part: desk,
    taps: presses('Tất cả tán thành, trừ|All '),
  },
  {
    name: 'hands-numbers',
    person: 'thuky',
    before: (hall) => void hands(hall),
    part: desk,
    taps: presses('Theo số đếm|By number'),
  },
  { name: 'hands-voter', person: me, before: handsEntered, part: sheet },
  { name: 'rehearsal-none', person: chair, before: (hall) => void sitting(hall), part: <RehearsalCard /> },
  {
    name: 'rehearsal-running',
    person: chair,
    before: (hall) => rehearsed(hall, false),
    wire: (wire) => wire.connect(connected),
    part: <RehearsalCard />,
  },
  {
    name: 'rehearsal-found',
    person: chair,
    before: (hall) => rehearsed(hall, true),
    wire: (wire) => wire.connect(connected),
    part: <RehearsalCard />,
  },
  {
    name: 'rehearsal-notice',
    person: me,
    before: (hall) => rehearsed(hall, false),
    part: <RehearsalNotice />,
  },
  {
    name: 'rule-form',
    person: 'thuky',
    before: (hall) => void sitting(hall),
    part: <RuleDesk />,
    taps: presses('Đặt loại biểu quyết riêng|Add a kind of vote'),
  },
  {
    name: 'rule-change',
    person: 'thuky',
    before: (hall) => void sitting(hall),
    part: <RuleDesk />,
    taps: presses('Sửa quy tắc:|Edit the rule:'),
  },
  { name: 'opinion-draft', person: 'thuky', before: opinionDraft, part: <OpinionDesk /> },
  {
    name: 'opinion-form',
    person: 'thuky',
    before: (hall) => void sitting(hall),
    part: <OpinionDesk />,
    taps: presses('Soạn phiếu lấy ý kiến|Prepare a round'),
  },
  {
    name: 'opinion-extend',
    person: 'thuky',
    before: opinionOpen,
    part: <OpinionDesk />,
    taps: presses('Gia hạn|Extend'),
  },
  {
    name: 'item-form',
    person: 'thuky',
    before: (hall) => void prepared(hall, false),
    part: agenda,
    taps: presses('Thêm nội dung|Add an item'),
  },
  {
    name: 'person-form',
    person: 'thuky',
    before: (hall) => void sitting(hall),
    part: <Roster />,
    taps: presses('Thêm người|Add a person'),
  },
  {
    name: 'speakers-invite',
    person: chair,
    before: (hall) => void sitting(hall),
    part: <SpeakersPage chairs />,
    taps: presses('Mời giải trình|Invite'),
  },
  {
    name: 'projector-paused',
    before: (hall) => void hall.wish(chair, 'ballot.pause', { ballot: running(hall) }),
    ...screen,
  },
  { name: 'projector-counted', before: (hall) => closeBallot(hall, running(hall)), ...screen },
  { name: 'projector-choices', before: (hall) => strawPoll(hall, true), ...screen },
  { name: 'projector-hands', before: handsEntered, ...screen },
  {
    name: 'projector-recess',
    before(hall) {
      sitting(hall)
      hall.wish(chair, 'session.adjourn')
    },
    ...screen,
  },
]
