/**
 * Where documents are read: the reader over the page, with its signature badge and the layers of notes.
 * What must stay true: the reader comes on demand, and a fault in it never touches the vote.
 */
import { Center, Loader } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { WithDocument } from '../parts/frame/WithDocument.tsx'
import { Boundary } from '../ui/kit/Boundary.tsx'
import { FullPage } from '../ui/kit/FullPage.tsx'
import { roleWords } from '../ui/words/roles.ts'
import { useWords } from '../ui/words/words.ts'

const Reader = lazy(async () => ({ default: (await import('../parts/document/Reader.tsx')).Reader }))

export function Reading({ document, onClose }: { readonly document: string; readonly onClose: () => void }) {
  const say = useWords(roleWords)
  return (
    <FullPage label={say('closeReader')} onClose={onClose}>
      <Boundary>
        <Suspense
          fallback={
            <Center h="100%">
              <Loader />
            </Center>
          }
        >
          <WithDocument document={document}>
            {({ document: record, person, keep }) => (
              <Reader
                title={record.title}
                sha256={record.facts.sha256}
                size={record.facts.size}
                hasText={record.facts.hasText}
                person={person}
                keep={keep}
              />
            )}
          </WithDocument>
        </Suspense>
      </Boundary>
    </FullPage>
  )
}
