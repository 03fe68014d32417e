/** A state in one or two words, with its icon: colour alone never says it. */
import type { ComponentType, ReactNode } from 'react'
import classes from './kit.module.css'
import { toneIcon, type Tone } from './tone.ts'

export function Chip({
  tone = 'none',
  icon,
  children,
}: {
  readonly tone?: Tone
  readonly icon?: ComponentType<{ size?: number | string; 'aria-hidden'?: boolean }> | null
  readonly children: ReactNode
}) {
  const Icon = icon === undefined ? toneIcon[tone] : icon
  return (
    <span className={classes['chip']} data-tone={tone}>
      {Icon ? <Icon size="1.1em" aria-hidden /> : null}
      {children}
    </span>
  )
}
