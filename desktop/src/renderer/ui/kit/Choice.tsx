/** One of two or three, side by side, with its question above it like every other field. */
import { Input, SegmentedControl } from '@mantine/core'
import { useId } from 'react'

export function Choice<V extends string>({
  label,
  value,
  data,
  onChange,
}: {
  readonly label: string
  readonly value: V
  readonly data: { value: V; label: string }[]
  readonly onChange: (value: V) => void
}) {
  const id = useId()
  return (
    <Input.Wrapper label={label} labelElement="div" labelProps={{ id }}>
      <SegmentedControl fullWidth aria-labelledby={id} value={value} onChange={onChange} data={data} />
    </Input.Wrapper>
  )
}
