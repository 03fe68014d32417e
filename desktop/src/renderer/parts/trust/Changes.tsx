/** What an import would change against the bundle in force, in the order of what matters. */
import { Alert, Stack, Text, Title } from '@mantine/core'
import type { TrustChanges } from '@nghi-truong/shared/protocol/trust'
import { dateTime } from '../../ui/dates.ts'
import { WarnIcon } from '../../ui/kit/tone.ts'
import { trustWords } from '../../ui/words/trust.ts'
import { useWords } from '../../ui/words/words.ts'
import { grouped, type Certificate } from './reading.ts'
import classes from './trust.module.css'

function Named({ label, all }: { readonly label: string; readonly all: readonly Certificate[] }) {
  return all.map((one) => (
    <li key={one.sha256}>
      <strong>{label}:</strong> {one.subject} <code>{grouped(one.sha256.slice(0, 16))} …</code>
    </li>
  ))
}

export function Changes({ changes }: { readonly changes: TrustChanges }) {
  const say = useWords(trustWords)
  const { added, removed, altered, lists, otherSigner } = changes
  const listWord = ({ issuer, before, after }: TrustChanges['lists'][number]): string => {
    if (after === null) return say('listGone', { issuer, before: before === null ? '' : dateTime(before) })
    if (before === null) return say('listNew', { issuer, after: dateTime(after) })
    return say('listNewer', { issuer, before: dateTime(before), after: dateTime(after) })
  }
  const none = added.length + removed.length + altered.length + lists.length === 0
  return (
    <Stack gap="xs">
      <Title order={3}>{say('changes', { issue: changes.from })}</Title>
      {otherSigner && (
        <Alert
          role="alert"
          variant="outline"
          color="var(--nt-abstain)"
          icon={<WarnIcon size="1.5rem" aria-hidden />}
        >
          <Text fw={500}>{say('otherMaker')}</Text>
        </Alert>
      )}
      {none ? (
        <Text>{say('noChanges')}</Text>
      ) : (
        <ul className={classes['changes']}>
          <Named label={say('removed')} all={removed} />
          <Named label={say('added')} all={added} />
          <Named label={say('altered')} all={altered} />
          {lists.map((one) => (
            <li key={one.issuer}>{listWord(one)}</li>
          ))}
        </ul>
      )}
    </Stack>
  )
}
