/** Preparing a vote: on which item, by which rule of the profile; what it will need is said while choosing. */
import { Paper, Select, Text, Textarea } from '@mantine/core'
import { itemsInOrder, sessionOf } from '@nghi-truong/shared/domain/find'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { votesAt } from '@nghi-truong/shared/domain/rules/active'
import type { VoteRule } from '@nghi-truong/shared/domain/rules/types'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useEvery, useSelect } from '../../client/view.ts'
import { Choice } from '../../ui/kit/Choice.tsx'
import { FormDialog } from '../../ui/kit/FormDialog.tsx'
import { ItemSelect, RuleSelect } from '../../ui/kit/ItemSelect.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { ballotWords } from '../../ui/words/ballot.ts'
import { handsWords } from '../../ui/words/hands.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'
import { NeedsLine } from './NeedsLine.tsx'
import { useBases } from './reading.ts'

const durations = [30, 60, 120, 300] as const

const usual = 'adopt_resolution'

type HallMethod = 'electronic' | 'show_of_hands'
const openMethods: readonly HallMethod[] = ['electronic', 'show_of_hands']

/** In which of the open ways the rule may be voted; the devices first, since the product is about them. */
const methodsOf = (rule: VoteRule): readonly HallMethod[] =>
  openMethods.filter((method) => rule.methods.includes(method))

const takesEntries = (rule: VoteRule | undefined): boolean =>
  rule !== undefined && (rule.forms.includes('one_of_n') || rule.forms.includes('free'))

export function DraftForm({
  ballot,
  onClose,
}: {
  readonly ballot: Ballot | null
  readonly onClose: () => void
}) {
  const say = useWords(ballotWords)
  const sayHands = useWords(handsWords)
  const language = useLanguage()
  const session = useSelect(sessionOf)
  const items = useSelect(itemsInOrder)
  const documents = useEvery('document')
  const bases = useBases()
  const { pending, refusal, unreachable, wish } = useWish()
  const rules = session
    ? votesAt(session.profile, session.startsOn).filter((one) => methodsOf(one).length > 0)
    : []
  const [item, setItem] = useState(ballot?.item ?? session?.currentItem ?? items[0]?.id ?? '')
  const [code, setCode] = useState(
    ballot?.rule.code ?? rules.find((rule) => rule.code === usual)?.code ?? rules[0]?.code ?? '',
  )
  const [wanted, setMethod] = useState<HallMethod | null>(
    openMethods.find((one) => one === ballot?.method) ?? null,
  )
  const [wantedSecrecy, setSecrecy] = useState(ballot?.rule.secrecy === 'anonymous' ? 'anonymous' : 'open')
  const [document, setDocument] = useState(ballot?.document ?? '')
  const [question, setQuestion] = useState(ballot?.question ?? null)
  const [duration, setDuration] = useState(String(ballot?.durationSeconds ?? ''))
  const [entries, setEntries] = useState(
    ballot && takesEntries(ballot.rule) && ballot.options[0]?.id === 'option_1'
      ? ballot.options.map((option) => option.label.vi).join('\n')
      : '',
  )
  const rule = rules.find((one) => one.code === code)
  const methods = rule ? methodsOf(rule) : []
  const method = methods.find((one) => one === wanted) ?? methods[0] ?? 'electronic'
  // Only where the rule leaves it open, and a raised hand has a face.
  const mayHide =
    rule?.secrecy === 'open' && rule.otherSecrecy.includes('anonymous') && method === 'electronic'
  const texts = documents.filter(
    (one) => one.item === item && one.state !== 'withdrawn' && one.replacedBy === null,
  )
  const subject =
    texts.find((one) => one.id === document)?.title ?? items.find((one) => one.id === item)?.title ?? ''
  // Until somebody writes a question, the rule and the subject make one.
  const asked = question ?? (rule ? `${rule.title[language]}: ${subject}` : subject)
  const save = async (): Promise<void> => {
    const input = {
      item,
      code,
      question: asked,
      method,
      durationSeconds: duration === '' || method === 'show_of_hands' ? null : Number(duration),
      entries: takesEntries(rule)
        ? entries
            .split('\n')
            .map((line) => line.trim())
            .filter(Boolean)
            .map((line) => ({ vi: line, en: line }))
        : [],
      ...(document ? { document } : {}),
      ...(mayHide && wantedSecrecy === 'anonymous' ? { secrecy: 'anonymous' as const } : {}),
    }
    const done = ballot
      ? await wish('ballot.change', { ...input, ballot: ballot.id })
      : await wish('ballot.draft', input)
    if (done) onClose()
  }
  return (
    <FormDialog
      title={say(ballot ? 'editDraft' : 'newDraft')}
      size="46rem"
      save={say('save')}
      ready={item !== '' && code !== '' && asked.trim() !== ''}
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
      <RuleSelect label={say('rule')} rules={rules} value={code} onChange={setCode} />
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
      <Textarea
        label={say('question')}
        value={asked}
        onChange={(event) => setQuestion(event.currentTarget.value)}
        autosize
        minRows={2}
        maxLength={1000}
      />
      {takesEntries(rule) ? (
        <Textarea
          label={say('entries')}
          value={entries}
          onChange={(event) => setEntries(event.currentTarget.value)}
          autosize
          minRows={3}
        />
      ) : null}
      {methods.length > 1 ? (
        <Choice
          label={sayHands('method')}
          value={method}
          onChange={setMethod}
          data={methods.map((one) => ({
            value: one,
            label: sayHands(one === 'electronic' ? 'methodElectronic' : 'methodHands'),
          }))}
        />
      ) : null}
      {mayHide ? (
        <>
          <Choice
            label={say('secrecy')}
            value={wantedSecrecy}
            onChange={setSecrecy}
            data={[
              { value: 'open', label: say('secrecyOpen') },
              { value: 'anonymous', label: say('secrecyAnonymous') },
            ]}
          />
          {wantedSecrecy === 'anonymous' ? <Text size="sm">{say('anonymousHint')}</Text> : null}
        </>
      ) : null}
      <Select
        label={say('duration')}
        disabled={method === 'show_of_hands'}
        value={method === 'show_of_hands' ? '' : duration}
        allowDeselect={false}
        onChange={(value) => setDuration(value ?? '')}
        data={[
          { value: '', label: say('untimed') },
          ...durations.map((seconds) => ({
            value: String(seconds),
            label: seconds < 60 ? say('seconds', { seconds }) : say('minutes', { minutes: seconds / 60 }),
          })),
        ]}
      />
      {rule ? (
        <Paper bg="var(--nt-other-soft)" p="md">
          <Text size="sm" fw={600} mb="xs">
            {say('needsTitle')}
          </Text>
          <NeedsLine rule={rule} bases={bases} />
        </Paper>
      ) : null}
      <Refused refusal={refusal} unreachable={unreachable} />
    </FormDialog>
  )
}
