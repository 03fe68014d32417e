/** A voting rule of the council's own: choices, what they count as, the share as a fraction, names; warned while typing. */
import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  NumberInput,
  Paper,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core'
import { delegatesInOffice } from '@nghi-truong/shared/domain/find'
import type { Session } from '@nghi-truong/shared/domain/records'
import type { VoteRule } from '@nghi-truong/shared/domain/rules/types'
import { needed } from '@nghi-truong/shared/domain/rules/tally'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useSelect } from '../../client/view.ts'
import { RuleWarning, useDepartures } from '../../ui/RuleWarning.tsx'
import { Choice } from '../../ui/kit/Choice.tsx'
import { FormDialog } from '../../ui/kit/FormDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { lawWords } from '../../ui/words/law.ts'
import { rulesWords } from '../../ui/words/rules.ts'
import { useWords } from '../../ui/words/words.ts'
import { inputOf, isRule, preview, settle, stateOf, type OptionRow, type RuleState } from './form-state.ts'
import classes from './rules.module.css'

const methodWord = {
  electronic: 'electronic',
  show_of_hands: 'hands',
  paper_ballot: 'paper',
  written_opinion: 'written',
} as const

const methods = ['electronic', 'show_of_hands', 'written_opinion', 'paper_ballot'] as const

