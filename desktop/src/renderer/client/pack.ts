/**
 * The session on this device: kept while it is seen, given back without a network, loaded whole on demand, let go of in
 * time.
 * What must stay true: a part asks here and never touches the device's storage itself.
 */
import { keepsOnDevice } from '@nghi-truong/shared/domain/reading'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useHttp } from './client.tsx'
import { useFiles, type KeptSession, type Wanted } from './files.ts'
import { keepSession, type Keeping } from './pack/keeping.ts'
import { useSignIn } from './session.ts'
import { useConnection, useEvery, useView, useViewState } from './view.ts'

/** Once for each session on screen. */
export function useKeepSession(): void {
  const http = useHttp()
  const files = useFiles()
  const view = useView()
  const signIn = useSignIn()
  const line = useConnection()
  const refused = useViewState((state) => state.refusal?.refused)
  const [keeping, setKeeping] = useState<Keeping | null>(null)
  useEffect(() => {
    const mine = keepSession({
      view,
      kept: files.kept,
      http,
      person() {
        const state = signIn.now()
        return state.kind === 'signedIn' ? state.me.person : null
      },
      drop: files.drop,
    })
    setKeeping(mine)
    // Nothing to tidy where storage is forbidden.
    files.tidy().catch(() => undefined)
    return () => mine.stop()
  }, [view, files, http, signIn])
  const documents = useEvery('document')
  useEffect(() => {
    const shut = documents.filter((one) => !keepsOnDevice(one)).map((one) => one.facts.sha256)
    // Storage forbidden: then nothing is kept anyway.
    if (shut.length > 0) files.forbid(shut).catch(() => undefined)
  }, [files, documents])
  useEffect(() => {
    if (line === 'offline') keeping?.restore().catch(() => undefined)
    if (line === 'refused' && refused === 'session.notSeen') keeping?.forget().catch(() => undefined)
  }, [keeping, line, refused])
}

/** What belongs on this device of the session on screen. */
export function usePackWanted(): readonly Wanted[] {
  const documents = useEvery('document')
  return useMemo(
    () => [
      ...new Map(
        documents
          .filter((one) => one.state === 'published' && one.replacedBy === null && keepsOnDevice(one))
          .map(({ facts }) => [facts.sha256, { sha256: facts.sha256, size: facts.size }] as const),
      ).values(),
    ],
    [documents],
  )
}

/** Sessions this person can read without a network. */
export function useKeptSessions(): readonly KeptSession[] {
  const { kept } = useFiles()
  const signIn = useSignIn()
  const [all, setAll] = useState<readonly KeptSession[]>([])
  useEffect(() => {
    let gone = false
    const state = signIn.now()
    const person = state.kind === 'signedIn' ? state.me.person : null
    kept
      .then((store) => store.list())
      .then(
        (found) => {
          if (!gone) setAll(found.filter((one) => one.person === person))
        },
        // Storage forbidden: nothing was kept.
        () => undefined,
      )
    return () => {
      gone = true
    }
  }, [kept, signIn])
  return all
}

export interface Storage {
  /** Bytes of documents on this device. */
  readonly used: number
  /** How many more fit; null: not known. */
  readonly room: number | null
}

/** Asked again whenever `again` changes. */
export function useStorage(again: unknown): Storage | null {
  const files = useFiles()
  const [storage, setStorage] = useState<Storage | null>(null)
  useEffect(() => {
    let gone = false
    files.storage().then(
      (found) => {
        if (!gone) setStorage(found)
      },
      () => undefined,
    )
    return () => {
      gone = true
    }
  }, [files, again])
  return storage
}

/** Takes every document of the session off this device; what is open in the reader is fetched again. */
export function useDropAll(): (wanted: readonly Wanted[]) => Promise<void> {
  const files = useFiles()
  return useCallback(
    async (wanted) => {
      for (const { sha256 } of wanted) await files.drop(sha256)
      await files.loader.look(wanted)
    },
    [files],
  )
}
