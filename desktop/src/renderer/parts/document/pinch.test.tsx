// @vitest-environment happy-dom
/** Two fingers zoom to the end, whatever happens meanwhile to what they lie on. */
import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { layOut } from './layout.ts'
import { useZoomGestures } from './use-gestures.ts'
import type { Sheet } from './use-sheet.ts'

afterEach(cleanup)

const window_ = { width: 800, height: 600 }
const layout = layOut({
  count: 3,
  sizes: [{ width: 595, height: 842 }],
  zoom: 1,
  twoPages: false,
  window: window_,
})

function stand() {
  const element = document.createElement('div')
  const picture = document.createElement('canvas')
  element.append(picture)
  document.body.append(element)
  const zoomTo = vi.fn()
  const sheet = { scroller: { current: element }, layout, zoomTo, hold: vi.fn() } as unknown as Sheet
  function Reader() {
    useZoomGestures(sheet)
    return null
  }
  const { unmount } = render(<Reader />)
  const touch = (type: string, apart: readonly number[]): boolean => {
    const touches = apart.map((x) => ({ clientX: x, clientY: 300, target: picture }))
    const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), { touches })
    picture.dispatchEvent(event)
    return event.defaultPrevented
  }
  return { picture, zoomTo, touch, unmount }
}

it('zooms by as much as the fingers part, once for each move', () => {
  const { zoomTo, touch } = stand()
  touch('touchstart', [300, 500])
  expect(touch('touchmove', [200, 600])).toBe(true)
  expect(zoomTo).toHaveBeenCalledTimes(1)
  expect(zoomTo.mock.calls[0]?.[0]).toBeCloseTo(2 * (layout.pages[0]?.scale ?? 0))
})

it('goes on though the picture under the fingers has been replaced', () => {
  const { picture, zoomTo, touch } = stand()
  touch('touchstart', [300, 500])
  picture.remove()
  touch('touchmove', [250, 550])
  touch('touchmove', [200, 600])
  expect(zoomTo).toHaveBeenCalledTimes(2)
  touch('touchend', [200])
  touch('touchmove', [100, 700])
  expect(zoomTo).toHaveBeenCalledTimes(2)
})

it('leaves one finger to scrolling, and nothing behind when the reader closes', () => {
  const { zoomTo, touch, unmount } = stand()
  expect(touch('touchstart', [300])).toBe(false)
  expect(touch('touchmove', [200])).toBe(false)
  touch('touchstart', [300, 500])
  unmount()
  touch('touchmove', [200, 600])
  expect(zoomTo).not.toHaveBeenCalled()
})
