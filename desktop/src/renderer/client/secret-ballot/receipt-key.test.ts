/** What must stay true: the first key of a session is the only one; a ballot is not cast under another. */
import { expect, it } from 'vitest'
import { knowsReceiptKey } from './receipt-key.ts'
import { memoryVault } from './vault.ts'

it('keeps the first key of a session, and refuses every other', async () => {
  const vault = memoryVault()
  expect(await knowsReceiptKey(vault, 's', null)).toBe(false)
  expect(await knowsReceiptKey(vault, 's', '')).toBe(false)
  expect(await knowsReceiptKey(vault, 's', 'one')).toBe(true)
  expect(await knowsReceiptKey(vault, 's', 'two')).toBe(false)
  expect(await knowsReceiptKey(vault, 's', 'one')).toBe(true)
  expect(await knowsReceiptKey(vault, 'another session', 'two')).toBe(true)
})

it('two windows that ask at once settle one key', async () => {
  const vault = memoryVault()
  const both = await Promise.all([knowsReceiptKey(vault, 's', 'one'), knowsReceiptKey(vault, 's', 'two')])
  expect(both).toEqual([true, false])
})
