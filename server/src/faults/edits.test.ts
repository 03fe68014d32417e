/** What must stay true: every failpoint and plant still fits the source it was written for, and changes it. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { applied, failpoints, patience, plants } from './edits.ts'

const textOf = (file: string): string => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')

test.each(Object.entries(failpoints))('failpoint %s fits once', (_name, { edit }) => {
  expect(applied(textOf(edit.file), edit)).toContain('hdnd')
})

test('patience fits once', () => {
  expect(applied(textOf(patience.file), patience)).toContain('20_000')
})

test.each(Object.entries(plants))('plant %s fits once', (_name, { edits }) => {
  for (const edit of edits) expect(applied(textOf(edit.file), edit)).not.toBe(textOf(edit.file))
})

test('an edit that fits nowhere, or twice, is an error', () => {
  const edit = { file: 'x', find: 'a', put: 'b' }
  expect(() => applied('xyz', edit)).toThrow('0 times')
  expect(() => applied('a a', edit)).toThrow('2 times')
})
