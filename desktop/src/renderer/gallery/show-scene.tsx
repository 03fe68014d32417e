/** Renders a scene of the gallery for a test. What must stay true: the page is the gallery's own, in Vietnamese. */
import { render } from '@testing-library/react'
import { MemoryRouter, Route, Routes } from 'react-router'
import { DisplayProvider } from '../ui/display.tsx'
import { startWords } from '../ui/words/words.ts'
import { Gallery } from './Gallery.tsx'
import { stubMatchMedia } from '../testing/match-media.ts'

const words = await startWords('vi')
const keep = { read: () => null, write: () => undefined }

/** The environment has no layout, no media and no fonts. */
export function prepareWindow(): void {
  Object.defineProperty(document, 'fonts', { value: new EventTarget() })
  stubMatchMedia()
}

export function showScene(name: string) {
  return render(
    <DisplayProvider keep={keep} words={words}>
      <MemoryRouter initialEntries={[`/gallery/${name}`]}>
        <Routes>
          <Route path="/gallery/:scene" element={<Gallery />} />
        </Routes>
      </MemoryRouter>
    </DisplayProvider>,
  )
}
