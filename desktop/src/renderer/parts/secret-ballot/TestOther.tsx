/**
 * [Kiểm tra thử] on the second device: what the first one says is recomputed here from seed and marks.
 * What must stay true: the verdict is this device's own arithmetic over the sealed ballot that came from the box.
 */
import { Button, Stack, Text, TextInput } from '@mantine/core'
import { shortCode } from '@nghi-truong/shared/protocol/ballot-box'
import { IconAlertTriangle, IconRosetteDiscountCheck } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import { readOpening } from '../../client/secret-ballot/opening.ts'
import type { TestOpening } from '../../client/secret-ballot/paper.ts'
import { useSecretDevice } from '../../client/secret-ballot/use.ts'
import { useEvery } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { Note } from '../../ui/kit/Note.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { MarksInWords } from './MarksInWords.tsx'
import { TrialChip } from './Trial.tsx'
import { questionsOf } from './questions.ts'
import classes from './secret.module.css'

type Outcome =
  | { readonly kind: 'good'; readonly opening: TestOpening; readonly election: string }
  | { readonly kind: 'wrong' | 'unread' | 'gone' | 'unreachable' }

/** A link, or the code in it. */
const openingIn = (text: string): TestOpening | null => {
  const found = /[?&]thu=([^&\s]+)/.exec(text)?.[1]
  try {
    return readOpening(found === undefined ? text : decodeURIComponent(found))
  } catch {
    // Cut in the middle of an escape.
    return null
  }
}

export function TestOther() {
  const say = useWords(secretWords)
  const device = useSecretDevice()
  const elections = useEvery('secretElection')
  const [params] = useSearchParams()
  const [text, setText] = useState(params.get('thu') ?? '')
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [pending, setPending] = useState(false)
  const look = async (): Promise<Outcome> => {
    const opening = openingIn(text)
    const election = elections.find((one) => one.uuid === opening?.uuid)?.text
    if (!opening || !election || !device) return { kind: 'unread' }
    const hash = Array.from(atob(`${opening.tracker}=`), (letter) =>
      letter.charCodeAt(0).toString(16).padStart(2, '0'),
    ).join('')
    const sealed = await device.door.tested(opening.uuid, hash)
    if (sealed === 'unreachable') return { kind: 'unreachable' }
    if (sealed === null) return { kind: 'gone' }
    const fault = await device.workshop.run('checkTest', { election, sealed, opening })
    return fault === null ? { kind: 'good', opening, election } : { kind: 'wrong' }
  }
  // Opened by the link: nothing is left to press.
  const ready = device !== null && params.has('thu')
  useEffect(() => {
    if (ready) check()
    // Once, when this device is ready; what is typed later waits for the button.
  }, [ready])
  const check = (): void => {
    setPending(true)
    look()
      .then(setOutcome, () => setOutcome({ kind: 'unread' }))
      .finally(() => setPending(false))
  }
  return (
    <Card title={say('otherTitle')} hint={say('otherHint')} actions={<TrialChip />}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          check()
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={say('otherField')}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value)
              setOutcome(null)
            }}
          />
          <div>
            <Button type="submit" loading={pending} disabled={text.trim() === '' || device === null}>
              {say('otherCheck')}
            </Button>
          </div>
        </Stack>
      </form>
      {outcome ? <Finding outcome={outcome} /> : null}
    </Card>
  )
}

function Finding({ outcome }: { readonly outcome: Outcome }) {
  const say = useWords(secretWords)
  if (outcome.kind === 'unreachable') return <Refused refusal={null} unreachable />
  if (outcome.kind === 'unread' || outcome.kind === 'gone')
    return (
      <Note tone="abstain" icon={IconAlertTriangle} alert>
        {say(outcome.kind === 'gone' ? 'otherGone' : 'otherBad')}
      </Note>
    )
  if (outcome.kind !== 'good')
    return (
      <Note tone="no" icon={IconAlertTriangle} alert>
        <strong>{say('otherWrong')}</strong>
        <br />
        {say('otherWrongHint')}
      </Note>
    )
  const questions = questionsOf(outcome.election)
  return (
    <Stack gap="sm">
      <Note tone="yes" icon={IconRosetteDiscountCheck} alert>
        <strong>{say('otherGood')}</strong>
        <br />
        {say('otherGoodHint')}
      </Note>
      <div>
        <Text>{say('codeOfMine')}</Text>
        <span className={classes['shortCode']}>{shortCode(outcome.opening.tracker)}</span>
      </div>
      <MarksInWords questions={questions} marks={outcome.opening.marks} />
    </Stack>
  )
}
