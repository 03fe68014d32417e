/**
 * Filling in the verified paper: choose, review, lock, then cast or test.
 * What must stay true: what is locked is what the review showed; the choice leaves the screen the moment it is cast; no
 * ballot is cast while the chair pauses.
 */
import { Button, Group, Stack, Text } from '@mantine/core'
import type { SecretBallot } from '@nghi-truong/shared/domain/secret-records'
import { shortCode } from '@nghi-truong/shared/protocol/ballot-box'
import { IconLock, IconMailbox } from '@tabler/icons-react'
import { useState } from 'react'
import type { SecretDevice } from '../../client/secret-ballot/device.ts'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { marksOf, nothingPressed } from './marks.ts'
import { MarksInWords } from './MarksInWords.tsx'
import { PaperForm } from './Paper.tsx'
import { TestLink, TestSure } from './TestLink.tsx'
import { Troubled } from './Troubled.tsx'
import { useLocking, type Checked } from './voting.ts'
import classes from './secret.module.css'

export function Filling({
  ballot,
  device,
  testBase,
  checked,
}: {
  readonly ballot: SecretBallot
  readonly device: SecretDevice
  /** Address of the page on which another device checks a test ballot. */
  readonly testBase: string
  readonly checked: Extract<Checked, { kind: 'good' }>
}) {
  const say = useWords(secretWords)
  const { questions } = checked.paper
  const [pressed, setPressed] = useState(() => nothingPressed(questions, ballot.form))
  const [reviewing, setReviewing] = useState(false)
  const [testing, setTesting] = useState(false)
  const { locked, link, lock, cast, test, drop, pending, trouble } = useLocking(device, ballot)
  const marks = marksOf(questions, pressed)
  const fresh = (): void => {
    drop()
    setPressed(nothingPressed(questions, ballot.form))
    setReviewing(false)
  }
  if (link)
    return <TestLink link={link} questions={questions} marks={marks} form={ballot.form} onDone={fresh} />
  if (locked)
    return (
      <Stack gap="md">
        <Text size="lg">{say('locked')}</Text>
        <div>
          <span className={classes['shortCode']}>{shortCode(locked.filled.tracker)}</span>
        </div>
        <Text c="dimmed">{say('lockedHint')}</Text>
        <Button
          size="xl"
          fullWidth
          leftSection={<IconMailbox size="1.75rem" aria-hidden />}
          loading={pending}
          disabled={ballot.state !== 'open'}
          // The choice leaves the screen with it: what is pressed is forgotten as well.
          onClick={() => void cast().then(() => setPressed(nothingPressed(questions, ballot.form)))}
        >
          {say('cast')}
        </Button>
        <Text ta="center">{say(ballot.state === 'paused' ? 'pausedNow' : 'castFinal')}</Text>
        <Group justify="space-between">
          <Button variant="subtle" onClick={drop}>
            {say('change')}
          </Button>
          <Button variant="default" onClick={() => setTesting(true)}>
            {say('test')}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {say('testHint')}
        </Text>
        <Troubled trouble={trouble} />
        <TestSure opened={testing} onClose={() => setTesting(false)} onConfirm={() => void test(testBase)} />
      </Stack>
    )
  if (reviewing)
    return (
      <Stack gap="md">
        <Text fw={600} size="lg">
          {say('reviewTitle')}
        </Text>
        <MarksInWords questions={questions} marks={marks} form={ballot.form} />
        <Troubled trouble={trouble} />
        <Group justify="space-between">
          <Button size="lg" variant="default" onClick={() => setReviewing(false)}>
            {say('change')}
          </Button>
          <Button
            size="xl"
            leftSection={<IconLock size="1.5rem" aria-hidden />}
            loading={pending}
            onClick={() => void lock(checked.texts.election, marks)}
          >
            {say('lock')}
          </Button>
        </Group>
      </Stack>
    )
  return (
    <PaperForm
      questions={questions}
      form={ballot.form}
      pressed={pressed}
      onPress={setPressed}
      onReview={() => setReviewing(true)}
    />
  )
}
