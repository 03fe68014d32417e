// @vitest-environment happy-dom
/** The lamp of the desk, and the way to the machine that has taken over. */
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { OtherMachineContext, type Elsewhere, type OtherMachine as Other } from '../../client/machines.ts'
import { OutboxContext, type Outbox } from '../../client/outbox.ts'
import { createView, ViewContext, type View } from '../../client/view.ts'
import { DisplayProvider } from '../../ui/display.tsx'
import { startWords } from '../../ui/words/words.ts'
import { LampLine, LampMark, OtherMachine } from './Machines.tsx'
import { stubMatchMedia } from '../../testing/match-media.ts'

const words = await startWords('vi')
const keep = { read: () => null, write: () => undefined }
const standby = 'http://10.0.0.6:8080'

beforeAll(() => {
  stubMatchMedia()
})
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  cleanup()
})

const outbox = (sending: number): Outbox => {
  const posted = Array.from({ length: sending }, (_, n) => ({ ballot: `b${n}`, state: 'sending' as const }))
  return { now: () => posted, subscribe: () => () => undefined } as unknown as Outbox
}

function otherMachine(
  first: Elsewhere,
): Other & { readonly set: (next: Elsewhere) => void; seeking: () => number } {
  const listeners = new Set<() => void>()
  let state = first
  let seeking = 0
  return {
    now: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    hear: () => undefined,
    seek() {
      seeking++
      return () => seeking--
    },
    seeking: () => seeking,
    set(next) {
      state = next
      for (const listener of listeners) listener()
    },
  }
}

describe('the lamp', () => {
  function shown(): View {
    const view = createView('s')
    render(
      <DisplayProvider keep={keep} words={words}>
        <ViewContext value={view}>
          <LampMark />
          <LampLine />
        </ViewContext>
      </DisplayProvider>,
    )
    act(() => view.setLine('online'))
    return view
  }
  it('is not there where no standby is set', () => {
    shown()
    expect(screen.queryByRole('img')).toBeNull()
    expect(screen.getByRole('status').textContent).toBe('')
  })
  it('says both states in words, and each change politely', () => {
    const view = shown()
    act(() => view.receive({ type: 'machines', lamp: 'following', where: null }))
    expect(screen.getByRole('img').getAttribute('aria-label')).toBe('Hai máy đang ghi')
    expect(screen.getByRole('status').textContent).toBe('Hai máy đang ghi')
    act(() => view.receive({ type: 'machines', lamp: 'gone', where: null }))
    const sentence = 'Chỉ một máy đang ghi — máy dự phòng mất liên lạc'
    expect(screen.getByRole('img').getAttribute('aria-label')).toBe(sentence)
    expect(screen.getByRole('status').textContent).toContain(`${sentence}.`)
    expect(screen.getByRole('status').getAttribute('aria-live')).toBe('polite')
  })
  it('says nothing while nobody knows: without a line, and on a machine that tells of none', () => {
    const view = shown()
    act(() => view.receive({ type: 'machines', lamp: 'following', where: null }))
    act(() => view.setLine('offline'))
    expect(screen.queryByRole('img')).toBeNull()
    const now = new Date().toISOString()
    const you = { person: 'db001', roles: [], groups: [] }
    act(() => {
      view.receive({ type: 'snapshot', seq: 1, head: '', now, you, records: [] })
      view.setLine('online')
    })
    expect(screen.queryByRole('img')).toBeNull()
  })
})

describe('a silent server', () => {
  function shown(first: Elsewhere, unsent = 0) {
    const other = otherMachine(first)
    const page = (silent: boolean) => (
      <DisplayProvider keep={keep} words={words}>
        <OtherMachineContext value={other}>
          <OutboxContext value={outbox(unsent)}>
            <OtherMachine silent={silent} />
          </OutboxContext>
        </OtherMachineContext>
      </DisplayProvider>
    )
    const { rerender } = render(page(true))
    const pass = (ms: number): void => act(() => void vi.advanceTimersByTime(ms))
    return { other, pass, back: () => rerender(page(false)) }
  }
  it('is given time to come back, and then looked for elsewhere', () => {
    const { other, pass, back } = shown({ others: [standby], serving: null })
    pass(5000)
    expect(other.seeking()).toBe(0)
    pass(2000)
    expect(other.seeking()).toBe(1)
    expect(screen.getByRole('status').textContent).toContain('Máy dự phòng chưa nhận phiên họp')
    expect(screen.queryByText('Chuyển sang máy dự phòng')).toBeNull()
    back()
    expect(other.seeking()).toBe(0)
    expect(screen.queryByRole('status')).toBeNull()
  })
  it('leaves by a button, with what is lost on the way said', () => {
    location.hash = '#/s/ky-hop-3/delegate'
    const { other, pass } = shown({ others: [standby], serving: null }, 2)
    pass(7000)
    act(() => other.set({ others: [standby], serving: standby }))
    const go = screen.getByRole('link', { name: /Chuyển sang máy dự phòng/ })
    expect(go.getAttribute('href')).toBe(`${standby}/#/s/ky-hop-3/delegate`)
    expect(screen.getByRole('status').textContent).toContain('Còn 2 phiếu chưa gửi được')
  })
  it('says nothing where no standby is known', () => {
    const { pass } = shown({ others: [], serving: null })
    pass(10_000)
    expect(screen.queryByRole('status')).toBeNull()
  })
})
