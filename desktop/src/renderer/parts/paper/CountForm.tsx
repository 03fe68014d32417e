/**
 * A teller's sheet: what was issued and returned, what is invalid and why, and each person's votes.
 * What must stay true: the sums are checked by the shared arithmetic while typing, and what does not fit is named by its
 * place; where two entries differ the place is marked, the other's figures are nowhere.
 */
import { Button, Group, Stack, Text } from '@mantine/core'
import { countFaults } from '@nghi-truong/shared/domain/paper-count'
import type { PaperBallot, PaperCount } from '@nghi-truong/shared/domain/records'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useWish } from '../../client/send.ts'
import { Chip } from '../../ui/kit/Chip.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { commonWords } from '../../ui/words/common.ts'
import { paperWords, reasonWord } from '../../ui/words/paper.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'
import { CountField } from './CountField.tsx'
import { optionPlace, reasonPlace, spoiltPlace, toCount, toFields, type Fields } from './fields.ts'
import { sumOf } from './PaperResult.tsx'
import { subjectAt, useCountingRules } from './reading.ts'
import classes from './paper.module.css'

export function CountForm({
  ballot,
  mine,
  onDone,
}: {
  readonly ballot: PaperBallot
  readonly mine: PaperCount | null
  /** Called when it was recorded, or put aside. */
  readonly onDone: () => void
}) {
  const say = useWords(paperWords)
  const sayCommon = useWords(commonWords)
  const { reasons } = useCountingRules()
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [fields, setFields] = useState<Fields>(() => (mine ? toFields(mine) : {}))
  const set = (place: string) => (value: number | null) => setFields((old) => ({ ...old, [place]: value }))
  const count = toCount(ballot, fields, reasons)
  const begun = typeof fields['issued'] === 'number' && typeof fields['returned'] === 'number'
  const faults = begun ? countFaults(ballot, count, reasons) : []
  const valid = count.returned - sumOf(count.invalid)
  const field = (place: string, label: string, differs: boolean, extra: object = {}) => (
    <CountField
      key={place}
      label={label}
      value={fields[place] ?? null}
      differs={differs}
      differsWord={say('lookAgain')}
      onChange={set(place)}
      {...extra}
    />
  )
  const differs = (place: string): boolean => ballot.mismatch.includes(place)
  const send = async (): Promise<void> => {
    const sheet = { ...count, subjects: [...count.subjects] }
    if (await wish('paper.enter', { paperBallot: ballot.id, count: sheet })) onDone()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (begun && faults.length === 0) void send()
      }}
    >
      <Stack gap="md">
        <Text c="dimmed">{say('entryHint')}</Text>
        <fieldset className={classes['fieldset']} data-differs={differs('issued') || differs('returned')}>
          <legend>{say('sheet')}</legend>
          <div className={classes['fields']}>
            {field('issued', say('issued'), differs('issued'), {
              required: true,
            })}
            {field('returned', say('returned'), differs('returned'), { required: true })}
          </div>
          <p className={classes['hint']}>{say('issuedHint', { present: ballot.frozen?.present ?? 0 })}</p>
        </fieldset>
        <fieldset className={classes['fieldset']} data-differs={differs('invalid')}>
          <legend>{say('invalidHint')}</legend>
          <div className={classes['fields']}>
            {reasons.map((reason) => field(reasonPlace(reason), say(reasonWord[reason]), differs('invalid')))}
          </div>
          <div className={classes['sum']} role="status">
            <Chip tone={sumOf(count.invalid) > 0 ? 'abstain' : 'none'}>
              {say('invalidAll', { count: sumOf(count.invalid) })}
            </Chip>
            <Chip tone="other">
              {say('valid')}: {Math.max(0, valid)}
            </Chip>
          </div>
        </fieldset>
        {ballot.subjects.map((subject) => (
          <SubjectSheet
            key={subject.id}
            ballot={ballot}
            subject={subject.id}
            count={count}
            valid={valid}
            begun={begun}
            differs={differs(`subject.${subject.id}`)}
            field={field}
          />
        ))}
        <div role="status" aria-live="polite">
          {!begun ? (
            <Text c="dimmed">{say('mustFill')}</Text>
          ) : faults.length > 0 ? (
            <div className={classes['alert']}>
              <IconAlertTriangle size="1.75rem" aria-hidden />
              <div>
                <strong>{say('placesTitle')}</strong>
                <FaultPlaces ballot={ballot} faults={faults} />
              </div>
            </div>
          ) : null}
        </div>
        <Refused
          refusal={refusal?.refused === 'paper.sums' ? null : refusal}
          unreachable={unreachable}
          onDismiss={dismiss}
        />
        <Group justify="flex-end" gap="sm">
          {mine ? (
            <Button variant="default" onClick={onDone}>
              {sayCommon('cancel')}
            </Button>
          ) : null}
          <Button type="submit" loading={pending} disabled={!begun || faults.length > 0}>
            {say('send')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** One person's votes, with their running sum against the valid papers. */
function SubjectSheet({
  ballot,
  subject: id,
  count,
  valid,
  begun,
  differs,
  field,
}: {
  readonly ballot: PaperBallot
  readonly subject: string
  readonly count: PaperCount
  readonly valid: number
  readonly begun: boolean
  readonly differs: boolean
  readonly field: (place: string, label: string, differs: boolean) => ReactNode
}) {
  const say = useWords(paperWords)
  const language = useLanguage()
  const subject = ballot.subjects.find((one) => one.id === id)
  const entered = count.subjects.find((one) => one.subject === id)
  const sum = sumOf(entered?.counts ?? {}) + (entered?.invalid ?? 0)
  return (
    <fieldset className={classes['fieldset']} data-differs={differs}>
      <legend>{subject?.name}</legend>
      {subject?.post ? <p className={classes['post']}>{subject.post}</p> : null}
      <div className={classes['fields']}>
        {ballot.rule.options.map((option) =>
          field(optionPlace(id, option.id), option.label[language], differs),
        )}
        {field(spoiltPlace(id), say('invalidForHim'), differs)}
      </div>
      {begun ? (
        <div className={classes['sum']} role="status">
          <Chip tone={sum === valid ? 'yes' : 'abstain'}>
            {say(sum === valid ? 'sumOk' : 'sumOff', { sum, valid: Math.max(0, valid) })}
          </Chip>
        </div>
      ) : null}
    </fieldset>
  )
}

const faultWord = {
  issued: 'placeIssued',
  returned: 'placeReturned',
  invalid: 'placeInvalid',
  subjects: 'placeSubjects',
  seats: 'placeSeats',
} as const

const isNamed = (place: string): place is keyof typeof faultWord => Object.hasOwn(faultWord, place)

function FaultPlaces({
  ballot,
  faults,
}: {
  readonly ballot: PaperBallot
  readonly faults: readonly string[]
}) {
  const say = useWords(paperWords)
  const present = ballot.frozen?.present ?? 0
  return (
    <ul className={classes['places']}>
      {faults.map((place) => (
        <li key={place}>
          {isNamed(place)
            ? say(faultWord[place], { present })
            : say('placeSubject', { name: subjectAt(place, ballot.subjects)?.name ?? '' })}
        </li>
      ))}
    </ul>
  )
}
