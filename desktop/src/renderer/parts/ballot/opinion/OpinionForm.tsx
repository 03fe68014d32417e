/** Preparing a round: what is asked, of whom, by which rule, and until when; what it needs is said while choosing. */
import { Button, Group, Paper, Radio, Select, Stack, Text, Textarea } from '@mantine/core'
import { delegatesInOffice, itemsInOrder, sessionOf } from '@nghi-truong/shared/domain/find'
import { usualDays } from '@nghi-truong/shared/domain/opinion'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { ruleAt, votesAt } from '@nghi-truong/shared/domain/rules/active'
import { useState } from 'react'
import { byGivenName, groupDelegates } from '../../../client/people.ts'
import { useWish } from '../../../client/send.ts'
import { useEvery, useOne, useSelect, useView } from '../../../client/view.ts'
import { DateField } from '../../../ui/kit/DateField.tsx'
import { ItemSelect, RuleSelect } from '../../../ui/kit/ItemSelect.tsx'
import { PeoplePicker } from '../../../ui/kit/PeoplePicker.tsx'
import { FormDialog } from '../../../ui/kit/FormDialog.tsx'
import { Refused } from '../../../ui/kit/Refused.tsx'
import { ballotWords } from '../../../ui/words/ballot.ts'
import { opinionWords } from '../../../ui/words/opinion.ts'
import { useWords } from '../../../ui/words/words.ts'
import { NeedsLine } from '../NeedsLine.tsx'
import { fromField, toField, usualDeadline } from './reading.ts'

export function OpinionForm({
  ballot,
  onClose,
}: {
  readonly ballot: Ballot | null
  readonly onClose: () => void
}) {
  const say = useWords(opinionWords)
  const sayBallot = useWords(ballotWords)
  const view = useView()
  const session = useSelect(sessionOf)
  const items = useSelect(itemsInOrder)
  const documents = useEvery('document')
  const people = useEvery('person')
  const groups = useEvery('group')
  const delegates = useSelect(delegatesInOffice)
  const old = useOne('opinion', ballot?.id ?? '')
  const { pending, refusal, unreachable, wish } = useWish()
  const rules = session
    ? votesAt(session.profile, session.startsOn).filter((one) => one.methods.includes('written_opinion'))
    : []
  const days = session ? usualDays(session) : 5
  const remind = session
    ? (ruleAt(session.profile, 'writtenOpinionReminderDaysBefore', session.startsOn)?.value ?? [])
    : []
  const [item, setItem] = useState(ballot?.item ?? session?.currentItem ?? items[0]?.id ?? '')
  const [code, setCode] = useState(ballot?.rule.code ?? rules[0]?.code ?? '')
  const [document, setDocument] = useState(ballot?.document ?? '')
  const [question, setQuestion] = useState(ballot?.question ?? '')
  const [labels, setLabels] = useState<'law' | 'opinion_form'>(
    ballot?.options.some((option) => option.id === 'yes_with_changes') ? 'opinion_form' : 'law',
  )
  const [asked, setAsked] = useState<readonly string[]>(old?.people ?? [])
  const [due, setDue] = useState(() =>
    old ? toField(old.deadline) : usualDeadline(Date.now() + view.now().offsetMs, days),
  )
  const rule = rules.find((one) => one.code === code)
  const chosen = rule?.electorate === 'members'
  const deadline = fromField(due)
  const total = chosen ? asked.length : delegates.length
  const texts = documents.filter(
    (one) => one.item === item && one.state !== 'withdrawn' && one.replacedBy === null,
  )
  const ready = item !== '' && rule !== undefined && question.trim() !== '' && deadline !== null && total > 0
  const save = async (): Promise<void> => {
    if (deadline === null) return
    const input = {
      item,
      code,
      question,
      labels,
      people: chosen ? [...asked] : [],
      deadline,
      ...(document ? { document } : {}),
    }
    const done = ballot
      ? await wish('opinion.change', { ...input, ballot: ballot.id })
      : await wish('opinion.draft', input)
    if (done) onClose()
  }
  return (
    <FormDialog
      title={say(ballot ? 'editDraft' : 'newDraft')}
      size="46rem"
      save={say('save')}
      ready={ready}
      pending={pending}
      onSave={() => void save()}
      onClose={onClose}
    >
      <ItemSelect
        label={say('item')}
        items={items}
        value={item}
        onChange={(value) => {
          setItem(value)
          setDocument('')
        }}
      />
      {rules.length > 1 ? (
        <RuleSelect label={say('rule')} rules={rules} value={code} onChange={setCode} />
      ) : null}
      <Textarea
        label={say('question')}
        value={question}
        onChange={(event) => setQuestion(event.currentTarget.value)}
        autosize
        minRows={2}
        maxLength={1000}
        required
        data-autofocus
      />
      <Select
        label={say('documentField')}
        value={document}
        allowDeselect={false}
        onChange={(value) => setDocument(value ?? '')}
        data={[
          { value: '', label: say('noDocument') },
          ...texts.map((one) => ({ value: one.id, label: one.title })),
        ]}
      />
      <Radio.Group label={say('labels')} value={labels} onChange={setLabels}>
        <Stack gap="xs" mt="xs">
          <Radio value="law" label={say('labelsLaw')} />
          <Radio value="opinion_form" label={say('labelsForm')} />
        </Stack>
      </Radio.Group>
      {chosen ? (
        <>
          <PeoplePicker
            label={say('people')}
            description={say('peopleHint', { count: asked.length })}
            people={delegates.toSorted(byGivenName)}
            chosen={asked}
            onChange={setAsked}
          />
          <Group gap="xs">
            {groupDelegates(people, groups)
              .filter((group) => group.id !== '')
              .map((group) => (
                <Button
                  key={group.id}
                  size="compact-md"
                  variant="light"
                  onClick={() =>
                    setAsked([...new Set([...asked, ...group.people.map((person) => person.id)])])
                  }
                >
                  {say('wholeGroup', { group: group.name })}
                </Button>
              ))}
          </Group>
        </>
      ) : (
        <Text>
          <strong>{say('people')}:</strong> {say('everybody')} ({delegates.length})
        </Text>
      )}
      <DateField
        kind="moment"
        label={say('deadline')}
        description={say('deadlineHint', { days: remind.join(', ') })}
        value={due}
        onChange={setDue}
        required
      />
      {rule ? (
        <Paper bg="var(--nt-other-soft)" p="md">
          <Text size="sm" fw={600} mb="xs">
            {sayBallot('needsTitle')}
          </Text>
          <NeedsLine rule={rule} bases={{ total, present: total }} inWriting />
        </Paper>
      ) : null}
      <Refused refusal={refusal} unreachable={unreachable} />
    </FormDialog>
  )
}
