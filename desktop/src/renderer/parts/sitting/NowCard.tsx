/** Where the sitting stands: its state, the current item, who speaks. */
import { Group, Text } from '@mantine/core'
import { itemsInOrder, sessionOf } from '@nghi-truong/shared/domain/find'
import { speakingNow } from '@nghi-truong/shared/domain/speakers'
import { IconMicrophone } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useNameOf } from '../../client/people.ts'
import { useSelect } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { sittingWords } from '../../ui/words/sitting.ts'
import { useWords } from '../../ui/words/words.ts'
import classes from './sitting.module.css'

export const sittingTone = { preparing: 'none', open: 'yes', recess: 'abstain', closed: 'none' } as const

export function NowCard({ actions }: { readonly actions?: ReactNode }) {
  const say = useWords(sittingWords)
  const nameOf = useNameOf()
  const session = useSelect(sessionOf)
  const items = useSelect(itemsInOrder)
  const speech = useSelect(speakingNow)
  const current = items.find((item) => item.id === session?.currentItem)
  if (!session) return null
  return (
    <Card
      title={
        current ? (
          <>
            <Text component="span" display="block" size="sm" c="dimmed" fw={500}>
              {say('itemNumber', { number: current.position + 1, count: items.length })}
            </Text>
            {current.title}
          </>
        ) : (
          say('noCurrent')
        )
      }
      hint={current ? current.presenter : say('noCurrentHint')}
      actions={<Chip tone={sittingTone[session.state]}>{say(session.state)}</Chip>}
    >
      {speech ? (
        <Group gap="xs" c="var(--nt-other)">
          <IconMicrophone size="1.5rem" aria-hidden />
          <Text fw={600}>{say('speaking', { name: nameOf(speech.person) })}</Text>
        </Group>
      ) : null}
      {actions ? <div className={classes['tail']}>{actions}</div> : null}
    </Card>
  )
}
