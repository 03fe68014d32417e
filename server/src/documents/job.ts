/**
 * What passes between the intake and the process that looks into a file, and the limits both go by.
 * What must stay true: plain JSON only; a limit that the process may fail to keep (time, memory) is kept by its parent.
 */
import type { Refusal } from '@nghi-truong/shared/domain/refusal'
import type { SignatureReport } from '@nghi-truong/shared/signature/report'

export interface Job {
  readonly path: string
  /** Milliseconds since 1970: the time signatures are judged at. */
  readonly now: number
  /** Trust bundle: a signed bundle file, or a folder of certificates; null without one. */
  readonly trust: string | null
  readonly limits: FileLimits
  /** Milliseconds after which no further page's text is read. */
  readonly textMs: number
}

export interface FileLimits {
  readonly pages: number
  /** Longest side of a page in points (ISO 32000-1, annex C: 14,400). */
  readonly side: number
  /** Characters kept of one page and of one file, for search. */
  readonly pageText: number
  readonly fileText: number
  /** Milliseconds for a file of any size, and more for each MiB beyond the first 20. */
  readonly wallMs: number
  readonly wallMsPerMiB: number
  /** Bytes of memory in use by the process. */
  readonly memory: number
}

export const fileLimits: FileLimits = {
  pages: 2_000,
  side: 14_400,
  pageText: 100_000,
  fileText: 8_000_000,
  wallMs: 30_000,
  wallMsPerMiB: 500,
  memory: 700 * 1024 * 1024,
}

/** An 80 MiB scan may take 60 s, a text of 2 MiB 30 s. */
export const wallFor = (size: number, { wallMs, wallMsPerMiB }: FileLimits): number =>
  wallMs + Math.max(0, size / (1024 * 1024) - 20) * wallMsPerMiB

/** What a file holds that a viewer must never act upon. Names of ISO 32000-1 actions and features. */
export const flagNames = [
  'JavaScript',
  'OpenAction',
  'AA',
  'Launch',
  'SubmitForm',
  'ImportData',
  'GoToR',
  'GoToE',
  'RichMedia',
  'XFA',
  'EmbeddedFile',
  'URI',
] as const
export type Flag = (typeof flagNames)[number]

export interface Inside {
  readonly pages: number
  /** Width and height in points of each page, as shown. */
  readonly sizes: readonly (readonly [number, number])[]
  readonly hasText: boolean
  readonly flags: readonly Flag[]
}

export interface Looked {
  readonly inside: Inside
  readonly report: SignatureReport
  /** Text of each page, NFC, blanks folded. Shorter than `pages` when time or room ran out. */
  readonly text: readonly string[]
}

export type Answer = { readonly looked: Looked } | { readonly refusal: Refusal }
