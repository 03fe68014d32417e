/** The agenda as the chair walks through it: one press moves the hall to an item. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { itemsInOrder, sessionOf } from '@nghi-truong/shared/domain/find'
import { IconArrowRight, IconCheck, IconPlayerPlayFilled } from '@tabler/icons-react'
import { useWish } from '../../client/send.ts'
import { useSelect } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { agendaWords } from '../../ui/words/agenda.ts'
import { sittingWords } from '../../ui/words/sitting.ts'
import { useWords } from '../../ui/words/words.ts'
import classes from './sitting.module.css'

export function ItemSteps() {
  const say = useWords(sittingWords)
  const sayAgenda = useWords(agendaWords)
  const session = useSelect(sessionOf)
  const items = useSelect(itemsInOrder)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const at = items.findIndex((item) => item.id === session?.currentItem)
  const nextUp = items[at + 1]?.id
  return (
    <Card title={sayAgenda('title')}>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      <ol className={classes['steps']}>
        {items.map((item) => {
          const current = item.id === session?.currentItem
          return (
            <li key={item.id} data-state={item.state} {...(current ? { 'aria-current': 'step' } : {})}>
              <Group gap="sm" wrap="nowrap" align="flex-start" flex="1 1 20rem">
                <span className={classes['mark']} aria-hidden>
                  {current ? (
                    <IconPlayerPlayFilled size="1rem" />
                  ) : item.state === 'done' ? (
                    <IconCheck size="1.1rem" />
                  ) : (
                    item.position + 1
                  )}
                </span>
                <Stack gap={0}>
                  <Text fw={current ? 600 : 500}>{item.title}</Text>
                  <Text size="sm" c="dimmed">
                    {[
                      current ? sayAgenda('current') : item.state === 'done' ? sayAgenda('done') : '',
                      item.presenter,
                      item.minutes > 0 ? sayAgenda('minutes', { minutes: item.minutes }) : '',
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </Text>
                </Stack>
              </Group>
              {current || session?.state !== 'open' ? null : (
                <Button
                  variant={item.id === nextUp ? 'filled' : 'subtle'}
                  rightSection={<IconArrowRight size="1.25rem" aria-hidden />}
                  loading={pending}
                  aria-label={say('moveTo', { number: item.position + 1, title: item.title })}
                  onClick={() => void wish('agenda.start', { item: item.id })}
                >
                  {say('moveNext')}
                </Button>
              )}
            </li>
          )
        })}
      </ol>
    </Card>
  )
}
