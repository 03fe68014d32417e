/** A list of people pasted as text, for ballots on forty of them. What must stay true: it says how many it read before they are taken over. */
import { Button, Group, Stack, Textarea } from '@mantine/core'
import { IconClipboardText } from '@tabler/icons-react'
import { useState } from 'react'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { peopleIn, type Named } from './people-list.ts'

export function PasteList({ onPeople }: { readonly onPeople: (people: readonly Named[]) => void }) {
  const say = useWords(secretWords)
  const [text, setText] = useState<string | null>(null)
  if (text === null)
    return (
      <Button
        variant="default"
        leftSection={<IconClipboardText size="1.25rem" aria-hidden />}
        onClick={() => setText('')}
      >
        {say('pasteList')}
      </Button>
    )
  const people = peopleIn(text)
  return (
    <Stack gap="sm" flex="1 1 100%">
      <Textarea
        label={say('pasteList')}
        description={say('pasteHint')}
        value={text}
        autosize
        minRows={4}
        maxRows={12}
        maxLength={20_000}
        data-autofocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group gap="sm">
        <Button
          disabled={people.length === 0}
          onClick={() => {
            onPeople(people)
            setText(null)
          }}
        >
          {say('pasteTake', { count: people.length })}
        </Button>
        <Button variant="default" onClick={() => setText(null)}>
          {say('close')}
        </Button>
      </Group>
    </Stack>
  )
}
