/**
 * What shows pages of documents, brought only when somebody reads.
 * What must stay true: nobody waits for the reader who does not read; a fault in it stays inside.
 */
import { Center, Loader } from '@mantine/core'
import { lazy, Suspense, useEffect, type ReactNode } from 'react'
import { Boundary } from '../ui/kit/Boundary.tsx'

export const ReadingRoom = lazy(async () => ({ default: (await import('./ReadingRoom.tsx')).ReadingRoom }))
export const SignedReading = lazy(async () => ({
  default: (await import('./ReadingRoom.tsx')).SignedReading,
}))
export const NotebookPage = lazy(async () => ({
  default: (await import('../parts/annotation/notebook/NotebookPage.tsx')).NotebookPage,
}))

/** Brings the reader while nobody waits for it: the tap on a document then costs only the document. */
export function useReaderAtHand(): void {
  useEffect(() => {
    // Not reached: brought when a document is opened.
    const bring = (): void => void import('./ReadingRoom.tsx').catch(() => undefined)
    const idle = window.requestIdleCallback as typeof window.requestIdleCallback | undefined
    if (!idle) {
      const timer = setTimeout(bring, 800)
      return () => clearTimeout(timer)
    }
    const asked = idle(bring, { timeout: 2000 })
    return () => cancelIdleCallback(asked)
  }, [])
}

export function OnDemand({ children }: { readonly children: ReactNode }) {
  return (
    <Boundary>
      <Suspense
        fallback={
          <Center h="100%">
            <Loader />
          </Center>
        }
      >
        {children}
      </Suspense>
    </Boundary>
  )
}
