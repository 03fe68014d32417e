/** Written opinions as the desk leads them; above, what waits for the chair's own answer. */
import { Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { OpinionDesk } from '../parts/ballot/opinion/OpinionDesk.tsx'
import { useWaiting } from '../parts/ballot/opinion/reading.ts'

export function Opinions({ answer }: { readonly answer?: ReactNode }) {
  const waiting = useWaiting()
  return (
    <Stack gap="md">
      {waiting.length > 0 ? answer : null}
      <OpinionDesk />
    </Stack>
  )
}
