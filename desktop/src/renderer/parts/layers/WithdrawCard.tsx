/**
 * Taking one person's notes out of a shared layer, and stopping him from writing there.
 * What must stay true: it says whose notes go from where, asks for a reason and asks again; the desk sees no note by it.
 */
import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { byGivenName, byName, useNameOf } from '../../client/people.ts'
import { useWish } from '../../client/send.ts'
import { useEvery } from '../../client/view.ts'
import { dateTime } from '../../ui/dates.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { suggestionWords } from '../../ui/words/suggestions.ts'
import { useWords } from '../../ui/words/words.ts'

const presenterLayer = ''

export function WithdrawCard() {
  const say = useWords(suggestionWords)
  const nameOf = useNameOf()
  const groups = useEvery('group').toSorted(byName)
  const people = useEvery('person').toSorted(byGivenName)
  const documents = useEvery('document')
  const orders = useEvery('withdrawal')
  const expulsions = useEvery('expulsion')
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [layer, setLayer] = useState<string | null>(null)
  const [person, setPerson] = useState<string | null>(null)
  const [document, setDocument] = useState<string | null>(null)
  const [asking, setAsking] = useState<'withdraw' | 'expel' | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const group = layer === presenterLayer ? null : layer
  const nameOfLayer = (id: string | null): string =>
    id === null ? say('presenterLayer') : (groups.find((one) => one.id === id)?.name ?? id)
  const chosen = layer !== null && person !== null
  const out = expulsions.some((one) => one.group === group && one.person === person)
  const withdraw = async (reason: string): Promise<void> => {
    if (!chosen) return
    const accepted = await wish('annotations.withdraw', { group, person, document, reason })
    if (accepted) setDone(person)
  }
  const expel = (reason: string): void => {
    if (group !== null && person !== null) void wish('annotations.expel', { group, person, reason })
  }
  return (
    <Card title={say('cut')} hint={say('cutHint')}>
      <Group grow preventGrowOverflow={false} align="flex-end">
        <Select
          label={say('cutLayer')}
          value={layer}
          onChange={setLayer}
          data={[
            ...groups.map(({ id, name }) => ({ value: id, label: name })),
            { value: presenterLayer, label: say('presenterLayer') },
          ]}
        />
        <Select
          label={say('cutPerson')}
          searchable
          value={person}
          onChange={setPerson}
          data={people.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select
          label={say('cutDocument')}
          placeholder={say('cutAll')}
          clearable
          value={document}
          onChange={setDocument}
          data={documents.map(({ id, title }) => ({ value: id, label: title }))}
        />
      </Group>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      <Group>
        <Button color="red" disabled={!chosen} onClick={() => setAsking('withdraw')}>
          {say('cutDo')}
        </Button>
        {group !== null && chosen ? (
          <Button
            variant="default"
            loading={pending}
            onClick={() => {
              if (out) void wish('annotations.readmit', { group, person })
              else setAsking('expel')
            }}
          >
            {say(out ? 'cutBack' : 'cutOut')}
          </Button>
        ) : null}
      </Group>
      <div role="status">
        {done === null ? null : <Chip tone="yes">{say('cutDone', { name: nameOf(done) })}</Chip>}
      </div>
      {expulsions.length > 0 && (
        <Stack gap={4}>
          <Text fw={600}>{say('expelled')}</Text>
          {expulsions.map((one) => (
            <Text key={one.id}>
              {one.at ? `${dateTime(one.at)}: ` : ''}
              {nameOf(one.person)} – {nameOfLayer(one.group)}
              {one.reason ? `. ${one.reason}` : ''}
            </Text>
          ))}
        </Stack>
      )}
      {orders.length > 0 && (
        <Stack gap={4}>
          <Text fw={600}>{say('orders')}</Text>
          {orders.map((one) => (
            <Text key={one.id}>
              {dateTime(one.at)}: {nameOf(one.person)} – {nameOfLayer(one.group)}. {one.reason}
            </Text>
          ))}
        </Stack>
      )}
      <ConfirmDialog
        opened={asking === 'withdraw'}
        title={say('cut')}
        confirm={say('cutDo')}
        danger
        pending={pending}
        reason={say('cutReason')}
        onConfirm={(reason) => void withdraw(reason)}
        onClose={() => setAsking(null)}
      >
        {say('cutSure', { name: nameOf(person ?? ''), layer: nameOfLayer(group) })}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'expel'}
        title={say('cutOut')}
        confirm={say('cutOut')}
        danger
        pending={pending}
        reason={say('cutReason')}
        onConfirm={expel}
        onClose={() => setAsking(null)}
      >
        {say('cutOutSure', { name: nameOf(person ?? ''), layer: nameOfLayer(group) })}
      </ConfirmDialog>
    </Card>
  )
}
