/** Who draws for the whole hall: given and taken back by the desk. */
import { Button, Group, Select, Text } from '@mantine/core'
import { useState } from 'react'
import { byGivenName, useNameOf } from '../../client/people.ts'
import { useWish } from '../../client/send.ts'
import { useEvery, useOne } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { suggestionWords } from '../../ui/words/suggestions.ts'
import { useWords } from '../../ui/words/words.ts'

export function PresenterCard() {
  const say = useWords(suggestionWords)
  const nameOf = useNameOf()
  const people = useEvery('person').toSorted(byGivenName)
  const now = useOne('presenter', 'presenter')?.person ?? null
  const [chosen, setChosen] = useState<string | null>(null)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const set = (person: string | null): void => {
    void wish('annotations.setPresenter', { person })
    setChosen(null)
  }
  return (
    <Card title={say('presenter')} hint={say('presenterHint')}>
      <Text role="status">{now ? say('presenterNow', { name: nameOf(now) }) : say('presenterNobody')}</Text>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      <Group align="flex-end">
        <Select
          flex="1 1 16rem"
          label={say('presenterWho')}
          searchable
          value={chosen}
          onChange={setChosen}
          data={people.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Button disabled={chosen === null} loading={pending} onClick={() => set(chosen)}>
          {say('presenterSet')}
        </Button>
        {now ? (
          <Button variant="default" loading={pending} onClick={() => set(null)}>
            {say('presenterStop')}
          </Button>
        ) : null}
      </Group>
    </Card>
  )
}
