/** The record and its minutes, as files for whoever wants to count again. */
import { Button, Group } from '@mantine/core'
import type { SecretBallot } from '@nghi-truong/shared/domain/secret-records'
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { IconDownload, IconFileTypePdf } from '@tabler/icons-react'
import { useState } from 'react'
import { useHttp } from '../../client/client.tsx'
import { useView } from '../../client/view.ts'
import { Refused } from '../../ui/kit/Refused.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'

export function Export({ ballot }: { readonly ballot: SecretBallot }) {
  const say = useWords(secretWords)
  const http = useHttp()
  const { session } = useView()
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [unreachable, setUnreachable] = useState(false)
  const fetchFile = async (what: 'secretRecord' | 'secretTallyRecord'): Promise<void> => {
    setRefusal(null)
    setUnreachable(false)
    try {
      const answer = await http.download(what, { params: { id: session, ballot: ballot.id } })
      if (isRefusal(answer)) return setRefusal(answer)
      const pdf = what === 'secretTallyRecord'
      const url = URL.createObjectURL(
        new Blob([await answer.bytes()], { type: pdf ? 'application/pdf' : 'application/octet-stream' }),
      )
      const link = document.createElement('a')
      link.href = url
      link.download = `${ballot.uuid ?? ballot.id}.${pdf ? 'pdf' : 'bel'}`
      link.click()
      URL.revokeObjectURL(url)
    } catch {
      setUnreachable(true)
    }
  }
  return (
    <>
      <Refused refusal={refusal} unreachable={unreachable} />
      <Group gap="sm">
        <Button
          variant="default"
          leftSection={<IconDownload size="1.25rem" aria-hidden />}
          onClick={() => void fetchFile('secretRecord')}
        >
          {say('export')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconFileTypePdf size="1.25rem" aria-hidden />}
          onClick={() => void fetchFile('secretTallyRecord')}
        >
          {say('minutes')}
        </Button>
      </Group>
    </>
  )
}
