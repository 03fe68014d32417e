/** The recorded setting that lets browsers take part, with what it costs. */
import { Checkbox } from '@mantine/core'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'

export function BrowserBox({
  checked,
  onChange,
}: {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}) {
  const say = useWords(secretWords)
  return (
    <Checkbox
      label={say('browsers')}
      description={say('browsersHint')}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}
