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
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import type { Http } from './http.ts'
import { importPack, type PackFailure, type PackResult } from './pack/import.ts'
import { createLoader, type Loader, type LoadState } from './pack/load.ts'
import { databaseKept, memoryKept, type KeptSessions } from './pack/kept.ts'
import { sweep } from './pack/policy.ts'
import { keepingShell, shellCopy } from './shell.ts'

export { pdfAsset } from './files/assets.ts'
export { pieceBytes } from './files/device-copy.ts'
export { firstBytes } from './files/first-bytes.ts'
export { Refused, type DocumentSource, type SourceState } from './files/source.ts'
export type { PrefetchState, Wanted } from './files/prefetch.ts'
export type { PackFailure, PackResult } from './pack/import.ts'
export type { LoadState } from './pack/load.ts'
export type { KeptSession, KeptSessions } from './pack/kept.ts'

export interface Files {
  /** Every call is answered by the same source until all have let go of it. */
  readonly open: (file: Wanted) => Promise<{ source: DocumentSource; letGo: () => void }>
  readonly prefetch: Prefetch
  /** Files of which nothing may be kept here, whoever opens them; what was kept of them goes. */
  readonly forbid: (files: readonly string[]) => Promise<void>
  /** Bytes of documents on this device, and how many more fit (null: not known). */
  readonly storage: () => Promise<{ used: number; room: number | null }>
  readonly drop: (sha256: string) => Promise<void>
  readonly isWhole: (sha256: string) => Promise<boolean>
  /** The whole session on this device, because somebody asked. */
  readonly loader: Loader
  /** A pack from a stick. The keys come from the server or from the session as it was kept. */
  readonly importPack: (pack: Blob, asked: ImportAsked) => Promise<PackResult | PackFailure>
  readonly kept: Promise<KeptSessions>
  /** Lets go of what outlived its session. */
  readonly tidy: () => Promise<void>
}

export interface ImportAsked {
  readonly session: string
  readonly person: string
  readonly wanted: readonly Wanted[]
  readonly signal: AbortSignal
  readonly progress: (done: number, of: number) => void
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
  readonly http: Pick<Http, 'transport' | 'credentials' | 'path' | 'call'>
  readonly copy?: Promise<DeviceCopy>
  readonly kept?: Promise<KeptSessions>
  readonly random?: () => number
}

/** The session as the device keeps it; without storage, for as long as the page lives. */
export const keptSessions = (): Promise<KeptSessions> => databaseKept().catch(memoryKept)

export function createFiles({
  http,
  copy = deviceCopy(),
  kept = keptSessions(),
  random = Math.random,
}: FilesParts): Files {
  const opened = new Map<string, { source: Promise<DocumentSource>; holders: number }>()
  const forbidden = new Set<string>()

  async function open({ sha256, size, brief }: Wanted): ReturnType<Files['open']> {
    const known = opened.get(sha256)
    const entry = known ?? {
      holders: 0,
      source: copy.then((device) =>
        openSource({
          sha256,
          size,
          copy: brief || forbidden.has(sha256) ? memoryCopy() : device,
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

  const isWhole = async (sha256: string): Promise<boolean> =>
    (await (await copy).note(sha256))?.whole ?? false

  async function keysOf(session: string, person: string): Promise<Readonly<Record<string, string>>> {
    const answer = await http.call('packKeys', { params: { id: session } }).catch(() => null)
    if (answer !== null && !isRefusal(answer))
      return Object.fromEntries(answer.keys.map((one) => [one.sha256, one.key]))
    return (await (await kept).read(person, session))?.packKeys ?? {}
  }

  return {
    isWhole,
    kept,
    loader: createLoader({ open, isWhole }),
    async importPack(pack, { session, person, wanted, signal, progress }) {
      const result = await importPack({
        pack,
        session,
        wanted: new Set(wanted.map((one) => one.sha256)),
        keys: await keysOf(session, person),
        copy: await copy,
        clock: Date.now,
        signal,
        progress,
      })
      // Whoever waits for a page of these waits no longer.
      for (const entry of opened.values()) await (await entry.source).look()
      return result
    },
    async tidy() {
      await sweep({ copy: await copy, kept: await kept, now: new Date().toISOString() })
    },
    open,
    async forbid(shut) {
      const device = await copy
      for (const sha256 of shut) {
        if (forbidden.has(sha256)) continue
        forbidden.add(sha256)
        if ((await device.held(sha256)).length > 0) await device.drop(sha256)
      }
    },
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

/** The bytes of one document, for as long as the part is on screen. `brief`: nothing of it is kept. */
export function useDocumentSource(sha256: string, size: number, brief = false): Opening {
  const files = useFiles()
  const [opening, setOpening] = useState<Opening>({ kind: 'opening' })
  useEffect(() => {
    let gone = false
    let letGo = (): void => undefined
    setOpening({ kind: 'opening' })
    files.open({ sha256, size, brief }).then(
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
  }, [files, sha256, size, brief])
  return opening
}

export const useSourceState = (source: DocumentSource): SourceState =>
  useSyncExternalStore(source.subscribe, source.now)

/** How far the loading of the whole session is. */
export function useLoad(): LoadState {
  const { loader } = useFiles()
  return useSyncExternalStore(loader.subscribe, loader.now)
}

/** Fetches the given documents quietly; tells how far it is. */
export function usePrefetch(wanted: readonly Wanted[]): PrefetchState {
  const { prefetch } = useFiles()
  const key = wanted.map((one) => one.sha256).join(' ')
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the same hashes are the same list
  useEffect(() => void prefetch.want(wanted), [prefetch, key])
  return useSyncExternalStore(prefetch.subscribe, prefetch.now)
}
