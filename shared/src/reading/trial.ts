/**
 * Marks on generated documents, re-anchored and judged by what is known of their words.
 * What must stay true: judged by the words themselves, never by what anchor.ts says of itself.
 *
 * right: the mark stands on all that is left of its words (new words within allowed), or on the words put in their place,
 * or is lost and less than half of its letters are left. part: on half or more of its words and on no others. twin: reported as ambiguous, and its paragraph does stand word for
 * word more than once in one of the versions. lost: half or more is left and it was not found. wrong: anything
 * else that was shown.
 */
import type { PlacedMark } from '../protocol/rooms.ts'
import { compareVersions, reanchor } from './anchor.ts'
import type { Outcome } from './outcome.ts'
import {
  document,
  print,
  revise,
  said,
  seeded,
  usualRates,
  type Paragraph,
  type Printed,
  type Random,
  type Rates,
  type Placed,
} from './revise.ts'
import { quoteAt } from './stream.ts'

export type Verdict = 'right' | 'part' | 'twin' | 'lost' | 'wrong'

export interface Judged {
  readonly mark: PlacedMark
  readonly outcome: Outcome
  readonly verdict: Verdict
  /** Share of its letters that the new version still has. */
  readonly left: number
}

export interface Figures {
  readonly seed: number
  readonly marks: number
  /** Words really deleted, and rightly reported lost. */
  readonly deleted: number
  readonly sure: number
  readonly moved: number
  readonly right: number
  /** Lost for want of any ground to choose: counted apart from `lost`. */
  readonly twin: number
  readonly part: number
  readonly lost: number
  readonly wrong: number
  /** Wrong and yet shown as sure. */
  readonly silent: number
}

const common = { colour: 'yellow', author: 'a', at: '2026-01-01T00:00:00Z', v: 1 } as const

type Drawn = { readonly mark: PlacedMark; readonly words: readonly Placed[] }

function textMark(random: Random, { pages, words }: Printed): Drawn | null {
  const at = Math.floor(random() * words.length)
  const count = random() < 0.3 ? 1 + Math.floor(random() * 2) : 3 + Math.floor(random() * 25)
  const page = words[at]?.page ?? 0
  const chosen = words.slice(at, at + count).filter((one) => one.page === page)
  const first = chosen[0]
  const last = chosen.at(-1)
  const sheet = pages[page - 1]
  if (!first || !last || !sheet) return null
  const quads = sheet
    .quads(first.start, last.end)
    .map(([x, y, w, h]): [number, number, number, number] => [x, y, w, h])
  const kind = random() < 0.7 ? 'highlight' : 'underline'
  return {
    mark: { kind, ...common, page, quads, quote: quoteAt(sheet.text, first.start, last.end) },
    words: chosen,
  }
}

function boxMark(random: Random, { words }: Printed): Drawn | null {
  const at = words[Math.floor(random() * words.length)]
  if (!at) return null
  const [x, y, w, h] = at.box
  if (random() < 0.5)
    return {
      mark: { kind: 'note', ...common, page: at.page, box: [x + w / 3, y + h / 3, 4, 4], text: 'hỏi lại' },
      words: [at],
    }
  const path = [Math.round(x * 10), Math.round((y - 2) * 10), 128, Math.round(w * 10), 0, 0]
  return {
    mark: { kind: 'pen', ...common, page: at.page, box: [x, y - 3, w, 3], path, width: 10 },
    words: [at],
  }
}

const size = (words: readonly Placed[]): number => words.reduce((sum, { word }) => sum + word.text.length, 0)

function judgeText(drawn: Drawn, outcome: Outcome, fresh: Printed): { verdict: Verdict; left: number } {
  const ids = new Set(drawn.words.map(({ word }) => word.id))
  const kept = fresh.words.filter(({ word }) => word.id !== undefined && ids.has(word.id))
  const left = size(kept) / size(drawn.words)
  if (outcome.state === 'lost') return { verdict: left < 0.5 ? 'right' : 'lost', left }
  const covered = fresh.words.filter(({ page, box }) =>
    outcome.marks.some(
      (one) =>
        'quads' in one &&
        one.page === page &&
        one.quads.some(
          ([x, y, w]) =>
            Math.abs(y - box[1]) < 5 && Math.min(x + w, box[0] + box[2]) - Math.max(x, box[0]) > box[2] / 2,
        ),
    ),
  )
  const its = covered.filter(({ word }) => ids.has(word.id ?? word.instead))
  const foreign = covered.filter(({ word }) => word.id !== undefined && !ids.has(word.id))
  const found = covered.filter(({ word }) => word.id !== undefined && ids.has(word.id))
  const whole = kept.length > 0 ? size(found) >= 0.85 * size(kept) : its.length > 0
  const clean = size(foreign) <= 0.1 * size(covered) && size(its) >= 0.4 * size(covered)
  const part = clean && size(found) >= 0.5 * size(kept) && kept.length > 0
  return { verdict: whole && clean ? 'right' : part ? 'part' : 'wrong', left }
}

