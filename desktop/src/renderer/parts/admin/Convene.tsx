/** A new session from the council's list and a profile of rules. */
import { Button, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core'
import { commune } from '@nghi-truong/shared/domain/rules/commune'
import { province } from '@nghi-truong/shared/domain/rules/province'
import { IconCalendarPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useHttp } from '../../client/client.tsx'
import { freshId } from '../../client/keep.ts'
import { post, type Sent } from '../../client/send.ts'
import { useEvery, useOne } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { DateField } from '../../ui/kit/DateField.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { adminWords } from '../../ui/words/admin.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'

const kinds = ['regular', 'thematic', 'urgent', 'constituent'] as const
const profiles = { province, commune } as const

const attempts = 5

export function Convene({ onDone }: { readonly onDone: () => void }) {
  const say = useWords(adminWords)
  const language = useLanguage()
  const http = useHttp()
  const council = useOne('council', 'council')
  const people = useEvery('housePerson')
  const groups = useEvery('houseGroup')
  const [title, setTitle] = useState('')
  const [place, setPlace] = useState<string | null>(null)
  const [term, setTerm] = useState('')
  const [ordinal, setOrdinal] = useState(1)
  const [kind, setKind] = useState<(typeof kinds)[number]>('regular')
  const [startsOn, setStartsOn] = useState('')
  const [profile, setProfile] = useState<keyof typeof profiles | null>(null)
  const [sent, setSent] = useState<Sent | null>(null)
  const [pending, setPending] = useState(false)
  // One id for this form: pressing again after silence cannot convene twice.
  const [session] = useState(() => `kh-${freshId().slice(0, 10)}`)
  const [wishId] = useState(freshId)
  const chosen = profile ?? (council?.level === 'commune' ? 'commune' : 'province')
  const delegates = people.filter((person) => person.roles.includes('delegate')).length
  const where = place ?? council?.place ?? ''
  const convene = async (): Promise<void> => {
    setPending(true)
    const input = {
      title,
      council: council?.name ?? title,
      place: where,
      term,
      ordinal,
      sessionKind: kind,
      startsOn,
      profile: profiles[chosen],
      ...(council?.keepDays !== undefined && { keepDays: council.keepDays }),
    }
    const id = sent?.kind === 'refused' ? freshId() : wishId
    setSent(await post({ http, session }, { id, type: 'session.convene', input }, attempts))
    setPending(false)
  }
  if (sent?.kind === 'accepted')
    return (
      <Card title={say('convene')}>
        <Stack align="flex-start">
          <Chip tone="yes">{say('convened')}</Chip>
          <Button onClick={onDone}>{say('toSessions')}</Button>
        </Stack>
      </Card>
    )
  const complete = [title, where, term, startsOn].every((text) => text.trim() !== '')
  return (
    <Card title={say('convene')} hint={say('conveneHint')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void convene()
        }}
      >
        <Stack gap="md" maw="46rem">
          <Text>{say('rosterCount', { delegates, groups: groups.length })}</Text>
          <TextInput
            label={say('sessionTitle')}
            value={title}
            maxLength={300}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <TextInput
            label={say('where')}
            value={where}
            maxLength={300}
            onChange={(event) => setPlace(event.currentTarget.value)}
          />
          <Group grow align="flex-start">
            <TextInput
              label={say('term')}
              value={term}
              maxLength={60}
              onChange={(event) => setTerm(event.currentTarget.value)}
            />
            <NumberInput
              label={say('ordinal')}
              value={ordinal}
              min={1}
              max={99}
              allowDecimal={false}
              onChange={(value) => setOrdinal(Number(value) || 1)}
            />
          </Group>
          <Group grow align="flex-start">
            <Select
              label={say('kind')}
              value={kind}
              allowDeselect={false}
              onChange={(value) => setKind(kinds.find((one) => one === value) ?? 'regular')}
              data={kinds.map((one) => ({ value: one, label: say(one) }))}
            />
            <DateField label={say('startsOn')} value={startsOn} onChange={setStartsOn} />
          </Group>
          <Select
            label={say('profile')}
            value={chosen}
            allowDeselect={false}
            onChange={(value) => setProfile(value === 'commune' ? 'commune' : 'province')}
            data={Object.entries(profiles).map(([id, one]) => ({ value: id, label: one.title[language] }))}
          />
          <Refused
            refusal={sent?.kind === 'refused' ? sent.refusal : null}
            unreachable={sent?.kind === 'unreachable'}
          />
          <Group>
            <Button
              type="submit"
              leftSection={<IconCalendarPlus size="1.25rem" aria-hidden />}
              loading={pending}
              disabled={!complete}
            >
              {say('convene')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}
