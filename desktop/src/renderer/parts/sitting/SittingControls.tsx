/** Opening, recess and closing by the chair; what is missing for it is said beforehand. */
import { Button, Group, Stack } from '@mantine/core'
import { sessionOf } from '@nghi-truong/shared/domain/find'
import { IconDoorExit, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useSelect } from '../../client/view.ts'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { sittingWords } from '../../ui/words/sitting.ts'
import { useWords } from '../../ui/words/words.ts'

export function SittingControls() {
  const say = useWords(sittingWords)
  const session = useSelect(sessionOf)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [closing, setClosing] = useState(false)
  if (!session || session.state === 'closed') return null
  const isOpen = session.state === 'open'
  return (
    <Stack gap="sm">
      <Group gap="sm">
        {isOpen ? (
          <Button
            variant="default"
            leftSection={<IconPlayerPause size="1.25rem" aria-hidden />}
            loading={pending}
            onClick={() => void wish('session.adjourn', {})}
          >
            {say('adjourn')}
          </Button>
        ) : (
          <Button
            leftSection={<IconPlayerPlay size="1.25rem" aria-hidden />}
            loading={pending}
            onClick={() => void wish('session.open', {})}
          >
            {say(session.state === 'recess' ? 'resumeSession' : 'openSession')}
          </Button>
        )}
        {session.state === 'preparing' ? null : (
          <Button
            variant="default"
            leftSection={<IconDoorExit size="1.25rem" aria-hidden />}
            onClick={() => setClosing(true)}
          >
            {say('closeSession')}
          </Button>
        )}
      </Group>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      <ConfirmDialog
        opened={closing}
        title={say('closeSure')}
        confirm={say('closeSession')}
        danger
        pending={pending}
        onClose={() => setClosing(false)}
        onConfirm={() => {
          setClosing(false)
          void wish('session.close', {})
        }}
      >
        {say('closeHint')}
      </ConfirmDialog>
    </Stack>
  )
}
