/**
 * Show of hands inside the running vote: the chair turns to it at one tap, the secretariat enters what the hall shows.
 * What must stay true: only a vote on the devices can be turned; the reason stands in the record with the annulled round.
 */
import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { lawOf, sessionOf } from '@nghi-truong/shared/domain/find'
import { IconHandStop } from '@tabler/icons-react'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useOne, useSelect, useYou } from '../../client/view.ts'
import { Refused } from '../../ui/kit/Refused.tsx'
import { handsWords } from '../../ui/words/hands.ts'
import { useWords } from '../../ui/words/words.ts'
import { ByName } from './ByName.tsx'
import { ByNumber } from './ByNumber.tsx'
import { ToHandsDialog } from './ToHandsDialog.tsx'
import classes from './hands.module.css'

const running = ['open', 'paused', 'closing']

export function HandsPanel({ ballot }: { readonly ballot: Ballot }) {
  const you = useYou()
  if (!running.includes(ballot.state)) return null
  if (ballot.method === 'electronic') return you.roles.includes('chair') ? <ToHands ballot={ballot} /> : null
  return you.roles.includes('secretariat') ? <Entry ballot={ballot} /> : <ChairNote ballot={ballot} />
}

function ToHands({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(handsWords)
  const allowed = useSelect((records) => {
    const session = sessionOf(records)
    return session ? lawOf(session, 'handRaiseFallback').value : false
  })
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [asking, setAsking] = useState(false)
  if (!allowed) return null
  return (
    <>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      <div>
        <Button
          variant="default"
          leftSection={<IconHandStop size="1.25rem" aria-hidden />}
          loading={pending}
          onClick={() => setAsking(true)}
        >
          {say('toHands')}
        </Button>
      </div>
      {asking ? (
        <ToHandsDialog
          onClose={() => setAsking(false)}
          onConfirm={(reason) => {
            setAsking(false)
            void wish('ballot.toHands', { ballot: ballot.id, reason })
          }}
        />
      ) : null}
    </>
  )
}

function ChairNote({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(handsWords)
  const turnout = useOne('turnout', ballot.id)
  return (
    <div className={classes['note']} role="status">
      <IconHandStop size="1.75rem" aria-hidden />
      <span>
        <strong>{say('byHands')}.</strong>{' '}
        {say('chairHint', { cast: turnout?.cast ?? 0, eligible: turnout?.eligible ?? 0 })}
      </span>
    </div>
  )
}

function Entry({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(handsWords)
  const counted = useOne('handCount', ballot.id)
  const [way, setWay] = useState<'name' | 'number'>(counted ? 'number' : 'name')
  return (
    <section className={classes['entry']} aria-label={say('entry')}>
      <Stack gap="md">
        <Group justify="space-between" gap="sm">
          <Text fw={600}>{say('entry')}</Text>
          <SegmentedControl
            aria-label={say('entry')}
            value={way}
            onChange={setWay}
            data={[
              { value: 'name', label: say('byName') },
              { value: 'number', label: say('byNumber') },
            ]}
          />
        </Group>
        {way === 'name' ? <ByName ballot={ballot} /> : <ByNumber ballot={ballot} />}
      </Stack>
    </section>
  )
}
