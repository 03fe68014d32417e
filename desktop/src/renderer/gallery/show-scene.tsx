/** Renders a scene of the gallery for a test. What must stay true: the page is the gallery's own, in Vietnamese. */
import { render } from '@testing-library/react'
import { MemoryRouter, Route, Routes } from 'react-router'
import { vi } from 'vitest'
import { DisplayProvider } from '../ui/display.tsx'
import { startWords } from '../ui/words/words.ts'
import { Gallery } from './Gallery.tsx'

const words = await startWords('vi')
const keep = { read: () => null, write: () => undefined }

/** The environment has no layout, no media and no fonts. */
export function prepareWindow(): void {
  Object.defineProperty(document, 'fonts', { value: new EventTarget() })
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  }))
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
