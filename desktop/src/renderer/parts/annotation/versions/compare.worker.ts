/** Compares two versions off the page's thread: in go plain texts, marks or pictures, out come places and differences. */
import { compareVersions } from '@nghi-truong/shared/reading/anchor'
import { carry, type Carried, type Entry } from '@nghi-truong/shared/reading/carry'
import { changesBetween, type PageChange } from '@nghi-truong/shared/reading/changes'
import { readPage, type Extracted } from '@nghi-truong/shared/reading/extracted'
import { passageOver, type Passage } from '@nghi-truong/shared/reading/passage'
import { greyOf, regionsOf, type Region } from './pixels.ts'

export interface Picture {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8ClampedArray
}

export type Ask =
  | {
      readonly what: 'carry'
      readonly older: readonly Extracted[]
      readonly newer: readonly Extracted[]
      readonly marks: readonly Entry[]
      readonly file: string
    }
  | {
      readonly what: 'passage'
      readonly older: readonly Extracted[]
      readonly newer: readonly Extracted[]
      readonly page: number
      /** Offset in the text of the page. */
      readonly at: number
    }
  | { readonly what: 'changes'; readonly older: readonly Extracted[]; readonly newer: readonly Extracted[] }
  | { readonly what: 'regions'; readonly one: Picture; readonly two: Picture }

export interface Answers {
  readonly carry: Carried
  readonly changes: readonly PageChange[]
  readonly passage: Passage | null
  readonly regions: readonly Region[]
}

function answer(ask: Ask): Answers[Ask['what']] {
  if (ask.what === 'regions') {
    const [one, two] = [ask.one, ask.two]
    return regionsOf(greyOf(one.width, one.height, one.rgba), greyOf(two.width, two.height, two.rgba))
  }
  const older = ask.older.map(readPage)
  const newer = ask.newer.map(readPage)
  if (ask.what === 'passage') return passageOver(compareVersions(older, newer), ask.page, ask.at)
  return ask.what === 'carry' ? carry(older, newer, ask.marks, ask.file) : changesBetween(older, newer)
}

addEventListener('message', (event: MessageEvent<Ask>) => postMessage(answer(event.data)))
