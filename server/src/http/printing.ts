/**
 * Papers that the product makes, as PDF.
 * What must stay true: who has no place in the session learns nothing of it; a paper is cut for the caller by whoever
 * stands behind `Press`.
 */
import type { Role, Viewer } from '@nghi-truong/shared/domain/audience'
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import { isRefusal, refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { Look } from '../engine/ports.ts'
import { sent, type Asked, type Handlers } from './handler.ts'
import { documentPolicy } from './headers.ts'

/** A paper ready to be sent; `name` ASCII. */
export interface Paper {
  readonly bytes: Uint8Array
  readonly name: string
}

export interface Press {
  resultSheet(log: string, viewer: Viewer, ballot: string): Promise<Paper | Refusal>
  tallyRecord(log: string, viewer: Viewer, paperBallot: string): Promise<Paper | Refusal>
  secretRecord(log: string, viewer: Viewer, ballot: string): Promise<Paper | Refusal>
  minutes(log: string, viewer: Viewer): Promise<Paper | Refusal>
}

export interface PrintingRoutes {
  readonly look: Pick<Look, 'viewer'>
  readonly press: Press
}

type Names = 'resultSheet' | 'tallyRecord' | 'secretTallyRecord' | 'minutes'

/** Those who run the sitting draw up its papers; the board that counted signs its record. */
const desk: readonly Role[] = ['chair', 'secretariat']
const tellers: readonly Role[] = [...desk, 'committee']

export function printingHandlers({ look, press }: PrintingRoutes): Pick<Handlers, Names> {
  async function paper(
    { params, login, request, response }: Asked<Names>,
    may: readonly Role[] | 'everybody',
    make: (log: string, viewer: Viewer) => Promise<Paper | Refusal>,
  ): Promise<Refusal | typeof sent> {
    const log = params['id'] ?? ''
    const viewer = log === houseLog ? undefined : await look.viewer(log, login.person)
    if (!viewer) return refuse('session.notSeen')
    if (may !== 'everybody' && !viewer.roles.some((role) => may.includes(role)))
      return refuse('command.notAllowed')
    const made = await make(log, viewer)
    if (isRefusal(made)) return made
    response.set({
      'Content-Type': 'application/pdf',
      'Content-Disposition': `attachment; filename="${made.name}"`,
      'Content-Security-Policy': documentPolicy,
      'Content-Length': String(made.bytes.length),
    })
    response.end(request.method === 'HEAD' ? undefined : made.bytes)
    return sent
  }

  return {
    resultSheet: (asked) =>
      paper(asked, 'everybody', (log, viewer) =>
        press.resultSheet(log, viewer, asked.params['ballot'] ?? ''),
      ),
    tallyRecord: (asked) =>
      paper(asked, tellers, (log, viewer) => press.tallyRecord(log, viewer, asked.params['paper'] ?? '')),
    secretTallyRecord: (asked) =>
      paper(asked, 'everybody', (log, viewer) =>
        press.secretRecord(log, viewer, asked.params['ballot'] ?? ''),
      ),
    minutes: (asked) => paper(asked, desk, (log, viewer) => press.minutes(log, viewer)),
  }
}
