/**
 * The ballot paper in great type: names to choose, to strike, or a row of choices for each person.
 * What must stay true: how many are chosen is always in sight; pressed again is taken back; blank is a choice of its own.
 */
import { Button, Group, Stack, Text } from '@mantine/core'
import type { SecretForm } from '@nghi-truong/shared/domain/secret-records'
import { IconCheck, IconX } from '@tabler/icons-react'
import type { PaperQuestion } from '../../client/secret-ballot/paper.ts'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { press, pressBlank, wrongWith, type Pressed } from './marks.ts'
import classes from './secret.module.css'

export interface PaperProps {
  readonly questions: readonly PaperQuestion[]
  readonly form: SecretForm
  readonly pressed: Pressed
  readonly onPress: (pressed: Pressed) => void
  readonly onReview: () => void
}

export function PaperForm(props: PaperProps) {
  const { questions, form, pressed, onReview } = props
  const say = useWords(secretWords)
  const [only] = questions
  const list = form === 'list' || form === 'strike'
  const max = only?.max ?? 0
  const chosen = pressed.answers.reduce((sum, own) => sum + own.length, 0)
  const wrong = wrongWith(questions, pressed)
  const rule =
    form === 'strike'
      ? say('strikeHint', { max })
      : form === 'list'
        ? say('chooseUpTo', { max })
        : say(form === 'columns' ? 'chooseEach' : 'chooseOne')
  const figure = pressed.blank
    ? say('blankChosen')
    : form === 'strike'
      ? say('keptOf', { count: chosen, max })
      : form === 'list'
        ? say('chosenOf', { count: chosen, max })
        : form === 'columns'
          ? say('answeredOf', { count: chosen, all: questions.length })
          : ''
  return (
    <Stack gap="md">
      <Text size="lg">{rule}</Text>
      {list ? (
        <ListOf {...props} />
      ) : form === 'columns' ? (
        <ColumnsOf {...props} />
      ) : (
        <OptionsOf {...props} />
      )}
      <div className={classes['foot']}>
        <div role="status" aria-live="polite">
          <Text fw={700} size="xl" {...(wrong === 'tooMany' ? { c: 'var(--nt-no)' } : {})}>
            {figure}
          </Text>
          {wrong === 'tooMany' ? <Text c="var(--nt-no)">{say('tooMany')}</Text> : null}
        </div>
        <Button size="xl" disabled={wrong !== null} onClick={onReview}>
          {say('review')}
        </Button>
      </div>
    </Stack>
  )
}

/** "Name, post" as it is written on the paper: the name in great type, the post under it. */
function Answer({ text }: { readonly text: string }) {
  const cut = text.indexOf(', ')
  return cut < 0 ? (
    <span>{text}</span>
  ) : (
    <span>
      {text.slice(0, cut)}
      <small>{text.slice(cut + 2)}</small>
    </span>
  )
}

function ListOf({ questions, form, pressed, onPress }: PaperProps) {
  const say = useWords(secretWords)
  const strikes = form === 'strike'
  return (
    <>
      <ul className={classes['people']} aria-label={questions[0]?.question ?? ''}>
        {questions[0]?.answers.map((answer, at) => {
          const on = pressed.answers[0]?.includes(at) ?? false
          return (
            <li key={answer}>
              <button
                type="button"
                className={classes['pick']}
                aria-pressed={on}
                data-struck={strikes && !on}
                onClick={() => onPress(press(questions, pressed, 0, at))}
              >
                <span className={classes['tick']} aria-hidden>
                  {on ? <IconCheck size="1.5rem" /> : strikes ? <IconX size="1.5rem" /> : null}
                </span>
                <Answer text={answer} />
                {strikes && !on ? <span className="nt-visually-hidden">{say('struck')}</span> : null}
              </button>
            </li>
          )
        })}
      </ul>
      <Group>
        <button
          type="button"
          className={classes['pick']}
          aria-pressed={pressed.blank}
          onClick={() => onPress(pressBlank(questions, pressed))}
        >
          <span className={classes['tick']} aria-hidden>
            {pressed.blank ? <IconCheck size="1.5rem" /> : null}
          </span>
          <span>{say('blank')}</span>
        </button>
      </Group>
    </>
  )
}

function ColumnsOf({ questions, pressed, onPress }: PaperProps) {
  return (
    <Stack gap="sm">
      {questions.map((question, at) => (
        <fieldset key={question.question} className={classes['person']}>
          <legend>
            <Answer text={question.question} />
          </legend>
          <div className={classes['levels']}>
            {question.answers.map((answer, number) => (
              <Pick
                key={answer}
                label={answer}
                on={pressed.answers[at]?.includes(number) ?? false}
                onClick={() => onPress(press(questions, pressed, at, number))}
              />
            ))}
          </div>
        </fieldset>
      ))}
    </Stack>
  )
}

function OptionsOf({ questions, pressed, onPress }: PaperProps) {
  return (
    <ul className={classes['people']} aria-label={questions[0]?.question ?? ''}>
      {questions[0]?.answers.map((answer, at) => (
        <li key={answer}>
          <Pick
            label={answer}
            on={pressed.answers[0]?.includes(at) ?? false}
            onClick={() => onPress(press(questions, pressed, 0, at))}
          />
        </li>
      ))}
    </ul>
  )
}

function Pick({
  label,
  on,
  onClick,
}: {
  readonly label: string
  readonly on: boolean
  readonly onClick: () => void
}) {
  return (
    <button type="button" className={classes['pick']} aria-pressed={on} onClick={onClick}>
      <span className={classes['tick']} aria-hidden>
        {on ? <IconCheck size="1.5rem" /> : null}
      </span>
      <span>{label}</span>
    </button>
  )
}

/** The marks in words, as they will be locked. */
export function MarksInWords({
  questions,
  words,
}: {
  readonly questions: readonly PaperQuestion[]
  readonly words: readonly {
    readonly question: string
    readonly blank: boolean
    readonly chosen: readonly string[]
  }[]
}) {
  const say = useWords(secretWords)
  return (
    <ul className={classes['marks']}>
      {words.map((one, at) => (
        <li key={one.question}>
          {words.length > 1 ? one.question : null}
          <strong>
            {one.blank
              ? say('blankChosen')
              : one.chosen.length > 0
                ? one.chosen.join(' · ')
                : say((questions[at]?.max ?? 1) > 1 || questions[at]?.blank ? 'nobody' : 'noMark')}
          </strong>
        </li>
      ))}
    </ul>
  )
}
