/** Written opinions as the desk leads them; above, the rounds in which the chair is asked himself. */
import { Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { OpinionDesk } from '../parts/ballot/opinion/OpinionDesk.tsx'
import { useMayAnswer } from '../parts/ballot/opinion/reading.ts'

export function Opinions({ answer }: { readonly answer?: ReactNode }) {
  const mine = useMayAnswer()
  return (
    <Stack gap="md">
      {mine ? answer : null}
      <OpinionDesk />
    </Stack>
  )
}
