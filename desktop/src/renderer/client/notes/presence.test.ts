import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { createPresence } from './presence.ts'

function room() {
  const awareness = new Awareness(new Y.Doc())
  let due: (() => void) | null = null
  const presence = createPresence(awareness, (_ms, then) => {
    due = then
    return () => (due = null)
  })
  const tick = (): void => {
    const now = due
    due = null
    now?.()
  }
  const say = (client: number, state: object): void => {
    awareness.states.set(client, state)
    awareness.emit('change', [{ added: [client], updated: [], removed: [] }, 'test'])
  }
  return { awareness, presence, tick, say }
}

test('many movements of the hand leave as one message', () => {
  const { awareness, presence, tick } = room()
  awareness.setLocalState({ person: 'db001' })
  presence.point({ page: 1, x: 1, y: 1 })
  presence.point({ page: 1, x: 2, y: 2 })
  expect(awareness.getLocalState()?.['cursor']).toBeUndefined()
  tick()
  expect(awareness.getLocalState()?.['cursor']).toEqual({ page: 1, x: 2, y: 2 })
  presence.close()
  awareness.destroy()
})

test('others are shown as the server names them; nonsense is not', () => {
  const { awareness, presence, say } = room()
  say(7, { person: 'db002', cursor: { page: 2, x: 10, y: 20 } })
  say(8, { person: 'db003', cursor: { page: 'x' }, place: { page: 1, fx: 0, fy: 99, share: 1 } })
  say(9, { cursor: { page: 2, x: 10, y: 20 } })
  expect(presence.others()).toEqual([
    { client: 7, person: 'db002', cursor: { page: 2, x: 10, y: 20 }, place: null },
    { client: 8, person: 'db003', cursor: null, place: null },
  ])
  presence.close()
  awareness.destroy()
})
