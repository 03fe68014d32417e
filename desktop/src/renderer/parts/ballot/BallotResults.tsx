/** Votes past and coming, for those who do not run them. */
import { Group, Stack } from '@mantine/core'
import { IconCheckbox } from '@tabler/icons-react'
import { useEvery } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { EmptyState } from '../../ui/kit/EmptyState.tsx'
import { ballotStateWord, ballotWords } from '../../ui/words/ballot.ts'
import { useWords } from '../../ui/words/words.ts'
import { NeedsLine } from './NeedsLine.tsx'
import { ballotTone } from './BallotDesk.tsx'
import { inHall, isLive, useBases } from './reading.ts'
import { ResultBody } from './ResultCard.tsx'
import { PrintSheet } from './PrintSheet.tsx'
import { VotingCard } from './VotingCard.tsx'

export function BallotResults({ onOpenDocument }: { readonly onOpenDocument: (document: string) => void }) {
  const say = useWords(ballotWords)
  const bases = useBases()
  const all = useEvery('ballot')
  const onPaper = useEvery('paperBallot').some((ballot) => ballot.state !== 'draft')
  const shown = all.filter((ballot) => ballot.state !== 'draft' && inHall(ballot)).toReversed()
  if (shown.length === 0)
    return onPaper ? null : (
      <EmptyState title={say('noResults')} icon={IconCheckbox}>
        {say('noResultsHint')}
      </EmptyState>
    )
  return (
    <Stack gap="md">
      {shown.map((ballot) => (
        <Card
          key={ballot.id}
          {...(isLive(ballot) || ballot.state === 'closed' ? {} : { title: ballot.question })}
          {...(ballot.round > 1 ? { hint: say('round', { round: ballot.round }) } : {})}
          actions={<Chip tone={ballotTone[ballot.state]}>{say(ballotStateWord[ballot.state])}</Chip>}
        >
          {isLive(ballot) || ballot.state === 'closed' ? (
            <VotingCard ballot={ballot} onOpenDocument={onOpenDocument} />
          ) : ballot.state === 'void' ? (
            say('voided', { reason: ballot.voidReason ?? '' })
          ) : ballot.state === 'armed' ? (
            <NeedsLine rule={ballot.rule} bases={bases} />
          ) : (
            <>
              <ResultBody ballot={ballot} />
              <Group justify="flex-end">
                <PrintSheet ballot={ballot} />
              </Group>
            </>
          )}
        </Card>
      ))}
    </Stack>
  )
}

/** The announced results alone, the newest first: what was decided, for reading and printing. */
export function BallotOutcomes() {
  const say = useWords(ballotWords)
  const announced = useEvery('ballot')
    .filter((ballot) => ballot.state === 'published')
    .toReversed()
  if (announced.length === 0)
    return (
      <EmptyState title={say('noResults')} icon={IconCheckbox}>
        {say('noResultsHint')}
      </EmptyState>
    )
  return (
    <Stack gap="md">
      {announced.map((ballot) => (
        <Card key={ballot.id} title={ballot.question}>
          <ResultBody ballot={ballot} />
          <Group justify="flex-end">
            <PrintSheet ballot={ballot} />
          </Group>
        </Card>
      ))}
    </Stack>
  )
}
