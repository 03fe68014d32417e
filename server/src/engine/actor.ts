/**
 * Who somebody is in a log at this moment.
 * What must stay true: roles and groups come from the log's own records and are looked up at each call, never kept; who
 * has no place in a session learns nothing of it.
 */
import type { Role, Viewer } from '@nghi-truong/shared/domain/audience'
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import type { Actor } from '@nghi-truong/shared/domain/feature'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { State } from '@nghi-truong/shared/domain/state'
import type { Asker, Wished } from './ports.ts'

/** The person of the server itself: its clock, its recovery, the very first administrator. */
export const systemPerson = 'system'

export function viewerIn(log: string, state: State, person: string): Viewer | undefined {
  const found = log === houseLog ? state.one('housePerson', person) : state.one('person', person)
  if (!found) return undefined
  return { person, roles: found.roles, groups: found.group === null ? [] : [found.group] }
}

/** The verb that begins a session; the only one that the house's own roles may give to a session's log. */
export const convening = 'session.convene'

const mayConvene: readonly Role[] = ['secretariat', 'admin']

export const convener = (house: State, person: string): readonly Role[] =>
  (house.one('housePerson', person)?.roles ?? []).filter((role) => mayConvene.includes(role))

export function actorIn(
  log: string,
  state: State,
  house: State,
  asker: Asker,
  wish: Wished,
): Actor | Refusal {
  const found = viewerIn(log, state, asker.person)
  const extra = wish.type === convening && log !== houseLog ? convener(house, asker.person) : []
  if (!found && extra.length === 0) return refuse(log === houseLog ? 'command.notAllowed' : 'session.notSeen')
  return {
    person: asker.person,
    roles: [...new Set([...(found?.roles ?? []), ...extra])],
    groups: found?.groups ?? [],
    device: asker.device,
  }
}
