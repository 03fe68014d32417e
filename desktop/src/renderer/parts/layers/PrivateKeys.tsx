/** On the page of one's devices: which of them open the private notes, letting a new one in, the recovery code. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconDeviceTablet, IconKey, IconPlus } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useKeyring } from '../../client/notes.ts'
import { dateTime } from '../../ui/dates.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { layersWords } from '../../ui/words/layers.ts'
import { useWords } from '../../ui/words/words.ts'
import { CodeDialog } from './CodeDialog.tsx'
import { MeetNew } from './Meeting.tsx'
import { UnlockDialog } from './UnlockDialog.tsx'

export function PrivateKeys({ person, name }: { readonly person: string; readonly name: string }) {
  const say = useWords(layersWords)
  const { ring, state } = useKeyring(person)
  const [dialog, setDialog] = useState<'approve' | 'code' | 'unlock' | null>(null)
  const [done, setDone] = useState<string | null>(null)
  useEffect(() => void ring.refresh(), [ring])
  const close = (): void => setDialog(null)
  if (state.kind === 'opening' || state.kind === 'away') return null
  if (state.kind === 'locked')
    return (
      <Card title={say('devicesTitle')} hint={say(state.revoked ? 'lockedRevoked' : 'locked')}>
        <Group>
          <Button leftSection={<IconKey size="1.25rem" aria-hidden />} onClick={() => setDialog('unlock')}>
            {say('unlock')}
          </Button>
        </Group>
        {dialog === 'unlock' && <UnlockDialog ring={ring} person={person} onClose={close} />}
      </Card>
    )
  const { devices, recovery } = state.ring
  return (
    <Card
      title={say('devicesTitle')}
      hint={say('devicesHint')}
      actions={
        <Button leftSection={<IconPlus size="1.25rem" aria-hidden />} onClick={() => setDialog('approve')}>
          {say('approve')}
        </Button>
      }
    >
      <Stack gap="sm">
        {devices.map((device) => (
          <Group key={device.key} justify="space-between" gap="sm">
            <Group gap="sm" wrap="nowrap">
              <IconDeviceTablet size="1.75rem" aria-hidden />
              <div>
                <Text fw={600}>{device.name}</Text>
                <Text size="sm" c="dimmed">
                  {say('since', { at: dateTime(device.at) })}
                </Text>
              </div>
            </Group>
            {device.key === state.self ? <Chip tone="yes">{say('thisDevice')}</Chip> : null}
          </Group>
        ))}
      </Stack>
      <div role="status">
        {done === null ? null : <Chip tone="yes">{say('approveDone', { name: done })}</Chip>}
      </div>
      <Group justify="space-between">
        <Text>{say(recovery ? 'codeHave' : 'codeHaveNot')}</Text>
        <Button
          variant="default"
          leftSection={<IconKey size="1.25rem" aria-hidden />}
          onClick={() => setDialog('code')}
        >
          {say(recovery ? 'codeNew' : 'codeFirst')}
        </Button>
      </Group>
      {dialog === 'code' && <CodeDialog ring={ring} name={name} onClose={close} />}
      {dialog === 'approve' && (
        <Modal
          opened
          onClose={close}
          title={say('approve')}
          closeOnClickOutside={false}
          closeButtonProps={{ 'aria-label': say('close') }}
        >
          <MeetNew
            ring={ring}
            person={person}
            onDone={(who) => {
              setDone(who)
              close()
            }}
          />
        </Modal>
      )}
    </Card>
  )
}
