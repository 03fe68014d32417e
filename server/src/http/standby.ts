/**
 * The standby at the door: for the administrator; and for every device, who serves and where the other machine is.
 * What must stay true: the secret leaves once, with the answer that made it; a machine that was replaced proves nothing.
 */
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { Machines } from '@nghi-truong/shared/protocol/machines'
import type { StandbyState } from '@nghi-truong/shared/protocol/standby'
import type { Handlers } from './handler.ts'

export interface StandbyDesk {
  state(): Promise<StandbyState>
  pair(): Promise<{ readonly code: string; readonly port: number } | Refusal>
  unpair(): Promise<void>
  readonly superseded: () => boolean
  readonly machines: (asked: Pick<Machines, 'host' | 'nonce'>) => Machines
}

export const standbyHandlers = (
  standby: StandbyDesk,
): Pick<Handlers, 'machines' | 'standby' | 'pairStandby' | 'unpairStandby'> => ({
  machines: async ({ query, request }) =>
    standby.superseded()
      ? refuse('server.superseded')
      : standby.machines({ host: request.headers.host?.toLowerCase() ?? '', nonce: query.nonce }),
  standby: () => standby.state(),
  pairStandby: () => standby.pair(),
  async unpairStandby() {
    await standby.unpair()
    return standby.state()
  },
})
