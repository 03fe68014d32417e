/** Who is not ready, grouped by the reason, as the desk reads it. What must stay true: the shared rule alone says who. */
import { delegatesInOffice } from '@nghi-truong/shared/domain/find'
import type { Person } from '@nghi-truong/shared/domain/records'
import { unready, unreadyReasons, type UnreadyReason } from '@nghi-truong/shared/domain/rehearsal'
import type { State } from '@nghi-truong/shared/domain/state'

export interface ReasonGroup {
  readonly reason: UnreadyReason
  readonly people: readonly Person[]
}

export interface Readiness {
  readonly total: number
  readonly count: number
  readonly groups: readonly ReasonGroup[]
}

export function readinessOf(records: State, connected: readonly string[]): Readiness {
  const found = unready(records, new Set(connected))
  return {
    total: delegatesInOffice(records).length,
    count: found.length,
    groups: unreadyReasons.flatMap((reason) => {
      const people = found.filter((one) => one.reason === reason).map((one) => one.person)
      return people.length > 0 ? [{ reason, people }] : []
    }),
  }
}
