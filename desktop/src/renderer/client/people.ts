/** Names and tổ of the people of a session, as every part prints them. */
import type { Group, Person } from '@nghi-truong/shared/domain/records'
import { isDelegate } from '@nghi-truong/shared/domain/find'
import { useCallback } from 'react'
import { useEvery, useSelect, useView, useYou } from './view.ts'

/** The person's name; the id stands in while the person is not in sight. */
export function useNameOf(): (person: string) => string {
  const view = useView()
  const people = useEvery('person')
  return useCallback(
    (person) => (people.length > 0 ? view.now().records.one('person', person)?.name : undefined) ?? person,
    [view, people],
  )
}

export interface GroupWithPeople {
  readonly id: string
  readonly name: string
  readonly people: readonly Person[]
}

const compare = new Intl.Collator('vi', { numeric: true })

/** Last word of a Vietnamese name first: that is how lists are ordered. */
export const byGivenName = (a: Person, b: Person): number => {
  const given = (person: Person): string => person.name.trim().split(/\s+/).at(-1) ?? ''
  return compare.compare(given(a), given(b)) || compare.compare(a.name, b.name)
}

export const byName = (a: Group, b: Group): number => compare.compare(a.name, b.name)

/** Delegates by tổ, in the order of the tổ's names; those outside any tổ last, under an empty name. */
export function groupDelegates(
  people: readonly Person[],
  groups: readonly Group[],
): readonly GroupWithPeople[] {
  const delegates = people.filter(isDelegate)
  const grouped = groups.toSorted(byName).map((group) => ({
    id: group.id,
    name: group.name,
    people: delegates.filter((person) => person.group === group.id).toSorted(byGivenName),
  }))
  const known = new Set(groups.map((group) => group.id))
  const outside = delegates.filter((person) => person.group === null || !known.has(person.group))
  return [...grouped, { id: '', name: '', people: outside.toSorted(byGivenName) }].filter(
    (group) => group.people.length > 0,
  )
}

export function useMyself(): Person | undefined {
  const you = useYou()
  return useSelect((records) => records.one('person', you.person))
}
