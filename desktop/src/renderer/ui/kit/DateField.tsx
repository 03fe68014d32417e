/**
 * A field for a day, or a day and an hour, typed as people here write it; the device's calendar may be opened beside it.
 * What must stay true: day before month in every browser; a value is told only while the text is a day that exists.
 */
import { ActionIcon, TextInput } from '@mantine/core'
import { IconCalendar } from '@tabler/icons-react'
import { useRef, useState, type ReactNode } from 'react'
import { completed, readTyped, typedText, type TypedKind } from '../typed-date.ts'
import { dateWords } from '../words/dates.ts'
import { useWords } from '../words/words.ts'
import classes from './date-field.module.css'

export function DateField({
  label,
  description,
  kind = 'day',
  value,
  required = false,
  autoFocus = false,
  onChange,
}: {
  readonly label: string
  readonly description?: ReactNode
  readonly kind?: TypedKind
  /** `2026-12-08` or `2026-12-08T17:00`; empty while there is none. */
  readonly value: string
  readonly required?: boolean
  readonly autoFocus?: boolean
  readonly onChange: (value: string) => void
}) {
  const say = useWords(dateWords)
  const calendar = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(() => typedText(value))
  const [left, setLeft] = useState(false)
  const read = readTyped(kind, text)
  // Changed from outside: what was typed here before is of no interest.
  const shown = value !== '' && read !== value ? typedText(value) : text
  const wrong = left && shown !== '' && readTyped(kind, shown) === null
  const take = (next: string): void => {
    setText(next)
    onChange(readTyped(kind, next) ?? '')
  }
  const opens = typeof HTMLInputElement.prototype.showPicker === 'function'
  return (
    <TextInput
      label={label}
      {...(description === undefined ? {} : { description })}
      value={shown}
      placeholder={say(`${kind}Shape`)}
      inputMode={kind === 'day' ? 'numeric' : 'text'}
      autoComplete="off"
      maxLength={40}
      required={required}
      {...(wrong ? { error: say(`${kind}Wrong`) } : {})}
      {...(autoFocus ? { 'data-autofocus': true } : {})}
      onChange={(event) => {
        setLeft(false)
        take(completed(kind, shown, event.currentTarget.value))
      }}
      onBlur={() => {
        setLeft(true)
        if (read !== null) setText(typedText(read))
      }}
      rightSectionWidth="3rem"
      {...(opens
        ? {
            rightSection: (
              <span className={classes['calendar']}>
                <ActionIcon
                  aria-label={say('calendar', { label })}
                  onClick={() => {
                    calendar.current?.showPicker()
                  }}
                >
                  <IconCalendar size="1.5rem" aria-hidden />
                </ActionIcon>
                <input
                  ref={calendar}
                  className={classes['native']}
                  type={kind === 'day' ? 'date' : 'datetime-local'}
                  tabIndex={-1}
                  aria-hidden
                  value={value}
                  onChange={(event) => take(typedText(event.currentTarget.value))}
                />
              </span>
            ),
          }
        : {})}
    />
  )
}
