/** What must stay true: the door of a machine that was replaced takes nothing, although nobody before it asks for a login. */
import { expect, test } from 'vitest'
import type { Boxes } from './boxes.ts'
import { createDesk } from './desk.ts'

test('a machine that was replaced takes no ballot and no test, and says so', async () => {
  const boxes = { byUuid: new Map() } as unknown as Boxes
  const world = { mono: () => 0, verify: () => false, salt: () => '' }
  const look = { state: async () => undefined }
  let fenced = false
  const desk = createDesk({ boxes, look, publicKey: 'k'.repeat(43), fenced: () => fenced, world })
  const cast = () => desk.cast('uuid', '0'.repeat(64), new Uint8Array(), {})
  const give = () => desk.test('uuid', '0'.repeat(64), new Uint8Array())
  expect(await cast()).toEqual({ refused: 'secretBallot.notSeen' })
  fenced = true
  expect(await cast()).toEqual({ refused: 'server.superseded' })
  expect(await give()).toEqual({ refused: 'server.superseded' })
})
