/** Electronic secret ballots past and present, for those who do not run them; and the check of another device's test. */
import { Stack, Text } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { useEvery, useOne } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { secretStateWord, secretTone, secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { Export } from './Export.tsx'
import { isBusy } from './reading.ts'
import { ResultBody } from './ResultBody.tsx'
import { TestOther } from './TestOther.tsx'
import { TrialChip } from './Trial.tsx'

export function SecretResults() {
  const say = useWords(secretWords)
  const all = useEvery('secretBallot')
  const mode = useOne('secretMode', 'secretMode')
  const shown = all.filter((one) => one.state !== 'draft' && !one.rehearsal).toReversed()
  const [params] = useSearchParams()
  if (mode?.state !== 'allowed') return null
  return (
    <Stack gap="md">
      {params.has('thu') ? <TestOther /> : null}
      {shown.map((ballot) => (
        <Card
          key={ballot.id}
          title={ballot.title}
          actions={
            <>
              <TrialChip />
              <Chip tone={secretTone[ballot.state]}>{say(secretStateWord[ballot.state])}</Chip>
            </>
          }
        >
          {ballot.state === 'published' ? (
            <>
              <ResultBody ballot={ballot} />
              <Export ballot={ballot} />
            </>
          ) : (
            <Text>
              {ballot.state === 'void'
                ? say('voided', { reason: ballot.voidReason ?? '' })
                : ballot.state === 'paper'
                  ? say('movedToPaper', { reason: ballot.voidReason ?? '' })
                  : ballot.subjects.map((one) => one.name).join(' · ')}
            </Text>
          )}
        </Card>
      ))}
      {all.some(isBusy) && !params.has('thu') ? <TestOther /> : null}
    </Stack>
  )
}
