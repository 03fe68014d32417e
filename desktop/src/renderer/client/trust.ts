/**
 * The trust bundle for this device's own judgement: the file the house log names, kept for when there is no network.
 * What must stay true: bytes are handed on only when they hash to the name in the house's record; without one, or when
 * they do not fit, there is none, and nothing is trusted.
 */
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { Unreachable } from './bridge.ts'
import type { Http } from './http.ts'
import type { Keep } from './keep.ts'

export interface HeldBundle {
  readonly sha256: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Where a bundle outlasts this page; the smaller part of the browser's Cache. */
export interface BundleShelf {
  readonly get: (sha256: string) => Promise<Uint8Array<ArrayBuffer> | null>
  /** Drops all others. */
  readonly put: (sha256: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void>
}

export interface TrustParts {
  readonly http: Pick<Http, 'call' | 'download'>
  readonly keep: Keep
  readonly shelf?: BundleShelf
  readonly digest?: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>
}

export const trustKey = 'nt.trust'

const shelfName = 'nghi-truong-trust'

/** Absent on plain http, where nothing can be judged either. A browser that forbids it loses comfort, never function. */
export function browserShelf(): BundleShelf {
  const open = async (): Promise<Cache | null> => {
    try {
      return (globalThis.caches as CacheStorage | undefined) ? await caches.open(shelfName) : null
    } catch {
      return null
    }
  }
  const address = (sha256: string): string => `/trust/${sha256}`
  return {
    async get(sha256) {
      const found = await (await open())?.match(address(sha256))
      return found ? new Uint8Array(await found.arrayBuffer()) : null
    },
    async put(sha256, bytes) {
      const cache = await open()
      if (!cache) return
      for (const old of await cache.keys()) await cache.delete(old)
      // No room on the device: it is fetched again the next time.
      await cache.put(address(sha256), new Response(bytes)).catch(() => undefined)
    },
  }
}

export const sha256Of = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')

/** The name the house's record gives now; undefined: not to be had, null: there is none. */
async function pinned(http: TrustParts['http']): Promise<string | null | undefined> {
  try {
    const answer = await http.call('snapshot', { params: { id: 'house' } })
    if (isRefusal(answer)) return undefined
    const record = answer.records.find((one) => one['kind'] === 'trustBundle')
    return typeof record?.['file'] === 'string' ? record['file'] : null
  } catch (cause) {
    if (cause instanceof Unreachable) return undefined
    throw cause
  }
}

async function fetched(http: TrustParts['http']): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const answer = await http.download('trustBundle')
    return 'refused' in answer ? null : new Uint8Array(await answer.bytes())
  } catch (cause) {
    if (cause instanceof Unreachable) return null
    throw cause
  }
}

/** The bundle in force; without network the last one this device saw in force. */
export async function heldBundle({
  http,
  keep,
  shelf = browserShelf(),
  digest = sha256Of,
}: TrustParts): Promise<HeldBundle | null> {
  const said = await pinned(http)
  if (said !== undefined) keep.write(trustKey, said)
  const sha256 = said === undefined ? keep.read(trustKey) : said
  if (sha256 === null) return null
  const fits = async (bytes: Uint8Array<ArrayBuffer> | null): Promise<HeldBundle | null> =>
    bytes && (await digest(bytes)) === sha256 ? { sha256, bytes } : null
  const kept = await fits(await shelf.get(sha256))
  if (kept) return kept
  const fresh = await fits(await fetched(http))
  if (fresh) await shelf.put(sha256, fresh.bytes)
  return fresh
}
