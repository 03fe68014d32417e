/** The record: how far it goes, its seal, the export, and how anybody can check it. */
import { Button, Code, Group, Stack, Text } from '@mantine/core'
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { Unreachable } from '../../client/bridge.ts'
import { useHttp } from '../../client/client.tsx'
import { useEvery, useView, useViewState } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { logWords } from '../../ui/words/log.ts'
import { useWords } from '../../ui/words/words.ts'
import classes from './log.module.css'

function saveAs(bytes: ArrayBuffer, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/x-ndjson' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

export function RecordPage() {
  const say = useWords(logWords)
  const http = useHttp()
  const { session } = useView()
  const seq = useViewState((state) => state.seq)
  const head = useViewState((state) => state.head)
  const ballots = useEvery('ballot').filter((ballot) => ballot.state === 'published')
  const results = useEvery('result')
  const [state, setState] = useState<'idle' | 'pending' | 'unreachable' | 'done' | Refusal>('idle')
  const name = `${session}.jsonl`
  const download = async (): Promise<void> => {
    setState('pending')
    try {
      const answer = await http.download('exportLog', { params: { id: session } })
      if (isRefusal(answer)) return setState(answer)
      saveAs(await answer.bytes(), name)
      setState('done')
    } catch (cause) {
      if (!(cause instanceof Unreachable)) throw cause
      setState('unreachable')
    }
  }
  return (
    <Stack gap="md">
      <Card title={say('title')} hint={say('hint')}>
        <dl className={classes['facts']}>
          <dt>{say('entries')}</dt>
          <dd>{seq}</dd>
          <dt>{say('head')}</dt>
          <dd>
            <Code className={classes['head'] ?? ''}>{head}</Code>
            <Text size="sm" c="dimmed">
              {say('headHint')}
            </Text>
          </dd>
        </dl>
        <Group gap="md">
          <Button
            leftSection={<IconDownload size="1.25rem" aria-hidden />}
            loading={state === 'pending'}
            onClick={() => void download()}
          >
            {say('export')}
          </Button>
          <Text role="status">{state === 'done' ? say('exported', { name }) : ''}</Text>
        </Group>
        <Text size="sm" c="dimmed">
          {say('you')}
        </Text>
        <Refused refusal={typeof state === 'object' ? state : null} unreachable={state === 'unreachable'} />
      </Card>
      <Card title={say('verify')}>
        <Text>{say('verifyHint')}</Text>
        <Code block className={classes['command'] ?? ''}>{`npm run verify-log -- ${name}`}</Code>
      </Card>
      <Card title={say('ballots')}>
        {ballots.length === 0 ? <Text c="dimmed">{say('noBallots')}</Text> : null}
        <dl className={classes['facts']}>
          {ballots.map((ballot) => (
            <div key={ballot.id} className={classes['row']}>
              <dt>{ballot.question}</dt>
              <dd>
                <Code>{results.find((result) => result.id === ballot.id)?.code.toUpperCase()}</Code>
              </dd>
            </div>
          ))}
        </dl>
      </Card>
    </Stack>
  )
}
