/** Several people chosen by name: typed with or without diacritics, each shown as a large mark that can be taken out. */
import { MultiSelect } from '@mantine/core'
import { fold } from '@nghi-truong/shared/domain/text'
import classes from './picker.module.css'

/** More than these need another letter typed. */
const shownAtOnce = 30

export function PeoplePicker({
  label,
  description,
  people,
  chosen,
  autoFocus = false,
  onChange,
}: {
  readonly label: string
  readonly description?: string
  /** In the order in which they are offered. */
  readonly people: readonly { readonly id: string; readonly name: string }[]
  readonly chosen: readonly string[]
  readonly autoFocus?: boolean
  readonly onChange: (chosen: readonly string[]) => void
}) {
  return (
    <MultiSelect
      label={label}
      {...(description ? { description } : {})}
      classNames={{
        pill: classes['pill'] ?? '',
        input: classes['input'] ?? '',
        options: classes['options'] ?? '',
      }}
      value={[...chosen]}
      searchable
      hidePickedOptions
      limit={shownAtOnce}
      withScrollArea={false}
      filter={({ options, search }) =>
        options.filter((option) => 'label' in option && fold(option.label).includes(fold(search.trim())))
      }
      onChange={onChange}
      data={people.map((person) => ({ value: person.id, label: person.name }))}
      {...(autoFocus ? { 'data-autofocus': true } : {})}
    />
  )
}
