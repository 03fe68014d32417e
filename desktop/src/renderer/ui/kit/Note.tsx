/** A sentence that stands out, with its icon. */
import type { ComponentType, ReactNode } from 'react'
import classes from './note.module.css'
import type { Tone } from './tone.ts'

export function Note({
  tone,
  icon: Icon,
  alert = false,
  quiet = false,
  children,
}: {
  readonly tone: Tone
  readonly icon: ComponentType<{ size?: number | string; 'aria-hidden'?: boolean }>
  /** Read out at once. */
  readonly alert?: boolean
  /** Not read out by itself: something else says it. */
  readonly quiet?: boolean
  readonly children: ReactNode
}) {
  return (
    <div
      className={classes['note']}
      data-tone={tone}
      {...(quiet ? {} : { role: alert ? 'alert' : 'status' })}
    >
      <Icon size="2rem" aria-hidden />
      <div>{children}</div>
    </div>
  )
}
