/** What a reader is given, and what may be put around its pages. */
import type { ReactNode } from 'react'
import type { PageFrame } from './frame.ts'
import type { Place, PlaceKeep } from './place.ts'

export interface ReaderPanel {
  readonly name: string
  readonly label: string
  readonly icon: ReactNode
  readonly content: ReactNode
}

/** Where to begin, other than where one was: a result of a search, a reference from another document. */
export interface Arrival {
  readonly page: number
  /** Words to show on the page. */
  readonly find?: string
}

/**
 * Where the passage somebody was reading in an earlier version stands now. same: the same words. near: it was changed, this
 * is where it was. unknown: not found, the reader stays at the page of that number.
 */
export type PassageHere =
  | { readonly how: 'searching' | 'unknown' }
  | { readonly how: 'same' | 'near'; readonly page: number; readonly fy: number }

/** What the text of a page speaks of, and how one gets there. */
export interface References {
  readonly find: (text: string) => readonly {
    readonly start: number
    readonly end: number
    readonly document: string
    readonly page: number | null
  }[]
  readonly open: (document: string, page: number | null) => void
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
  /** Read in the hall only: nothing of it stays on the device. */
  readonly brief?: boolean
  readonly arrival?: Arrival | null
  /** The file of the version before: where a person was in it, he is in this one, until he has read it. */
  readonly before?: string | null
  readonly references?: References
  /** Where this person was last on another device, once that is known: gone to if he has not moved since opening. */
  readonly elsewhere?: Place | null
  /** The passage read in the version before, sought in this one; null when nothing is sought. */
  readonly passage?: PassageHere | null
  /** Told wherever the reader comes to rest, e.g. for another device. */
  readonly onPlace?: (place: Place) => void
  /** Drawn over each page near the window. */
  readonly layers?: (frame: PageFrame) => ReactNode
  /** Further panels beside the pages, with their door in the bar. */
  readonly panels?: readonly ReaderPanel[]
  /** At the end of the bar, e.g. the signature's badge. */
  readonly aside?: ReactNode
  /** Over the lower edge of the pages, e.g. the tools. */
  readonly foot?: ReactNode
}
