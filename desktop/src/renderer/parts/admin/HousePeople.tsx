/** The people of the house and their accounts. */
import { ActionIcon, Button, Group, Menu, Text, TextInput } from '@mantine/core'
import type { HousePerson } from '@nghi-truong/shared/domain/records'
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { fold } from '@nghi-truong/shared/domain/text'
import { IconDots, IconKey, IconPencil, IconSearch, IconTrash, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useAsk, useCall } from '../../client/ask.ts'
import { freshId } from '../../client/keep.ts'
import { useWish } from '../../client/send.ts'
import { useSignInState } from '../../client/session.ts'
import { useEvery } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { PasswordField } from '../../ui/kit/PasswordField.tsx'
import { FormDialog } from '../../ui/kit/FormDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { lobbyWords, roleWord } from '../../ui/words/lobby.ts'
import { peopleWords } from '../../ui/words/people.ts'
import { useWords } from '../../ui/words/words.ts'
import { blankPerson, PersonForm, type PersonDetails } from '../../ui/kit/PersonForm.tsx'
import classes from './admin.module.css'

export function HousePeople() {
  const say = useWords(peopleWords)
  const sayRole = useWords(lobbyWords)
  const state = useSignInState()
  const isAdmin = state.kind === 'signedIn' && state.me.roles.includes('admin')
  const people = useEvery('housePerson')
  const groups = useEvery('houseGroup')
  const accounts = useAsk('accounts')
  const [search, setSearch] = useState('')
  const [editing, setEditing] = useState<HousePerson | 'new' | null>(null)
  const [removing, setRemoving] = useState<HousePerson | null>(null)
  const [naming, setNaming] = useState<HousePerson | null>(null)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const usernameOf = new Map((accounts.answer?.accounts ?? []).map((one) => [one.person, one.username]))
  const groupOf = new Map(groups.map((group) => [group.id, group.name]))
  const shown = people.filter((person) => fold(person.name).includes(fold(search)))
  const save = async ({ roles, ...rest }: PersonDetails): Promise<void> => {
    const person = editing === 'new' || editing === null ? freshId() : editing.id
    if (await wish('house.setPerson', { person, ...rest, roles: [...roles] })) setEditing(null)
  }
  return (
    <Card
      title={say('houseTitle')}
      hint={say('houseHint')}
      actions={
        <Button leftSection={<IconUserPlus size="1.25rem" aria-hidden />} onClick={() => setEditing('new')}>
          {say('add')}
        </Button>
      }
    >
      <TextInput
        aria-label={say('search')}
        placeholder={say('search')}
        leftSection={<IconSearch size="1.25rem" aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <Text c="dimmed">{say('count', { count: shown.length })}</Text>
      {editing ? null : <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />}
      <ul className={classes['rows']} aria-label={say('houseTitle')}>
        {shown.map((person) => {
          const username = usernameOf.get(person.id)
          return (
            <li key={person.id} className={classes['row']}>
              <div className={classes['who']}>
                <Text fw={500}>{person.name}</Text>
                <Text size="sm" c="dimmed">
                  {[person.position, groupOf.get(person.group ?? '')].filter(Boolean).join(' · ')}
                </Text>
              </div>
              <Group gap="xs">
                {person.roles.map((role) => (
                  <Chip key={role} icon={null} tone={role === 'delegate' ? 'none' : 'other'}>
                    {sayRole(roleWord[role])}
                  </Chip>
                ))}
                {isAdmin ? (
                  username ? (
                    <Chip tone="yes">{username}</Chip>
                  ) : (
                    <Chip tone="abstain">{say('noAccount')}</Chip>
                  )
                ) : null}
              </Group>
              <Menu>
                <Menu.Target>
                  <ActionIcon aria-label={say('actionsNamed', { name: person.name })}>
                    <IconDots size="1.5rem" aria-hidden />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item
                    leftSection={<IconPencil size="1.25rem" aria-hidden />}
                    onClick={() => setEditing(person)}
                  >
                    {say('editTitle')}
                  </Menu.Item>
                  {isAdmin && !username ? (
                    <Menu.Item
                      leftSection={<IconKey size="1.25rem" aria-hidden />}
                      onClick={() => setNaming(person)}
                    >
                      {say('makeAccount')}
                    </Menu.Item>
                  ) : null}
                  <Menu.Item
                    leftSection={<IconTrash size="1.25rem" aria-hidden />}
                    onClick={() => setRemoving(person)}
                  >
                    {say('remove')}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            </li>
          )
        })}
      </ul>
      {editing ? (
        <PersonForm
          key={editing === 'new' ? 'new' : editing.id}
          start={editing === 'new' ? blankPerson : editing}
          isNew={editing === 'new'}
          groups={groups}
          withAdmin={isAdmin}
          pending={pending}
          refusal={refusal}
          unreachable={unreachable}
          onSave={(details) => void save(details)}
          onClose={() => {
            dismiss()
            setEditing(null)
          }}
        />
      ) : null}
      {naming ? (
        <AccountForm
          person={naming}
          onClose={() => {
            setNaming(null)
            accounts.again()
          }}
        />
      ) : null}
      <ConfirmDialog
        opened={removing !== null}
        title={say('remove')}
        confirm={say('remove')}
        danger
        onClose={() => setRemoving(null)}
        onConfirm={() => {
          if (removing) void wish('house.removePerson', { person: removing.id })
          setRemoving(null)
        }}
      >
        {say('removeSure', { name: removing?.name ?? '' })}
      </ConfirmDialog>
    </Card>
  )
}

function AccountForm({ person, onClose }: { readonly person: HousePerson; readonly onClose: () => void }) {
  const say = useWords(peopleWords)
  const call = useCall()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [outcome, setOutcome] = useState<Refusal | 'unreachable' | null>(null)
  const [pending, setPending] = useState(false)
  const save = async (): Promise<void> => {
    setPending(true)
    const done = await call('createAccount', { body: { username, person: person.id, password } })
    setPending(false)
    if (done === 'unreachable' || isRefusal(done)) setOutcome(done)
    else onClose()
  }
  return (
    <FormDialog
      title={say('makeAccountNamed', { name: person.name })}
      size="30rem"
      save={say('makeAccount')}
      ready={username.trim() !== '' && password !== ''}
      pending={pending}
      onSave={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={say('username')}
        value={username}
        autoComplete="off"
        autoCapitalize="none"
        maxLength={64}
        onChange={(event) => setUsername(event.currentTarget.value)}
        data-autofocus
      />
      <PasswordField
        label={say('firstPassword')}
        value={password}
        autoComplete="new-password"
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Refused refusal={outcome === 'unreachable' ? null : outcome} unreachable={outcome === 'unreachable'} />
    </FormDialog>
  )
}
