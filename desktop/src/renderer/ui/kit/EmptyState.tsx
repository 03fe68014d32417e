/** Says why there is nothing here yet, and what can be done. */
import { Stack, Text, ThemeIcon } from '@mantine/core'
import { IconInbox } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'

export function EmptyState({
  title,
  children,
  icon: Icon = IconInbox,
}: {
  readonly title: string
  readonly children?: ReactNode
  readonly icon?: ComponentType<{ size?: number | string }>
}) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center">
      <ThemeIcon variant="light" size="4rem" radius="50%" aria-hidden>
        <Icon size="2rem" />
      </ThemeIcon>
      <Text fw={600}>{title}</Text>
      {children ? (
        <Text component="div" c="dimmed" maw="34rem">
          {children}
        </Text>
      ) : null}
    </Stack>
  )
}
