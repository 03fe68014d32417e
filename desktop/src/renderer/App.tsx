/**
 * Which page stands at which address.
 * What must stay true: no page but the gallery is shown without signing in; addresses live behind the `#`, so the same
 * files work from the server and from the shell.
 */
import { Center, Loader } from '@mantine/core'
import type { Role } from '@nghi-truong/shared/domain/audience'
import { lazy, Suspense } from 'react'
import { HashRouter, Navigate, Outlet, Route, Routes, useParams } from 'react-router'
import { OtherServer } from './parts/connect/OtherServer.tsx'
import { Gate } from './parts/frame/Gate.tsx'
import { SessionDoor } from './parts/frame/SessionFrame.tsx'
import { SetUpForm } from './parts/lobby/SetUpForm.tsx'
import { SignInForm } from './parts/lobby/SignInForm.tsx'
import { Admin } from './roles/Admin.tsx'
import { Auditor } from './roles/Auditor.tsx'
import { Chair } from './roles/Chair.tsx'
import { Committee } from './roles/Committee.tsx'
import { Delegate } from './roles/Delegate.tsx'
import { Lobby } from './roles/Lobby.tsx'
import { MyDevices } from './roles/MyDevices.tsx'
import { Projector } from './roles/Projector.tsx'
import { Secretariat } from './roles/Secretariat.tsx'

const Gallery = lazy(async () => ({ default: (await import('./gallery/Gallery.tsx')).Gallery }))

export function App() {
  return (
    <HashRouter>
      <Suspense fallback={<Waiting />}>
        <Routes>
          <Route path="gallery/:scene?" element={<Gallery />} />
          <Route
            element={
              <Gate
                signIn={<SignInForm />}
                setUp={<SetUpForm />}
                server={(chosen) => <OtherServer onChosen={chosen} />}
              >
                <Outlet />
              </Gate>
            }
          >
            <Route index element={<Lobby />} />
            <Route path="devices" element={<MyDevices />} />
            <Route path="admin/*" element={<Admin />} />
            <Route path="projector/:session?" element={<Hall />} />
            <Route path="s/:session/:role/*" element={<InSession />} />
            <Route path="*" element={<Navigate to="/" replace />} />
          </Route>
        </Routes>
      </Suspense>
    </HashRouter>
  )
}

function Waiting() {
  return (
    <Center h="100dvh">
      <Loader />
    </Center>
  )
}

function Hall() {
  const { session } = useParams()
  return <Projector key={session ?? ''} session={session ?? null} />
}

function InSession() {
  const { session = '', role = '' } = useParams()
  return (
    <SessionDoor session={session}>
      <RolePages session={session} role={role as Role} />
    </SessionDoor>
  )
}

function RolePages({ session, role }: { readonly session: string; readonly role: Role }) {
  switch (role) {
    case 'chair':
      return <Chair session={session} />
    case 'delegate':
    case 'guest':
      return <Delegate session={session} role={role} />
    case 'committee':
      return <Committee session={session} />
    case 'secretariat':
      return <Secretariat session={session} />
    case 'auditor':
      return <Auditor session={session} />
    case 'projector':
      return <Navigate to={`/projector/${session}`} replace />
    default:
      return <Navigate to="/" replace />
  }
}
