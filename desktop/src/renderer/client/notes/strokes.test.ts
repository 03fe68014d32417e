import { expect, test } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { createStrokes, type Stroke } from './strokes.ts'

const stroke = (path: number[]): Stroke => ({ id: 's1', page: 3, colour: 'blue', width: 22, path })

function bench() {
  const mine = new Awareness(new Y.Doc())
  const hers = new Awareness(new Y.Doc())
  mine.setLocalState({ person: 'db005' })
  hers.setLocalState({ person: 'db006' })
  let due: (() => void) | null = null
  const later = (_: number, then: () => void) => {
    due = then
    return () => {
      due = null
    }
  }
  let sent = 0
  mine.on('update', (_: unknown, origin: unknown) => {
    if (origin !== 'local') return
    sent++
    applyAwarenessUpdate(hers, encodeAwarenessUpdate(mine, [mine.clientID]), 'remote')
  })
  return {
    pen: createStrokes(mine, later),
    eye: createStrokes(hers, later),
    frame: () => {
      const then = due
      due = null
      then?.()
    },
    sent: () => sent,
    hers,
    mine,
    close: () => {
      mine.destroy()
      hers.destroy()
    },
  }
}

test('a stroke is seen while it grows, one message a frame, and is gone when the pen is lifted', () => {
  const { pen, eye, frame, sent, close } = bench()
  for (let n = 1; n <= 20; n++) pen.show(stroke(Array.from({ length: 3 * n }, () => 1)))
  expect(eye.others()).toEqual([])
  frame()
  expect(sent()).toBe(1)
  expect(eye.others()).toEqual([{ ...stroke(Array.from({ length: 60 }, () => 1)), person: 'db005' }])
  pen.show(null)
  expect(eye.others()).toEqual([])
  frame()
  expect(sent()).toBe(2)
  close()
})

test('nonsense shown by another is ignored', () => {
  const { eye, hers, mine, close } = bench()
  mine.setLocalState({ person: 'db005', stroke: { page: -1, path: 'x'.repeat(100) } })
  applyAwarenessUpdate(hers, encodeAwarenessUpdate(mine, [mine.clientID]), 'remote')
  expect(eye.others()).toEqual([])
  close()
})
