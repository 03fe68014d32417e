/** Which pages of the copy go to the printer. What must stay true: it can be stopped; a failure is said in words. */
import { Button, Group, Modal, NumberInput, Progress, Radio, Stack, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import { commonWords } from '../../ui/words/common.ts'
import { copyWords } from '../../ui/words/copy.ts'
import { documentWords } from '../../ui/words/document.ts'
import { useWords } from '../../ui/words/words.ts'
import { mostPrinted, printPages } from './print.ts'

type Choice = 'all' | 'this' | 'range'

export function PrintDialog({
  page,
  pages,
  copy,
  onClose,
}: {
  readonly page: number
  readonly pages: number
  readonly copy: () => Promise<Uint8Array<ArrayBuffer> | null>
  readonly onClose: () => void
}) {
  const say = useWords(copyWords)
  const sayCommon = useWords(commonWords)
  const sayDocument = useWords(documentWords)
  const [choice, setChoice] = useState<Choice>('this')
  const [from, setFrom] = useState(page)
  const [to, setTo] = useState(Math.min(pages, page + 4))
  const [done, setDone] = useState<number | null>(null)
  const [failed, setFailed] = useState(false)
  const stop = useRef(new AbortController())
  const first = choice === 'all' ? 1 : choice === 'this' ? page : from
  const last = choice === 'all' ? pages : choice === 'this' ? page : to
  const count = Math.max(0, last - first + 1)
  const close = (): void => {
    stop.current.abort(new Error('closed'))
    onClose()
  }
  const print = async (): Promise<void> => {
    setFailed(false)
    setDone(0)
    const bytes = await copy()
    if (!bytes) return close()
    try {
      const wanted = Array.from({ length: count }, (_, n) => first + n)
      await printPages(bytes, wanted, setDone, stop.current.signal)
      onClose()
    } catch {
      // Stopped by closing, or a page that cannot be drawn.
      setDone(null)
      setFailed(true)
    }
  }
  return (
    <Modal
      opened
      onClose={close}
      title={say('printTitle')}
      closeButtonProps={{ 'aria-label': sayDocument('close') }}
    >
      <Stack gap="md">
        <Text>{say('hint')}</Text>
        <Radio.Group value={choice} onChange={(value) => setChoice(value)}>
          <Stack gap="xs">
            <Radio size="md" value="this" label={say('printThis', { page })} />
            <Radio size="md" value="all" label={say('printAll', { pages })} />
            <Radio size="md" value="range" label={say('printRange')} />
          </Stack>
        </Radio.Group>
        {choice === 'range' ? (
          <Group grow>
            <NumberInput
              hideControls
              label={say('from')}
              min={1}
              max={pages}
              value={from}
              onChange={(value) => setFrom(Number(value) || 1)}
            />
            <NumberInput
              hideControls
              label={say('to')}
              min={from}
              max={pages}
              value={to}
              onChange={(value) => setTo(Number(value) || from)}
            />
          </Group>
        ) : null}
        <div role="status">
          {count > mostPrinted ? <Text>{say('tooMany', { most: mostPrinted })}</Text> : null}
          {failed ? <Text>{sayDocument('failed.failed')}</Text> : null}
          {done === null ? null : (
            <>
              <Text>{done === 0 ? say('making') : say('preparing', { page: done, pages: count })}</Text>
              <Progress value={count > 0 ? (done / count) * 100 : 0} aria-hidden="true" />
            </>
          )}
        </div>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {sayCommon('cancel')}
          </Button>
          <Button
            disabled={count === 0 || count > mostPrinted}
            loading={done !== null}
            onClick={() => void print()}
          >
            {say('print')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
