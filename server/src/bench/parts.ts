/**
 * What can be measured, by name.
 * What must stay true: each part stands alone, so that one can be repeated without the others.
 */
import { join } from 'node:path'
import { bigDocument } from './big-file.ts'
import { benchColdStart } from './cold-start.ts'
import { benchDownloads } from './downloads.ts'
import { benchFanOut } from './fan-out.ts'
import { benchFirstPage } from './first-page.ts'
import { benchMarks } from './marks.ts'
import { benchBallotRows, benchRoomRows, benchSignatureRows } from './others.ts'
import type { Row } from './row.ts'
import { benchScrolling } from './scrolling.ts'
import { benchVotes } from './votes.ts'

export interface PartOptions {
  /** Empty, removed afterwards. */
  readonly folder: string
  readonly quick: boolean
}

export const parts: Readonly<Record<string, (options: PartOptions) => Promise<readonly Row[]>>> = {
  votes: ({ folder, quick }) =>
    benchVotes({
      folder: join(folder, 'data'),
      people: quick ? 100 : 500,
      rounds: quick ? 1 : 3,
      document: bigDocument(folder, 20),
    }),
  cold: ({ folder, quick }) =>
    benchColdStart({ folder, delegates: 100, ballots: quick ? 20 : 195, rounds: quick ? 1 : 3 }),
  live: ({ folder, quick }) =>
    benchFanOut({
      folder: join(folder, 'data'),
      people: quick ? 100 : 500,
      rounds: quick ? 1 : 3,
      seconds: quick ? 2 : 5,
    }),
  files: ({ folder, quick }) =>
    benchDownloads({
      folder: join(folder, 'files'),
      people: quick ? 50 : 200,
      rounds: quick ? 1 : 3,
      document: bigDocument(folder, 20),
    }),
  pages: ({ folder, quick }) => benchFirstPage({ folder, rounds: quick ? 1 : 5, small: quick }),
  scroll: ({ folder, quick }) =>
    benchScrolling({ folder, pages: quick ? 120 : 1000, seconds: quick ? 4 : 20 }),
  rooms: ({ quick }) => benchRoomRows(quick),
  marks: async ({ quick }) => benchMarks(quick),
  ballots: ({ quick }) => benchBallotRows(quick),
  signatures: ({ quick }) => benchSignatureRows(quick),
}

export const partNames = Object.keys(parts)
