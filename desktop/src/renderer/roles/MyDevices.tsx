/** One's own devices and password. */
import { Stack } from '@mantine/core'
import { ConnectCard } from '../parts/connect/ConnectCard.tsx'
import { HouseFrame } from '../parts/frame/HouseFrame.tsx'
import { PrivateKeys } from '../parts/layers/PrivateKeys.tsx'
import { ChangePassword, Devices } from '../parts/lobby/Devices.tsx'
import { useSignInState } from '../client/session.ts'

export function MyDevices() {
  const state = useSignInState()
  return (
    <HouseFrame>
      <Stack gap="md" maw="50rem" mx="auto">
        <Devices />
        {state.kind === 'signedIn' && <PrivateKeys person={state.me.person} name={state.me.name} />}
        <ConnectCard />
        <ChangePassword />
      </Stack>
    </HouseFrame>
  )
}
