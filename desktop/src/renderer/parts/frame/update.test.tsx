// @vitest-environment happy-dom
/** A new version of the app is told, taken only by the button, and never while a vote runs. */
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { UpdatesContext, watchWorkers } from '../../client/offline/update.ts'
import { DisplayProvider } from '../../ui/display.tsx'
import { startWords } from '../../ui/words/words.ts'
import { UpdateNotice } from './UpdateNotice.tsx'
import { stubMatchMedia } from '../../testing/match-media.ts'

const words = await startWords('vi')
const keep = { read: () => null, write: () => undefined }

beforeAll(() => {
  Object.defineProperty(document, 'fonts', { value: new EventTarget() })
  stubMatchMedia()
})
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

class Worker extends EventTarget {
  state = 'installing'
  told: unknown[] = []
  postMessage(message: unknown): void {
    this.told.push(message)
  }
  becomes(state: string): void {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
}

/** A browser with a page already served by `controller`. */
function browser({ controlled = true, waiting = null as Worker | null } = {}) {
  const registration = Object.assign(new EventTarget(), {
    waiting,
    installing: null as Worker | null,
    update: () => Promise.reject(new Error('no network')),
  })
  const workers = Object.assign(new EventTarget(), {
    controller: controlled ? new Worker() : null,
    register: () => Promise.resolve(registration),
  })
  const reload = vi.fn()
  const { updates, begin } = watchWorkers(
    workers as unknown as ServiceWorkerContainer,
    new URL('http://hall/sw.js'),
    reload,
  )
  const arrive = (): Worker => {
    const worker = new Worker()
    registration.installing = worker
    registration.dispatchEvent(new Event('updatefound'))
    return worker
  }
  return { workers, updates, begin, reload, arrive }
}

it('says nothing of the first version, nor of one that is still coming', async () => {
  const first = browser({ controlled: false })
  await first.begin()
  first.arrive().becomes('installed')
  expect(first.updates.waiting()).toBe(false)

  const { updates, begin, arrive } = browser()
  const told = vi.fn()
  updates.subscribe(told)
  await begin()
  const worker = arrive()
  expect(updates.waiting()).toBe(false)
  worker.becomes('installed')
  expect(updates.waiting()).toBe(true)
  expect(told).toHaveBeenCalledTimes(1)
})

it('loads the page anew only when this window asked for it', async () => {
  const worker = new Worker()
  const { workers, updates, begin, reload } = browser({ waiting: worker })
  await begin()
  expect(updates.waiting()).toBe(true)
  // Another window took it.
  workers.dispatchEvent(new Event('controllerchange'))
  expect(reload).not.toHaveBeenCalled()
  worker.state = 'installed'
  updates.apply()
  expect(worker.told).toEqual(['take-over'])
  expect(reload).not.toHaveBeenCalled()
  workers.dispatchEvent(new Event('controllerchange'))
  expect(reload).toHaveBeenCalledTimes(1)
})

it('loads the page anew at once where another window has taken the new version', async () => {
  const worker = new Worker()
  const { updates, begin, reload } = browser({ waiting: worker })
  await begin()
  worker.state = 'activated'
  updates.apply()
  expect(reload).toHaveBeenCalledTimes(1)
  expect(worker.told).toEqual([])
})

it('goes on looking though the network is away', async () => {
  const { begin, updates } = browser()
  await begin()
  await vi.advanceTimersByTimeAsync(30 * 60_000)
  expect(updates.waiting()).toBe(false)
})

it('shows the button, and while a vote runs only the sentence', () => {
  const apply = vi.fn()
  const updates = { waiting: () => true, subscribe: () => () => undefined, apply }
  const notice = (voting: boolean) => (
    <DisplayProvider keep={keep} words={words}>
      <UpdatesContext value={updates}>
        <UpdateNotice voting={voting} />
      </UpdatesContext>
    </DisplayProvider>
  )
  const { rerender } = render(notice(true))
  expect(screen.getByText('Đã có phiên bản mới của ứng dụng.')).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
  rerender(notice(false))
  fireEvent.click(screen.getByRole('button', { name: 'Cập nhật ngay' }))
  expect(apply).toHaveBeenCalledTimes(1)
})
