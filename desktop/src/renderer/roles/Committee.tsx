/**
 * The pages of a member of the Ban kiểm phiếu: the count first; as a delegate he still votes and reads here.
 */
import { Stack } from '@mantine/core'
import { IconCheckbox, IconChecklist, IconListDetails, IconWritingSign } from '@tabler/icons-react'
import { Navigate, Route, Routes, useNavigate } from 'react-router'
import { AgendaList } from '../parts/agenda/AgendaList.tsx'
import { BallotResults } from '../parts/ballot/BallotResults.tsx'
import { BallotSheet } from '../parts/ballot/BallotSheet.tsx'
import { OpinionBanner } from '../parts/ballot/opinion/OpinionBanner.tsx'
import { CommitteeCard } from '../parts/committee/CommitteeCard.tsx'
import { SessionFrame } from '../parts/frame/SessionFrame.tsx'
import { CountingDesk } from '../parts/paper/Counting.tsx'
import { PaperResults } from '../parts/paper/PaperResults.tsx'
import { RehearsalNotice } from '../parts/rehearsal/RehearsalNotice.tsx'
import { roleWords } from '../ui/words/roles.ts'
import { useWords } from '../ui/words/words.ts'
import { OpenDocument } from './Delegate.tsx'
import { readingRoutes, ReadingDoors } from './session-reading.tsx'
import { CommitteeSecret, SecretResults, SecretSheet } from './secret.tsx'
import { renderSignature } from './signature.tsx'
import { SigningPage } from './signing.tsx'

export function Committee({ session }: { readonly session: string }) {
  const say = useWords(roleWords)
  const navigate = useNavigate()
  const base = `/s/${session}/committee`
  const open = (document: string): void => void navigate(`${base}/agenda/${document}`)
  return (
    <SessionFrame
      session={session}
      role="committee"
      banner={
        <>
          <RehearsalNotice />
          <BallotSheet onOpenDocument={open} />
          <OpinionBanner onAnswer={() => void navigate(`/s/${session}/delegate/opinions`)} />
          <SecretSheet />
        </>
      }
      sections={[
        { to: `${base}/counting`, label: say('counting'), icon: IconChecklist },
        { to: `${base}/agenda`, label: say('agenda'), icon: IconListDetails },
        { to: `${base}/signing`, label: say('signing'), icon: IconWritingSign },
        { to: `${base}/ballots`, label: say('ballots'), icon: IconCheckbox },
      ]}
    >
      <Routes>
        <Route
          path="counting"
          element={
            <Stack gap="md">
              <CommitteeSecret />
              <CountingDesk />
              <CommitteeCard mayElect={false} />
            </Stack>
          }
        />
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
        {readingRoutes(base)}
        <Route path="signing" element={<SigningPage session={session} />} />
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
        <Route path="*" element={<Navigate to={`${base}/counting`} replace />} />
      </Routes>
    </SessionFrame>
  )
}
