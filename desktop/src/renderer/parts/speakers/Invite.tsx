/** The desk puts somebody on the list: a leader who explains, a presenter. */
import { Button, Select } from '@mantine/core'
import { fold } from '@nghi-truong/shared/domain/text'
import { IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { byGivenName } from '../../client/people.ts'
import { useWish } from '../../client/send.ts'
import { useEvery } from '../../client/view.ts'
import { FormDialog } from '../../ui/kit/FormDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { speakersWords } from '../../ui/words/speakers.ts'
import { useWords } from '../../ui/words/words.ts'

export function Invite({ item }: { readonly item: string }) {
  const say = useWords(speakersWords)
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
      {opened ? (
        <FormDialog
          title={say('invite')}
          size="30rem"
          save={say('invite')}
          ready={person !== null}
          pending={pending}
          onSave={() => void invite()}
          onClose={() => setOpened(false)}
        >
          <Select
            label={say('inviteWho')}
            searchable
            value={person}
            onChange={setPerson}
            limit={50}
            // the list opens with the dialog: it must scroll by keyboard as well
            withScrollArea={false}
            styles={{ options: { maxHeight: '15rem', overflowY: 'auto' } }}
            filter={({ options, search }) =>
              options.filter(
                (option) => 'label' in option && fold(option.label).includes(fold(search.trim())),
              )
            }
            data={people
              .filter((one) => !one.roles.includes('projector'))
              .toSorted(byGivenName)
              .map((one) => ({ value: one.id, label: [one.name, one.position].filter(Boolean).join(', ') }))}
            data-autofocus
          />
          <Refused refusal={refusal} unreachable={unreachable} />
        </FormDialog>
      ) : null}
    </>
  )
}
