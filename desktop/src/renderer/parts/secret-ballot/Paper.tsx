/**
 * The ballot paper in great type: names to choose, to strike, or a row of choices for each person.
 * What must stay true: how many are chosen is always in sight; pressed again is taken back; blank is a choice of its own.
 */
import { Button, Group, Stack, Text } from '@mantine/core'
import type { SecretForm } from '@nghi-truong/shared/domain/secret-records'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useId, useRef } from 'react'
import type { PaperQuestion } from '../../client/secret-ballot/paper.ts'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { press, pressBlank, unmarked, wrongWith, type Pressed } from './marks.ts'
import classes from './secret.module.css'

export interface PaperProps {
  readonly questions: readonly PaperQuestion[]
  readonly form: SecretForm
  readonly pressed: Pressed
  readonly onPress: (pressed: Pressed) => void
  readonly onReview: () => void
}

/** Above this many people somebody may be passed over unseen. */
const many = 6

export function PaperForm(props: PaperProps) {
  const { questions, form, pressed, onReview } = props
  const say = useWords(secretWords)
  const paper = useRef<HTMLDivElement>(null)
  const wrong = wrongWith(questions, pressed)
  const open = form === 'columns' && questions.length > many ? unmarked(questions, pressed) : 0
  const toNext = (): void => {
    const next = paper.current?.querySelector('[data-open="true"]')
    next?.scrollIntoView({ block: 'center' })
    next?.querySelector('button')?.focus({ preventScroll: true })
  }
  return (
    <Stack gap="md" ref={paper}>
      <Text size="lg">{useRule(props)}</Text>
      {isListForm(form) ? (
        <ListOf {...props} />
      ) : form === 'columns' ? (
        <ColumnsOf {...props} />
      ) : (
        <OptionsOf {...props} />
      )}
      <div className={classes['foot']}>
        <Figure {...props} wrong={wrong} />
        <Group gap="sm">
          {open > 0 && open < questions.length ? (
            <Button size="lg" variant="default" onClick={toNext}>
              {say('nextUnmarked')}
            </Button>
          ) : null}
          <Button size="xl" disabled={wrong !== null} onClick={onReview}>
            {say('review')}
          </Button>
        </Group>
      </div>
    </Stack>
  )
}

const isListForm = (form: SecretForm): boolean => form === 'list' || form === 'strike'

/** What may be marked, in a sentence. */
function useRule({ questions, form }: PaperProps): string {
  const say = useWords(secretWords)
  const { max = 0, answers = [] } = questions[0] ?? {}
  if (isListForm(form))
    return say(form === 'strike' ? 'strikeHint' : 'chooseUpTo', { max, all: answers.length })
  if (form !== 'columns') return say('chooseOne')
  return say(questions.length === 1 ? 'chooseOrNone' : 'chooseEach')
}

/** How far the marking has come, always in sight. */
function Figure({
  questions,
  form,
  pressed,
  wrong,
}: PaperProps & { readonly wrong: ReturnType<typeof wrongWith> }) {
  const say = useWords(secretWords)
  const max = questions[0]?.max ?? 0
  const count = pressed.answers.reduce((sum, own) => sum + own.length, 0)
  const figure = pressed.blank
    ? say('blankChosen')
    : isListForm(form)
      ? say(form === 'strike' ? 'keptOf' : 'chosenOf', { count, max })
      : questions.length > 1
        ? say('answeredOf', { count, all: questions.length })
        : count === 0
          ? say('notYet')
          : ''
  const tooMany = wrong === 'tooMany'
  return (
    <div role="status" aria-live="polite">
      <Text fw={700} size="xl" {...(tooMany ? { c: 'var(--nt-no)' } : {})}>
        {figure}
      </Text>
      {tooMany ? (
        <Text c="var(--nt-no)">
          {form === 'strike' ? say('strikeMore', { more: count - max }) : say('tooMany')}
        </Text>
      ) : null}
    </div>
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
  const own = useId()
  return (
    <Stack gap="sm">
      {questions.map((question, at) => {
        const marked = pressed.answers[at] ?? []
        return (
          <div
            key={question.question}
            role="group"
            aria-labelledby={`${own}${at}`}
            className={classes['row']}
            data-open={marked.length === 0}
          >
            <div id={`${own}${at}`} className={classes['name']}>
              {questions.length > 1 ? <span>{at + 1}.</span> : null}
              <Answer text={question.question} />
            </div>
            <div className={classes['levels']}>
              {question.answers.map((answer, number) => (
                <Pick
                  key={answer}
                  label={answer}
                  on={marked.includes(number)}
                  onClick={() => onPress(press(questions, pressed, at, number))}
                />
              ))}
            </div>
          </div>
        )
      })}
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
