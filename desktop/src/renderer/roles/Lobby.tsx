/** After signing in: the sessions, and administration for those who have it. */
import { Button, Stack } from '@mantine/core'
import { IconSettings } from '@tabler/icons-react'
import { useNavigate } from 'react-router'
import { HouseFrame } from '../parts/frame/HouseFrame.tsx'
import { AdminDoor } from '../parts/lobby/AdminDoor.tsx'
import { SessionList } from '../parts/lobby/SessionList.tsx'
import { lobbyWords } from '../ui/words/lobby.ts'
import { useWords } from '../ui/words/words.ts'

export function Lobby() {
  const say = useWords(lobbyWords)
  const navigate = useNavigate()
  return (
    <HouseFrame>
      <Stack gap="lg" maw="60rem" mx="auto">
        <SessionList onEnter={(session, role) => void navigate(`/s/${session}/${role}`)} />
        <AdminDoor>
          <Button
            variant="default"
            leftSection={<IconSettings size="1.25rem" aria-hidden />}
            onClick={() => void navigate('/admin')}
          >
            {say('admin')}
          </Button>
        </AdminDoor>
      </Stack>
    </HouseFrame>
  )
}
