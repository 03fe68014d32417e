/** Preparing an electronic secret ballot: the kind, the people on it, how many are to be elected, the form of the paper. */
import { ActionIcon, Autocomplete, Button, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { itemsInOrder, sessionOf } from '@nghi-truong/shared/domain/find'
import { votesAt } from '@nghi-truong/shared/domain/rules/active'
import type { SecretForm } from '@nghi-truong/shared/domain/secret-records'
import { fold } from '@nghi-truong/shared/domain/text'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { byGivenName } from '../../client/people.ts'
import { useWish } from '../../client/send.ts'
import { useEvery, useSelect } from '../../client/view.ts'
import { FormDialog } from '../../ui/kit/FormDialog.tsx'
import { ItemSelect, RuleSelect } from '../../ui/kit/ItemSelect.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'
import { BrowserBox } from './BrowserBox.tsx'
import { PasteList } from './PasteList.tsx'
import classes from './secret.module.css'

interface Row {
  readonly key: number
  readonly name: string
  readonly post: string
}

const blank = (key: number): Row => ({ key, name: '', post: '' })

const nextKey = (rows: readonly Row[]): number => Math.max(...rows.map((one) => one.key)) + 1

const usual = 'elect_office'

export function DraftForm({ onClose }: { readonly onClose: () => void }) {
  const say = useWords(secretWords)
  const language = useLanguage()
  const session = useSelect(sessionOf)
  const items = useSelect(itemsInOrder)
  const people = useEvery('person')
  const { pending, refusal, unreachable, wish } = useWish()
  const rules = session
    ? votesAt(session.profile, session.startsOn).filter(
        (rule) => rule.methods.includes('electronic_secret') && rule.options.length > 0,
      )
    : []
  const [item, setItem] = useState(session?.currentItem ?? items[0]?.id ?? '')
  const [code, setCode] = useState(rules.find((rule) => rule.code === usual)?.code ?? rules[0]?.code ?? '')
  const [title, setTitle] = useState<string | null>(null)
  const [seats, setSeats] = useState(1)
  const [form, setForm] = useState<SecretForm>('list')
  const [browsers, setBrowsers] = useState(false)
  const [rows, setRows] = useState<readonly Row[]>([blank(0)])
  const rule = rules.find((one) => one.code === code)
  const election = code === usual
  const asked = title ?? rule?.title[language] ?? ''
  const named = rows.filter((row) => row.name.trim() !== '')
  const personOf = (name: string): string | null => {
    const found = people.filter((person) => person.name === name.trim())
    // Two of the same name: nobody may be taken for the other.
    return found.length === 1 ? (found[0]?.id ?? null) : null
  }
  const forms = [
    { value: 'list', label: say('formList') },
    ...(rule?.forms.includes('strike_out') ? [{ value: 'strike', label: say('formStrike') }] : []),
    ...(seats === named.length ? [{ value: 'columns', label: say('formColumns') }] : []),
  ]
  // A form that fits no longer, because a person or a seat was added, is not kept.
  const chosenForm = forms.some((one) => one.value === form) ? form : 'list'
  const save = async (): Promise<void> => {
    const done = await wish('secretBallot.draft', {
      item,
      code,
      title: asked,
      seats: election ? seats : 1,
      browsers,
      ...(election ? { form: chosenForm } : {}),
      subjects: named.map(({ name, post }, at) => ({
        id: `s${at + 1}`,
        name: name.trim(),
        post,
        person: personOf(name),
      })),
    })
    if (done) onClose()
  }
  return (
    <FormDialog
      title={say('prepare')}
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
        <Group grow align="flex-end">
          <NumberInput
            label={say('seatsField')}
            value={seats}
            min={1}
            max={100}
            allowDecimal={false}
            hideControls
            onChange={(value) => setSeats(Math.max(1, Number(value) || 1))}
          />
          <Select
            label={say('formField')}
            value={chosenForm}
            allowDeselect={false}
            onChange={(value) => setForm((value ?? 'list') as SecretForm)}
            data={forms}
          />
        </Group>
      ) : null}
      <fieldset className={classes['person']}>
        <legend>{say('subjects')}</legend>
        <Stack gap="md">
          {rows.map((row, at) => (
            <SubjectFields
              key={row.key}
              row={row}
              number={at + 1}
              onChange={(how) =>
                setRows((old) => old.map((one) => (one.key === row.key ? { ...one, ...how } : one)))
              }
              onRemove={
                rows.length > 1 ? () => setRows((old) => old.filter((one) => one.key !== row.key)) : null
              }
            />
          ))}
          <Group gap="sm">
            <Button
              variant="default"
              leftSection={<IconPlus size="1.25rem" aria-hidden />}
              onClick={() => setRows((old) => [...old, blank(nextKey(old))])}
            >
              {say('addSubject')}
            </Button>
            <PasteList
              onPeople={(pasted) =>
                setRows((old) => [
                  ...old.filter((row) => row.name.trim() !== ''),
                  ...pasted.map((one, at) => ({ ...one, key: nextKey(old) + at })),
                ])
              }
            />
          </Group>
        </Stack>
      </fieldset>
      <BrowserBox checked={browsers} onChange={setBrowsers} />
      <Refused refusal={refusal} unreachable={unreachable} />
    </FormDialog>
  )
}

function SubjectFields({
  row,
  number,
  onChange,
  onRemove,
}: {
  readonly row: Row
  readonly number: number
  readonly onChange: (how: Partial<Row>) => void
  readonly onRemove: (() => void) | null
}) {
  const say = useWords(secretWords)
  const people = useEvery('person')
  const names = [
    ...new Set(
      people
        .filter((person) => !person.roles.includes('projector'))
        .toSorted(byGivenName)
        .map((person) => person.name),
    ),
  ]
  const known = (name: string): Partial<Row> => {
    const found = people.find((person) => person.name === name.trim())
    return found && row.post === '' ? { name, post: found.position } : { name }
  }
  return (
    <div role="group" aria-label={say('subjectNumber', { number })} className={classes['subjectRow']}>
      <Autocomplete
        label={say('subjectName')}
        value={row.name}
        maxLength={200}
        limit={8}
        data={names}
        filter={({ options, search }) =>
          options.filter((option) => 'label' in option && fold(option.label).includes(fold(search.trim())))
        }
        onChange={(name) => onChange(known(name))}
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
      ) : null}
    </div>
  )
}
