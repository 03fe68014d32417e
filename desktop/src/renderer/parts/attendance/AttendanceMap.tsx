/** Who is in the hall, by tổ. Never who voted how. */
import { useMemo } from 'react'
import { groupDelegates } from '../../client/people.ts'
import { useEvery } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { SeatLegend, SeatMap } from '../../ui/kit/SeatMap.tsx'
import { attendanceWords } from '../../ui/words/attendance.ts'
import { useWords } from '../../ui/words/words.ts'
import { attendanceTone } from './AttendanceList.tsx'

export function AttendanceMap({ large = false }: { readonly large?: boolean }) {
  const say = useWords(attendanceWords)
  const people = useEvery('person')
  const groups = useEvery('group')
  const marks = useEvery('attendance')
  const seats = useMemo(() => {
    const stateOf = new Map(marks.map((mark) => [mark.id, mark.state]))
    return groupDelegates(people, groups).map((group) => ({
      id: group.id,
      name: group.name || say('outsideGroups'),
      seats: group.people.map((person) => {
        const state = stateOf.get(person.id) ?? 'unknown'
        return { person: person.id, name: person.name, tone: attendanceTone[state], state: say(state) }
      }),
    }))
  }, [people, groups, marks, say])
  const map = (
    <>
      <SeatMap groups={seats} label={say('map')} large={large} />
      <SeatLegend
        large={large}
        entries={(['present', 'absent_excused', 'absent', 'unknown'] as const).map((state) => ({
          tone: attendanceTone[state],
          label: say(state),
        }))}
      />
    </>
  )
  return large ? map : <Card title={say('map')}>{map}</Card>
}
