/**
 * Every part in every state: who looks, what happened before, what is drawn.
 * What must stay true: a state shown here is reached by real commands; names are unique and stand in the address.
 */
import { Stack } from '@mantine/core'
import { AgendaDesk } from '../parts/agenda/AgendaDesk.tsx'
import { AgendaList } from '../parts/agenda/AgendaList.tsx'
import { AttendanceList } from '../parts/attendance/AttendanceList.tsx'
import { AttendanceMap } from '../parts/attendance/AttendanceMap.tsx'
import { CheckIn } from '../parts/attendance/CheckIn.tsx'
import { QuorumCard } from '../parts/attendance/QuorumBar.tsx'
import { BallotDesk } from '../parts/ballot/BallotDesk.tsx'
import { BallotResults } from '../parts/ballot/BallotResults.tsx'
import { Devices } from '../parts/lobby/Devices.tsx'
import { SessionList } from '../parts/lobby/SessionList.tsx'
import { SetUpForm } from '../parts/lobby/SetUpForm.tsx'
import { SignInForm } from '../parts/lobby/SignInForm.tsx'
import { RecordPage } from '../parts/log/RecordPage.tsx'
import { Conclusions } from '../parts/minutes/Conclusions.tsx'
import { Roster } from '../parts/people/Roster.tsx'
import { ProjectorPicture } from '../parts/projector/Projector.tsx'
import { ProjectorControl } from '../parts/projector/ProjectorControl.tsx'
import { ItemSteps } from '../parts/sitting/ItemSteps.tsx'
import { NowCard } from '../parts/sitting/NowCard.tsx'
import { ScriptCard } from '../parts/sitting/ScriptCard.tsx'
import { SittingControls } from '../parts/sitting/SittingControls.tsx'
import { SpeakersPage } from '../parts/speakers/Queue.tsx'
import { renderSignature } from '../roles/signature.tsx'
import {
  castAll,
  chair,
  closeBallot,
  delegateId,
  draftBallot,
  hallSession,
  prepared,
  sitting,
  type Hall,
} from './hall.ts'

import { deskScenes } from './desk-scenes.tsx'
import { connectScenes } from './connect-scenes.tsx'
import { houseScenes } from './house-scenes.tsx'
import { paperScenes } from './paper-scenes.tsx'
import { secretClearingScenes } from './secret-clearing-scenes.tsx'
import { secretCommitteeScenes } from './secret-committee-scenes.tsx'
import { secretDeskScenes } from './secret-desk-scenes.tsx'
import { secretScenes } from './secret-scenes.tsx'
import type { SceneOf } from './scene.ts'
import { readingScenes } from './reading-scenes.tsx'
import { signatureScenes } from './signature-scenes.tsx'
import { signingScenes } from './signing-scenes.tsx'
import { voteScenes } from './vote-scenes.tsx'

const nothing = (): void => undefined
const me = delegateId(5)

function running(hall: Hall, cast = 52, seconds: number | null = 120): string {
  sitting(hall)
  const ballot = draftBallot(hall, seconds)
  hall.wish(chair, 'ballot.open', { ballot })
  castAll(hall, ballot, 6, cast)
  return ballot
}

function announced(hall: Hall, againstEvery: number): string {
  const ballot = running(hall, 58)
  hall.wish(me, 'ballot.cast', { ballot, round: 1, choice: 'yes', clientSeq: 1 })
  for (let n = 6; n <= 58; n++)
    if (n % againstEvery !== 0)
      hall.wish(delegateId(n), 'ballot.cast', {
        ballot,
        round: 1,
        choice: againstEvery < 4 ? 'no' : 'yes',
        clientSeq: 2,
      })
  closeBallot(hall, ballot)
  hall.wish(chair, 'ballot.publish', { ballot })
  return ballot
}

function speaking(hall: Hall, passedSeconds: number): void {
  const items = sitting(hall)
  for (const n of [7, 12, 21, 33])
    hall.wish(delegateId(n), 'speakers.register', {
      item: items[1],
      topic: n === 12 ? 'Về chỉ tiêu tăng trưởng' : '',
    })
  const first = hall.state.every('speech')[0]
  hall.wish(chair, 'speakers.call', { speech: first?.id })
  hall.tick(passedSeconds * 1000)
}

