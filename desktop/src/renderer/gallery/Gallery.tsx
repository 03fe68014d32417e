/**
 * The gallery: an index, and one page for each part in each state, over a hall in memory.
 * What must stay true: it reaches no server; what it shows is drawn by the same parts as the product.
 */
import { Anchor, Box, SimpleGrid, Stack, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Link, useParams } from 'react-router'
import { ClientProvider, createClient, SessionProvider, type Client } from '../client/client.tsx'
import { FilesProvider } from '../client/files.ts'
import { storageKeep } from '../client/keep.ts'
import { memoryStore } from '../client/outbox.ts'
import { useView, useViewState, useYou } from '../client/view.ts'
import { useOutbox } from '../client/outbox.ts'
import { WhenLoaded } from '../parts/frame/SessionFrame.tsx'
import { DisplayChoices } from '../ui/kit/AccountMenu.tsx'
import { StatusLine } from '../ui/kit/StatusLine.tsx'
import { useLanguage } from '../ui/words/words.ts'
import { wireTo } from './fake-transport.ts'
import { createHall, hallSession } from './hall.ts'
import type { SceneOf } from './scene.ts'
import { scenes } from './scenes.tsx'
import { Taps, type Tap } from './Taps.tsx'

const noStorage = (): Storage => {
  throw new Error('the gallery keeps nothing')
}

export function Gallery() {
  const { scene: name } = useParams()
  const scene = scenes.find((one) => one.name === name)
  return scene ? <Shown key={scene.name} scene={scene} /> : <Index />
}

function Index() {
  return (
    <Box component="main" p="lg" maw="80rem" mx="auto">
      <Stack>
        <Title order={1}>Nghị Trường: các phần giao diện</Title>
        <Box maw="30rem">
          <DisplayChoices />
        </Box>
        <StatusLine line="offline" />
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
          {scenes.map((scene) => (
            <Anchor key={scene.name} component={Link} to={`/gallery/${scene.name}`}>
              {scene.name}
            </Anchor>
          ))}
        </SimpleGrid>
      </Stack>
    </Box>
  )
}

function Shown({ scene }: { readonly scene: SceneOf }) {
  const language = useLanguage()
  const [shown, setShown] = useState<{ readonly client: Client; readonly taps: readonly Tap[] } | null>(null)
  useEffect(() => {
    let gone = false
    const hall = createHall()
    scene.before(hall)
    const wire = wireTo(hall, scene.person, scene.answers?.(hall))
    const open = async (): Promise<void> => {
      const made = await createClient({
        transport: wire.transport,
        deviceKeep: storageKeep(noStorage),
        windowKeep: storageKeep(noStorage),
        outboxStore: memoryStore(),
        keys: () => Promise.resolve(null),
        language: () => language,
        deviceName: () => 'iPad',
      })
      scene.wire?.(wire)
      await made.signIn.look()
      const device = await scene.device?.(hall)
      const client = device ? { ...made, secret: () => Promise.resolve(device) } : made
      const taps = typeof scene.taps === 'function' ? scene.taps(hall) : (scene.taps ?? [])
      if (!gone) setShown({ client, taps })
    }
    void open()
    return () => {
      gone = true
    }
  }, [scene, language])
  if (!shown) return null
  const { client, taps } = shown
  return (
    <ClientProvider client={client}>
      <FilesProvider>
        <SessionProvider session={hallSession}>
          {scene.bare ? (
            <WhenLoaded>
              {scene.part}
              {taps.length > 0 ? <Taps taps={taps} /> : null}
            </WhenLoaded>
          ) : (
            <Box component="main" p={{ base: 'sm', sm: 'lg' }} maw="80rem" mx="auto">
              <WhenLoaded>
                {scene.casts ? <Caster choice={scene.casts} /> : null}
                {scene.part}
                {taps.length > 0 ? <Taps taps={taps} /> : null}
              </WhenLoaded>
            </Box>
          )}
        </SessionProvider>
      </FilesProvider>
    </ClientProvider>
  )
}

/** Votes once, as the person would. */
function Caster({ choice }: { readonly choice: string }) {
  const view = useView()
  const you = useYou()
  const outbox = useOutbox()
  const ballot = useViewState((state) => state.records.every('ballot').find((one) => one.state === 'open'))
  const id = ballot?.id
  useEffect(() => {
    if (!id || !you.person) return
    void outbox.cast({ session: view.session, ballot: id, round: 1, choice, lastSeq: 0, nowMs: Date.now() })
  }, [choice, id, outbox, view.session, you.person])
  return null
}
