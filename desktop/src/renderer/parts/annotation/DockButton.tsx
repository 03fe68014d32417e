/** A button of the dock: named, large, and without taking the selection from the page. */
import { ActionIcon, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'

export function DockButton({
  label,
  icon,
  pressed,
  disabled = false,
  onClick,
}: {
  readonly label: string
  readonly icon: ReactNode
  readonly pressed?: boolean
  readonly disabled?: boolean
  readonly onClick: () => void
}) {
  return (
    <Tooltip label={label} openDelay={500} events={{ hover: true, focus: false, touch: false }}>
      <ActionIcon
        size={46}
        radius="md"
        variant={pressed ? 'filled' : 'subtle'}
        {...(pressed ? {} : { color: 'gray' })}
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        disabled={disabled}
        // The selection on the page must survive the press.
        onPointerDown={(event) => event.preventDefault()}
        onClick={onClick}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  )
}
