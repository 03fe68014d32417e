/** The result of a secret ballot: a row for each person or one matter, with what it means. */
import { Group, Stack, Text } from '@mantine/core'
import type { SecretBallot, SecretResult } from '@nghi-truong/shared/domain/secret-records'
import { useNameOf } from '../../client/people.ts'
import { useOne } from '../../client/view.ts'
import { Bars } from '../../ui/kit/Bars.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { short, toneOfOutcome, useBaseLine, useFigures, useRows } from './reading.ts'
import classes from './secret.module.css'

interface BodyProps {
  readonly ballot: SecretBallot
  /** With what both programs said; where that stands elsewhere already, not again. */
  readonly judged?: boolean
}

export function ResultBody({ ballot, judged = true }: BodyProps) {
  const result = useOne('secretResult', ballot.id)
  return result ? <Shown ballot={ballot} result={result} judged={judged} /> : null
}

function Shown({ ballot, result, judged }: Required<BodyProps> & { readonly result: SecretResult }) {
  const say = useWords(secretWords)
  const nameOf = useNameOf()
  const rows = useRows(ballot, result)
  const base = useBaseLine(ballot, result)
  const figures = useFigures(ballot, result)
  return (
    <Stack gap="md">
      <Text fw={500}>{figures}</Text>
      <Text>
        {base}
        {result.needed === null ? '' : ` · ${say('needed', { needed: result.needed })}`}
      </Text>
      <ul className={classes['rows']} data-many={rows.length > 7}>
        {rows.map((row) => (
          <li key={row.id}>
            {row.name ? (
              <Group justify="space-between" gap="sm" mb="xs">
                <div>
                  <Text fw={600} size="lg">
                    {row.name}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {row.post}
                  </Text>
                </div>
                {row.outcome === 'none' ? null : (
                  <Chip tone={toneOfOutcome(row.outcome)}>{say(row.outcome)}</Chip>
                )}
              </Group>
            ) : null}
            <Bars
              label={row.name || ballot.title}
              of={result.base}
              bars={row.counts.map(({ option, label, tone, count, share }) => ({
                id: option,
                label,
                tone,
                count,
                shares: [share],
              }))}
            />
          </li>
        ))}
      </ul>
      <Text size="sm" c="dimmed">
        {say('openedBy', { names: result.openedBy.map(nameOf).join(', ') })} · {say('seal')}{' '}
        <code>{short(ballot.fingerprint)}</code> · {say('head')} <code>{short(result.head)}</code>
      </Text>
      {judged ? <Verdicts ballot={ballot} result={result} /> : null}
    </Stack>
  )
}

/** What both programs said of the finished record. */
export function Verdicts({
  ballot,
  result,
}: {
  readonly ballot: SecretBallot
  readonly result: SecretResult
}) {
  const say = useWords(secretWords)
  const verdicts = result.verdicts.filter((one) => one.head === result.head)
  return (
    <ul className={classes['verdicts']}>
      {(['nghi-truong', 'belenios-tool'] as const).map((tool) => {
        const said = verdicts.filter((one) => one.tool === tool)
        // A rehearsal is not waited for by the second program.
        if (said.length === 0 && ballot.rehearsal && tool === 'belenios-tool') return null
        const bad = said.some((one) => one.verdict === 'reject')
        const tone = bad ? 'no' : said.length > 0 ? 'yes' : 'abstain'
        const word = bad ? 'verdictReject' : said.length > 0 ? 'verdictAccept' : 'verdictMissing'
        return (
          <li key={tool}>
            <span>
              {say(tool === 'nghi-truong' ? 'verdictOurs' : 'verdictTool')}
              <small>{said.at(-1)?.version ?? ''}</small>
            </span>
            <Chip tone={tone}>{say(word)}</Chip>
          </li>
        )
      })}
    </ul>
  )
}
