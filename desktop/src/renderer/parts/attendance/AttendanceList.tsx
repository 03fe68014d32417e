/** Everybody who is expected, by name: the secretariat marks for those who cannot (điểm danh hộ). */
import { ActionIcon, Button, Group, Menu, Select, Text, TextInput } from '@mantine/core'
import type { AttendanceState, Person } from '@nghi-truong/shared/domain/records'
import { isDelegate } from '@nghi-truong/shared/domain/find'
import { fold } from '@nghi-truong/shared/domain/text'
import { IconDots, IconSearch, IconUserCheck } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { byGivenName } from '../../client/people.ts'
import { useWish, type Wish } from '../../client/send.ts'
import { useEvery, useOne, useViewState } from '../../client/view.ts'
import { time } from '../../ui/dates.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { EmptyState } from '../../ui/kit/EmptyState.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { attendanceWords } from '../../ui/words/attendance.ts'
import { useWords } from '../../ui/words/words.ts'
import classes from './attendance.module.css'

const states: readonly AttendanceState[] = ['unknown', 'present', 'absent', 'absent_excused']

export const attendanceTone = {
  unknown: 'none',
  present: 'yes',
  absent: 'no',
  absent_excused: 'abstain',
} as const

export function AttendanceList({ mayMark }: { readonly mayMark: boolean }) {
  const say = useWords(attendanceWords)
  const people = useEvery('person')
  const marks = useEvery('attendance')
  const [search, setSearch] = useState('')
  const [state, setState] = useState<string>('all')
  const [excusing, setExcusing] = useState<Person | null>(null)
  const wish = useWish()
  const stateOf = useMemo(() => new Map(marks.map((mark) => [mark.id, mark.state])), [marks])
  const shown = useMemo(
    () =>
      people
        .filter(
          (person) =>
            isDelegate(person) &&
            fold(person.name).includes(fold(search)) &&
            (state === 'all' || stateOf.get(person.id) === state),
        )
        .toSorted(byGivenName),
    [people, search, state, stateOf],
  )
  return (
    <Card title={say('list')} hint={say('count', { count: shown.length })}>
      <Group gap="sm" grow preventGrowOverflow={false}>
        <TextInput
          aria-label={say('search')}
          placeholder={say('search')}
          leftSection={<IconSearch size="1.25rem" aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Select
          aria-label={say('filterState')}
          value={state}
          allowDeselect={false}
          onChange={(value) => setState(value ?? 'all')}
          data={[
            { value: 'all', label: say('all') },
            ...states.map((one) => ({ value: one, label: say(one) })),
          ]}
        />
      </Group>
      <Refused refusal={wish.refusal} unreachable={wish.unreachable} onDismiss={wish.dismiss} />
      {shown.length === 0 ? <EmptyState title={say('nobody')} /> : null}
      <ul className={classes['rows']} aria-label={say('list')}>
        {shown.map((person) => (
          <Row
            key={person.id}
            person={person}
            mayMark={mayMark}
            wish={wish}
            onExcuse={() => setExcusing(person)}
          />
        ))}
      </ul>
      <ConfirmDialog
        key={excusing?.id ?? ''}
        opened={excusing !== null}
        title={say('excusedTitle', { name: excusing?.name ?? '' })}
        confirm={say('save')}
        reason={say('reason')}
        pending={wish.pending}
        onClose={() => setExcusing(null)}
        onConfirm={(reason) => {
          if (excusing)
            void wish.wish('attendance.mark', { person: excusing.id, state: 'absent_excused', reason })
          setExcusing(null)
        }}
      />
    </Card>
  )
}

function Row({
  person,
  mayMark,
  wish,
  onExcuse,
}: {
  readonly person: Person
  readonly mayMark: boolean
  readonly wish: Wish
  readonly onExcuse: () => void
}) {
  const say = useWords(attendanceWords)
  const mark = useOne('attendance', person.id)
  const absence = useOne('absence', person.id)
  const group = useOne('group', person.group ?? '')
  const connected = useViewState((state) => state.present.people?.includes(person.id) ?? null)
  const state = mark?.state ?? 'unknown'
  return (
    <li className={classes['row']}>
      <div className={classes['who']}>
        <span className={classes['name']}>
          {connected === null ? null : (
            <span
              className={classes['dot']}
              data-on={connected}
              role="img"
              aria-label={say(connected ? 'connected' : 'notConnected')}
              title={say(connected ? 'connected' : 'notConnected')}
            />
          )}
          {person.name}
        </span>
        <Text size="sm" c="dimmed">
          {[person.position, group?.name].filter(Boolean).join(' · ')}
        </Text>
        {absence ? (
          <Text size="sm" c="dimmed">
            {say('reasonIs', { reason: absence.reason })}
          </Text>
        ) : null}
      </div>
      <div className={classes['actions']}>
        <Chip tone={attendanceTone[state]}>
          {say(state)}
          {mark?.at && state === 'present' ? ` ${time(mark.at)}` : ''}
          {mark?.by === 'secretariat' ? ` (${say('bySecretariat')})` : ''}
        </Chip>
        {mayMark && state !== 'present' ? (
          <Button
            variant="light"
            leftSection={<IconUserCheck size="1.25rem" aria-hidden />}
            aria-label={say('markPresentNamed', { name: person.name })}
            onClick={() => void wish.wish('attendance.mark', { person: person.id, state: 'present' })}
          >
            {say('markPresent')}
          </Button>
        ) : null}
        {mayMark ? (
          <Menu>
            <Menu.Target>
              <ActionIcon aria-label={say('actionsNamed', { name: person.name })}>
                <IconDots size="1.5rem" aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={onExcuse}>{say('markExcused')}</Menu.Item>
              <Menu.Item
                onClick={() => void wish.wish('attendance.mark', { person: person.id, state: 'absent' })}
              >
                {say('markAbsent')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
    </li>
  )
}
