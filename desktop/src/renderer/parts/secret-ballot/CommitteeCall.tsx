/**
 * Calls a member of the Ban kiểm phiếu, wherever he is reading, to what only his device can do.
 * What must stay true: it is there while he is awaited and not a moment longer.
 */
import { Button } from '@mantine/core'
import type { State } from '@nghi-truong/shared/domain/state'
import { IconKey } from '@tabler/icons-react'
import { isOver } from '../../client/secret-ballot/forgetting.ts'
import { useSelect, type You } from '../../client/view.ts'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import classes from './secret.module.css'

const stepping = ['certificate', 'polynomial', 'key', 'confirming']

function callOf(records: State, { person }: You): 'callKeys' | 'callBox' | 'callOpen' | 'callKeyEnd' | null {
  const keys = records.one('secretKeys', 'secretKeys')
  if (!keys?.members.includes(person)) return null
  const clearing = records.one('secretClearing', 'secretClearing')
  if (isOver(clearing))
    return clearing?.keysDestroyed.some((one) => one.person === person) ? null : 'callKeyEnd'
  if (stepping.includes(keys.state) && !keys.done.includes(person)) return 'callKeys'
  for (const ballot of records.every('secretBallot')) {
    const mine = `${ballot.id}:${person}`
    if (ballot.state === 'closed' && !records.one('secretSeal', mine)) return 'callBox'
    if (ballot.state === 'opening' && records.one('secretOpening', mine)?.state !== 'given') return 'callOpen'
  }
  return null
}

export function CommitteeCall({ onCommittee }: { readonly onCommittee: () => void }) {
  const say = useWords(secretWords)
  const call = useSelect(callOf)
  return call ? (
    <div className={classes['banner']} role="region" aria-label={say('title')}>
      <span>{say(call)}</span>
      <Button variant="white" leftSection={<IconKey size="1.25rem" aria-hidden />} onClick={onCommittee}>
        {say('toCommittee')}
      </Button>
    </div>
  ) : null
}
