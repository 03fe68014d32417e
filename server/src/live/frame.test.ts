/** The quick way of cutting a frame against the plain one, over random audiences. */
import { assert, array, constantFrom, integer, option, property, record, subarray } from 'fast-check'
import { expect, test } from 'vitest'
import { sees, type Audience, type Principal, type Viewer } from '@nghi-truong/shared/domain/audience'
import type { Group } from '@nghi-truong/shared/domain/records'
import { gone, isGone, type Put } from '@nghi-truong/shared/domain/state'
import type { Change } from '../engine/ports.ts'
import { createFrame, createJson } from './frame.ts'

const principals: readonly Principal[] = [
  'everyone',
  'role:chair',
  'role:delegate',
  'role:guest',
  'group:to1',
  'group:to2',
  'person:a',
  'person:b',
]
const audience = subarray([...principals], { maxLength: 3 })
const viewer = record({
  person: constantFrom('a', 'b', 'c'),
  roles: subarray(['chair', 'delegate', 'guest'] as const),
  groups: subarray(['to1', 'to2']),
})
const some = (id: string, who: Audience, name: string): Group => ({ kind: 'group', id, audience: who, name })

const changes = array(
  record({
    before: option(audience, { nil: undefined }),
    now: option(audience, { nil: undefined }),
    id: integer({ min: 0, max: 99 }),
  }),
  { maxLength: 12 },
).map((list) =>
  list.map(({ before, now, id }, index): Change => {
    const name = `r${index}-${id}`
    return {
      before: before && some(name, before, 'cũ'),
      put: now ? some(name, now, 'mới') : gone('group', name),
    }
  }),
)

/** What this viewer must be told, without any cleverness. */
function plain(viewers: Viewer, list: readonly Change[]): Put[] {
  return list.flatMap(({ put, before }): Put[] => {
    if (!isGone(put) && sees(viewers, put.audience)) return [put]
    return before && sees(viewers, before.audience) ? [gone(put.kind, put.id)] : []
  })
}

const byId = (puts: readonly Put[]) => [...puts].sort((a, b) => (a.id < b.id ? -1 : 1))

test('everybody is told exactly what concerns him, whoever else looks on', () => {
  let told = 0
  assert(
    property(changes, array(viewer, { minLength: 1, maxLength: 6 }), (list, viewers) => {
      const frame = createFrame(list, { seq: 7, head: 'ab' }, '2026-12-09T00:00:00.000Z', createJson())
      for (const one of viewers) {
        const bytes = frame.messageFor(one)
        const want = plain(one, list)
        told += want.length
        if (!bytes) {
          expect(want).toEqual([])
          continue
        }
        const message = JSON.parse(bytes.toString()) as { type: string; seq: number; puts: Put[] }
        expect(message).toMatchObject({ type: 'patch', seq: 7, head: 'ab' })
        expect(message.puts.length).toBeGreaterThan(0)
        expect(byId(message.puts)).toEqual(byId(want))
      }
    }),
    { numRuns: 2000 },
  )
  expect(told).toBeGreaterThan(1000)
})

test('those who see the same get the very same bytes', () => {
  const list: Change[] = [{ before: undefined, put: some('x', ['everyone'], 'mọi người') }]
  const frame = createFrame(list, { seq: 1, head: 'ab' }, '', createJson())
  const of = (person: string) => frame.messageFor({ person, roles: ['delegate'], groups: ['to1'] })
  expect(of('a')).toBe(of('b'))
})
