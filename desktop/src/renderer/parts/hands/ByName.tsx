/**
 * Hands entered by name: the voters by tổ, three choices for each; or all at once but for a few.
 * What must stay true: each press is one wish, repeated under its id, for one person or for many at once; "entered" is the server's word. How
 * somebody was entered is known to this page alone (the records show the desk only that he was).
 */
import { Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core'
import type { Ballot, Person } from '@nghi-truong/shared/domain/records'
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { fold } from '@nghi-truong/shared/domain/text'
import { IconChecks, IconSearch } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { groupDelegates } from '../../client/people.ts'
import { useSend } from '../../client/send.ts'
import { useEvery, useOne } from '../../client/view.ts'
import { Chip } from '../../ui/kit/Chip.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { toneIcon } from '../../ui/kit/tone.ts'
import { handsWords } from '../../ui/words/hands.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'
import { BulkDialog } from './BulkDialog.tsx'
import classes from './hands.module.css'

/** What this page entered: the choice, and whether the server has it. */
interface Entered {
  readonly choice: string
  readonly state: 'sending' | 'recorded'
}

export function ByName({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(handsWords)
  const language = useLanguage()
  const send = useSend()
  const people = useEvery('person')
  const groups = useEvery('group')
  const electorate = useOne('electorate', ballot.id)
  const voted = useOne('voted', ballot.id)
  const counted = useOne('handCount', ballot.id)
  const [entered, setEntered] = useState<Readonly<Record<string, Entered>>>({})
  const [trouble, setTrouble] = useState<Refusal | 'unreachable' | null>(null)
  const [search, setSearch] = useState('')
  const [onlyOpen, setOnlyOpen] = useState(false)
  const [bulk, setBulk] = useState<string | null>(null)
  const done = useMemo(() => new Set(voted?.people), [voted])
  const voters = useMemo(() => {
    const eligible = new Set(electorate?.people)
    return people.filter((person) => eligible.has(person.id))
  }, [electorate, people])
  const left = voters.filter((person) => !done.has(person.id))
  const shown = groupDelegates(voters, groups)
    .map((group) => ({
      ...group,
      people: group.people.filter(
        (person) => fold(person.name).includes(fold(search.trim())) && (!onlyOpen || !done.has(person.id)),
      ),
    }))
    .filter((group) => group.people.length > 0)
  const enter = async (person: string, choice: string): Promise<boolean> => {
    const before = entered[person]
    setEntered((old) => ({ ...old, [person]: { choice, state: 'sending' } }))
    const sent = await send('ballot.enterHand', { ballot: ballot.id, person, choice })
    setTrouble(sent.kind === 'refused' ? sent.refusal : sent.kind === 'unreachable' ? 'unreachable' : null)
    const after: Entered | undefined = sent.kind === 'accepted' ? { choice, state: 'recorded' } : before
    setEntered((old) => {
      const others = Object.entries(old).filter(([one]) => one !== person)
      return Object.fromEntries(after ? [...others, [person, after]] : others)
    })
    return sent.kind === 'accepted'
  }
  /** One wish for all of them: either everybody is entered, or nobody. */
  const enterAll = async (everybody: readonly Person[], choice: string): Promise<void> => {
    const marked = (state: Entered['state']): Record<string, Entered> =>
      Object.fromEntries(everybody.map((person) => [person.id, { choice, state }]))
    const before = entered
    setEntered((old) => ({ ...old, ...marked('sending') }))
    const hands = everybody.map((person) => ({ person: person.id, choice }))
    const sent = await send('ballot.enterHands', { ballot: ballot.id, hands })
    setTrouble(sent.kind === 'refused' ? sent.refusal : sent.kind === 'unreachable' ? 'unreachable' : null)
    setEntered((old) => (sent.kind === 'accepted' ? { ...old, ...marked('recorded') } : before))
  }
  return (
    <Stack gap="md">
      {counted ? <Text>{say('lockedByNumber')}</Text> : null}
      <Group justify="space-between" gap="sm">
        <Chip tone={left.length === 0 ? 'yes' : 'other'}>
          {left.length === 0
            ? say('allEntered')
            : say('entered', { cast: done.size, eligible: voters.length })}
        </Chip>
        {left.length > 0 ? (
          <Group gap="xs">
            {ballot.options.slice(0, 1).map((option) => (
              <Button
                key={option.id}
                variant="light"
                leftSection={<IconChecks size="1.25rem" aria-hidden />}
                onClick={() => setBulk(option.id)}
              >
                {say('bulk', { choice: option.label[language].toLocaleLowerCase('vi') })}
              </Button>
            ))}
          </Group>
        ) : null}
      </Group>
      <Group gap="md">
        <TextInput
          aria-label={say('search')}
          placeholder={say('search')}
          leftSection={<IconSearch size="1.25rem" aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          flex="1 1 14rem"
        />
        <Switch
          size="md"
          label={say('onlyOpen')}
          checked={onlyOpen}
          onChange={(event) => setOnlyOpen(event.currentTarget.checked)}
        />
      </Group>
      <Refused
        refusal={isRefusal(trouble) ? trouble : null}
        unreachable={trouble === 'unreachable'}
        onDismiss={() => setTrouble(null)}
      />
      {shown.map((group) => (
        <section key={group.id} aria-label={group.name || say('outsideGroups')}>
          <Group justify="space-between" gap="sm">
            <Text fw={600}>{group.name || say('outsideGroups')}</Text>
            {group.people.some((person) => !done.has(person.id))
              ? ballot.options.slice(0, 1).map((option) => (
                  <Button
                    key={option.id}
                    size="compact-md"
                    variant="subtle"
                    aria-label={say('wholeGroupNamed', {
                      group: group.name || say('outsideGroups'),
                      choice: option.label[language].toLocaleLowerCase('vi'),
                    })}
                    onClick={() =>
                      void enterAll(
                        group.people.filter((person) => !done.has(person.id)),
                        option.id,
                      )
                    }
                  >
                    {say('wholeGroup', { choice: option.label[language].toLocaleLowerCase('vi') })}
                  </Button>
                ))
              : null}
          </Group>
          <ul className={classes['voters']}>
            {group.people.map((person) => (
              <Voter
                key={person.id}
                ballot={ballot}
                person={person}
                entered={entered[person.id] ?? null}
                done={done.has(person.id)}
                onChoose={(choice) => void enter(person.id, choice)}
              />
            ))}
          </ul>
        </section>
      ))}
      {bulk ? (
        <BulkDialog
          choice={ballot.options.find((option) => option.id === bulk)?.label[language] ?? ''}
          left={left}
          onClose={() => setBulk(null)}
          onConfirm={(everybody) => {
            setBulk(null)
            void enterAll(everybody, bulk)
          }}
        />
      ) : null}
    </Stack>
  )
}

function Voter({
  ballot,
  person,
  entered,
  done,
  onChoose,
}: {
  readonly ballot: Ballot
  readonly person: Person
  readonly entered: Entered | null
  readonly done: boolean
  readonly onChoose: (choice: string) => void
}) {
  const say = useWords(handsWords)
  const language = useLanguage()
  return (
    <li className={classes['voter']}>
      <span className={classes['name']}>
        {person.name}
        {done && !entered ? <Chip tone="yes">{say('done')}</Chip> : null}
      </span>
      <div className={classes['toggles']} role="group" aria-label={say('choiceOf', { name: person.name })}>
        {ballot.options.map((option) => {
          const Icon = toneIcon[option.counts]
          const chosen = entered?.choice === option.id
          return (
            <button
              key={option.id}
              type="button"
              className={classes['toggle']}
              data-tone={option.counts}
              data-sending={chosen && entered.state === 'sending'}
              aria-pressed={chosen}
              onClick={() => onChoose(option.id)}
            >
              <Icon size="1.25rem" stroke={2.5} aria-hidden />
              {option.label[language]}
            </button>
          )
        })}
      </div>
    </li>
  )
}
