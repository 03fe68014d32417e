/** Administration: the council, its people and accounts, the trust bundle, convening a session. */
import { Stack } from '@mantine/core'
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import {
  IconBuildingBank,
  IconCalendarPlus,
  IconDeviceTablet,
  IconDeviceUsb,
  IconShieldCheck,
  IconUsers,
} from '@tabler/icons-react'
import { Navigate, Route, Routes, useNavigate } from 'react-router'
import { useSignInState } from '../client/session.ts'
import { BackupDesk } from '../parts/admin/BackupDesk.tsx'
import { Convene } from '../parts/admin/Convene.tsx'
import { CouncilForm } from '../parts/admin/CouncilForm.tsx'
import { HouseGroups } from '../parts/admin/HouseGroups.tsx'
import { HousePeople } from '../parts/admin/HousePeople.tsx'
import { StandbyDesk } from '../parts/admin/StandbyDesk.tsx'
import { ConnectCard } from '../parts/connect/ConnectCard.tsx'
import { HouseFrame } from '../parts/frame/HouseFrame.tsx'
import { SessionDoor, WhenLoaded } from '../parts/frame/SessionFrame.tsx'
import { TrustDesk } from '../parts/trust/TrustDesk.tsx'
import { connectWords } from '../ui/words/connect.ts'
import { roleWords } from '../ui/words/roles.ts'
import { useWords } from '../ui/words/words.ts'

export function Admin() {
  const say = useWords(roleWords)
  const sayConnect = useWords(connectWords)
  const navigate = useNavigate()
  const state = useSignInState()
  // The secretariat keeps the list of people, but whom to trust is the administrator's to say.
  const isAdmin = state.kind === 'signedIn' && state.me.roles.includes('admin')
  return (
    <SessionDoor session={houseLog}>
      <HouseFrame
        sections={[
          { to: '/admin/council', label: say('council'), icon: IconBuildingBank },
          { to: '/admin/people', label: say('users'), icon: IconUsers },
          ...(isAdmin ? [{ to: '/admin/trust', label: say('trust'), icon: IconShieldCheck }] : []),
          ...(isAdmin ? [{ to: '/admin/backup', label: say('backup'), icon: IconDeviceUsb }] : []),
          { to: '/admin/connect', label: sayConnect('section'), icon: IconDeviceTablet },
          { to: '/admin/convene', label: say('convene'), icon: IconCalendarPlus },
        ]}
      >
        <WhenLoaded>
          <Routes>
            <Route
              path="council"
              element={
                <Stack gap="md">
                  <CouncilForm />
                  <HouseGroups />
                </Stack>
              }
            />
            <Route path="people" element={<HousePeople />} />
            {isAdmin && <Route path="trust" element={<TrustDesk />} />}
            {isAdmin && (
              <Route
                path="backup"
                element={
                  <Stack gap="md">
                    <BackupDesk />
                    <StandbyDesk />
                  </Stack>
                }
              />
            )}
            <Route path="connect" element={<ConnectCard />} />
            <Route path="convene" element={<Convene onDone={() => void navigate('/')} />} />
            <Route path="*" element={<Navigate to="/admin/council" replace />} />
          </Routes>
        </WhenLoaded>
      </HouseFrame>
    </SessionDoor>
  )
}
