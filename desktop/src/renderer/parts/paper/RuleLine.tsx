/** What the law asks of this ballot, with the reason and its article; how many places there are to fill. */
import { Group, Stack, Text } from '@mantine/core'
import type { PaperBallot } from '@nghi-truong/shared/domain/records'
import { delegatesInOffice, presentDelegates } from '@nghi-truong/shared/domain/find'
import { IconScale } from '@tabler/icons-react'
import { useSelect } from '../../client/view.ts'
import { useNeeds } from '../../ui/law.ts'
import { lawWords } from '../../ui/words/law.ts'
import { paperWords } from '../../ui/words/paper.ts'
import { useWords } from '../../ui/words/words.ts'
import { isElection } from './reading.ts'

export function RuleLine({ ballot }: { readonly ballot: Pick<PaperBallot, 'rule' | 'seats' | 'frozen'> }) {
  const say = useWords(paperWords)
  const sayLaw = useWords(lawWords)
  const bases = useSelect((records) => ({
    total: ballot.frozen?.total ?? delegatesInOffice(records).length,
    present: ballot.frozen?.present ?? presentDelegates(records).length,
  }))
  const needs = useNeeds()(ballot.rule, bases)
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <IconScale size="1.5rem" aria-hidden style={{ flex: 'none', marginTop: 2 }} />
      <Stack gap={0}>
        <Text fw={600}>
          {[needs.sentence, isElection(ballot.rule) ? say('seats', { seats: ballot.seats }) : '']
            .filter(Boolean)
            .join(' · ')}
        </Text>
        <Text size="sm" c="dimmed">
          {[
            needs.why ? say('why', { why: needs.why }) : '',
            say('basis', { basis: needs.legalBasis }),
            needs.unconfirmed ? sayLaw('unconfirmed') : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </Stack>
    </Group>
  )
}
