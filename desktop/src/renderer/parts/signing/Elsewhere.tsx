/**
 * "Ký nơi khác rồi nộp lên": always there.
 * What must stay true: what is downloaded is the very file that was issued; what is handed in is the server's to judge.
 */
import { Button, Group } from '@mantine/core'
import { IconDownload, IconUpload } from '@tabler/icons-react'
import { useRef } from 'react'
import type { PaperOut } from '../../client/signing/papers.ts'
import { signingWords } from '../../ui/words/signing.ts'
import { useWords } from '../../ui/words/words.ts'

export function Elsewhere({
  paper,
  busy,
  onFile,
}: {
  readonly paper: PaperOut
  readonly busy: boolean
  readonly onFile: (file: Blob) => void
}) {
  const say = useWords(signingWords)
  const chooser = useRef<HTMLInputElement>(null)
  const download = (): void => {
    const url = URL.createObjectURL(new Blob([paper.bytes], { type: 'application/pdf' }))
    const link = document.createElement('a')
    link.href = url
    link.download = `ky-so-${paper.sha256.slice(0, 8)}.pdf`
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
  }
  const read = async (file: File): Promise<void> => {
    // Read now: the file may change or go while it waits to be sent.
    onFile(new Blob([await file.arrayBuffer()], { type: 'application/pdf' }))
  }
  return (
    <Group>
      <input
        ref={chooser}
        type="file"
        accept=".pdf,application/pdf"
        hidden
        aria-label={say('handIn')}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          if (file) void read(file)
        }}
      />
      <Button variant="default" leftSection={<IconDownload size="1.25rem" aria-hidden />} onClick={download}>
        {say('download')}
      </Button>
      <Button
        leftSection={<IconUpload size="1.25rem" aria-hidden />}
        loading={busy}
        onClick={() => chooser.current?.click()}
      >
        {say('handIn')}
      </Button>
    </Group>
  )
}
