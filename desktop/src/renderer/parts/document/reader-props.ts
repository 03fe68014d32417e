/** What a reader is given, and what may be put around its pages. */
import type { ReactNode } from 'react'
import type { PageFrame } from './frame.ts'
import type { PlaceKeep } from './place.ts'

export interface ReaderPanel {
  readonly name: string
  readonly label: string
  readonly icon: ReactNode
  readonly content: ReactNode
}

export interface ReaderProps {
  readonly title: string
  readonly sha256: string
  /** Bytes. */
  readonly size: number
  /** Shows only the first so many bytes: an earlier revision of the file. */
  readonly end?: number
  /** Whose place in the document it is. */
  readonly person: string
  readonly keep: PlaceKeep
  /** Drawn over each page near the window. */
  readonly layers?: (frame: PageFrame) => ReactNode
  /** Further panels beside the pages, with their door in the bar. */
  readonly panels?: readonly ReaderPanel[]
  /** At the end of the bar, e.g. the signature's badge. */
  readonly aside?: ReactNode
  /** Over the lower edge of the pages, e.g. the tools. */
  readonly foot?: ReactNode
}