function judgeBox(drawn: Drawn, outcome: Outcome, fresh: Printed): { verdict: Verdict; left: number } {
  const id = drawn.words[0]?.word.id
  const now = fresh.words.find(({ word }) => word.id === id)
  if (outcome.state === 'lost') return { verdict: now ? 'lost' : 'right', left: now ? 1 : 0 }
  const [mark] = outcome.marks
  const old = drawn.mark
  if (!mark || !('box' in mark) || !('box' in old)) return { verdict: 'wrong', left: 0 }
  const was = drawn.words[0]?.box ?? [0, 0, 0, 0]
  // Its word is gone: where the word before or after it stands now is as good.
  const beside = now
    ? [now]
    : fresh.words.filter(({ word }) => Math.abs((word.id ?? word.instead ?? -99) - (id ?? 0)) <= 3)
  const far = now ? [3, 3] : [1000, 20]
  const right = beside.some(
    ({ page, box }) =>
      page === mark.page &&
      Math.abs(mark.box[0] - box[0] - (old.box[0] - was[0])) <= (far[0] ?? 0) &&
      Math.abs(mark.box[1] - box[1] - (old.box[1] - was[1])) <= (far[1] ?? 0),
  )
  return { verdict: right ? 'right' : 'wrong', left: now ? 1 : 0 }
}

/** `marks` marks on one generated document and its revision. */
export function trial(seed: number, marks: number, rates: Rates = usualRates): readonly Judged[] {
  const random = seeded(seed)
  const old = document(random, 60 + Math.floor(random() * 120))
  const next = revise(random, old, rates)
  const form = (head: string): { width: number; height: number; head: string } => ({
    width: 70 + Math.floor(random() * 40),
    height: 28 + Math.floor(random() * 16),
    head,
  })
  const before = print(old, form(''))
  const after = print(next, form(random() < 0.5 ? 'DỰ THẢO LẦN 2' : ''))
  const compared = compareVersions(before.pages, after.pages)
  const count = (list: readonly Paragraph[], text: string): number =>
    list.filter((one) => said(one) === text).length
  const repeated = old.filter((one) => count(old, said(one)) > 1 || count(next, said(one)) > 1)
  const twins = new Set(repeated.flatMap((one) => one.map(({ id }) => id ?? -1)))
  const out: Judged[] = []
  while (out.length < marks) {
    const boxed = random() < 0.2
    const drawn = boxed ? boxMark(random, before) : textMark(random, before)
    if (!drawn) continue
    const outcome = reanchor(compared, drawn.mark)
    const { verdict, left } = (boxed ? judgeBox : judgeText)(drawn, outcome, after)
    const equal = outcome.state === 'lost' && drawn.words.some(({ word }) => twins.has(word.id ?? -1))
    out.push({ mark: drawn.mark, outcome, verdict: verdict === 'lost' && equal ? 'twin' : verdict, left })
  }
  return out
}

export function figuresOf(seed: number, judged: readonly Judged[]): Figures {
  const count = (test: (one: Judged) => boolean): number => judged.filter(test).length
  return {
    seed,
    marks: judged.length,
    deleted: count(({ outcome, verdict }) => outcome.state === 'lost' && verdict === 'right'),
    sure: count(({ outcome }) => outcome.state === 'sure'),
    moved: count(({ outcome }) => outcome.state === 'moved'),
    right: count(({ verdict }) => verdict === 'right'),
    twin: count(({ verdict }) => verdict === 'twin'),
    part: count(({ verdict }) => verdict === 'part'),
    lost: count(({ verdict }) => verdict === 'lost'),
    wrong: count(({ verdict }) => verdict === 'wrong'),
    silent: count(({ outcome, verdict }) => verdict === 'wrong' && outcome.state === 'sure'),
  }
}

export function summed(all: readonly Figures[]): Figures {
  const zero = {
    seed: 0,
    marks: 0,
    deleted: 0,
    sure: 0,
    moved: 0,
    right: 0,
    twin: 0,
    part: 0,
    lost: 0,
    wrong: 0,
    silent: 0,
  }
  return all.reduce(
    (sum, one) => ({
      seed: 0,
      marks: sum.marks + one.marks,
      deleted: sum.deleted + one.deleted,
      sure: sum.sure + one.sure,
      moved: sum.moved + one.moved,
      right: sum.right + one.right,
      twin: sum.twin + one.twin,
      part: sum.part + one.part,
      lost: sum.lost + one.lost,
      wrong: sum.wrong + one.wrong,
      silent: sum.silent + one.silent,
    }),
    zero,
  )
}
