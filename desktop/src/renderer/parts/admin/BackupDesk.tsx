/**
 * Running backups on the administrator's screen: the last good one, when and where; now; and where they go.
 * What must stay true: what is shown as good is what the server has read back; the passphrase is sent once and forgotten.
 */
import { Alert, Autocomplete, Button, Group, Stack, Text } from '@mantine/core'
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { AnswerOf, RouteName } from '@nghi-truong/shared/protocol/routes'
import { IconDeviceUsb } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useAsk, useCall } from '../../client/ask.ts'
import { useNow } from '../../client/clock.ts'
import type { Asking } from '../../client/http.ts'
import { dateTime } from '../../ui/dates.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { EmptyState } from '../../ui/kit/EmptyState.tsx'
import { PasswordField } from '../../ui/kit/PasswordField.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { WarnIcon } from '../../ui/kit/tone.ts'
import { backupWords } from '../../ui/words/backup.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'

type State = AnswerOf<'backup'>

const minute = 60_000
const whileRunning = 1000
const otherwise = 20_000
const lateMinutes = 15

function Last({ state, now }: { readonly state: State; readonly now: number }) {
  const say = useWords(backupWords)
  const language = useLanguage()
  const { last } = state
  if (!last) return <Text>{say('noneYet')}</Text>
  const minutes = Math.max(0, Math.floor((now - Date.parse(last.at)) / minute))
  const size = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(last.bytes / 1024 / 1024)
  const hours = Math.floor(minutes / 60)
  const ago =
    minutes < 120
      ? say('ago', { minutes })
      : hours < 48
        ? say('agoHours', { hours })
        : say('agoDays', { days: Math.floor(hours / 24) })
  const late = state.failure !== null && minutes >= lateMinutes
  return (
    <Stack gap={4}>
      <Group gap="sm">
        <Text fw={600}>{`${say('last', { time: dateTime(last.at) })} ${ago}`}</Text>
        <Chip tone={late ? 'no' : 'yes'}>{say(late ? 'late' : 'good')}</Chip>
      </Group>
      <Text>{say('size', { size, files: last.files, kept: state.kept })}</Text>
    </Stack>
  )
}

export function BackupDesk() {
  const say = useWords(backupWords)
  const now = useNow(minute)
  const call = useCall()
  const { answer, refusal: notSeen, unreachable, again } = useAsk('backup')
  const [said, setSaid] = useState<Refusal | null>(null)
  const [silent, setSilent] = useState(false)
  const [changing, setChanging] = useState(false)
  const [stopping, setStopping] = useState(false)
  const running = answer?.running ?? null
  useEffect(() => {
    const timer = setInterval(again, running === null ? otherwise : whileRunning)
    return () => clearInterval(timer)
  }, [running, again])

  async function ask<N extends RouteName>(name: N, asking?: Asking<N>): Promise<boolean> {
    const result = await call(name, asking)
    setSilent(result === 'unreachable')
    setSaid(result !== 'unreachable' && isRefusal(result) ? result : null)
    again()
    return result !== 'unreachable' && !isRefusal(result)
  }

  const chosen = answer?.folder ?? null
  return (
    <Stack gap="md">
      <Card title={say('title')} hint={say('hint')}>
        <Stack gap="md">
          <Refused refusal={said ?? notSeen} unreachable={silent || unreachable} />
          {answer && !answer.possible && <Text>{say('notPossible')}</Text>}
          {answer?.possible && chosen === null && (
            <EmptyState title={say('none')} icon={IconDeviceUsb}>
              {say('folderHint')}
            </EmptyState>
          )}
          {answer && chosen !== null && (
            <>
              <Last state={answer} now={now} />
              <Text>{say('where', { folder: chosen })}</Text>
              {answer.failure && running === null && (
                <Alert
                  role="alert"
                  variant="outline"
                  color="var(--nt-abstain)"
                  icon={<WarnIcon size="1.5rem" aria-hidden />}
                >
                  <Text fw={500}>{say(answer.failure.why)}</Text>
                  <Text>{say('failedAt', { time: dateTime(answer.failure.at) })}</Text>
                </Alert>
              )}
              <Group>
                <Button loading={running !== null} onClick={() => void ask('backupNow', { body: {} })}>
                  {say('now')}
                </Button>
                <Button variant="default" onClick={() => setChanging(!changing)}>
                  {say('change')}
                </Button>
                <Button variant="subtle" color="var(--nt-no)" onClick={() => setStopping(true)}>
                  {say('stop')}
                </Button>
                <span role="status">{running === null ? null : say(running)}</span>
              </Group>
            </>
          )}
        </Stack>
      </Card>
      <ConfirmDialog
        opened={stopping}
        title={say('stopSure')}
        confirm={say('stop')}
        danger
        onClose={() => setStopping(false)}
        onConfirm={() => {
          setStopping(false)
          void ask('forgetBackup')
        }}
      >
        {say('stopHint')}
      </ConfirmDialog>
      {answer?.possible && (chosen === null || changing) && (
        <Choose
          drives={answer.drives}
          onChoose={async (body) => {
            if (await ask('chooseBackup', { body })) setChanging(false)
          }}
        />
      )}
    </Stack>
  )
}

interface ChooseProps {
  readonly drives: readonly string[]
  readonly onChoose: (choice: { folder: string; passphrase: string }) => Promise<void>
}

function Choose({ drives, onChoose }: ChooseProps) {
  const say = useWords(backupWords)
  const [folder, setFolder] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const [pending, setPending] = useState(false)
  const differs = repeated !== '' && repeated !== passphrase
  const send = async (): Promise<void> => {
    setPending(true)
    await onChoose({ folder: folder.trim(), passphrase })
    setPending(false)
  }
  return (
    <Card title={say('choose')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <Stack gap="md" maw="40rem">
          <Autocomplete
            label={say('folder')}
            description={say('folderHint')}
            data={[...drives]}
            value={folder}
            onChange={setFolder}
          />
          <PasswordField
            label={say('passphrase')}
            description={say('passphraseHint')}
            autoComplete="new-password"
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
          />
          <PasswordField
            label={say('repeat')}
            autoComplete="new-password"
            value={repeated}
            error={differs ? say('differs') : null}
            onChange={(event) => setRepeated(event.currentTarget.value)}
          />
          <Group>
            <Button
              type="submit"
              loading={pending}
              disabled={folder.trim() === '' || passphrase === '' || repeated !== passphrase}
            >
              {say('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}
