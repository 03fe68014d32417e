/**
 * From what is pressed on the paper to marks, and back to words.
 * What must stay true: the marks fit the questions of the verified paper; nothing pressed is never more than nothing; what
 * the review says is read from the marks themselves.
 */
import type { SecretForm } from '@nghi-truong/shared/domain/secret-records'
import type { PaperQuestion } from '../../client/secret-ballot/paper.ts'

/** `list` and `strike`: chosen (kept) answers of the one question. Others: at most one answer for each question. */
export interface Pressed {
  readonly blank: boolean
  /** For each question, the answers pressed, by number from 0. */
  readonly answers: readonly (readonly number[])[]
}

/** A fresh paper; on the strike-out form every name is kept at first. */
export const nothingPressed = (questions: readonly PaperQuestion[], form: SecretForm): Pressed => ({
  blank: false,
  answers: questions.map((one) => (form === 'strike' ? one.answers.map((_, at) => at) : [])),
})

/** Pressing an answer: one of a list is added or taken away; where one mark is allowed it moves. */
export function press(
  questions: readonly PaperQuestion[],
  pressed: Pressed,
  question: number,
  answer: number,
): Pressed {
  const single = (questions[question]?.max ?? 1) === 1 && !questions[question]?.blank
  const answers = pressed.answers.map((own, at) => {
    if (at !== question) return own
    if (own.includes(answer)) return own.filter((one) => one !== answer)
    return single ? [answer] : [...own, answer].toSorted((a, b) => a - b)
  })
  return { blank: false, answers }
}

export const pressBlank = (questions: readonly PaperQuestion[], pressed: Pressed): Pressed =>
  pressed.blank ? { ...pressed, blank: false } : { blank: true, answers: questions.map(() => []) }

/** What is still wrong, or null. */
export function wrongWith(
  questions: readonly PaperQuestion[],
  pressed: Pressed,
): 'tooMany' | 'tooFew' | null {
  if (pressed.blank) return null
  for (const [at, { min, max }] of questions.entries()) {
    const count = pressed.answers[at]?.length ?? 0
    if (count > max) return 'tooMany'
    if (count < min) return 'tooFew'
  }
  return null
}

/** How many questions have no mark yet. */
export const unmarked = (questions: readonly PaperQuestion[], { answers }: Pressed): number =>
  questions.filter((_, at) => (answers[at]?.length ?? 0) === 0).length

/** 0 and 1 for each slot, the blank slot first where there is one. */
export const marksOf = (questions: readonly PaperQuestion[], pressed: Pressed): number[][] =>
  questions.map((question, at) => {
    const own = question.answers.map((_, answer) =>
      !pressed.blank && pressed.answers[at]?.includes(answer) ? 1 : 0,
    )
    return question.blank ? [pressed.blank ? 1 : 0, ...own] : own
  })

export interface MarkWords {
  readonly question: string
  readonly blank: boolean
  readonly chosen: readonly string[]
}

export const wordsOfMarks = (
  questions: readonly PaperQuestion[],
  marks: readonly (readonly number[])[],
): readonly MarkWords[] =>
  questions.map((question, at) => {
    const own = marks[at] ?? []
    const skip = question.blank ? 1 : 0
    return {
      question: question.question,
      blank: question.blank && own[0] === 1,
      chosen: question.answers.filter((_, answer) => own[answer + skip] === 1),
    }
  })
