/** What the test environment lacks and the kit of components asks for: media queries, none of which matches. */
import { vi } from 'vitest'

const nothing = (): undefined => undefined

export const stubMatchMedia = (): void =>
  void vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: nothing,
    removeEventListener: nothing,
    addListener: nothing,
    removeListener: nothing,
  }))
