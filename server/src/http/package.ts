/**
 * The session as one file to take away.
 * What must stay true: for the chair and the auditor only, like the log with its payloads.
 */
import type { Viewer } from '@nghi-truong/shared/domain/audience'
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import { isRefusal, refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { packedBallots, sessionPackage, type PackedRecord } from '../archive/package.ts'
import type { Look } from '../engine/ports.ts'
import { sent, type Handlers } from './handler.ts'
import { roomIn } from './room-in.ts'
import type { Exporter } from './sessions.ts'

export interface PackageRoutes {
  readonly look: Pick<Look, 'viewer' | 'state'>
  readonly exporter: Exporter
  readonly records: {
    record(log: string, viewer: Viewer, ballot: string): Promise<PackedRecord | Refusal>
  }
  readonly now: () => string
}

export function packageHandlers({
  look,
  exporter,
  records,
  now,
}: PackageRoutes): Pick<Handlers, 'sessionPackage'> {
  return {
    async sessionPackage({ params, login, response }) {
      const log = params['id'] ?? ''
      const viewer = log === houseLog ? undefined : await look.viewer(log, login.person)
      const state = viewer && (await look.state(log))
      if (!viewer || !state) return refuse('session.notSeen')
      if (!viewer.roles.some((role) => role === 'chair' || role === 'auditor'))
        return refuse('command.notAllowed')
      const found = await Promise.all(
        packedBallots(state).map((ballot) => records.record(log, viewer, ballot)),
      )
      const packed = found.flatMap((one) => (isRefusal(one) ? [] : [one]))
      response.set('Content-Type', 'application/x-tar')
      response.set('Content-Disposition', `attachment; filename="${log}.tar"`)
      for await (const piece of sessionPackage(exporter.lines(log, true), packed, now())) {
        if (response.destroyed) return sent
        if (!response.write(piece)) await roomIn(response)
      }
      response.end()
      return sent
    },
  }
}
