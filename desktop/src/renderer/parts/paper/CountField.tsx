/** A figure of the sheet: large, digits only; Enter goes on to the next one, as on a counting sheet. */
import { TextInput } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import { readFigure } from './fields.ts'
import classes from './paper.module.css'

function onward(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== 'Enter') return
  // The sheet is handed in by its button alone, never by one Enter too many.
  event.preventDefault()
  const form = event.currentTarget.form
  const stops = [...(form?.querySelectorAll<HTMLElement>('input[data-count], button[type=submit]') ?? [])]
  stops[stops.indexOf(event.currentTarget) + 1]?.focus()
}

export function CountField({
  label,
  value,
  differs = false,
  differsWord,
  required = false,
  onChange,
}: {
  readonly label: string
  readonly value: number | null
  /** The two entries differ here. */
  readonly differs?: boolean
  readonly differsWord: string
  readonly required?: boolean
  readonly onChange: (value: number | null) => void
}) {
  return (
    <TextInput
      className={classes['count'] ?? ''}
      label={label}
      value={value === null ? '' : String(value)}
      placeholder={required ? '' : '0'}
      inputMode="numeric"
      autoComplete="off"
      data-count
      required={required}
      error={differs ? differsWord : undefined}
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={onward}
      onChange={(event) => onChange(readFigure(event.currentTarget.value))}
    />
  )
}
