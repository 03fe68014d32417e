/**
 * What must stay true of the copied boxes: they become what the first machine has, whatever came first; bytes that were
 * durable there are never cut off; nothing outside the boxes is written.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createBoxCopy } from './box-copy.ts'

const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-box-copy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const record = 'ballot-box/Abc/record.bel'
const roll = 'ballot-box/Abc/roll.jsonl'
let count = 0

/** A first machine that is a map of files, and the copy of it. */
function pair() {
  const data = join(folder, String(++count))
  const first = new Map<string, string>()
  const copy = createBoxCopy(data, async (name, offset, length) =>
    Buffer.from((first.get(name) ?? '').slice(offset, offset + Math.min(length, 3))),
  )
  const pathOf = (name: string) => join(data, ...name.split('/'))
  return {
    first,
    copy,
    here: (name = record) => (existsSync(pathOf(name)) ? readFileSync(pathOf(name), 'utf8') : undefined),
    lay: (name: string, text: string) => {
      mkdirSync(dirname(pathOf(name)), { recursive: true })
      writeFileSync(pathOf(name), text)
    },
    grow: (text: string, name = record) => {
      const at = first.get(name)?.length ?? 0
      first.set(name, (first.get(name) ?? '') + text)
      return copy.put(name, at, Buffer.from(text))
    },
  }
}

test('what is sent is appended; a gap before it is fetched', async () => {
  const { first, grow, here } = pair()
  await grow('one,')
  await grow('two,')
  expect(here()).toBe('one,two,')
  first.set(record, 'one,two,three,')
  await grow('four,')
  expect(here()).toBe('one,two,three,four,')
})

test('sent again, or fetched before it is sent, it stays the same; what a failed write left is replaced', async () => {
  const { first, copy, grow, here, lay } = pair()
  await grow('one,')
  first.set(record, 'one,two,three,')
  await copy.level({ name: record, size: 14 })
  await copy.put(record, 4, Buffer.from('two,'))
  expect(here()).toBe('one,two,three,')
  lay(record, 'one,two,thr#######')
  await copy.put(record, 8, Buffer.from('three,'))
  expect(here()).toBe('one,two,three,')
})

test('a length measured before the file grew cuts nothing off; one that was cut back there is cut back here', async () => {
  const { first, copy, grow, here, lay } = pair()
  await grow('one,')
  await grow('two,')
  await copy.level({ name: record, size: 4 })
  expect(here()).toBe('one,two,')
  lay(record, 'one,two,half of a wri')
  await copy.level({ name: record, size: 8 })
  expect(here()).toBe('one,two,')
  first.set(record, 'one,two,six,')
  lay(record, 'one,two,half of a wri')
  await copy.level({ name: record, size: 8 })
  expect(here()).toBe('one,two,six,')
})

test('puts and fetches at once do not disturb each other', async () => {
  const { first, copy, grow, here } = pair()
  const work: Promise<void>[] = []
  for (let at = 0; at < 40; at++) {
    work.push(grow(`${at},`))
    if (at % 3 === 0) work.push(copy.level({ name: record, size: first.get(record)?.length ?? 0 }))
  }
  await Promise.all(work)
  expect(here()).toBe(first.get(record))
})

test('a roll that was destroyed there is destroyed here; one whose box is unknown there stays', async () => {
  const { copy, here, lay, grow } = pair()
  await grow('one,')
  lay(roll, 'names')
  lay('ballot-box/Def/roll.jsonl', 'names')
  await copy.forgetRolls([{ name: record, size: 4 }])
  expect(here(roll)).toBeUndefined()
  expect(here('ballot-box/Def/roll.jsonl')).toBe('names')
  lay(roll, 'names')
  await copy.forgetRolls([
    { name: record, size: 4 },
    { name: roll, size: 5 },
  ])
  expect(here(roll)).toBe('names')
  await copy.remove(roll)
  expect(here(roll)).toBeUndefined()
  // Listed before it went: nothing comes back.
  await copy.level({ name: roll, size: 5 })
  expect(here(roll)).toBeUndefined()
})

test.each([
  'core.db',
  'ballot-box/../core.db',
  'ballot-box/x/../../core.db',
  '/etc/passwd',
  'ballot-box/x/y/z',
])('no box is called %s', async (name) => {
  const { copy, here } = pair()
  await expect(copy.put(name, 0, Buffer.from('x'))).rejects.toThrow('not a file of a box')
  await copy.level({ name, size: 1 })
  expect(here('core.db')).toBeUndefined()
})