const agenda = <AgendaList onOpen={nothing} renderSignature={renderSignature} />
const desk = <AgendaDesk onOpen={nothing} renderSignature={renderSignature} />
const results = <BallotResults onOpenDocument={nothing} />

export const scenes: readonly SceneOf[] = [
  { name: 'sign-in', person: me, before: nothing, part: <SignInForm /> },
  { name: 'set-up', person: me, before: nothing, part: <SetUpForm /> },
  {
    name: 'sessions',
    person: chair,
    before: (hall) => void sitting(hall),
    part: <SessionList onEnter={nothing} />,
  },
  { name: 'sessions-none', person: me, before: nothing, part: <SessionList onEnter={nothing} /> },
  { name: 'devices', person: me, before: (hall) => void prepared(hall), part: <Devices /> },
  { name: 'agenda', person: me, before: (hall) => void sitting(hall), part: agenda },
  { name: 'agenda-not-published', person: me, before: (hall) => void prepared(hall, false), part: agenda },
  { name: 'agenda-desk', person: 'thuky', before: (hall) => void prepared(hall, false), part: desk },
  {
    name: 'now-preparing',
    person: chair,
    before: (hall) => void prepared(hall),
    part: <NowCard actions={<SittingControls />} />,
  },
  { name: 'now', person: me, before: (hall) => speaking(hall, 60), part: <NowCard /> },
  {
    name: 'chair-console',
    person: chair,
    before: (hall) => void sitting(hall),
    part: (
      <Stack>
        <NowCard actions={<SittingControls />} />
        <ItemSteps />
        <ScriptCard />
      </Stack>
    ),
  },
  { name: 'check-in', person: delegateId(63), before: (hall) => void sitting(hall), part: <CheckIn /> },
  { name: 'checked-in', person: me, before: (hall) => void sitting(hall), part: <CheckIn /> },
  {
    name: 'attendance-desk',
    person: 'thuky',
    before: (hall) => void sitting(hall),
    part: (
      <Stack>
        <QuorumCard />
        <AttendanceMap />
        <AttendanceList mayMark />
      </Stack>
    ),
  },
  { name: 'quorum-missing', person: me, before: (hall) => void sitting(hall, 40), part: <QuorumCard /> },
  {
    name: 'speakers-none',
    person: me,
    before: (hall) => void prepared(hall),
    part: <SpeakersPage chairs={false} />,
  },
  {
    name: 'speakers-delegate',
    person: delegateId(21),
    before: (hall) => speaking(hall, 60),
    part: <SpeakersPage chairs={false} />,
  },
  {
    name: 'speakers-chair',
    person: chair,
    before: (hall) => speaking(hall, 60),
    part: <SpeakersPage chairs />,
  },
  {
    name: 'speakers-amber',
    person: chair,
    before: (hall) => speaking(hall, 7 * 60 - 20),
    part: <SpeakersPage chairs />,
  },
  {
    name: 'speakers-over',
    person: chair,
    before: (hall) => speaking(hall, 7 * 60 + 25),
    part: <SpeakersPage chairs />,
  },
  { name: 'ballots-none', person: me, before: (hall) => void sitting(hall), part: results },
  {
    name: 'ballot-draft',
    person: chair,
    before: (hall) => {
      sitting(hall)
      draftBallot(hall)
    },
    part: <BallotDesk />,
  },
  { name: 'ballot-open', person: me, before: (hall) => void running(hall), part: results },
  { name: 'ballot-recorded', person: me, before: (hall) => void running(hall), part: results, casts: 'yes' },
  {
    name: 'ballot-sending',
    person: me,
    before: (hall) => void running(hall),
    part: results,
    wire: (wire) => wire.loseAnswers(1000),
    casts: 'no',
  },
  {
    name: 'ballot-other-device',
    person: me,
    before(hall) {
      const ballot = running(hall)
      hall.wish(me, 'ballot.cast', { ballot, round: 1, choice: 'abstain', clientSeq: 1 })
    },
    part: results,
  },
  {
    name: 'ballot-not-eligible',
    person: delegateId(63),
    before: (hall) => void running(hall),
    part: results,
  },
  { name: 'ballot-guest', person: 'khach', before: (hall) => void running(hall), part: results },
  {
    name: 'ballot-paused',
    person: me,
    before: (hall) => void hall.wish(chair, 'ballot.pause', { ballot: running(hall) }),
    part: results,
  },
  { name: 'ballot-closed', person: me, before: (hall) => closeBallot(hall, running(hall)), part: results },
  { name: 'ballot-running-desk', person: chair, before: (hall) => void running(hall), part: <BallotDesk /> },
  {
    name: 'ballot-closed-desk',
    person: chair,
    before: (hall) => closeBallot(hall, running(hall)),
    part: <BallotDesk />,
  },
  { name: 'ballot-passed', person: me, before: (hall) => void announced(hall, 9), part: results },
  { name: 'ballot-failed', person: me, before: (hall) => void announced(hall, 3), part: results },
  {
    name: 'ballot-void',
    person: chair,
    before: (hall) =>
      void hall.wish(chair, 'ballot.void', { ballot: running(hall), reason: 'Mất điện hội trường' }),
    part: <BallotDesk />,
  },
  {
    name: 'projector-welcome',
    person: 'manhinh',
    before: (hall) => void prepared(hall),
    part: <ProjectorPicture />,
    bare: true,
  },
  {
    name: 'projector-agenda',
    person: 'manhinh',
    before(hall) {
      sitting(hall)
      hall.wish(chair, 'projector.show', { mode: 'agenda' })
    },
    part: <ProjectorPicture />,
    bare: true,
  },
  {
    name: 'projector-item',
    person: 'manhinh',
    before: (hall) => void sitting(hall),
    part: <ProjectorPicture />,
    bare: true,
  },
  {
    name: 'projector-speaker',
    person: 'manhinh',
    before: (hall) => speaking(hall, 100),
    part: <ProjectorPicture />,
    bare: true,
  },
  {
    name: 'projector-speakers',
    person: 'manhinh',
    before(hall) {
      speaking(hall, 405)
      hall.wish(chair, 'projector.show', { mode: 'speakers' })
    },
    part: <ProjectorPicture />,
    bare: true,
  },
  {
    name: 'projector-attendance',
    person: 'manhinh',
    before(hall) {
      sitting(hall)
      hall.wish(chair, 'projector.show', { mode: 'attendance' })
    },
    part: <ProjectorPicture />,
    bare: true,
  },
  {
    name: 'projector-vote',
    person: 'manhinh',
    before: (hall) => void running(hall),
    part: <ProjectorPicture />,
    bare: true,
  },
  {
    name: 'projector-passed',
    person: 'manhinh',
    before: (hall) => void announced(hall, 9),
    part: <ProjectorPicture />,
    bare: true,
  },
  {
    name: 'projector-failed',
    person: 'manhinh',
    before: (hall) => void announced(hall, 3),
    part: <ProjectorPicture />,
    bare: true,
  },
  {
    name: 'projector-message',
    person: 'manhinh',
    before(hall) {
      sitting(hall)
      hall.wish(chair, 'projector.show', {
        mode: 'message',
        message: 'Nghỉ giải lao 15 phút. Họp tiếp lúc 09 giờ 45.',
      })
    },
    part: <ProjectorPicture />,
    bare: true,
  },
  {
    name: 'projector-control',
    person: chair,
    before: (hall) => void sitting(hall),
    part: <ProjectorControl session={hallSession} />,
  },
  {
    name: 'conclusions',
    person: 'thuky',
    before(hall) {
      const items = sitting(hall)
      hall.wish('thuky', 'minutes.conclude', {
        item: items[0],
        text: 'Hội đồng nhân dân thống nhất chương trình kỳ họp gồm 6 nội dung.',
      })
      hall.wish('thuky', 'minutes.publishConclusion', { item: items[0] })
      hall.wish('thuky', 'minutes.conclude', {
        item: items[1],
        text: 'Giao Ủy ban nhân dân tỉnh bổ sung số liệu trước ngày 20/12/2026.',
      })
    },
    part: <Conclusions />,
  },
  { name: 'record', person: chair, before: (hall) => void announced(hall, 9), part: <RecordPage /> },
  { name: 'people', person: 'thuky', before: (hall) => void sitting(hall), part: <Roster /> },
  ...voteScenes,
  ...secretScenes,
  ...secretCommitteeScenes,
  ...secretClearingScenes,
  ...secretDeskScenes,
  ...deskScenes,
  ...paperScenes,
  ...signatureScenes,
  ...signingScenes,
  ...houseScenes,
  ...connectScenes,
  ...readingScenes,
]
