/** A sentence that stands out, with its icon. */
import type { ComponentType, ReactNode } from 'react'
import type { Tone } from '../../ui/kit/tone.ts'
import classes from './secret.module.css'

export function Note({
  tone,
  icon: Icon,
  alert = false,
  children,
}: {
  readonly tone: Tone
  readonly icon: ComponentType<{ size?: number | string; 'aria-hidden'?: boolean }>
  /** Read out at once. */
  readonly alert?: boolean
  readonly children: ReactNode
}) {
  return (
    <div className={classes['note']} data-tone={tone} role={alert ? 'alert' : 'status'}>
      <Icon size="2rem" aria-hidden />
      <div>{children}</div>
    </div>
  )
}
