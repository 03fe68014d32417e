/** The delegate's (and guest's) pages: agenda with documents, votes, speaking, who is here. */
import { Stack } from '@mantine/core'
import type { Role } from '@nghi-truong/shared/domain/audience'
import {
  IconCheckbox,
  IconListDetails,
  IconMailQuestion,
  IconMicrophone,
  IconNotes,
  IconUsers,
} from '@tabler/icons-react'
import { useCallback } from 'react'
import { Navigate, Route, Routes, useNavigate, useParams } from 'react-router'
import { AgendaList } from '../parts/agenda/AgendaList.tsx'
import { AttendanceMap } from '../parts/attendance/AttendanceMap.tsx'
import { CheckIn } from '../parts/attendance/CheckIn.tsx'
import { QuorumCard } from '../parts/attendance/QuorumBar.tsx'
import { BallotOutcomes, BallotResults } from '../parts/ballot/BallotResults.tsx'
import { BallotSheet } from '../parts/ballot/BallotSheet.tsx'
import { OpinionBanner } from '../parts/ballot/opinion/OpinionBanner.tsx'
import { OpinionPage } from '../parts/ballot/opinion/OpinionPage.tsx'
import { PublishedConclusions } from '../parts/minutes/PublishedConclusions.tsx'
import { SessionFrame } from '../parts/frame/SessionFrame.tsx'
import { PaperBanner, PaperResults } from '../parts/paper/PaperResults.tsx'
import { RehearsalNotice } from '../parts/rehearsal/RehearsalNotice.tsx'
import { NowCard } from '../parts/sitting/NowCard.tsx'
import { MyRequest } from '../parts/speakers/MyRequest.tsx'
import { SpeakersPage } from '../parts/speakers/Queue.tsx'
import { roleWords } from '../ui/words/roles.ts'
import { useWords } from '../ui/words/words.ts'
import { useReaderAtHand } from './on-demand.tsx'
import { Reading } from './Reading.tsx'
import { addressOf, readingRoutes, ReadingDoors, useArrived } from './session-reading.tsx'
import { CommitteeCall, SecretResults, SecretSheet } from './secret.tsx'
import { renderSignature } from './signature.tsx'

export function Delegate({ session, role }: { readonly session: string; readonly role: Role }) {
  const say = useWords(roleWords)
  const navigate = useNavigate()
  const base = `/s/${session}/${role}`
  const open = (document: string): void => void navigate(`${base}/agenda/${document}`)
  const votes = role === 'delegate'
  return (
    <SessionFrame
      session={session}
      role={role}
      banner={
        <>
          {votes ? <RehearsalNotice /> : null}
          <PaperBanner onCommittee={() => void navigate(`/s/${session}/committee`)} />
          {votes ? <BallotSheet onOpenDocument={open} /> : null}
          {votes ? <OpinionBanner onAnswer={() => void navigate(`${base}/opinions`)} /> : null}
          {votes ? <CommitteeCall onCommittee={() => void navigate(`/s/${session}/committee`)} /> : null}
          {votes ? <SecretSheet /> : null}
        </>
      }
      sections={[
        { to: `${base}/agenda`, label: say('agenda'), icon: IconListDetails },
        { to: `${base}/ballots`, label: say('ballots'), icon: IconCheckbox },
        { to: `${base}/speakers`, label: say('speakers'), icon: IconMicrophone },
        { to: `${base}/outcomes`, label: say('outcomes'), icon: IconNotes },
        ...(votes ? [{ to: `${base}/opinions`, label: say('opinions'), icon: IconMailQuestion }] : []),
        { to: `${base}/attendance`, label: say(votes ? 'attendance' : 'delegates'), icon: IconUsers },
      ]}
    >
      <Routes>
        <Route
          path="agenda/:document?"
          element={
            <>
              <Stack gap="md">
                <CheckIn quietWhenDone />
                <NowCard actions={<MyRequest quick />} />
                <ReadingDoors base={base} />
                <AgendaList onOpen={open} renderSignature={renderSignature} />
              </Stack>
              <OpenDocument back={`${base}/agenda`} />
            </>
          }
        />
        <Route
          path="ballots"
          element={
            <Stack gap="md">
              <SecretResults />
              <PaperResults />
              <BallotResults onOpenDocument={open} />
            </Stack>
          }
        />
        {readingRoutes(base)}
        <Route path="opinions" element={<OpinionPage onOpenDocument={open} />} />
        <Route
          path="outcomes"
          element={
            <Stack gap="md">
              <PublishedConclusions />
              <PaperResults />
              <BallotOutcomes />
            </Stack>
          }
        />
        <Route path="speakers" element={<SpeakersPage chairs={false} />} />
        <Route
          path="attendance"
          element={
            <Stack gap="md">
              <CheckIn />
              <QuorumCard />
              <AttendanceMap />
            </Stack>
          }
        />
        <Route path="*" element={<Navigate to={`${base}/agenda`} replace />} />
      </Routes>
    </SessionFrame>
  )
}

/** The document named in the address, over the agenda it came from. */
export function OpenDocument({ back }: { readonly back: string }) {
  const { document } = useParams()
  const navigate = useNavigate()
  useReaderAtHand()
  const { from, arrival } = useArrived(back, document)
  const open = useCallback(
    (to: string, at: number | null) => void navigate(addressOf(back, to, at, null)),
    [navigate, back],
  )
  return document ? (
    <Reading
      key={document}
      document={document}
      arrival={arrival}
      onOpen={open}
      onClose={() => void navigate(from ?? back)}
    />
  ) : null
}
