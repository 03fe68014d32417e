/** The people of the session: guests added, roles changed, mandates ended. Nobody is deleted. */
import { ActionIcon, Button, Group, Menu, Select, Text, TextInput } from '@mantine/core'
import type { Person } from '@nghi-truong/shared/domain/records'
import type { Role } from '@nghi-truong/shared/domain/audience'
import { fold } from '@nghi-truong/shared/domain/text'
import { IconDots, IconPencil, IconSearch, IconUserMinus, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { freshId } from '../../client/keep.ts'
import { byGivenName, byName } from '../../client/people.ts'
import { useWish } from '../../client/send.ts'
import { useEvery } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { lobbyWords, roleWord } from '../../ui/words/lobby.ts'
import { peopleWords } from '../../ui/words/people.ts'
import { useWords } from '../../ui/words/words.ts'
import { blankPerson, PersonForm, type PersonDetails } from '../../ui/kit/PersonForm.tsx'
import classes from './people.module.css'

type SessionRole = Exclude<Role, 'admin'>

export function Roster() {
  const say = useWords(peopleWords)
  const sayRole = useWords(lobbyWords)
  const people = useEvery('person')
  const groups = useEvery('group').toSorted(byName)
  const [search, setSearch] = useState('')
  const [group, setGroup] = useState('all')
  const [editing, setEditing] = useState<Person | 'new' | null>(null)
  const [ending, setEnding] = useState<Person | null>(null)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const nameOf = new Map(groups.map((one) => [one.id, one.name]))
  const shown = people
    .filter(
      (person) =>
        fold(person.name).includes(fold(search)) && (group === 'all' || (person.group ?? '') === group),
    )
    .toSorted(byGivenName)
  const save = async ({ roles, ...rest }: PersonDetails): Promise<void> => {
    const person = editing === 'new' || editing === null ? freshId() : editing.id
    const input = { person, ...rest, roles: roles.filter((role): role is SessionRole => role !== 'admin') }
    const done = await (editing === 'new' ? wish('people.add', input) : wish('people.change', input))
    if (done) setEditing(null)
  }
  return (
    <Card
      title={say('title')}
      hint={say('hint')}
      actions={
        <Button
          leftSection={<IconUserPlus size="1.25rem" aria-hidden />}
          onClick={() => {
            dismiss()
            setEditing('new')
          }}
        >
          {say('add')}
        </Button>
      }
    >
      <Group gap="sm" grow preventGrowOverflow={false}>
        <TextInput
          aria-label={say('search')}
          placeholder={say('search')}
          leftSection={<IconSearch size="1.25rem" aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Select
          aria-label={say('filter')}
          value={group}
          allowDeselect={false}
          onChange={(value) => setGroup(value ?? 'all')}
          data={[
            { value: 'all', label: say('all') },
            ...groups.map((one) => ({ value: one.id, label: one.name })),
            { value: '', label: say('noGroup') },
          ]}
        />
      </Group>
      <Text c="dimmed">{say('count', { count: shown.length })}</Text>
      {editing ? null : <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />}
      <ul className={classes['rows']} aria-label={say('title')}>
        {shown.map((person) => (
          <li key={person.id} className={classes['row']}>
            <div className={classes['who']}>
              <Text fw={500}>{person.name}</Text>
              <Text size="sm" c="dimmed">
                {[person.position, nameOf.get(person.group ?? '')].filter(Boolean).join(' · ')}
              </Text>
            </div>
            <div className={classes['chips']}>
              {person.roles.map((role) => (
                <Chip key={role} tone={role === 'delegate' ? 'none' : 'other'} icon={null}>
                  {sayRole(roleWord[role])}
                </Chip>
              ))}
              {person.inOffice ? null : <Chip tone="no">{say('ended')}</Chip>}
            </div>
            <Menu>
              <Menu.Target>
                <ActionIcon aria-label={say('actionsNamed', { name: person.name })}>
                  <IconDots size="1.5rem" aria-hidden />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item
                  leftSection={<IconPencil size="1.25rem" aria-hidden />}
                  onClick={() => {
                    dismiss()
                    setEditing(person)
                  }}
                >
                  {say('editTitle')}
                </Menu.Item>
                {person.roles.includes('delegate') && person.inOffice ? (
                  <Menu.Item
                    leftSection={<IconUserMinus size="1.25rem" aria-hidden />}
                    onClick={() => setEnding(person)}
                  >
                    {say('endMandate')}
                  </Menu.Item>
                ) : null}
              </Menu.Dropdown>
            </Menu>
          </li>
        ))}
      </ul>
      {editing ? (
        <PersonForm
          key={editing === 'new' ? 'new' : editing.id}
          start={editing === 'new' ? { ...blankPerson, roles: ['guest'] } : editing}
          isNew={editing === 'new'}
          groups={groups}
          withAdmin={false}
          pending={pending}
          refusal={refusal}
          unreachable={unreachable}
          onSave={(details) => void save(details)}
          onClose={() => setEditing(null)}
        />
      ) : null}
      <ConfirmDialog
        key={ending?.id ?? ''}
        opened={ending !== null}
        title={say('endMandateNamed', { name: ending?.name ?? '' })}
        confirm={say('endMandate')}
        reason={say('endReason')}
        danger
        onClose={() => setEnding(null)}
        onConfirm={(reason) => {
          if (ending) void wish('people.endMandate', { person: ending.id, reason })
          setEnding(null)
        }}
      >
        {say('endHint')}
      </ConfirmDialog>
    </Card>
  )
}
