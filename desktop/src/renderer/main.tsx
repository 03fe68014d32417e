/** Starts the page: words, looks, client, and the roles above them. */
import './ui/start.ts'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { ClientProvider, createClient } from './client/client.tsx'
import { FilesProvider } from './client/files.ts'
import { deviceKeep } from './client/keep.ts'
import { startUpdates, UpdatesContext } from './client/offline/update.ts'
import { DisplayProvider, readDisplay } from './ui/display.tsx'
import { Boundary } from './ui/kit/Boundary.tsx'
import { startWords } from './ui/words/words.ts'

/** What a person would call this device in a list of them. */
function deviceName(): string {
  const agent = navigator.userAgent
  if (/iPad/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1)) return 'iPad'
  if (/iPhone/.test(agent)) return 'iPhone'
  if (/Android/.test(agent)) return /Mobile/.test(agent) ? 'Điện thoại Android' : 'Máy tính bảng Android'
  if (/Windows/.test(agent)) return 'Máy tính Windows'
  if (/Mac OS X/.test(agent)) return 'Máy tính Mac'
  return 'Máy tính'
}

const keep = deviceKeep()
const words = await startWords(readDisplay(keep).language)
const client = await createClient({
  deviceKeep: keep,
  language: () => words.language,
  deviceName,
})
const updates = startUpdates()
const root = document.getElementById('root')
if (!root) throw new Error('the page has no root')
createRoot(root).render(
  <DisplayProvider keep={keep} words={words}>
    <Boundary>
      <ClientProvider client={client}>
        <FilesProvider>
          <UpdatesContext value={updates}>
            <App />
          </UpdatesContext>
        </FilesProvider>
      </ClientProvider>
    </Boundary>
  </DisplayProvider>,
)
