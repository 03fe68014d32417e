/** The log as minutes read it. What must stay true: single votes and entries of tellers never get this far. */

/** One entry of the log, as far as minutes need it. */
export interface Told {
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly type: string
  readonly data: unknown
}

/** What is said, and the entries it rests on. */
export interface Sentence {
  readonly text: string
  readonly seqs: readonly number[]
}

export const field = (told: Told, name: string): unknown => (told.data as Record<string, unknown>)[name]

/** Empty where there is no such text. */
export const textField = (told: Told, name: string): string => {
  const value = field(told, name)
  return typeof value === 'string' ? value : ''
}
