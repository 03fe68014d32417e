/** The biên bản kiểm phiếu of a counted ballot, where the tellers and the desk look for it. */
import { Button } from '@mantine/core'
import type { PaperBallot } from '@nghi-truong/shared/domain/records'
import { IconPrinter } from '@tabler/icons-react'
import { usePaper } from '../../client/paper.ts'
import { Refused } from '../../ui/kit/Refused.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { papersWords } from '../../ui/words/papers.ts'
import { useWords } from '../../ui/words/words.ts'

export function PrintRecord({ ballot }: { readonly ballot: PaperBallot }) {
  const say = useWords(papersWords)
  const paper = usePaper({ kind: 'tallyRecord', paper: ballot.id })
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
        aria-label={say('recordNamed', { title: ballot.title })}
        onClick={() => void print()}
      >
        {say('record')}
      </Button>
    </>
  )
}
