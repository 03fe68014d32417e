/** The window for the hall's screen: one picture, no buttons. */
import { Center, Text } from '@mantine/core'
import { SessionDoor, WhenLoaded } from '../parts/frame/SessionFrame.tsx'
import { FirstSession } from '../parts/lobby/FirstSession.tsx'
import { ProjectorPicture } from '../parts/projector/Projector.tsx'
import { projectorWords } from '../ui/words/projector.ts'
import { useWords } from '../ui/words/words.ts'

/** Without a session named, the one in progress. */
export function Projector({ session }: { readonly session: string | null }) {
  const say = useWords(projectorWords)
  if (session) return <Picture session={session} />
  return (
    <FirstSession
      none={
        <Center h="100dvh">
          <Text size="xl">{say('noSession')}</Text>
        </Center>
      }
    >
      {(found) => <Picture session={found} />}
    </FirstSession>
  )
}

function Picture({ session }: { readonly session: string }) {
  return (
    <SessionDoor session={session}>
      <WhenLoaded>
        <ProjectorPicture />
      </WhenLoaded>
    </SessionDoor>
  )
}
