/** A quiet surface with a heading and room for actions; a landmark for those who listen. */
import { Group, Paper, Stack, Text, Title, type PaperProps } from '@mantine/core'
import { useId, type ReactNode } from 'react'

export function Card({
  title,
  hint,
  actions,
  order = 2,
  children,
  ...paper
}: {
  readonly title?: ReactNode
  readonly hint?: ReactNode
  readonly actions?: ReactNode
  readonly order?: 2 | 3
  readonly children: ReactNode
} & Omit<PaperProps, 'title'>) {
  const id = useId()
  return (
    <Paper
      component="section"
      withBorder
      p={{ base: 'md', sm: 'lg' }}
      {...(title ? { 'aria-labelledby': id } : {})}
      {...paper}
    >
      <Stack gap="md">
        {title || actions ? (
          <Group justify="space-between" align="flex-start" gap="sm">
            <Stack gap={2} flex="1 1 14rem">
              {title ? (
                <Title order={order} id={id}>
                  {title}
                </Title>
              ) : null}
              {hint ? (
                <Text size="sm" c="dimmed">
                  {hint}
                </Text>
              ) : null}
            </Stack>
            {actions ? <Group gap="xs">{actions}</Group> : null}
          </Group>
        ) : null}
        {children}
      </Stack>
    </Paper>
  )
}
