/** The fields that several forms of a vote begin with: an item of the agenda, and a rule. */
import { Select } from '@mantine/core'
import type { Item } from '@nghi-truong/shared/domain/records'
import type { VoteRule } from '@nghi-truong/shared/domain/rules/types'
import { useLanguage } from '../words/words.ts'

export function ItemSelect({
  label,
  items,
  value,
  onChange,
}: {
  readonly label: string
  /** In the order of the agenda. */
  readonly items: readonly Pick<Item, 'id' | 'position' | 'title'>[]
  readonly value: string
  readonly onChange: (item: string) => void
}) {
  return (
    <Select
      label={label}
      value={value}
      allowDeselect={false}
      onChange={(chosen) => onChange(chosen ?? value)}
      data={items.map((one) => ({ value: one.id, label: `${one.position + 1}. ${one.title}` }))}
    />
  )
}

export function RuleSelect({
  label,
  rules,
  value,
  onChange,
}: {
  readonly label: string
  readonly rules: readonly Pick<VoteRule, 'code' | 'title'>[]
  readonly value: string
  readonly onChange: (code: string) => void
}) {
  const language = useLanguage()
  return (
    <Select
      label={label}
      value={value}
      allowDeselect={false}
      onChange={(chosen) => onChange(chosen ?? value)}
      data={rules.map((one) => ({ value: one.code, label: one.title[language] }))}
    />
  )
}
