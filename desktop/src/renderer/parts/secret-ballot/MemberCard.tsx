/**
 * The committee member's key: taken in two minutes, compared aloud, kept under a PIN, with a way back from the envelope.
 * What must stay true: the code shown is the one this device computed; a PIN is never kept or sent.
 */
import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconAlertTriangle, IconKey, IconPrinter, IconRosetteDiscountCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { goodPin, typedSeed } from '../../client/secret-ballot/seal-seed.ts'
import type { Trustee, TrusteeState } from '../../client/secret-ballot/trustee.ts'
import { useOne } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { PasswordField } from '../../ui/kit/PasswordField.tsx'
import { Note } from '../../ui/kit/Note.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { Envelope } from './Envelope.tsx'
import { Code, Fault } from './KeysStep.tsx'
import { PinForm } from './PinForm.tsx'
import { Progress } from './Progress.tsx'
import { TrialChip } from './Trial.tsx'

export function MemberCard({ trustee, state }: { readonly trustee: Trustee; readonly state: TrusteeState }) {
  const say = useWords(secretWords)
  return (
    <Card
      title={say('memberTitle')}
      {...(state.kind === 'none'
        ? {}
        : { hint: say('memberIs', { all: state.place.size, threshold: state.place.threshold }) })}
      actions={<TrialChip />}
    >
      <Body trustee={trustee} state={state} />
    </Card>
  )
}

function Body({ trustee, state }: { readonly trustee: Trustee; readonly state: TrusteeState }) {
  const say = useWords(secretWords)
  switch (state.kind) {
    case 'none':
      return <Text>{say('memberNone')}</Text>
    case 'take':
      return <TakeForm onTake={trustee.take} />
    case 'unlock':
      return (
        <PinForm label={say('unlock')} onPin={trustee.unlock}>
          {say('memberUnlock')}
        </PinForm>
      )
    case 'working':
      return <Working />
    case 'compare':
      return <Compare trustee={trustee} code={state.code} />
    case 'confirmed':
      return (
        <Stack gap="sm">
          <Code code={state.code} />
          <Text size="lg">{say('memberConfirmed')}</Text>
          <Others />
          <Envelope trustee={trustee} place={state.place} />
        </Stack>
      )
    case 'ready':
      return (
        <Stack gap="sm">
          <Note tone="yes" icon={IconRosetteDiscountCheck}>
            <strong>{say('memberReady')}</strong>
          </Note>
          <Code code={state.code} />
          <Envelope trustee={trustee} place={state.place} />
        </Stack>
      )
    case 'elsewhere':
      return <Elsewhere trustee={trustee} />
    default:
      return (
        <Note tone="no" icon={IconAlertTriangle}>
          <strong>{say('keysFailed')}</strong> <Fault keys={state.keys} />
          <br />
          {say(state.keys.mismatches >= 2 ? 'keysOnlyPaper' : 'keysFailedWait')}
        </Note>
      )
  }
}

function TakeForm({ onTake }: { readonly onTake: (pin: string) => Promise<void> }) {
  const say = useWords(secretWords)
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [pending, setPending] = useState(false)
  const [failed, setFailed] = useState(false)
  const short = pin !== '' && !goodPin(pin)
  const differ = again !== '' && pin !== again
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setPending(true)
        setFailed(false)
        onTake(pin)
          .catch(() => setFailed(true))
          .finally(() => setPending(false))
      }}
    >
      <Stack gap="md">
        <Group grow align="flex-start" preventGrowOverflow={false}>
          <PasswordField
            size="lg"
            label={say('pin')}
            value={pin}
            autoComplete="new-password"
            maxLength={64}
            onChange={(event) => setPin(event.currentTarget.value)}
            error={short ? say('pinShort') : null}
          />
          <PasswordField
            size="lg"
            label={say('pinAgain')}
            value={again}
            autoComplete="new-password"
            maxLength={64}
            onChange={(event) => setAgain(event.currentTarget.value)}
            error={differ ? say('pinDiffer') : null}
          />
        </Group>
        <Text c="dimmed">{say('pinHint')}</Text>
        {failed ? (
          <Note tone="no" icon={IconAlertTriangle} alert>
            {say('failedHere')}
          </Note>
        ) : null}
        <Button
          type="submit"
          size="xl"
          leftSection={<IconKey size="1.75rem" aria-hidden />}
          loading={pending}
          disabled={!goodPin(pin) || pin !== again}
        >
          {say('take')}
        </Button>
      </Stack>
    </form>
  )
}

function Others() {
  const say = useWords(secretWords)
  const keys = useOne('secretKeys', 'secretKeys')
  if (!keys) return null
  const [done, all] = [keys.done.length, keys.members.length]
  const word =
    keys.state === 'confirming' ? 'keysCompared' : keys.state === 'certificate' ? 'keysTaking' : 'keysMaking'
  return <Progress done={done} all={all} label={say(word, { done, all })} />
}

function Working() {
  const say = useWords(secretWords)
  return (
    <Stack gap="sm">
      <Text size="lg">{say('memberWorking')}</Text>
      <Others />
    </Stack>
  )
}

function Compare({ trustee, code }: { readonly trustee: Trustee; readonly code: string }) {
  const say = useWords(secretWords)
  const [asking, setAsking] = useState(false)
  const [pending, setPending] = useState(false)
  const confirm = (same: boolean): void => {
    setPending(true)
    trustee
      .confirm(same)
      .catch(() => undefined)
      .finally(() => setPending(false))
  }
  return (
    <Stack gap="md">
      <Text size="lg">{say('memberCompare')}</Text>
      <Code code={code} />
      <Group grow>
        <Button size="xl" loading={pending} onClick={() => confirm(true)}>
          {say('same')}
        </Button>
        <Button size="xl" variant="default" onClick={() => setAsking(true)}>
          {say('notSame')}
        </Button>
      </Group>
      <ConfirmDialog
        opened={asking}
        title={say('notSameSure')}
        confirm={say('notSame')}
        danger
        onClose={() => setAsking(false)}
        onConfirm={() => confirm(false)}
      >
        {say('notSameHint')}
      </ConfirmDialog>
    </Stack>
  )
}

function Elsewhere({ trustee }: { readonly trustee: Trustee }) {
  const say = useWords(secretWords)
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  const seed = typedSeed(typed)
  return (
    <Stack gap="sm">
      <Note tone="abstain" icon={IconAlertTriangle}>
        <strong>{say('memberElsewhere')}</strong>
        <br />
        {say('memberElsewhereHint')}
      </Note>
      {open ? (
        <>
          <TextInput
            size="lg"
            label={say('restoreSeed')}
            value={typed}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
              setWrong(false)
            }}
            error={wrong ? say('restoreWrong') : null}
          />
          {seed === null ? null : (
            <TakeForm
              onTake={async (pin) => {
                setWrong(!(await trustee.restore(seed, pin)))
              }}
            />
          )}
        </>
      ) : (
        <div>
          <Button
            variant="default"
            leftSection={<IconPrinter size="1.25rem" aria-hidden />}
            onClick={() => setOpen(true)}
          >
            {say('restore')}
          </Button>
        </div>
      )}
    </Stack>
  )
}
