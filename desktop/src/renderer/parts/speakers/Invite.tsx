/** The desk puts somebody on the list: a leader who explains, a presenter. */
import { Button, Group, Modal, Select, Stack } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useEvery } from '../../client/view.ts'
import { Refused } from '../../ui/kit/Refused.tsx'
import { commonWords } from '../../ui/words/common.ts'
import { speakersWords } from '../../ui/words/speakers.ts'
import { useWords } from '../../ui/words/words.ts'

export function Invite({ item }: { readonly item: string }) {
  const say = useWords(speakersWords)
  const sayCommon = useWords(commonWords)
  const people = useEvery('person')
  const [opened, setOpened] = useState(false)
  const [person, setPerson] = useState<string | null>(null)
  const { pending, refusal, unreachable, wish } = useWish()
  const invite = async (): Promise<void> => {
    if (!person || !(await wish('speakers.invite', { item, person, speechKind: 'explanation' }))) return
    setOpened(false)
    setPerson(null)
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconUserPlus size="1.25rem" aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {say('invite')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={say('invite')}
        closeButtonProps={{ 'aria-label': sayCommon('close') }}
      >
        <Stack>
          <Select
            label={say('inviteWho')}
            searchable
            value={person}
            onChange={setPerson}
            limit={50}
            data={people
              .filter((one) => !one.roles.includes('projector'))
              .map((one) => ({ value: one.id, label: [one.name, one.position].filter(Boolean).join(', ') }))}
          />
          <Refused refusal={refusal} unreachable={unreachable} />
          <Group justify="flex-end">
            <Button loading={pending} disabled={!person} onClick={() => void invite()}>
              {say('invite')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
