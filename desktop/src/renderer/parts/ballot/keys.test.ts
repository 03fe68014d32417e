/** Number keys on a ballot. */
import { describe, expect, it } from 'vitest'
import { choiceOfKey } from './keys.ts'

const plain = { altKey: false, ctrlKey: false, metaKey: false }

describe('a key', () => {
  it.each([
    ['1', 0],
    ['3', 2],
    ['9', 8],
  ])('%s is the button in place %i', (key, place) => expect(choiceOfKey({ ...plain, key })).toBe(place))
  it.each(['0', 'Enter', ' ', '10', 'F1', 'a', 'ArrowDown'])('%j chooses nothing', (key) =>
    expect(choiceOfKey({ ...plain, key })).toBeNull(),
  )
  it('belongs to the browser when a modifier is held', () => {
    for (const modifier of ['altKey', 'ctrlKey', 'metaKey'] as const)
      expect(choiceOfKey({ ...plain, key: '1', [modifier]: true })).toBeNull()
  })
})
