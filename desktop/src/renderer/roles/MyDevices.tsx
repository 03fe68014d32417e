/** One's own devices and password. */
import { Stack } from '@mantine/core'
import { HouseFrame } from '../parts/frame/HouseFrame.tsx'
import { ChangePassword, Devices } from '../parts/lobby/Devices.tsx'

export function MyDevices() {
  return (
    <HouseFrame>
      <Stack gap="md" maw="50rem" mx="auto">
        <Devices />
        <ChangePassword />
      </Stack>
    </HouseFrame>
  )
}
