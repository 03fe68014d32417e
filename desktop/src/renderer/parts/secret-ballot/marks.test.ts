// From pressed buttons to marks: they always fit what the prover demands.
import { describe, expect, it } from 'vitest'
import type { PaperQuestion } from '../../client/secret-ballot/paper.ts'
import { marksOf, nothingPressed, press, pressBlank, wordsOfMarks, wrongWith, type Pressed } from './marks.ts'

const list: PaperQuestion[] = [
  { question: 'Bầu', answers: ['An', 'Bình', 'Châu'], blank: true, min: 0, max: 2 },
]
const columns: PaperQuestion[] = ['An', 'Bình'].map((question) => ({
  question,
  answers: ['Đồng ý', 'Không đồng ý'],
  blank: false,
  min: 0,
  max: 1,
}))
const options: PaperQuestion[] = [
  { question: 'Màu', answers: ['Xanh', 'Đỏ', 'Vàng'], blank: false, min: 1, max: 1 },
]

const all = (questions: PaperQuestion[], from: Pressed, ...presses: [number, number][]): Pressed =>
  presses.reduce((pressed, [question, answer]) => press(questions, pressed, question, answer), from)

describe('marks', () => {
  it('a list: pressed again is taken back; too many is said, not cut off', () => {
    const start = nothingPressed(list, 'list')
    expect(marksOf(list, all(list, start, [0, 0], [0, 2], [0, 0]))).toEqual([[0, 0, 0, 1]])
    const three = all(list, start, [0, 0], [0, 1], [0, 2])
    expect(wrongWith(list, three)).toBe('tooMany')
    expect(wrongWith(list, start)).toBeNull()
  })
  it('striking: all kept at first', () => {
    const start = nothingPressed(list, 'strike')
    expect(wrongWith(list, start)).toBe('tooMany')
    expect(marksOf(list, press(list, start, 0, 1))).toEqual([[0, 1, 0, 1]])
  })
  it('blank takes every mark away, and a mark takes blank away', () => {
    const blank = pressBlank(list, all(list, nothingPressed(list, 'list'), [0, 1]))
    expect(marksOf(list, blank)).toEqual([[1, 0, 0, 0]])
    expect(marksOf(list, press(list, blank, 0, 0))).toEqual([[0, 1, 0, 0]])
    expect(marksOf(list, pressBlank(list, blank))).toEqual([[0, 0, 0, 0]])
  })
  it('columns: one mark each, none is allowed', () => {
    const start = nothingPressed(columns, 'columns')
    const pressed = all(columns, start, [0, 0], [0, 1])
    expect(marksOf(columns, pressed)).toEqual([
      [0, 1],
      [0, 0],
    ])
    expect(wrongWith(columns, pressed)).toBeNull()
  })
  it('options: exactly one', () => {
    const start = nothingPressed(options, 'options')
    expect(wrongWith(options, start)).toBe('tooFew')
    expect(marksOf(options, all(options, start, [0, 1], [0, 2]))).toEqual([[0, 0, 1]])
  })
  it('the review reads the marks themselves', () => {
    expect(wordsOfMarks(list, [[0, 1, 0, 1]])).toEqual([
      { question: 'Bầu', blank: false, chosen: ['An', 'Châu'] },
    ])
    expect(wordsOfMarks(list, [[1, 0, 0, 0]])).toEqual([{ question: 'Bầu', blank: true, chosen: [] }])
  })
})
