/** The published conclusions, for everybody who takes part: each under its item, in the order of the agenda. */
import { Stack, Text } from '@mantine/core'
import { itemsInOrder } from '@nghi-truong/shared/domain/find'
import { IconNotes } from '@tabler/icons-react'
import { useSelect } from '../../client/view.ts'
import { dateTime } from '../../ui/dates.ts'
import { Announcer } from '../../ui/kit/Announcer.tsx'
import { Card } from '../../ui/kit/Card.tsx'
import { EmptyState } from '../../ui/kit/EmptyState.tsx'
import { minutesWords } from '../../ui/words/minutes.ts'
import { useWords } from '../../ui/words/words.ts'

export function PublishedConclusions() {
  const say = useWords(minutesWords)
  const items = useSelect(itemsInOrder)
  const conclusions = useSelect((records) =>
    records.every('conclusion').filter((one) => one.state === 'published'),
  )
  if (conclusions.length === 0)
    return (
      <EmptyState title={say('nonePublished')} icon={IconNotes}>
        {say('nonePublishedHint')}
      </EmptyState>
    )
  return (
    <Card title={say('title')}>
      <Announcer>{say('announced', { count: conclusions.length })}</Announcer>
      <Stack gap="lg">
        {items.map((item) => {
          const found = conclusions.find((one) => one.id === item.id)
          return found ? (
            <article key={item.id} aria-label={item.title}>
              <Text fw={600}>
                {item.position + 1}. {item.title}
              </Text>
              <Text style={{ whiteSpace: 'pre-wrap' }}>{found.text}</Text>
              <Text size="sm" c="dimmed">
                {dateTime(found.at)}
              </Text>
            </article>
          ) : null
        })}
      </Stack>
    </Card>
  )
}
