/** What the law asks of this vote, said before anybody votes, with the reason and its article. */
import { Group, Stack, Text } from '@mantine/core'
import { sessionOf } from '@nghi-truong/shared/domain/find'
import type { VoteRule } from '@nghi-truong/shared/domain/rules/types'
import { IconScale } from '@tabler/icons-react'
import { useSelect } from '../../client/view.ts'
import { RuleWarning } from '../../ui/RuleWarning.tsx'
import { useNeeds, type Bases } from '../../ui/law.ts'
import { ballotWords } from '../../ui/words/ballot.ts'
import { lawWords } from '../../ui/words/law.ts'
import { useWords } from '../../ui/words/words.ts'

export function NeedsLine({
  rule,
  bases,
  inWriting = false,
}: {
  readonly rule: VoteRule
  readonly bases: Bases
  readonly inWriting?: boolean
}) {
  const needs = useNeeds()(rule, bases, inWriting)
  const say = useWords(ballotWords)
  const sayLaw = useWords(lawWords)
  const session = useSelect(sessionOf)
  return (
    <Stack gap="xs">
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <IconScale size="1.5rem" aria-hidden style={{ flex: 'none', marginTop: 2 }} />
        <Stack gap={0}>
          <Text fw={600}>{needs.sentence}</Text>
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
      {session ? <RuleWarning basedOn={session.profile.basedOn} rule={rule} date={session.startsOn} /> : null}
    </Stack>
  )
}
