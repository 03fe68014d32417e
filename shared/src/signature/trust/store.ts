/**
 * The document security store: certificates, revocation lists and answers a file brings along.
 * What must stay true: these are claims like everything else in the file; each is checked where it is used.
 */
import type { FoundSignature } from '../fields.ts'
import { catalogOf } from '../fields.ts'
import { LimitReached, Malformed } from '../limits.ts'
import type { View } from '../pdf/document.ts'
import { arrayAt, decodeStream, dictAt, resolve } from '../pdf/document.ts'
import type { PdfDict } from '../pdf/values.ts'
import { isStream } from '../pdf/values.ts'

export interface Store {
  readonly certificates: readonly Uint8Array[]
  readonly crls: readonly Uint8Array[]
  readonly ocsps: readonly Uint8Array[]
}

const mostItems = 200

const streamsOf = (view: View, dict: PdfDict, keys: readonly string[]): Uint8Array[] =>
  keys
    .flatMap((key) => arrayAt(view, dict, key) ?? [])
    .slice(0, mostItems)
    .flatMap((item) => {
      const stream = resolve(view, item)
      if (!isStream(stream)) return []
      try {
        return [decodeStream(view, stream)]
      } catch (problem) {
        if (problem instanceof Malformed) return []
        if (problem instanceof LimitReached) throw problem
        throw problem
      }
    })

/** The store of a view. All of it: the VRI only repeats which parts belong to which signature. */
export const readStore = (view: View, found: FoundSignature | null): Store => {
  const catalog = catalogOf(found && found.view.revision > view.revision ? found.view : view)
  const dss = catalog && dictAt(view, catalog, 'DSS')
  if (!dss) return { certificates: [], crls: [], ocsps: [] }
  return {
    certificates: streamsOf(view, dss, ['Certs']),
    crls: streamsOf(view, dss, ['CRLs']),
    ocsps: streamsOf(view, dss, ['OCSPs']),
  }
}
