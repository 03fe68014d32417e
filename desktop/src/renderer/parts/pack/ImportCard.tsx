/** The session from a stick. What must stay true: what came in and what did not is said in numbers. */
import { Button, FileButton, Group, Progress, Text } from '@mantine/core'
import { IconPlayerStop, IconUsb } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useFiles, type PackFailure, type PackResult } from '../../client/files.ts'
import { usePackWanted } from '../../client/pack.ts'
import { useView, useYou } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { packWords } from '../../ui/words/pack.ts'
import { useWords } from '../../ui/words/words.ts'

export function ImportCard() {
  const say = useWords(packWords)
  const files = useFiles()
  const wanted = usePackWanted()
  const { session } = useView()
  const { person } = useYou()
  const [share, setShare] = useState<number | null>(null)
  const [result, setResult] = useState<PackResult | PackFailure | null>(null)
  const stop = useRef<AbortController | null>(null)
  const take = async (file: File | null): Promise<void> => {
    if (!file) return
    const mine = new AbortController()
    stop.current = mine
    setResult(null)
    setShare(0)
    const found = await files.importPack(file, {
      session,
      person,
      wanted,
      signal: mine.signal,
      progress: (done, of) => setShare(of > 0 ? Math.floor((done / of) * 100) / 100 : 1),
    })
    setShare(null)
    setResult(found)
    await files.loader.look(wanted)
  }
  return (
    <Card title={say('usb')} hint={say('usbHint')}>
      <Group>
        <FileButton accept=".ntpack" onChange={(file) => void take(file)} disabled={share !== null}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUsb size="1.5rem" aria-hidden />}>
              {say('usbChoose')}
            </Button>
          )}
        </FileButton>
        {share === null ? null : (
          <Button
            variant="default"
            leftSection={<IconPlayerStop size="1.25rem" aria-hidden />}
            onClick={() => stop.current?.abort(new Error('stopped'))}
          >
            {say('stop')}
          </Button>
        )}
      </Group>
      <div role="status">
        {share === null ? null : (
          <>
            <Text>{say('usbProgress', { percent: Math.floor(share * 100) })}</Text>
            <Progress size="lg" value={share * 100} aria-hidden="true" />
          </>
        )}
        {typeof result === 'string' ? <Text>{say(`usbFailed.${result}`)}</Text> : null}
        {result !== null && typeof result !== 'string' ? (
          <>
            <Text fw={600}>{say('usbDone', { imported: result.imported, known: result.known })}</Text>
            {result.foreign > 0 ? <Text>{say('usbForeign', { count: result.foreign })}</Text> : null}
            {result.damaged > 0 ? <Text>{say('usbDamaged', { count: result.damaged })}</Text> : null}
          </>
        ) : null}
      </div>
    </Card>
  )
}
