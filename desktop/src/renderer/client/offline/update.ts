/**
 * Brings the service worker, and tells when a new version of the app waits.
 * What must stay true: a new version is announced and never forced; the page is loaded anew only because the person who
 * looks at it said so. On plain http there is no service worker, and in the shell none is needed: its pages are on disk.
 */
import { createContext, useContext, useSyncExternalStore } from 'react'

export interface Updates {
  /** A new version is here and waits. */
  readonly waiting: () => boolean
  readonly subscribe: (listener: () => void) => () => void
  /** Takes the new version and loads this page anew. */
  readonly apply: () => void
}

/** The first page has the network to itself. */
const patienceMs = 4000
const lookEveryMs = 10 * 60_000

const none: Updates = { waiting: () => false, subscribe: () => () => undefined, apply: () => undefined }

export function startUpdates(): Updates {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if (!workers || window.nghiTruong || !import.meta.env.PROD) return none
  const { updates, begin } = watchWorkers(workers, new URL('sw.js', document.baseURI), () =>
    location.reload(),
  )
  setTimeout(() => {
    // A browser that forbids it loses opening without a network, nothing else.
    begin().catch(() => undefined)
  }, patienceMs)
  return updates
}

/** `reload`: loads this page anew. */
export function watchWorkers(
  workers: ServiceWorkerContainer,
  script: URL,
  reload: () => void,
): { readonly updates: Updates; readonly begin: () => Promise<void> } {
  const listeners = new Set<() => void>()
  let next: ServiceWorker | null = null
  let applying = false
  const found = (worker: ServiceWorker | null): void => {
    // The very first one is no update.
    if (!worker || !workers.controller) return
    next = worker
    for (const listener of listeners) listener()
  }
  const begin = async (): Promise<void> => {
    const registration = await workers.register(script)
    found(registration.waiting)
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed') found(worker)
      })
    })
    setInterval(() => {
      // Not reached: looked for again later.
      registration.update().catch(() => undefined)
    }, lookEveryMs)
  }
  workers.addEventListener('controllerchange', () => {
    if (applying) reload()
  })
  return {
    begin,
    updates: {
      waiting: () => next !== null,
      subscribe(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      apply() {
        applying = true
        // Another window has taken it already: no change of controller will come.
        if (next?.state === 'activated') reload()
        else next?.postMessage('take-over')
      },
    },
  }
}

export const UpdatesContext = createContext<Updates>(none)

export function useUpdate(): { readonly waiting: boolean; readonly apply: () => void } {
  const updates = useContext(UpdatesContext)
  return { waiting: useSyncExternalStore(updates.subscribe, updates.waiting), apply: updates.apply }
}
