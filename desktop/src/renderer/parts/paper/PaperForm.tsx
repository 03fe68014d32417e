/** Preparing a secret ballot on paper: the kind, the people on it with their posts, and how many are to be elected. */
import { Autocomplete, Button, NumberInput, Paper, Stack, Text, TextInput, ActionIcon } from '@mantine/core'
import { itemsInOrder, sessionOf } from '@nghi-truong/shared/domain/find'
import type { PaperBallot } from '@nghi-truong/shared/domain/records'
import { votesAt } from '@nghi-truong/shared/domain/rules/active'
import { fold } from '@nghi-truong/shared/domain/text'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { byGivenName } from '../../client/people.ts'
import { useWish } from '../../client/send.ts'
import { useEvery, useOne, useSelect } from '../../client/view.ts'
import { Chip } from '../../ui/kit/Chip.tsx'
import { FormDialog } from '../../ui/kit/FormDialog.tsx'
import { ItemSelect, RuleSelect } from '../../ui/kit/ItemSelect.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { paperWords } from '../../ui/words/paper.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'
import { isElection } from './reading.ts'
import { RuleLine } from './RuleLine.tsx'
import classes from './paper.module.css'

interface Row {
  readonly key: number
  readonly name: string
  readonly post: string
  readonly person: string | null
}

const usual = 'elect_office'

export function PaperForm({
  ballot,
  onClose,
}: {
  readonly ballot: PaperBallot | null
  readonly onClose: () => void
}) {
  const say = useWords(paperWords)
  const language = useLanguage()
  const session = useSelect(sessionOf)
  const items = useSelect(itemsInOrder)
  const { pending, refusal, unreachable, wish } = useWish()
  const rules = session
    ? votesAt(session.profile, session.startsOn).filter((rule) => rule.methods.includes('paper_ballot'))
    : []
  const [item, setItem] = useState(ballot?.item ?? session?.currentItem ?? items[0]?.id ?? '')
  const [code, setCode] = useState(
    ballot?.rule.code ?? rules.find((rule) => rule.code === usual)?.code ?? rules[0]?.code ?? '',
  )
  const [title, setTitle] = useState<string | null>(ballot?.title ?? null)
  const [seats, setSeats] = useState(ballot?.seats ?? 1)
  const [rows, setRows] = useState<readonly Row[]>(
    () => ballot?.subjects.map(({ name, post, person }, key) => ({ key, name, post, person })) ?? [blank(0)],
  )
  const rule = rules.find((one) => one.code === code)
  const election = rule !== undefined && isElection(rule)
  const asked = title ?? rule?.title[language] ?? ''
  const named = rows.filter((row) => row.name.trim() !== '')
  const set = (key: number, change: Partial<Row>): void =>
    setRows((old) => old.map((row) => (row.key === key ? { ...row, ...change } : row)))
  const save = async (): Promise<void> => {
    const input = {
      item,
      code,
      title: asked,
      seats: election ? seats : 1,
      subjects: named.map(({ name, post, person }, at) => ({ id: `s${at + 1}`, name, post, person })),
    }
    const done = ballot
      ? await wish('paper.change', { ...input, paperBallot: ballot.id })
      : await wish('paper.draft', input)
    if (done) onClose()
  }
  return (
    <FormDialog
      title={say(ballot ? 'editDraft' : 'prepare')}
      size="52rem"
      save={say('save')}
      ready={item !== '' && code !== '' && asked.trim() !== '' && named.length > 0}
      pending={pending}
      onSave={() => void save()}
      onClose={onClose}
    >
      <ItemSelect label={say('item')} items={items} value={item} onChange={setItem} />
      <RuleSelect label={say('rule')} rules={rules} value={code} onChange={setCode} />
      <TextInput
        label={say('titleField')}
        value={asked}
        maxLength={500}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      {election ? (
        <NumberInput
          label={say('seatsField')}
          value={seats}
          min={1}
          max={200}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          onChange={(value) => setSeats(Math.max(1, Number(value) || 1))}
          w="12rem"
        />
      ) : null}
      <fieldset className={classes['fieldset']}>
        <legend>{say('subjects')}</legend>
        <Stack gap="md">
          {rows.map((row, at) => (
            <SubjectFields
              key={row.key}
              row={row}
              number={at + 1}
              onChange={(change) => set(row.key, change)}
              {...(rows.length > 1
                ? { onRemove: () => setRows((old) => old.filter((one) => one.key !== row.key)) }
                : {})}
            />
          ))}
          <div>
            <Button
              variant="default"
              leftSection={<IconPlus size="1.25rem" aria-hidden />}
              onClick={() => setRows((old) => [...old, blank(Math.max(...old.map((row) => row.key)) + 1)])}
            >
              {say('addSubject')}
            </Button>
          </div>
        </Stack>
      </fieldset>
      {rule ? (
        <Paper bg="var(--nt-other-soft)" p="md">
          <Text size="sm" fw={600} mb="xs">
            {say('needsTitle')}
          </Text>
          <RuleLine ballot={{ rule, seats, frozen: null }} />
        </Paper>
      ) : null}
      <Refused refusal={refusal} unreachable={unreachable} />
    </FormDialog>
  )
}

const blank = (key: number): Row => ({ key, name: '', post: '', person: null })

/** One person on the ballot; who sits in the session is offered by name and known again by it. */
function SubjectFields({
  row,
  number,
  onChange,
  onRemove,
}: {
  readonly row: Row
  readonly number: number
  readonly onChange: (change: Partial<Row>) => void
  readonly onRemove?: () => void
}) {
  const say = useWords(paperWords)
  const people = useEvery('person')
  const committee = useOne('committee', 'committee')
  const names = useMemo(
    () => [
      ...new Set(
        people
          .filter(isSomebody)
          .toSorted(byGivenName)
          .map((person) => person.name),
      ),
    ],
    [people],
  )
  const named = (name: string): Partial<Row> => {
    const found = people.filter((person) => isSomebody(person) && person.name === name.trim())
    const [only] = found
    // Two of the same name: nobody may be taken for the other.
    return only && found.length === 1
      ? { name, person: only.id, ...(row.post === '' || row.person ? { post: only.position } : {}) }
      : { name, person: null }
  }
  const counts = row.person !== null && (committee?.members.includes(row.person) ?? false)
  return (
    <div role="group" aria-label={say('subjectNumber', { number })}>
      <div className={classes['subjectRow']}>
        <Autocomplete
          label={say('subjectName')}
          value={row.name}
          maxLength={200}
          limit={8}
          data={names}
          filter={({ options, search }) =>
            options.filter((option) => 'label' in option && fold(option.label).includes(fold(search.trim())))
          }
          onChange={(name) => onChange(named(name))}
        />
        <TextInput
          label={say('subjectPost')}
          value={row.post}
          maxLength={300}
          onChange={(event) => onChange({ post: event.currentTarget.value })}
        />
        {onRemove ? (
          <ActionIcon aria-label={say('removeSubject', { number })} onClick={onRemove}>
            <IconTrash size="1.5rem" aria-hidden />
          </ActionIcon>
        ) : (
          <span />
        )}
      </div>
      {counts ? (
        <Text size="sm" fw={500} c="var(--nt-no)" mt="xs" role="alert">
          {say('isTeller', { name: row.name })}
        </Text>
      ) : row.person ? (
        <div style={{ marginTop: '0.5rem' }}>
          <Chip tone="other">{say('inSession')}</Chip>
        </div>
      ) : null}
    </div>
  )
}

const isSomebody = (person: { readonly roles: readonly string[] }): boolean =>
  !person.roles.includes('projector')
