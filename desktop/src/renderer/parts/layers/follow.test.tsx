// @vitest-environment happy-dom
/** Following a presenter: only who chose to is moved, and his own hand on the page ends it. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Layer, Place, Present } from '../../client/notes.ts'
import { DisplayProvider } from '../../ui/display.tsx'
import { startWords } from '../../ui/words/words.ts'
import { FollowBar } from './FollowBar.tsx'
import { stubMatchMedia } from '../../testing/match-media.ts'

const words = await startWords('vi')
const keep = { read: () => null, write: () => undefined }

beforeAll(() => {
  Object.defineProperty(document, 'fonts', { value: new EventTarget() })
  stubMatchMedia()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

function room() {
  const listeners = new Set<() => void>()
  const shown: (Place | null)[] = []
  let others: readonly Present[] = []
  const presence = {
    others: () => others,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    point: () => undefined,
    show: (place: Place | null) => void shown.push(place),
    close: () => undefined,
  }
  return {
    shown,
    layer: { name: 'presenter', right: 'read', room: { presence } } as unknown as Layer,
    turn: (page: number) =>
      act(() => {
        others = [{ client: 1, person: 'db001', cursor: null, place: { page, fx: 0, fy: 0.5, share: 1.5 } }]
        for (const listener of listeners) listener()
      }),
  }
}

function show(person: string, layer: Layer) {
  const scroller = document.createElement('div')
  const shownAs: unknown[] = []
  const reader = {
    spot: () => ({ page: 4, fx: 0, fy: 0.25 }),
    share: () => 0.8,
    showAs: (spot: unknown, share: number) => void shownAs.push([spot, share]),
    scroller: () => scroller,
  }
  render(
    <DisplayProvider keep={keep} words={words}>
      <FollowBar
        layer={layer}
        presenter="db001"
        person={person}
        nameOf={() => 'Nguyễn Văn An'}
        reader={reader}
      />
    </DisplayProvider>,
  )
  return { scroller, shownAs }
}

test('nobody is moved before he follows; one tap follows, one tap leaves', () => {
  const { layer, turn } = room()
  const { shownAs } = show('db002', layer)
  turn(2)
  expect(shownAs).toHaveLength(0)
  fireEvent.click(screen.getByRole('button', { name: 'Theo dõi' }))
  expect(shownAs).toEqual([[{ page: 2, fx: 0, fy: 0.5, share: 1.5 }, 1.5]])
  turn(3)
  expect(shownAs).toHaveLength(2)
  expect(screen.getByText('Đang theo dõi Nguyễn Văn An, trang 3')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Tự đọc' }))
  turn(9)
  expect(shownAs).toHaveLength(2)
})

test('scrolling by one’s own hand is reading by oneself; being moved is not', () => {
  const { layer, turn } = room()
  const { scroller } = show('db002', layer)
  turn(2)
  fireEvent.click(screen.getByRole('button', { name: 'Theo dõi' }))
  fireEvent.scroll(scroller)
  expect(screen.getByRole('button', { name: 'Tự đọc' })).toBeTruthy()
  fireEvent.wheel(scroller)
  fireEvent.scroll(scroller)
  expect(screen.getByRole('button', { name: 'Theo dõi' })).toBeTruthy()
})

test('the presenter shows where he is, again from time to time, and stops when he leaves', () => {
  vi.useFakeTimers()
  const { layer, shown } = room()
  show('db001', layer)
  act(() => void vi.advanceTimersByTime(200))
  expect(shown).toEqual([{ page: 4, fx: 0, fy: 0.25, share: 0.8 }])
  act(() => void vi.advanceTimersByTime(6000))
  expect(shown.length).toBeGreaterThan(1)
  expect(shown.length).toBeLessThan(6)
  cleanup()
  expect(shown.at(-1)).toBeNull()
})
