/**
 * Electronic secret ballots (thử nghiệm), brought only where a council has them.
 * What must stay true: nobody waits for them who does not use them; a fault in them stays inside.
 */
import { lazy, Suspense, type ReactNode } from 'react'
import { useEvery, useOne } from '../client/view.ts'
import { Boundary } from '../ui/kit/Boundary.tsx'

const Desk = lazy(async () => ({
  default: (await import('../parts/secret-ballot/SecretDesk.tsx')).SecretDesk,
}))
const Running = lazy(async () => ({
  default: (await import('../parts/secret-ballot/SecretDesk.tsx')).SecretRunning,
}))
const Sheet = lazy(async () => ({
  default: (await import('../parts/secret-ballot/SecretSheet.tsx')).SecretSheet,
}))
const Committee = lazy(async () => ({
  default: (await import('../parts/secret-ballot/CommitteeSecret.tsx')).CommitteeSecret,
}))
const Call = lazy(async () => ({
  default: (await import('../parts/secret-ballot/CommitteeCall.tsx')).CommitteeCall,
}))
const Results = lazy(async () => ({
  default: (await import('../parts/secret-ballot/SecretResults.tsx')).SecretResults,
}))

function Quietly({ children }: { readonly children: ReactNode }) {
  return (
    <Boundary>
      <Suspense fallback={null}>{children}</Suspense>
    </Boundary>
  )
}

const useAllowed = (): boolean => useOne('secretMode', 'secretMode')?.state === 'allowed'

/** For the chair and the secretariat. */
export const SecretDesk = () => (
  <Quietly>
    <Desk />
  </Quietly>
)

/** The ballots under way, for the top of that page. */
export function SecretRunning() {
  return useAllowed() ? (
    <Quietly>
      <Running />
    </Quietly>
  ) : null
}

/** The line over a delegate's page. `quiet`: it does not open by itself. */
export function SecretSheet({ quiet = false }: { readonly quiet?: boolean }) {
  const any = useEvery('secretBallot').some((one) => one.state !== 'draft')
  return any ? (
    <Quietly>
      <Sheet quiet={quiet} />
    </Quietly>
  ) : null
}

/** For members of the committee away from their page. */
export function CommitteeCall({ onCommittee }: { readonly onCommittee: () => void }) {
  return useAllowed() ? (
    <Quietly>
      <Call onCommittee={onCommittee} />
    </Quietly>
  ) : null
}

export function CommitteeSecret() {
  return useAllowed() ? (
    <Quietly>
      <Committee />
    </Quietly>
  ) : null
}

export function SecretResults() {
  return useAllowed() ? (
    <Quietly>
      <Results />
    </Quietly>
  ) : null
}
