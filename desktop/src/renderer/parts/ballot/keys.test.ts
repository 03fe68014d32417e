/** Number keys on a ballot. */
import { describe, expect, it } from 'vitest'
import { answerOfKey, choiceOfKey, readMs } from './keys.ts'

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

describe('a remote', () => {
  const press = { key: 'PageDown', repeat: false, defaultPrevented: false }
  it('says yes to a question that could be read, and no at any time', () => {
    expect(answerOfKey(press, readMs)).toBe('yes')
    expect(answerOfKey({ ...press, key: 'PageUp' }, 0)).toBe('no')
  })
  it('is not believed when it bounces or is held down', () => {
    expect(answerOfKey(press, readMs - 1)).toBe('ignore')
    expect(answerOfKey({ ...press, repeat: true }, 5000)).toBe('ignore')
  })
  it('leaves other keys alone, and what somebody else has taken', () => {
    for (const key of ['Enter', ' ', 'ArrowDown', '1'])
      expect(answerOfKey({ ...press, key }, 5000)).toBeNull()
    expect(answerOfKey({ ...press, defaultPrevented: true }, 5000)).toBeNull()
  })
})
