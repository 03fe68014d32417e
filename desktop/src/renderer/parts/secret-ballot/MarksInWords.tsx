/**
 * The marks in words, as they will be locked: a line for each person, and on the strike-out form those struck as well.
 * What must stay true: it is read from the marks themselves; who has no mark is said, not left out.
 */
import { Text } from '@mantine/core'
import type { SecretForm } from '@nghi-truong/shared/domain/secret-records'
import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react'
import type { PaperQuestion } from '../../client/secret-ballot/paper.ts'
import { Note } from '../../ui/kit/Note.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { wordsOfMarks, type MarkWords } from './marks.ts'
import classes from './secret.module.css'

export function MarksInWords({
  questions,
  marks,
  form,
}: {
  readonly questions: readonly PaperQuestion[]
  readonly marks: readonly (readonly number[])[]
  readonly form?: SecretForm
}) {
  const words = wordsOfMarks(questions, marks)
  const [only] = words
  const [question] = questions
  if (words.length === 1 && only && question?.blank)
    return <ListMarks all={question.answers} words={only} strikes={form === 'strike'} />
  return <RowMarks words={words} />
}

function RowMarks({ words }: { readonly words: readonly MarkWords[] }) {
  const say = useWords(secretWords)
  const several = words.length > 1
  const open = words.filter((one) => one.chosen.length === 0).length
  return (
    <>
      {several && open > 0 ? (
        <Note tone="abstain" icon={IconAlertTriangle}>
          {say('unmarked', { count: open })}
        </Note>
      ) : null}
      <ul className={classes['marks']} data-several={several}>
        {words.map((one, at) => (
          <li key={one.question} data-open={one.chosen.length === 0}>
            {several ? (
              <span>
                {at + 1}. {one.question}
              </span>
            ) : null}
            <strong>{one.chosen.length > 0 ? one.chosen.join(' · ') : say('noMark')}</strong>
          </li>
        ))}
      </ul>
    </>
  )
}

function ListMarks({
  all,
  words,
  strikes,
}: {
  readonly all: readonly string[]
  readonly words: MarkWords
  readonly strikes: boolean
}) {
  const say = useWords(secretWords)
  const { chosen, blank } = words
  if (blank || chosen.length === 0)
    return (
      <ul className={classes['marks']}>
        <li>
          <strong>{say(blank ? 'blankChosen' : strikes ? 'allStruck' : 'nobody')}</strong>
        </li>
      </ul>
    )
  const struck = strikes ? all.filter((one) => !chosen.includes(one)) : []
  return (
    <>
      <Names title={say(strikes ? 'keptTitle' : 'chosenTitle', { count: chosen.length })} names={chosen} />
      {struck.length > 0 ? (
        <Names title={say('struckTitle', { count: struck.length })} names={struck} struck />
      ) : null}
    </>
  )
}

function Names({
  title,
  names,
  struck = false,
}: {
  readonly title: string
  readonly names: readonly string[]
  readonly struck?: boolean
}) {
  const Icon = struck ? IconX : IconCheck
  return (
    <section aria-label={title}>
      <Text fw={600} mb="xs">
        {title}
      </Text>
      <ul className={classes['marks']}>
        {names.map((name) => (
          <li key={name} data-struck={struck}>
            <Icon size="1.25rem" aria-hidden /> <strong>{name}</strong>
          </li>
        ))}
      </ul>
    </section>
  )
}
