/** The Ban kiểm phiếu of the session: who it is and by which vote; the chair enters it here. */
import { Button, Text } from '@mantine/core'
import type { Committee } from '@nghi-truong/shared/domain/records'
import { IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useNameOf } from '../../client/people.ts'
import { useOne } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { committeeWords } from '../../ui/words/committee.ts'
import { useWords } from '../../ui/words/words.ts'
import { CommitteeForm } from './CommitteeForm.tsx'
import classes from './committee.module.css'

export function CommitteeCard({ mayElect }: { readonly mayElect: boolean }) {
  const say = useWords(committeeWords)
  const committee = useOne('committee', 'committee')
  const [editing, setEditing] = useState(false)
  return (
    <Card
      title={say('title')}
      hint={committee ? say('count', { count: committee.members.length }) : say('none')}
      actions={
        mayElect ? (
          <Button
            variant={committee ? 'default' : 'filled'}
            leftSection={<IconUserPlus size="1.25rem" aria-hidden />}
            onClick={() => setEditing(true)}
          >
            {say(committee ? 'change' : 'enter')}
          </Button>
        ) : null
      }
    >
      {committee ? <Members committee={committee} /> : <Text c="dimmed">{say('noneHint')}</Text>}
      {editing ? <CommitteeForm committee={committee ?? null} onClose={() => setEditing(false)} /> : null}
    </Card>
  )
}

function Members({ committee }: { readonly committee: Committee }) {
  const say = useWords(committeeWords)
  const nameOf = useNameOf()
  const vote = useOne('ballot', committee.electedBy ?? '')
  const others = committee.members.filter((one) => one !== committee.head && one !== committee.secretary)
  return (
    <>
      <ul className={classes['members']} aria-label={say('members')}>
        <li>
          <Chip tone="other">{say('head')}</Chip> {nameOf(committee.head)}
        </li>
        <li>
          <Chip tone="other">{say('secretary')}</Chip> {nameOf(committee.secretary)}
        </li>
        {others.map((one) => (
          <li key={one}>
            <Chip>{say('member')}</Chip> {nameOf(one)}
          </li>
        ))}
      </ul>
      <Text size="sm" c="dimmed">
        {vote ? say('byVote', { question: vote.question }) : say('withoutVote')}
      </Text>
    </>
  )
}
