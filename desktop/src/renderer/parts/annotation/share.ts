/**
 * Which private marks are not yet in the group's layer.
 * What must stay true: sharing twice shares nothing twice (a copy has the id of its original); only one's own marks are
 * shared; a mark changed since is shared again in its new form.
 */
import type { Mark } from '@nghi-truong/shared/protocol/rooms'
import type { Entry, Marks } from '../../client/notes.ts'

const same = (a: Mark, b: Mark): boolean => JSON.stringify(a) === JSON.stringify(b)

export function toShare(mine: Marks, shared: Marks, person: string): readonly Entry[] {
  return [...mine].filter(([id, mark]) => {
    // A bookmark is where I am, not what I say.
    if (mark.author !== person || mark.kind === 'bookmark') return false
    const there = shared.get(id)
    return there === undefined || (there.author === person && !same(there, mark))
  })
}
