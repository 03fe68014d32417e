/** What must stay true: a device never goes back to a machine that was replaced, and is not shut out of a new house. */
import { expect, it } from 'vitest'
import { createEpochs } from './epoch.ts'
import { storageKeep } from './keep.ts'

const fresh = () =>
  createEpochs(
    storageKeep(() => {
      throw new Error('no storage')
    }),
  )

it('follows a rising epoch and takes nothing from a lower one', () => {
  const epochs = fresh()
  expect(epochs.known()).toBeNull()
  expect(epochs.hear('abc.1')).toBe(true)
  expect(epochs.hear('abc.3')).toBe(true)
  expect(epochs.hear('abc.2')).toBe(false)
  expect(epochs.hear('abc.3')).toBe(true)
  expect(epochs.known()).toBe('abc.3')
})

it('begins anew with another house, and ignores what is no epoch', () => {
  const epochs = fresh()
  epochs.hear('abc.3')
  expect(epochs.hear(null)).toBe(true)
  expect(epochs.hear('nonsense')).toBe(true)
  expect(epochs.known()).toBe('abc.3')
  expect(epochs.hear('other.1')).toBe(true)
  expect(epochs.known()).toBe('other.1')
})
