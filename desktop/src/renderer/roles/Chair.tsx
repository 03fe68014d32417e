/** The chair's pages: conducting the sitting, votes, speakers, who is here, conclusions, the hall's screen. */
import { Grid, Stack, Title } from '@mantine/core'
import {
  IconCheckbox,
  IconDeviceDesktop,
  IconFileCertificate,
  IconGavel,
  IconListDetails,
  IconMailbox,
  IconMailQuestion,
  IconMessage2,
  IconMicrophone,
  IconNotes,
  IconUsers,
  IconWritingSign,
} from '@tabler/icons-react'
import { Navigate, Route, Routes, useNavigate } from 'react-router'
import { AgendaList } from '../parts/agenda/AgendaList.tsx'
import { AttendanceList } from '../parts/attendance/AttendanceList.tsx'
import { AttendanceMap } from '../parts/attendance/AttendanceMap.tsx'
import { CheckIn } from '../parts/attendance/CheckIn.tsx'
import { QuorumCard } from '../parts/attendance/QuorumBar.tsx'
import { BallotDesk } from '../parts/ballot/BallotDesk.tsx'
import { BallotSheet } from '../parts/ballot/BallotSheet.tsx'
import { OpinionBanner } from '../parts/ballot/opinion/OpinionBanner.tsx'
import { OpinionPage } from '../parts/ballot/opinion/OpinionPage.tsx'
import { CommitteeCard } from '../parts/committee/CommitteeCard.tsx'
import { SessionFrame } from '../parts/frame/SessionFrame.tsx'
import { RecordPage } from '../parts/log/RecordPage.tsx'
import { PresenterCard } from '../parts/layers/PresenterCard.tsx'
import { WithdrawCard } from '../parts/layers/WithdrawCard.tsx'
import { Conclusions } from '../parts/minutes/Conclusions.tsx'
import { PaperDesk } from '../parts/paper/PaperDesk.tsx'
import { ProjectorControl } from '../parts/projector/ProjectorControl.tsx'
import { RehearsalCard } from '../parts/rehearsal/RehearsalCard.tsx'
import { ItemSteps } from '../parts/sitting/ItemSteps.tsx'
import { NowCard } from '../parts/sitting/NowCard.tsx'
import { RemoteKeys } from '../parts/sitting/RemoteKeys.tsx'
import { ScriptCard } from '../parts/sitting/ScriptCard.tsx'
import { SittingControls } from '../parts/sitting/SittingControls.tsx'
import { SpeakersPage } from '../parts/speakers/Queue.tsx'
import { SuggestionList } from '../parts/suggestions/SuggestionList.tsx'
import { suggestionWords } from '../ui/words/suggestions.ts'
import { roleWords } from '../ui/words/roles.ts'
import { useWords } from '../ui/words/words.ts'
import { OpenDocument } from './Delegate.tsx'
import { renderHands } from './hands.tsx'
import { Opinions } from './opinions.tsx'
import { readingRoutes, ReadingDoors } from './session-reading.tsx'
import { SecretDesk, SecretRunning, SecretSheet } from './secret.tsx'
import { renderSignature } from './signature.tsx'
import { SigningPage } from './signing.tsx'

export function Chair({ session }: { readonly session: string }) {
  const say = useWords(roleWords)
  const sayNotes = useWords(suggestionWords)
  const navigate = useNavigate()
  const base = `/s/${session}/chair`
  const open = (document: string): void => void navigate(`${base}/agenda/${document}`)
  return (
    <SessionFrame
      session={session}
      role="chair"
      banner={
        <>
          <BallotSheet onOpenDocument={open} quiet />
          <OpinionBanner onAnswer={() => void navigate(`${base}/opinions`)} />
          <SecretSheet quiet />
        </>
      }
      sections={[
        { to: `${base}/console`, label: say('console'), icon: IconGavel },
        { to: `${base}/ballots`, label: say('ballots'), icon: IconCheckbox },
        { to: `${base}/speakers`, label: say('speakers'), icon: IconMicrophone },
        { to: `${base}/agenda`, label: say('agenda'), icon: IconListDetails },
        { to: `${base}/paper`, label: say('paper'), icon: IconMailbox, later: true },
        { to: `${base}/attendance`, label: say('delegates'), icon: IconUsers, later: true },
        { to: `${base}/screen`, label: say('screen'), icon: IconDeviceDesktop, later: true },
        { to: `${base}/remarks`, label: sayNotes('desk'), icon: IconMessage2, later: true },
        { to: `${base}/conclusions`, label: say('conclusions'), icon: IconNotes, later: true },
        { to: `${base}/opinions`, label: say('opinions'), icon: IconMailQuestion, later: true },
        { to: `${base}/signing`, label: say('signing'), icon: IconWritingSign, later: true },
        { to: `${base}/record`, label: say('record'), icon: IconFileCertificate, later: true },
      ]}
    >
      <Routes>
        <Route
          path="console"
          element={
            <Grid gap="md">
              <Grid.Col span={{ base: 12, lg: 7 }}>
                <Stack gap="md">
                  <RemoteKeys />
                  <NowCard actions={<SittingControls />} />
                  <ItemSteps />
                </Stack>
              </Grid.Col>
              <Grid.Col span={{ base: 12, lg: 5 }}>
                <Stack gap="md">
                  <CheckIn quietWhenDone />
                  <QuorumCard />
                  <ScriptCard />
                </Stack>
              </Grid.Col>
            </Grid>
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
              <CommitteeCard mayElect />
              <SecretDesk />
            </Stack>
          }
        />
        <Route path="opinions" element={<Opinions answer={<OpinionPage onOpenDocument={open} />} />} />
        <Route path="speakers" element={<SpeakersPage chairs />} />
        <Route
          path="agenda/:document?"
          element={
            <>
              <ReadingDoors base={base} />
              <AgendaList onOpen={open} renderSignature={renderSignature} />
              <OpenDocument back={`${base}/agenda`} />
            </>
          }
        />
        <Route
          path="attendance"
          element={
            <Stack gap="md">
              <QuorumCard />
              <AttendanceMap />
              <AttendanceList mayMark={false} />
            </Stack>
          }
        />
        {readingRoutes(base)}
        <Route
          path="remarks"
          element={
            <Stack gap="md">
              <Title order={1}>{sayNotes('desk')}</Title>
              <PresenterCard />
              <SuggestionList takes={false} />
              <WithdrawCard />
            </Stack>
          }
        />
        <Route path="conclusions" element={<Conclusions />} />
        <Route path="signing" element={<SigningPage session={session} />} />
        <Route path="screen" element={<ProjectorControl session={session} />} />
        <Route path="record" element={<RecordPage />} />
        <Route path="*" element={<Navigate to={`${base}/console`} replace />} />
      </Routes>
    </SessionFrame>
  )
}
