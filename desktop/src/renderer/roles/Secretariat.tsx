/** The secretariat's pages: preparing the agenda, attendance, votes, speakers, people, conclusions, screen, record. */
import { Stack, Title } from '@mantine/core'
import {
  IconAddressBook,
  IconCheckbox,
  IconDeviceDesktop,
  IconFileCertificate,
  IconListDetails,
  IconMailbox,
  IconMailQuestion,
  IconScale,
  IconMessage2,
  IconMicrophone,
  IconNotes,
  IconUsers,
  IconWritingSign,
} from '@tabler/icons-react'
import { Navigate, Route, Routes, useNavigate } from 'react-router'
import { AgendaDesk } from '../parts/agenda/AgendaDesk.tsx'
import { AttendanceList } from '../parts/attendance/AttendanceList.tsx'
import { AttendanceMap } from '../parts/attendance/AttendanceMap.tsx'
import { QuorumCard } from '../parts/attendance/QuorumBar.tsx'
import { BallotDesk } from '../parts/ballot/BallotDesk.tsx'
import { CommitteeCard } from '../parts/committee/CommitteeCard.tsx'
import { SessionFrame } from '../parts/frame/SessionFrame.tsx'
import { RecordPage } from '../parts/log/RecordPage.tsx'
import { PresenterCard } from '../parts/layers/PresenterCard.tsx'
import { WithdrawCard } from '../parts/layers/WithdrawCard.tsx'
import { Conclusions } from '../parts/minutes/Conclusions.tsx'
import { PaperDesk } from '../parts/paper/PaperDesk.tsx'
import { Roster } from '../parts/people/Roster.tsx'
import { ProjectorControl } from '../parts/projector/ProjectorControl.tsx'
import { RuleDesk } from '../parts/rules/RuleDesk.tsx'
import { RehearsalCard } from '../parts/rehearsal/RehearsalCard.tsx'
import { SpeakersPage } from '../parts/speakers/Queue.tsx'
import { SuggestionList } from '../parts/suggestions/SuggestionList.tsx'
import { suggestionWords } from '../ui/words/suggestions.ts'
import { roleWords } from '../ui/words/roles.ts'
import { useWords } from '../ui/words/words.ts'
import { OpenDocument } from './Delegate.tsx'
import { renderHands } from './hands.tsx'
import { Opinions } from './opinions.tsx'
import { readingRoutes, ReadingDoors } from './session-reading.tsx'
import { SecretDesk, SecretRunning } from './secret.tsx'
import { renderSignature } from './signature.tsx'
import { SigningPage } from './signing.tsx'

export function Secretariat({ session }: { readonly session: string }) {
  const say = useWords(roleWords)
  const sayNotes = useWords(suggestionWords)
  const navigate = useNavigate()
  const base = `/s/${session}/secretariat`
  return (
    <SessionFrame
      session={session}
      role="secretariat"
      sections={[
        { to: `${base}/agenda`, label: say('agenda'), icon: IconListDetails },
        { to: `${base}/attendance`, label: say('attendance'), icon: IconUsers },
        { to: `${base}/ballots`, label: say('ballots'), icon: IconCheckbox },
        { to: `${base}/paper`, label: say('paper'), icon: IconMailbox },
        { to: `${base}/opinions`, label: say('opinions'), icon: IconMailQuestion },
        { to: `${base}/speakers`, label: say('speakers'), icon: IconMicrophone },
        { to: `${base}/people`, label: say('people'), icon: IconAddressBook },
        { to: `${base}/remarks`, label: sayNotes('desk'), icon: IconMessage2 },
        { to: `${base}/conclusions`, label: say('conclusions'), icon: IconNotes },
        { to: `${base}/rules`, label: say('rules'), icon: IconScale },
        { to: `${base}/signing`, label: say('signing'), icon: IconWritingSign },
        { to: `${base}/screen`, label: say('screen'), icon: IconDeviceDesktop },
        { to: `${base}/record`, label: say('record'), icon: IconFileCertificate },
      ]}
    >
      <Routes>
        <Route
          path="agenda/:document?"
          element={
            <>
              <ReadingDoors base={base} />
              <AgendaDesk
                onOpen={(document) => void navigate(`${base}/agenda/${document}`)}
                renderSignature={renderSignature}
              />
              <OpenDocument back={`${base}/agenda`} />
            </>
          }
        />
        {readingRoutes(base)}
        <Route
          path="attendance"
          element={
            <Stack gap="md">
              <QuorumCard />
              <AttendanceMap />
              <AttendanceList mayMark />
            </Stack>
          }
        />
        <Route
          path="ballots"
          element={<BallotDesk renderRunning={renderHands} beside={<RehearsalCard />} />}
        />
        <Route
          path="paper"
          element={
            <Stack gap="md">
              <SecretRunning />
              <PaperDesk />
              <CommitteeCard mayElect={false} />
              <SecretDesk />
            </Stack>
          }
        />
        <Route path="speakers" element={<SpeakersPage chairs={false} invites />} />
        <Route path="opinions" element={<Opinions />} />
        <Route path="rules" element={<RuleDesk />} />
        <Route path="people" element={<Roster />} />
        <Route
          path="remarks"
          element={
            <Stack gap="md">
              <Title order={1}>{sayNotes('desk')}</Title>
              <PresenterCard />
              <SuggestionList takes />
              <WithdrawCard />
            </Stack>
          }
        />
        <Route path="conclusions" element={<Conclusions />} />
        <Route path="signing" element={<SigningPage session={session} />} />
        <Route path="screen" element={<ProjectorControl session={session} />} />
        <Route path="record" element={<RecordPage />} />
        <Route path="*" element={<Navigate to={`${base}/agenda`} replace />} />
      </Routes>
    </SessionFrame>
  )
}
