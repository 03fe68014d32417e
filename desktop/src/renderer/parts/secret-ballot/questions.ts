/** The questions of an election text that was checked before, as the paper shows them. */
import type { PaperQuestion } from '../../client/secret-ballot/paper.ts'

interface Written {
  readonly questions: readonly {
    readonly answers: readonly string[]
    readonly blank?: boolean
    readonly min: number
    readonly max: number
    readonly question: string
  }[]
}

export const questionsOf = (election: string): readonly PaperQuestion[] =>
  (JSON.parse(election) as Written).questions.map(({ answers, blank, min, max, question }) => ({
    answers,
    blank: blank === true,
    min,
    max,
    question,
  }))
