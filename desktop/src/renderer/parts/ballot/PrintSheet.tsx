/** The result sheet of an announced vote, where people look for it: beside the result. */
import { Button } from '@mantine/core'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { IconPrinter } from '@tabler/icons-react'
import { usePaper } from '../../client/paper.ts'
import { Refused } from '../../ui/kit/Refused.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { papersWords } from '../../ui/words/papers.ts'
import { useWords } from '../../ui/words/words.ts'

export function PrintSheet({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(papersWords)
  const paper = usePaper({ kind: 'resultSheet', ballot: ballot.id })
  const print = async (): Promise<void> => {
    const file = await paper.fetch()
    if (file) saveFile(new Blob([file.bytes], { type: 'application/pdf' }), file.name)
  }
  return (
    <>
      <Refused refusal={paper.refusal} unreachable={paper.unreachable} onDismiss={paper.dismiss} />
      <Button
        variant="default"
        leftSection={<IconPrinter size="1.25rem" aria-hidden />}
        loading={paper.pending}
        aria-label={say('sheetNamed', { title: ballot.question })}
        onClick={() => void print()}
      >
        {say('sheet')}
      </Button>
    </>
  )
}
