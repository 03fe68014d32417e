// @vitest-environment happy-dom
/** Whose notes were taken out is told so, with the reason, once; nobody else is. */
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { AnyRecord } from '@nghi-truong/shared/domain/records'
import { createView, ViewContext } from '../../client/view.ts'
import { DisplayProvider } from '../../ui/display.tsx'
import { startWords } from '../../ui/words/words.ts'
import { CutLine } from './CutLine.tsx'
import { stubMatchMedia } from '../../testing/match-media.ts'

const words = await startWords('vi')
const file = 'a'.repeat(64)

beforeAll(() => {
  Object.defineProperty(document, 'fonts', { value: new EventTarget() })
  stubMatchMedia()
})
afterEach(cleanup)

const base = { audience: ['role:secretariat'] as const, by: 'thuky', at: '2026-11-22T01:00:00.000Z' }
const order = (change: object): object => ({
  ...base,
  kind: 'withdrawal',
  id: 'o1',
  group: 'to1',
  person: 'db005',
  file: null,
  reason: 'Viết nhầm',
  ...change,
})
const stop = {
  ...base,
  kind: 'expulsion',
  id: 'to1:db005',
  group: 'to1',
  person: 'db005',
  reason: 'Tái phạm',
}
const group = { kind: 'group', id: 'to1', audience: ['everyone'], name: 'Tổ 1' }

function show(records: readonly unknown[], held = new Map<string, string>()) {
  const view = createView('ky-hop-3')
  view.receive({
    type: 'snapshot',
    seq: 1,
    head: '',
    now: base.at,
    you: { person: 'db005', roles: ['delegate'], groups: ['to1'] },
    records: [group, ...records] as AnyRecord[],
  })
  const keep = {
    read: (key: string) => held.get(key) ?? null,
    write: (key: string, value: string | null) => void held.set(key, value ?? ''),
  }
  render(
    <DisplayProvider keep={keep} words={words}>
      <ViewContext value={view}>
        <CutLine person="db005" file={file} keep={keep} />
      </ViewContext>
    </DisplayProvider>,
  )
  return held
}

test('he reads where and why; put aside, it does not come back', () => {
  const held = show([order({})])
  expect(screen.getByRole('status').textContent).toContain(
    'Ghi chú của ông/bà trong lớp “Tổ 1” đã được gỡ. Lý do: Viết nhầm',
  )
  fireEvent.click(screen.getByRole('button', { name: 'Đã rõ' }))
  expect(screen.queryByRole('status')).toBeNull()
  cleanup()
  show([order({})], held)
  expect(screen.queryByRole('status')).toBeNull()
  cleanup()
  show([order({}), stop], held)
  expect(screen.getByRole('status').textContent).toContain('Tái phạm')
})

test.each([
  ['of somebody else', order({ person: 'db006' })],
  ['in another document', order({ file: 'b'.repeat(64) })],
  ['of the time without reasons', { ...stop, reason: undefined }],
])('nothing is said of what is %s', (_what, record) => {
  show([record])
  expect(screen.queryByRole('status')).toBeNull()
})
