/** The mark every screen of this mode bears, and the one question people ask about it. */
import { Anchor, Button, Modal, Stack, Text } from '@mantine/core'
import { IconFlask, IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import { Chip } from '../../ui/kit/Chip.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import classes from './secret.module.css'

export function TrialChip() {
  const say = useWords(secretWords)
  return (
    <Chip tone="abstain" icon={IconFlask}>
      {say('trial')}
    </Chip>
  )
}

export function WhySecret() {
  const say = useWords(secretWords)
  const [open, setOpen] = useState(false)
  return (
    <>
      <Anchor component="button" type="button" onClick={() => setOpen(true)} className={classes['why']}>
        <IconLock size="1.1em" aria-hidden style={{ verticalAlign: '-0.15em' }} /> {say('why')}
      </Anchor>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={say('why')}
        size="40rem"
        closeButtonProps={{ 'aria-label': say('close') }}
      >
        <Stack gap="md">
          <Text size="lg">{say('whyText')}</Text>
          <Text>{say('whyKnown')}</Text>
          <Text>{say('whyLimit')}</Text>
          <Text c="dimmed">{say('trialHint')}</Text>
          <Button variant="default" onClick={() => setOpen(false)}>
            {say('close')}
          </Button>
        </Stack>
      </Modal>
    </>
  )
}
