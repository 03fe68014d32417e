/**
 * Choosing a file, looking at what it holds, confirming.
 * What must stay true: choosing changes nothing; the confirmation is the house's own command, and asks for a word that
 * the fingerprints were compared.
 */
import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { AnswerOf } from '@nghi-truong/shared/protocol/routes'
import { IconFileImport } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useCall } from '../../client/ask.ts'
import { useWish } from '../../client/send.ts'
import { day } from '../../ui/dates.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { trustWords } from '../../ui/words/trust.ts'
import { useWords } from '../../ui/words/words.ts'
import { Changes } from './Changes.tsx'
import { Description } from './Description.tsx'

type Uploaded = AnswerOf<'putTrust'>

type Stage =
  | { readonly kind: 'empty' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'read'; readonly name: string; readonly found: Uploaded }
  | { readonly kind: 'done'; readonly issue: number }

export function Import({ now, onDone }: { readonly now: number; readonly onDone: () => void }) {
  const say = useWords(trustWords)
  const call = useCall()
  const chooser = useRef<HTMLInputElement>(null)
  const [stage, setStage] = useState<Stage>({ kind: 'empty' })

  const read = async (file: File): Promise<void> => {
    setStage({ kind: 'reading' })
    let bytes: Blob
    try {
      // Read now: the file may change or go while it waits to be sent.
      bytes = new Blob([await file.arrayBuffer()])
    } catch {
      setStage({ kind: 'unreadable' })
      return
    }
    const found = await call('putTrust', { bytes })
    if (found === 'unreachable') setStage({ kind: 'unreachable' })
    else if (isRefusal(found)) setStage({ kind: 'refused', refusal: found })
    else setStage({ kind: 'read', name: file.name.normalize('NFC'), found })
  }

  return (
    <Card title={say('import')} hint={say('importHint')}>
      <Stack gap="md">
        <input
          ref={chooser}
          type="file"
          accept=".json,.crl,.pem,.der,application/json,application/pkix-crl"
          hidden
          aria-label={say('choose')}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? []
            event.currentTarget.value = ''
            if (file) void read(file)
          }}
        />
        <Group>
          <Button
            variant="default"
            leftSection={<IconFileImport size="1.25rem" aria-hidden />}
            loading={stage.kind === 'reading'}
            onClick={() => chooser.current?.click()}
          >
            {say('choose')}
          </Button>
          <span role="status">
            {stage.kind === 'reading' && say('reading')}
            {stage.kind === 'done' && <Chip tone="yes">{say('done', { issue: stage.issue })}</Chip>}
          </span>
        </Group>
        {stage.kind === 'unreadable' && <Text role="alert">{say('fileUnreadable')}</Text>}
        <Refused
          refusal={stage.kind === 'refused' ? stage.refusal : null}
          unreachable={stage.kind === 'unreachable'}
          onDismiss={() => setStage({ kind: 'empty' })}
        />
        {stage.kind === 'read' && (
          <Preview
            key={stage.found.bundle.sha256}
            name={stage.name}
            found={stage.found}
            now={now}
            onDrop={() => setStage({ kind: 'empty' })}
            onDone={() => {
              setStage({ kind: 'done', issue: stage.found.bundle.issue })
              onDone()
            }}
          />
        )}
      </Stack>
    </Card>
  )
}

function Preview({
  name,
  found: { bundle, changes, inForce },
  now,
  onDrop,
  onDone,
}: {
  readonly name: string
  readonly found: Uploaded
  readonly now: number
  readonly onDrop: () => void
  readonly onDone: () => void
}) {
  const say = useWords(trustWords)
  const [compared, setCompared] = useState(false)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const confirm = async (): Promise<void> => {
    if (await wish('house.importTrust', { file: bundle.sha256, issue: bundle.issue })) onDone()
  }
  return (
    <Card
      order={3}
      title={say('preview', { name })}
      hint={say('issue', { issue: bundle.issue, date: day(bundle.date) })}
    >
      {inForce && <Chip tone="other">{say('sameAsNow')}</Chip>}
      {changes && !inForce && <Changes changes={changes} />}
      <Description bundle={bundle} now={now} />
      {!inForce && (
        <Checkbox
          label={say(bundle.madeHere ? 'comparedLists' : 'compared')}
          checked={compared}
          onChange={(event) => setCompared(event.currentTarget.checked)}
        />
      )}
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onDrop}>
          {say('cancel')}
        </Button>
        {!inForce && (
          <Button loading={pending} disabled={!compared} onClick={() => void confirm()}>
            {say('confirm')}
          </Button>
        )}
      </Group>
    </Card>
  )
}
