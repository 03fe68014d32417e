/**
 * Documents by hash: reading by ranges, the copy on this device, quiet fetching ahead.
 * What must stay true: one open source for each file, shared by everyone who reads it; bytes leave this layer only under
 * the hash they were asked by.
 */
import {
  createContext,
  createElement,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react'
import { useHttp } from './client.tsx'
import { databaseCopy, memoryCopy, type DeviceCopy } from './files/device-copy.ts'
import { fetchRange } from './files/fetch-range.ts'
import { createPrefetch, type Prefetch, type PrefetchState, type Wanted } from './files/prefetch.ts'
import { openSource, type DocumentSource, type SourceState } from './files/source.ts'
import type { Http } from './http.ts'
import { keepingShell, shellCopy } from './shell.ts'

export { pdfAsset } from './files/assets.ts'
export { pieceBytes } from './files/device-copy.ts'
export { firstBytes } from './files/first-bytes.ts'
export { Refused, type DocumentSource, type SourceState } from './files/source.ts'
export type { PrefetchState, Wanted } from './files/prefetch.ts'

export interface Files {
  /** Every call is answered by the same source until all have let go of it. */
  readonly open: (file: Wanted) => Promise<{ source: DocumentSource; letGo: () => void }>
  readonly prefetch: Prefetch
  /** Bytes of documents on this device, and how many more fit (null: not known). */
  readonly storage: () => Promise<{ used: number; room: number | null }>
  readonly drop: (sha256: string) => Promise<void>
}

/** Fetching ahead is spread over so long: 100 tablets share one access point. */
export const spreadMs = 45_000

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      window.removeEventListener('online', go)
      reject(new Error('stopped'))
    }
    const go = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      window.removeEventListener('online', go)
      resolve()
    }
    const timer = setTimeout(go, ms)
    signal.addEventListener('abort', stop, { once: true })
    window.addEventListener('online', go, { once: true })
  })

const room = async (): Promise<number | null> => {
  // Absent on plain http.
  const estimate = await (navigator.storage as StorageManager | undefined)?.estimate()
  return estimate?.quota === undefined ? null : estimate.quota - (estimate.usage ?? 0)
}

/** The shell's encrypted shelf, else the browser's database, else this page's memory. */
async function deviceCopy(): Promise<DeviceCopy> {
  const shell = await keepingShell().catch(() => null)
  return shell ? shellCopy(shell) : databaseCopy().catch(memoryCopy)
}

export interface FilesParts {
  readonly http: Pick<Http, 'transport' | 'credentials' | 'path'>
  readonly copy?: Promise<DeviceCopy>
  readonly random?: () => number
}

export function createFiles({ http, copy = deviceCopy(), random = Math.random }: FilesParts): Files {
  const opened = new Map<string, { source: Promise<DocumentSource>; holders: number }>()

  async function open({ sha256, size }: Wanted): ReturnType<Files['open']> {
    const known = opened.get(sha256)
    const entry = known ?? {
      holders: 0,
      source: copy.then((device) =>
        openSource({
          sha256,
          size,
          copy: device,
          fetch: fetchRange(http),
          clock: Date.now,
          pause: (attempt, signal) => sleep(Math.min(8000, 250 * 2 ** Math.min(attempt, 6)), signal),
        }),
      ),
    }
    if (!known) opened.set(sha256, entry)
    entry.holders++
    const source = await entry.source
    let held = true
    return {
      source,
      letGo() {
        if (!held) return
        held = false
        if (--entry.holders > 0) return
        opened.delete(sha256)
        source.close()
      },
    }
  }

  const prefetch = createPrefetch({
    async fill(file, signal) {
      const { source, letGo } = await open(file)
      try {
        return await source.fill(signal)
      } finally {
        letGo()
      }
    },
    isWhole: async ({ sha256 }) => (await (await copy).note(sha256))?.whole ?? false,
    room,
    random,
    wait: sleep,
    spreadMs,
  })

  return {
    open,
    prefetch,
    storage: async () => ({ used: await (await copy).used(), room: await room() }),
    drop: async (sha256) => (await copy).drop(sha256),
  }
}

const FilesContext = createContext<Files | null>(null)

/** Around everything that reads documents; inside the client's provider. One within another is the same one. */
export function FilesProvider({ children }: { readonly children?: ReactNode }) {
  const http = useHttp()
  const outer = useContext(FilesContext)
  const files = useMemo(() => outer ?? createFiles({ http }), [outer, http])
  useEffect(() => (outer ? undefined : () => files.prefetch.stop()), [outer, files])
  return createElement(FilesContext, { value: files }, children)
}

export function useFiles(): Files {
  const files = useContext(FilesContext)
  if (!files) throw new Error('no files around this part')
  return files
}

export type Opening =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly source: DocumentSource }
  | { readonly kind: 'failed' }

/** The bytes of one document, for as long as the part is on screen. */
export function useDocumentSource(sha256: string, size: number): Opening {
  const files = useFiles()
  const [opening, setOpening] = useState<Opening>({ kind: 'opening' })
  useEffect(() => {
    let gone = false
    let letGo = (): void => undefined
    setOpening({ kind: 'opening' })
    files.open({ sha256, size }).then(
      (held) => {
        if (gone) return held.letGo()
        letGo = held.letGo
        setOpening({ kind: 'open', source: held.source })
      },
      () => setOpening({ kind: 'failed' }),
    )
    return () => {
      gone = true
      letGo()
    }
  }, [files, sha256, size])
  return opening
}

export const useSourceState = (source: DocumentSource): SourceState =>
  useSyncExternalStore(source.subscribe, source.now)

/** Fetches the given documents quietly; tells how far it is. */
export function usePrefetch(wanted: readonly Wanted[]): PrefetchState {
  const { prefetch } = useFiles()
  const key = wanted.map((one) => one.sha256).join(' ')
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the same hashes are the same list
  useEffect(() => void prefetch.want(wanted), [prefetch, key])
  return useSyncExternalStore(prefetch.subscribe, prefetch.now)
}
