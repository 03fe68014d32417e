/**
 * The administrator's page of the trust bundle: the one in force, with a warning when a list has expired, and the import.
 * What must stay true: what is shown as in force is what the server says; it is asked again when the house's record
 * changes.
 */
import { Alert, Stack, Text } from '@mantine/core'
import { IconShieldQuestion } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useAsk } from '../../client/ask.ts'
import { useNow } from '../../client/clock.ts'
import { useOne } from '../../client/view.ts'
import { dateTime, day } from '../../ui/dates.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { EmptyState } from '../../ui/kit/EmptyState.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { WarnIcon } from '../../ui/kit/tone.ts'
import { trustWords } from '../../ui/words/trust.ts'
import { useWords } from '../../ui/words/words.ts'
import { Description } from './Description.tsx'
import { Import } from './Import.tsx'
import { withoutCurrentList } from './reading.ts'

const minute = 60_000
/** While files are examined again, so that the number goes down before one's eyes. */
const whileWorking = 2000

function Warning({ children }: { readonly children: string }) {
  return (
    <Alert
      role="alert"
      variant="outline"
      color="var(--nt-abstain)"
      icon={<WarnIcon size="1.5rem" aria-hidden />}
    >
      <Text fw={500}>{children}</Text>
    </Alert>
  )
}

export function TrustDesk() {
  const say = useWords(trustWords)
  const now = useNow(minute)
  const { answer, refusal, unreachable, again } = useAsk('trust')
  const record = useOne('trustBundle', 'trust')
  const seen = useRef(record?.file)
  useEffect(() => {
    if (seen.current !== record?.file) again()
    seen.current = record?.file
  }, [record?.file, again])
  const working = (answer?.pending ?? 0) > 0
  useEffect(() => {
    if (!working) return undefined
    const timer = setInterval(again, whileWorking)
    return () => clearInterval(timer)
  }, [working, again])
  const bundle = answer?.bundle ?? null
  const expired = bundle ? withoutCurrentList(bundle.crls, now) : []
  return (
    <Stack gap="md">
      <Card title={say('title')} hint={say('hint')}>
        <Refused refusal={refusal} unreachable={unreachable} />
        {answer?.missing && <Warning>{say('missing')}</Warning>}
        {answer && !bundle && !answer.missing && (
          <EmptyState title={say('none')} icon={IconShieldQuestion}>
            {say('noneHint')}
          </EmptyState>
        )}
        {bundle && (
          <>
            <Text>
              <strong>{say('issue', { issue: bundle.issue, date: day(bundle.date) })}</strong>
              {answer?.importedAt && ` · ${say('importedAt', { time: dateTime(answer.importedAt) })}`}
            </Text>
            {expired.length > 0 && <Warning>{say('listsExpired', { names: expired.join('; ') })}</Warning>}
            {working && <Text role="status">{say('pending', { count: answer?.pending ?? 0 })}</Text>}
            <Description bundle={bundle} now={now} />
          </>
        )}
      </Card>
      <Import now={now} onDone={again} />
    </Stack>
  )
}
