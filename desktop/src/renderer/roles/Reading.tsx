/**
 * Where documents are read: the reading room over the page, with the document's name and its signature's badge.
 * What must stay true: the reader comes on demand, and a fault in it never touches the vote.
 */
import { Center, Loader } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { WithDocument } from '../parts/frame/WithDocument.tsx'
import { Boundary } from '../ui/kit/Boundary.tsx'
import { FullPage } from '../ui/kit/FullPage.tsx'
import { roleWords } from '../ui/words/roles.ts'
import { useWords } from '../ui/words/words.ts'
import { renderSignature } from './signature.tsx'

const ReadingRoom = lazy(async () => ({ default: (await import('./ReadingRoom.tsx')).ReadingRoom }))

export function Reading({ document, onClose }: { readonly document: string; readonly onClose: () => void }) {
  const say = useWords(roleWords)
  return (
    <WithDocument document={document}>
      {(record) => (
        <FullPage
          label={say('closeReader')}
          title={record.title}
          aside={renderSignature(record.facts, record)}
          onClose={onClose}
        >
          <Boundary>
            <Suspense
              fallback={
                <Center h="100%">
                  <Loader />
                </Center>
              }
            >
              <ReadingRoom document={record} />
            </Suspense>
          </Boundary>
        </FullPage>
      )}
    </WithDocument>
  )
}
