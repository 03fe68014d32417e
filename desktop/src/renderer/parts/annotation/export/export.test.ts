// @vitest-environment node
import type { Mark } from '@nghi-truong/shared/protocol/rooms'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Listed } from '../list.ts'
import { notesText, type ExportWords, type NotesOf } from './notes-text.ts'
import { pdfOf } from './pdf.ts'
import { sheetsOf, wrap } from './personal-copy.ts'
import { fileName } from './save.ts'

/** A grey JPEG of one pixel. */
const jpeg = Uint8Array.from(
  Buffer.from(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==',
    'base64',
  ),
)
const page = { jpeg, width: 1, height: 1, points: 595.28 }
const made = pdfOf([page, page, page], {
  title: 'Bản ghi chú cá nhân – Nghị quyết',
  author: 'Nguyễn Thị Ổn',
  created: new Date('2026-11-22T01:02:03Z'),
})

test('every offset in the table leads to its object; the end leads to the table', () => {
  const text = Buffer.from(made).toString('latin1')
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1])
  expect(text.slice(start, start + 5)).toBe('xref\n')
  const rows = [...text.slice(start).matchAll(/^(\d{10}) (\d{5}) n $/gmu)]
  expect(rows).toHaveLength(12)
  rows.forEach((row, n) =>
    expect(text.slice(Number(row[1])).startsWith(`${n + 1} 0 obj\n`), `object ${n + 1}`).toBe(true),
  )
  for (const found of text.matchAll(/\/Length (\d+) >>\nstream\n/gu)) {
    const from = found.index + found[0].length
    expect(text.slice(from + Number(found[1]), from + Number(found[1]) + 10)).toBe('\nendstream')
  }
  expect(text).toContain('/Count 3')
  expect(text).toContain('FEFF00421EA3')
})

const qpdf = ((): boolean => {
  try {
    execFileSync('qpdf', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    console.log('qpdf is not installed: the file is not looked at by another reader here')
    return false
  }
})()

test.runIf(qpdf)('another reader finds nothing to repair', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-copy-'))
  const path = join(folder, 'a.pdf')
  writeFileSync(path, made)
  const said = execFileSync('qpdf', ['--check', path], { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  expect(said).toContain('No syntax or stream encoding errors found')
})

const words: ExportWords = {
  kind: (mark) => mark.kind,
  meaning: (mark) => mark.colour,
  layer: (layer) => layer,
  name: (person) => person,
  time: (at) => at.slice(11, 16),
  page: (number) => `Trang ${number}`,
}
const base = { page: 1, colour: 'pink', author: 'db005', at: '2026-11-22T01:00:00Z', v: 1 } as const
const one = (id: string, mark: Mark): Listed => ({ id, layer: 'group:to1', mark })
const notes: NotesOf = {
  title: 'Báo cáo ngân sách',
  number: '02/BC-UBND',
  version: 2,
  file: 'a'.repeat(64),
  marks: [
    one('n', { ...base, kind: 'note', box: [0, 0, 22, 22], text: 'Hỏi lại\nsố liệu' }),
    one('s', { ...base, kind: 'stamp', stamp: 'ask', box: [0, 0, 86, 26], page: 3 }),
  ],
  answers: new Map([
    [
      'group:to1 n',
      [
        one('r', {
          ...base,
          kind: 'reply',
          to: 'n',
          text: 'đã hỏi',
          author: 'db006',
          at: '2026-11-22T02:30:00Z',
        }),
      ],
    ],
  ]),
}

test('as text: by document and page, with meaning in words, answers by person and time, opened anywhere', () => {
  const text = notesText([notes], ['Bản ghi chú cá nhân'], words)
  expect(text.startsWith('\ufeffBản ghi chú cá nhân\r\n')).toBe(true)
  expect(text).toBe(text.normalize('NFC'))
  const lines = text.split('\r\n')
  expect(lines.slice(3)).toEqual([
    '02/BC-UBND – Báo cáo ngân sách',
    '='.repeat(60),
    '',
    'Trang 1',
    '1. note · ? pink · db005 · group:to1 · 01:00',
    '   “Hỏi lại”',
    '   “số liệu”',
    '   → db006 (02:30): đã hỏi',
    '',
    'Trang 3',
    '2. stamp · ? pink · db005 · group:to1 · 01:00',
    '',
  ])
})

test('lines are wrapped between words, and a word too long is broken', () => {
  const measure = (text: string): number => text.length
  expect(wrap('một hai ba bốn', 8, measure)).toEqual(['một hai', 'ba bốn'])
  expect(wrap('a 0123456789abc', 6, measure)).toEqual(['a', '012345', '6789ab', 'c'])
  expect(wrap('', 6, measure)).toEqual([])
})

test('of a document that may not be copied only sheets with something drawn by hand are made', () => {
  const stroke = one('p', {
    ...base,
    kind: 'pen',
    page: 4,
    width: 22,
    box: [0, 0, 9, 9],
    path: [],
  })
  const marks = [stroke, ...notes.marks]
  expect(sheetsOf(marks, true, 9)).toEqual([1, 3, 4])
  expect(sheetsOf(marks, false, 9)).toEqual([4])
  expect(sheetsOf(notes.marks, false, 9)).toEqual([])
  // The marks may be of a longer version.
  expect(sheetsOf(marks, true, 3)).toEqual([1, 3])
})

test('file names every system takes', () => {
  expect(fileName('Báo cáo “ngân sách” 2026/2027: Đợt 1', 'pdf')).toBe(
    'ghi-chu-ca-nhan-bao-cao-ngan-sach-2026-2027-dot-1.pdf',
  )
  expect(fileName('', 'txt')).toBe('ghi-chu-ca-nhan.txt')
})
