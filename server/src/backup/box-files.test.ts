import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { boxFiles } from './content.ts'

const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-boxes-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('the records of all boxes are measured last, and only files of ours are taken', async () => {
  for (const box of ['b1', 'b2']) {
    mkdirSync(join(folder, 'ballot-box', box), { recursive: true })
    for (const name of ['record.bel', 'answers.jsonl', 'roll.jsonl'])
      writeFileSync(join(folder, 'ballot-box', box, name), name)
  }
  writeFileSync(join(folder, 'ballot-box', 'b1', 'ghi chú.txt'), 'x')
  const names = (await boxFiles(folder)).map(({ name }) => name)
  expect(names.slice(4).toSorted()).toEqual(['ballot-box/b1/record.bel', 'ballot-box/b2/record.bel'])
  expect(names.slice(0, 4).every((name) => name.endsWith('.jsonl'))).toBe(true)
  expect(names).toHaveLength(6)
})

test('without boxes there is nothing', async () => {
  expect(await boxFiles(join(folder, 'nothing'))).toEqual([])
})
