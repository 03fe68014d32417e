/** The fields of a person, in a session or in the house; the caller says which verb takes them. */
import { Group, MultiSelect, Select, TextInput } from '@mantine/core'
import { roles as allRoles, type Role } from '@nghi-truong/shared/domain/audience'
import type { Refusal } from '@nghi-truong/shared/domain/refusal'
import { useState } from 'react'
import { FormDialog } from './FormDialog.tsx'
import { Refused } from './Refused.tsx'
import { lobbyWords, roleWord } from '../words/lobby.ts'
import { peopleWords } from '../words/people.ts'
import { useWords } from '../words/words.ts'
import picker from './picker.module.css'

export interface PersonDetails {
  readonly name: string
  readonly position: string
  readonly roles: readonly Role[]
  readonly group: string | null
  readonly seat: string | null
}

export const blankPerson: PersonDetails = {
  name: '',
  position: '',
  roles: ['delegate'],
  group: null,
  seat: null,
}

export function PersonForm({
  start,
  isNew,
  groups,
  withAdmin,
  pending,
  refusal,
  unreachable,
  onSave,
  onClose,
}: {
  readonly start: PersonDetails
  readonly isNew: boolean
  readonly groups: readonly { readonly id: string; readonly name: string }[]
  readonly withAdmin: boolean
  readonly pending: boolean
  readonly refusal: Refusal | null
  readonly unreachable: boolean
  readonly onSave: (details: PersonDetails) => void
  readonly onClose: () => void
}) {
  const say = useWords(peopleWords)
  const sayRole = useWords(lobbyWords)
  const [details, setDetails] = useState(start)
  const set = (change: Partial<PersonDetails>): void => setDetails((old) => ({ ...old, ...change }))
  const offered = allRoles.filter((role) => withAdmin || role !== 'admin')
  return (
    <FormDialog
      title={say(isNew ? 'addTitle' : 'editTitle')}
      size="36rem"
      save={say('save')}
      ready={details.name.trim() !== ''}
      pending={pending}
      onSave={() => onSave(details)}
      onClose={onClose}
    >
      <TextInput
        label={say('name')}
        value={details.name}
        maxLength={120}
        onChange={(event) => set({ name: event.currentTarget.value })}
        data-autofocus
      />
      <TextInput
        label={say('position')}
        value={details.position}
        maxLength={200}
        onChange={(event) => set({ position: event.currentTarget.value })}
      />
      <MultiSelect
        label={say('roles')}
        classNames={{ pill: picker['pill'] ?? '', input: picker['input'] ?? '' }}
        value={[...details.roles]}
        onChange={(value) => set({ roles: offered.filter((role) => value.includes(role)) })}
        data={offered.map((role) => ({ value: role, label: sayRole(roleWord[role]) }))}
      />
      <Group grow align="flex-start">
        <Select
          label={say('group')}
          value={details.group ?? ''}
          allowDeselect={false}
          onChange={(value) => set({ group: value || null })}
          data={[
            { value: '', label: say('noGroup') },
            ...groups.map((group) => ({ value: group.id, label: group.name })),
          ]}
        />
        <TextInput
          label={say('seat')}
          value={details.seat ?? ''}
          maxLength={20}
          onChange={(event) => set({ seat: event.currentTarget.value || null })}
        />
      </Group>
      <Refused refusal={refusal} unreachable={unreachable} />
    </FormDialog>
  )
}
