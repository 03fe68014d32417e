/** A button of the dock: named, large, and without taking the selection from the page. */
import { ActionIcon, Tooltip, type ActionIconProps, type ElementProps } from '@mantine/core'
import type { ReactNode, Ref } from 'react'

interface DockButtonProps
  extends Omit<ActionIconProps, 'children'>, ElementProps<'button', keyof ActionIconProps> {
  readonly label: string
  readonly icon: ReactNode
  readonly pressed?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

/** What else a button takes (a menu's signs, its ref) goes to the button itself. */
export function DockButton({ label, icon, pressed, ...rest }: DockButtonProps) {
  return (
    <Tooltip
      label={label}
      // Over its own open menu it would hide what there is to choose.
      disabled={rest['aria-expanded'] === true}
      openDelay={500}
      events={{ hover: true, focus: false, touch: false }}
    >
      <ActionIcon
        size={46}
        radius="md"
        variant={pressed ? 'filled' : 'subtle'}
        {...(pressed ? {} : { color: 'gray' })}
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        // The selection on the page must survive the press.
        onPointerDown={(event) => event.preventDefault()}
        {...rest}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  )
}