export function RuleForm({
  session,
  rule,
  onClose,
}: {
  readonly session: Session
  readonly rule: VoteRule | null
  readonly onClose: () => void
}) {
  const say = useWords(rulesWords)
  const sayLaw = useWords(lawWords)
  const delegates = useSelect(delegatesInOffice)
  const [state, setState] = useState<RuleState>(() => settle(stateOf(rule)))
  const { pending, refusal, unreachable, wish } = useWish()
  const set = (change: Partial<RuleState>): void => setState((old) => settle({ ...old, ...change }))
  const made = preview(session, state)
  const ready = isRule(made) && state.title.trim() !== '' && state.legalBasis.trim().length >= 3
  const onPaper = state.methods.includes('paper_ballot')
  const save = async (): Promise<void> => {
    if (await wish('rules.set', inputOf(state))) onClose()
  }
  return (
    <FormDialog
      title={say('formTitle')}
      size="52rem"
      save={say('save')}
      ready={ready}
      pending={pending}
      onSave={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={say('name')}
        value={state.title}
        maxLength={200}
        required
        data-autofocus
        onChange={(event) => set({ title: event.currentTarget.value, titleEn: '' })}
      />
      <TextInput
        label={say('basis')}
        description={say('basisHint')}
        value={state.legalBasis}
        maxLength={300}
        required
        onChange={(event) => set({ legalBasis: event.currentTarget.value })}
      />
      <Checkbox.Group
        label={say('methods')}
        value={[...state.methods]}
        onChange={(value) => {
          const kept = state.methods.filter((one) => value.includes(one))
          const chosen = [...kept, ...methods.filter((one) => value.includes(one) && !kept.includes(one))]
          const paperNow = chosen.includes('paper_ballot') && !onPaper
          set({
            methods: paperNow
              ? ['paper_ballot']
              : chosen.filter((one) => one !== 'paper_ballot' || chosen.length === 1),
          })
        }}
      >
        <Group gap="lg" mt="xs">
          {methods.map((one) => (
            <Checkbox key={one} value={one} label={say(methodWord[one])} />
          ))}
        </Group>
      </Checkbox.Group>
      {onPaper ? null : (
        <Select
          label={say('form')}
          value={state.form}
          allowDeselect={false}
          onChange={(value) => set({ form: value === 'one_of_n' ? 'one_of_n' : 'options' })}
          data={[
            { value: 'options', label: say('formOptions') },
            { value: 'one_of_n', label: say('formOneOfN') },
          ]}
        />
      )}
      {state.form === 'one_of_n' ? null : (
        <Options options={state.options} onChange={(options) => set({ options })} />
      )}
      <Group gap="md" grow align="flex-start">
        <Select
          label={say('denominator')}
          value={state.denominator}
          allowDeselect={false}
          onChange={(value) => set({ denominator: (value ?? 'totalDelegates') as RuleState['denominator'] })}
          data={[
            { value: 'totalDelegates', label: sayLaw('baseTotal') },
            { value: 'present', label: sayLaw('basePresent') },
            ...(onPaper
              ? [
                  { value: 'collected', label: sayLaw('baseCollected') },
                  { value: 'valid', label: sayLaw('baseValid') },
                ]
              : [{ value: 'cast', label: sayLaw('baseCast') }]),
          ]}
        />
        <Select
          label={say('electorate')}
          value={state.electorate}
          allowDeselect={false}
          disabled={!state.methods.includes('written_opinion')}
          onChange={(value) => set({ electorate: value === 'members' ? 'members' : 'delegates' })}
          data={[
            { value: 'delegates', label: say('delegates') },
            { value: 'members', label: say('members') },
          ]}
        />
      </Group>
      <Threshold state={state} total={delegates.length} onChange={set} />
      {onPaper ? null : (
        <>
          <Choice
            label={say('secrecy')}
            value={state.secrecy}
            onChange={(secrecy) => set({ secrecy })}
            data={[
              { value: 'open', label: say('open') },
              { value: 'anonymous', label: say('anonymous') },
            ]}
          />
          <Switch
            label={say('names')}
            checked={state.publishNames}
            disabled={state.secrecy !== 'open'}
            onChange={(event) => set({ publishNames: event.currentTarget.checked })}
          />
        </>
      )}
      <Preview session={session} made={made} />
      <Refused refusal={refusal} unreachable={unreachable} />
    </FormDialog>
  )
}

/** Before saving: what everybody will be warned of, or why the rule does not hold together. */
function Preview({
  session,
  made,
}: {
  readonly session: Session
  readonly made: ReturnType<typeof preview>
}) {
  const say = useWords(rulesWords)
  const departures = useDepartures()
  if (!isRule(made)) return <Refused refusal={made} />
  const { basedOn } = session.profile
  return (
    <Paper bg="var(--nt-none-soft)" p="md" role="status" aria-label={say('preview')}>
      <Text size="sm" fw={600} mb="xs">
        {say('preview')}
      </Text>
      {departures(basedOn, made, session.startsOn).length === 0 ? (
        <Text>{say('noDeparture')}</Text>
      ) : (
        <RuleWarning basedOn={basedOn} rule={made} date={session.startsOn} />
      )}
    </Paper>
  )
}

function Threshold({
  state,
  total,
  onChange,
}: {
  readonly state: RuleState
  readonly total: number
  readonly onChange: (change: Partial<RuleState>) => void
}) {
  const say = useWords(rulesWords)
  const { num, den, strict, decides } = state
  const reachable = strict ? num < den : num <= den
  return (
    <Stack gap="xs">
      <Switch
        label={say('decides')}
        checked={decides}
        onChange={(event) => onChange({ decides: event.currentTarget.checked })}
      />
      {decides ? (
        <>
          <div className={classes['fraction']} role="group" aria-label={say('threshold')}>
            <NumberInput
              label={say('num')}
              value={num}
              min={1}
              max={1000}
              allowDecimal={false}
              onChange={(value) => onChange({ num: typeof value === 'number' ? value : 1 })}
            />
            <NumberInput
              label={say('den')}
              value={den}
              min={1}
              max={1000}
              allowDecimal={false}
              onChange={(value) => onChange({ den: typeof value === 'number' ? value : 1 })}
            />
          </div>
          <Checkbox
            label={say('strict')}
            checked={strict}
            onChange={(event) => onChange({ strict: event.currentTarget.checked })}
          />
          {reachable && total > 0 ? (
            <Text size="sm" c="dimmed">
              {say('example', { base: total, needed: needed({ num, den, strict }, total) })}
            </Text>
          ) : null}
        </>
      ) : null}
    </Stack>
  )
}

function Options({
  options,
  onChange,
}: {
  readonly options: readonly OptionRow[]
  readonly onChange: (options: readonly OptionRow[]) => void
}) {
  const say = useWords(rulesWords)
  const change = (key: number, to: Partial<OptionRow>): void =>
    onChange(options.map((row) => (row.key === key ? { ...row, ...to } : row)))
  const add = (): void => {
    const key = Math.max(-1, ...options.map((row) => row.key)) + 1
    const taken = new Set(options.map((row) => row.id))
    let n = options.length + 1
    while (taken.has(`choice_${n}`)) n++
    onChange([...options, { key, id: `choice_${n}`, label: '', labelEn: '', counts: 'other' }])
  }
  return (
    <Stack gap="sm">
      {options.map((row, at) => (
        <div key={row.key} className={classes['option']}>
          <TextInput
            label={say('option', { number: at + 1 })}
            value={row.label}
            maxLength={200}
            onChange={(event) => change(row.key, { label: event.currentTarget.value, labelEn: '' })}
          />
          <Select
            label={say('counts')}
            aria-label={say('countsNamed', { number: at + 1 })}
            value={row.counts}
            allowDeselect={false}
            onChange={(value) => change(row.key, { counts: value ?? 'other' })}
            data={(['yes', 'no', 'abstain', 'other'] as const).map((one) => ({
              value: one,
              label: say(one),
            }))}
          />
          <ActionIcon
            aria-label={say('removeOption', { number: at + 1 })}
            disabled={options.length <= 2}
            onClick={() => onChange(options.filter((one) => one.key !== row.key))}
          >
            <IconTrash size="1.5rem" aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button variant="light" leftSection={<IconPlus size="1.25rem" aria-hidden />} onClick={add}>
          {say('addOption')}
        </Button>
      </div>
    </Stack>
  )
}
