/** How many of all, in words and as a bar. */
import { Text } from '@mantine/core'
import classes from './secret.module.css'

export function Progress({
  done,
  all,
  label,
}: {
  readonly done: number
  readonly all: number
  readonly label: string
}) {
  return (
    <div role="status" aria-live="polite">
      <Text fw={500} size="lg">
        {label}
      </Text>
      <div className={classes['track']} aria-hidden>
        <div className={classes['fill']} style={{ width: `${all > 0 ? (done / all) * 100 : 0}%` }} />
      </div>
    </div>
  )
}
