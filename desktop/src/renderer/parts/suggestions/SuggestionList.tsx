/** The secretariat's list of written suggestions, by document and page. */
import { Button, Group, Select, Stack, Text, Title } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useNameOf } from '../../client/people.ts'
import { useWish } from '../../client/send.ts'
import { useEvery } from '../../client/view.ts'
import { dateTime } from '../../ui/dates.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { suggestionWords } from '../../ui/words/suggestions.ts'
import { useWords } from '../../ui/words/words.ts'
import { asText, inOrder, saveText } from './export.ts'

export function SuggestionList({ takes }: { readonly takes: boolean }) {
  const say = useWords(suggestionWords)
  const nameOf = useNameOf()
  const suggestions = useEvery('suggestion')
  const documents = useEvery('document')
  const [session] = useEvery('session')
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [only, setOnly] = useState('')
  const concerned = documents.filter(
    ({ id }) => (only === '' || only === id) && suggestions.some((one) => one.document === id),
  )
  const save = (): void =>
    saveText(
      asText({
        head: say('fileHead', { session: session?.title ?? '' }),
        suggestions,
        documents: concerned,
        nameOf,
        pageOf: (page) => say('pageOf', { page }),
        version: (version) => say('version', { version }),
        when: dateTime,
      }),
      say('fileName'),
    )
  return (
    <Card
      title={say('list')}
      hint={say('listHint')}
      actions={
        <Button
          variant="default"
          leftSection={<IconDownload size="1.25rem" aria-hidden />}
          disabled={concerned.length === 0}
          onClick={save}
        >
          {say('export')}
        </Button>
      }
    >
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      {suggestions.length === 0 ? (
        <Text c="dimmed">{say('none')}</Text>
      ) : (
        <Select
          label={say('filter')}
          allowDeselect={false}
          value={only}
          onChange={(value) => setOnly(value ?? '')}
          data={[
            { value: '', label: say('all') },
            ...documents
              .filter(({ id }) => suggestions.some((one) => one.document === id))
              .map(({ id, title }) => ({ value: id, label: title })),
          ]}
        />
      )}
      {concerned.map((document) => (
        <Stack key={document.id} gap="sm">
          <Title order={3}>{document.title}</Title>
          {inOrder(suggestions.filter((one) => one.document === document.id)).map((one) => (
            <Group key={one.id} justify="space-between" align="flex-start" gap="xs" data-suggestion={one.id}>
              <div style={{ flex: '1 1 20rem' }}>
                <Text fw={600}>
                  {say('pageOf', { page: one.page })} · {nameOf(one.person)}
                </Text>
                {one.quote !== '' && <Text fs="italic">“{one.quote}”</Text>}
                <Text style={{ whiteSpace: 'pre-wrap' }}>{one.text}</Text>
                <Text size="sm" c="dimmed">
                  {dateTime(one.at)} · {say('version', { version: one.version })}
                </Text>
              </div>
              {one.taken ? (
                <Chip tone="yes">{say('taken')}</Chip>
              ) : takes ? (
                <Button
                  variant="default"
                  loading={pending}
                  onClick={() => void wish('suggestions.take', { suggestion: one.id })}
                >
                  {say('take')}
                </Button>
              ) : (
                <Chip>{say('waiting')}</Chip>
              )}
            </Group>
          ))}
        </Stack>
      ))}
    </Card>
  )
}
