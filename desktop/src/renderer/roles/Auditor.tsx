/** The auditor's page: the record, and the results it must agree with. */
import { IconCheckbox, IconFileCertificate } from '@tabler/icons-react'
import { Navigate, Route, Routes } from 'react-router'
import { BallotResults } from '../parts/ballot/BallotResults.tsx'
import { SessionFrame } from '../parts/frame/SessionFrame.tsx'
import { RecordPage } from '../parts/log/RecordPage.tsx'
import { roleWords } from '../ui/words/roles.ts'
import { useWords } from '../ui/words/words.ts'

export function Auditor({ session }: { readonly session: string }) {
  const say = useWords(roleWords)
  const base = `/s/${session}/auditor`
  return (
    <SessionFrame
      session={session}
      role="auditor"
      sections={[
        { to: `${base}/record`, label: say('record'), icon: IconFileCertificate },
        { to: `${base}/ballots`, label: say('ballots'), icon: IconCheckbox },
      ]}
    >
      <Routes>
        <Route path="record" element={<RecordPage />} />
        <Route path="ballots" element={<BallotResults onOpenDocument={() => undefined} />} />
        <Route path="*" element={<Navigate to={`${base}/record`} replace />} />
      </Routes>
    </SessionFrame>
  )
}
