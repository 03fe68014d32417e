/**
 * The beginning of a document as a document of its own: an earlier revision of a file that only grew.
 * What must stay true: no byte at or after the end is ever read or handed out; the bytes are those of the whole document's
 * source, so they are kept, fetched and waited for as its own.
 */
import type { DocumentSource } from './source.ts'

/** @param end bytes, at most the size of the source. Closing the part leaves the whole open. */
export const firstBytes = (source: DocumentSource, end: number): DocumentSource => {
  const size = Math.max(0, Math.min(end, source.size))
  return {
    ...source,
    size,
    async read(from, to, alone) {
      const until = Math.min(to, size)
      return from < until ? source.read(from, until, alone) : new Uint8Array(0)
    },
    close: () => undefined,
  }
}
