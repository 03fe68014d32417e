// @vitest-environment happy-dom
/** A presenter's remote on the page of votes, over a real hall in memory. */
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { ClientProvider, createClient, SessionProvider } from '../../client/client.tsx'
import { storageKeep } from '../../client/keep.ts'
import { memoryStore } from '../../client/outbox.ts'
import { chair, createHall, draftBallot, hallSession, sitting, type Hall } from '../../gallery/hall.ts'
import { wireTo } from '../../gallery/fake-transport.ts'
import { DisplayProvider } from '../../ui/display.tsx'
import { startWords } from '../../ui/words/words.ts'
import { BallotRemote } from './BallotRemote.tsx'
import { readMs } from './keys.ts'
import { stubMatchMedia } from '../../testing/match-media.ts'

const words = await startWords('vi')
const keep = { read: () => null, write: () => undefined }
const noStorage = (): Storage => {
  throw new Error('none')
}

beforeAll(() => {
  stubMatchMedia()
})
let time = 0
beforeEach(() => {
  time = 1000
  vi.spyOn(performance, 'now').mockImplementation(() => time)
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

async function page(): Promise<{ hall: Hall; ballot: string }> {
  const hall = createHall()
  sitting(hall)
  const ballot = draftBallot(hall, null)
  const client = await createClient({
    transport: wireTo(hall, chair).transport,
    deviceKeep: storageKeep(noStorage),
    windowKeep: storageKeep(noStorage),
    outboxStore: memoryStore(),
    keys: () => Promise.resolve(null),
    language: () => 'vi',
    deviceName: () => 'iPad',
  })
  await act(() => client.signIn.look())
  render(
    <DisplayProvider keep={keep} words={words}>
      <ClientProvider client={client}>
        <SessionProvider session={hallSession}>
          <BallotRemote />
        </SessionProvider>
      </ClientProvider>
    </DisplayProvider>,
  )
  await screen.findByText(/Bút trình chiếu hoặc phím PageDown/)
  return { hall, ballot }
}

const press = (key: string): void => void fireEvent.keyDown(document.body, { key })
const asked = () => screen.queryByText('Bắt đầu biểu quyết này?')

it('asks first, and takes the step when it is pressed again', async () => {
  const { hall, ballot } = await page()
  press('PageDown')
  await waitFor(() => expect(asked()).not.toBeNull())
  // A key that bounces.
  press('PageDown')
  expect(hall.state.one('ballot', ballot)?.state).toBe('draft')
  time += readMs
  press('PageDown')
  await waitFor(() => expect(hall.state.one('ballot', ballot)?.state).toBe('open'))
})

it('leaves everything as it is when it goes back', async () => {
  const { hall, ballot } = await page()
  press('PageDown')
  await waitFor(() => expect(asked()).not.toBeNull())
  time += readMs
  press('PageUp')
  await waitFor(() => expect(asked()).toBeNull())
  expect(hall.state.one('ballot', ballot)?.state).toBe('draft')
})
