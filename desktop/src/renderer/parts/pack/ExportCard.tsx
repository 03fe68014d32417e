/** The pack for a stick, for the secretariat. */
import { Button, Group, Text } from '@mantine/core'
import type { Refusal } from '@nghi-truong/shared/domain/refusal'
import { IconUsb } from '@tabler/icons-react'
import { useState } from 'react'
import { useHttp } from '../../client/client.tsx'
import { useView } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { packWords } from '../../ui/words/pack.ts'
import { useWords } from '../../ui/words/words.ts'

export function ExportCard() {
  const say = useWords(packWords)
  const http = useHttp()
  const { session } = useView()
  const [making, setMaking] = useState(false)
  const [failed, setFailed] = useState<Refusal | 'unreachable' | null>(null)
  const make = async (): Promise<void> => {
    setFailed(null)
    setMaking(true)
    try {
      const answer = await http.download('pack', { params: { id: session } })
      if ('refused' in answer) setFailed(answer)
      else {
        const name = /filename="([^"]+)"/.exec(answer.header('content-disposition') ?? '')?.[1]
        saveFile(new Blob([await answer.bytes()]), name ?? 'goi-ky-hop.ntpack')
      }
    } catch {
      // Nobody knows how far it came; asked again, it is made anew.
      setFailed('unreachable')
    } finally {
      setMaking(false)
    }
  }
  return (
    <Card title={say('export')} hint={say('exportHint')}>
      <Group>
        <Button
          variant="default"
          loading={making}
          leftSection={<IconUsb size="1.5rem" aria-hidden />}
          onClick={() => void make()}
        >
          {say('exportButton')}
        </Button>
        <div role="status">{making ? <Text>{say('exporting')}</Text> : null}</div>
      </Group>
      <Refused
        refusal={failed === 'unreachable' ? null : failed}
        unreachable={failed === 'unreachable'}
        onDismiss={() => setFailed(null)}
      />
    </Card>
  )
}
