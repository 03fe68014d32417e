/**
 * "2 phiếu đang chờ mạng": voters without a recorded vote whose devices are away, so that the chair may wait or close.
 * What must stay true: it rests on who is connected alone; how anybody would vote is nowhere.
 */
import { Text } from '@mantine/core'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { IconCloudOff } from '@tabler/icons-react'
import { useNameOf } from '../../client/people.ts'
import { useOne, useSelect, useViewState } from '../../client/view.ts'
import { Note } from '../../ui/kit/Note.tsx'
import { handsWords } from '../../ui/words/hands.ts'
import { useWords } from '../../ui/words/words.ts'

/** Voters of this vote who have not voted and are not connected, in the order of the electorate. */
export function useOfflineVoters(ballot: Ballot): readonly string[] {
  const connected = useViewState((state) => state.present.people)
  const electorate = useOne('electorate', ballot.id)
  const voted = useOne('voted', ballot.id)
  return useSelect((records) => {
    if (!connected || ballot.method !== 'electronic') return []
    return (electorate?.people ?? []).filter(
      (person) =>
        !voted?.people.includes(person) &&
        !connected.includes(person) &&
        records.one('attendance', person)?.state === 'present',
    )
  })
}

/** More than these and the network itself is away: the number says it. */
const namesShown = 12

export function OfflineVoters({
  ballot,
  named = false,
}: {
  readonly ballot: Ballot
  readonly named?: boolean
}) {
  const say = useWords(handsWords)
  const nameOf = useNameOf()
  const away = useOfflineVoters(ballot)
  if (away.length === 0) return null
  return (
    <Note tone="abstain" icon={IconCloudOff}>
      <strong>{say('waiting', { count: away.length })}</strong>
      {named ? (
        <>
          <br />
          {[
            ...away.slice(0, namesShown).map(nameOf),
            ...(away.length > namesShown ? [say('andMore', { count: away.length - namesShown })] : []),
          ].join(', ')}
          <Text size="sm" mt="xs">
            {say('waitingHint')}
          </Text>
        </>
      ) : null}
    </Note>
  )
}
