/** The draft of the minutes up to now, as PDF; nothing before the session has been opened. */
import { Button } from '@mantine/core'
import { sessionOf } from '@nghi-truong/shared/domain/find'
import { IconPrinter } from '@tabler/icons-react'
import { usePaper } from '../../client/paper.ts'
import { useSelect } from '../../client/view.ts'
import { Refused } from '../../ui/kit/Refused.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { papersWords } from '../../ui/words/papers.ts'
import { useWords } from '../../ui/words/words.ts'

export function PrintMinutes() {
  const say = useWords(papersWords)
  const begun = useSelect((records) => sessionOf(records)?.openedAt ?? null) !== null
  const paper = usePaper({ kind: 'minutes' })
  const print = async (): Promise<void> => {
    const file = await paper.fetch()
    if (file) saveFile(new Blob([file.bytes], { type: 'application/pdf' }), file.name)
  }
  if (!begun) return null
  return (
    <>
      <Refused refusal={paper.refusal} unreachable={paper.unreachable} onDismiss={paper.dismiss} />
      <Button
        variant="default"
        leftSection={<IconPrinter size="1.25rem" aria-hidden />}
        loading={paper.pending}
        onClick={() => void print()}
      >
        {say('minutes')}
      </Button>
    </>
  )
}
