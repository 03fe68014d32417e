/**
 * The box at a committee member's device: checked by itself after closing, sealed with one tap, opened under the PIN.
 * What must stay true: "fit" is this device's own finding; what it opens is the sum of a box it checked, and no other.
 */
import { Button, Group, Loader, Stack, Text } from '@mantine/core'
import type { SecretBallot } from '@nghi-truong/shared/domain/secret-records'
import { IconAlertTriangle, IconKey, IconRosetteDiscountCheck, IconWritingSign } from '@tabler/icons-react'
import { useState } from 'react'
import type { SecretDevice } from '../../client/secret-ballot/device.ts'
import type { Trustee } from '../../client/secret-ballot/trustee.ts'
import { useWish } from '../../client/send.ts'
import { useOne, useYou } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { Note } from '../../ui/kit/Note.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { useChecking, useOpening, type Found } from './counting.ts'
import { PinForm } from './PinForm.tsx'
import { Progress } from './Progress.tsx'
import { TrialChip } from './Trial.tsx'
import { Troubled } from './Troubled.tsx'

export interface BoxProps {
  readonly ballot: SecretBallot
  readonly device: SecretDevice
  readonly trustee: Trustee
}

export function BoxCard(props: BoxProps) {
  const say = useWords(secretWords)
  const { ballot } = props
  return (
    <Card title={say('boxTitle', { title: ballot.title })} actions={<TrialChip />}>
      <Checked {...props} />
    </Card>
  )
}

function Checked(props: BoxProps) {
  const { ballot, device } = props
  const say = useWords(secretWords)
  const you = useYou()
  const { found, again } = useChecking(device, ballot)
  const seal = useOne('secretSeal', `${ballot.id}:${you.person}`)
  if (found.kind === 'looking')
    return (
      <Group>
        <Loader size="sm" />
        <Text size="lg">{say('boxChecking')}</Text>
      </Group>
    )
  if (found.kind === 'trouble')
    return (
      <Stack gap="sm">
        <Troubled trouble={found.trouble} />
        <div>
          <Button variant="default" onClick={again}>
            {say('tryAgain')}
          </Button>
        </div>
      </Stack>
    )
  const fit = found.inspection.refused.length === 0
  return (
    <Stack gap="md">
      {fit ? (
        <Note tone="yes" icon={IconRosetteDiscountCheck}>
          <strong>{say('boxFit', { ballots: found.inspection.verdict.summary.ballots })}</strong>
        </Note>
      ) : (
        <Unfit found={found} />
      )}
      {seal ? <Text fw={500}>{say('boxSealed')}</Text> : <Seal ballot={ballot} found={found} />}
      {ballot.state === 'closed' && seal ? <Text>{say('boxWaitChair')}</Text> : null}
      {ballot.state === 'opening' && fit ? <Open {...props} /> : null}
    </Stack>
  )
}

const unfitWord = (reason: string): 'unfit_notAccepted' =>
  `unfit_${reason.slice('decrypt.'.length)}` as 'unfit_notAccepted'

function Unfit({ found }: { readonly found: Extract<Found, { kind: 'found' }> }) {
  const say = useWords(secretWords)
  const { refused, findings, rollFlaws } = found.inspection
  return (
    <Note tone="no" icon={IconAlertTriangle} alert>
      <strong>{say('boxUnfit')}</strong>
      <br />
      {refused.map((reason) => say(unfitWord(reason))).join('; ')}
      {findings.length + rollFlaws.length > 0 ? (
        <Text component="div" size="sm" mt="xs">
          {[...findings, ...rollFlaws]
            .slice(0, 5)
            .map(({ check, detail }) => `${check}: ${detail}`)
            .join(' · ')}
        </Text>
      ) : null}
    </Note>
  )
}

function Seal({
  ballot,
  found,
}: {
  readonly ballot: SecretBallot
  readonly found: Extract<Found, { kind: 'found' }>
}) {
  const say = useWords(secretWords)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const { refused } = found.inspection
  const fit = refused.length === 0
  const seal = (): void =>
    void wish('secretBallot.seal', {
      ballot: ballot.id,
      head: ballot.closed?.head ?? '',
      fit,
      reasons: [...refused],
    })
  return (
    <Stack gap="sm">
      <Button
        size="xl"
        leftSection={<IconWritingSign size="1.75rem" aria-hidden />}
        {...(fit ? {} : { color: 'var(--nt-no)', autoContrast: true })}
        loading={pending}
        onClick={seal}
      >
        {say(fit ? 'boxSeal' : 'boxReport')}
      </Button>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
    </Stack>
  )
}

function Open({ ballot, device, trustee }: BoxProps) {
  const say = useWords(secretWords)
  const you = useYou()
  const keys = useOne('secretKeys', 'secretKeys')
  const box = useOne('secretBox', ballot.id)
  const mine = useOne('secretOpening', `${ballot.id}:${you.person}`)
  const { open, refused, trouble } = useOpening(device, ballot, trustee)
  const [asked, setAsked] = useState(false)
  const figures = { given: box?.opened ?? 0, needed: keys?.threshold ?? 0 }
  if (mine?.state === 'given')
    return <Progress done={figures.given} all={figures.needed} label={say('boxGiven', figures)} />
  return (
    <Stack gap="sm">
      <Progress done={figures.given} all={figures.needed} label={say('keysGiven', figures)} />
      {mine?.state === 'refused' ? (
        <Note tone="no" icon={IconAlertTriangle} alert>
          <strong>{say('boxRefused')}</strong> {say('boxRefusedHint')}
        </Note>
      ) : null}
      <Text size="lg">{say('boxOpenHint')}</Text>
      {asked ? (
        <PinForm label={say('boxOpen')} onPin={open} />
      ) : (
        <Button size="xl" leftSection={<IconKey size="1.75rem" aria-hidden />} onClick={() => setAsked(true)}>
          {say('boxOpen')}
        </Button>
      )}
      {refused.length > 0 ? (
        <Note tone="no" icon={IconAlertTriangle} alert>
          <strong>{say('boxUnfit')}</strong>
          <br />
          {refused.map((reason) => say(unfitWord(reason))).join('; ')}
        </Note>
      ) : null}
      <Troubled trouble={trouble} />
    </Stack>
  )
}
