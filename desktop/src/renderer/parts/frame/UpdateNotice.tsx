/**
 * Says that a new version of the app is here.
 * What must stay true: the page is loaded anew only by the button; while a vote runs there is no button.
 */
import { Button, Group, Paper, Text } from '@mantine/core'
import { holdsTheHall } from '@nghi-truong/shared/domain/holding'
import { IconRefresh } from '@tabler/icons-react'
import { useUpdate } from '../../client/offline/update.ts'
import { useEvery } from '../../client/view.ts'
import { packWords } from '../../ui/words/pack.ts'
import { useWords } from '../../ui/words/words.ts'

export function UpdateNotice({ voting = false }: { readonly voting?: boolean }) {
  const say = useWords(packWords)
  const { waiting, apply } = useUpdate()
  if (!waiting) return null
  return (
    <Paper withBorder p="sm" m="xs" role="status">
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={600}>{say('updateWaiting')}</Text>
          <Text size="sm">{say('updateLater')}</Text>
        </div>
        {voting ? null : (
          <Button variant="default" leftSection={<IconRefresh size="1.25rem" aria-hidden />} onClick={apply}>
            {say('updateNow')}
          </Button>
        )}
      </Group>
    </Paper>
  )
}

export function UpdateInSession() {
  const voting = useEvery('ballot').some((one) => one.state === 'armed' || holdsTheHall(one))
  return <UpdateNotice voting={voting} />
}
