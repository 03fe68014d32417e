/**
 * The standby at the door: for the administrator alone.
 * What must stay true: the secret leaves once, with the answer that made it.
 */
import type { Refusal } from '@nghi-truong/shared/domain/refusal'
import type { StandbyState } from '@nghi-truong/shared/protocol/standby'
import type { Handlers } from './handler.ts'

export interface StandbyDesk {
  state(): Promise<StandbyState>
  pair(): Promise<{ readonly code: string; readonly port: number } | Refusal>
  unpair(): Promise<void>
}

export const standbyHandlers = (
  standby: StandbyDesk,
): Pick<Handlers, 'standby' | 'pairStandby' | 'unpairStandby'> => ({
  standby: () => standby.state(),
  pairStandby: () => standby.pair(),
  async unpairStandby() {
    await standby.unpair()
    return standby.state()
  },
})
