/**
 * What shows pages of documents, brought only when somebody reads.
 * What must stay true: nobody waits for the reader who does not read; a fault in it stays inside.
 */
import { Center, Loader } from '@mantine/core'
import { lazy, Suspense, type ReactNode } from 'react'
import { Boundary } from '../ui/kit/Boundary.tsx'

export const ReadingRoom = lazy(async () => ({ default: (await import('./ReadingRoom.tsx')).ReadingRoom }))
export const SignedReading = lazy(async () => ({
  default: (await import('./ReadingRoom.tsx')).SignedReading,
}))
export const NotebookPage = lazy(async () => ({
  default: (await import('../parts/annotation/notebook/NotebookPage.tsx')).NotebookPage,
}))

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
