/**
 * Papers out to be signed and back in.
 * What must stay true: who has no place in the session learns nothing of it; who may sign a paper is asked at every step,
 * not only at the first; no key and no password has a door here; what comes in is bounded by what went out.
 */
import type { Role, Viewer } from '@nghi-truong/shared/domain/audience'
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import type { SignedPaper } from '@nghi-truong/shared/domain/records'
import { isRefusal, refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { IssuedPaper, PaperAsked, TakenPaper } from '@nghi-truong/shared/protocol/signing'
import type { Place } from '@nghi-truong/shared/signature/sign/place'
import { sees } from '@nghi-truong/shared/domain/audience'
import type { Look } from '../engine/ports.ts'
import { notFound } from './answers.ts'
import { sent, type Asked, type Handlers } from './handler.ts'
import { documentPolicy } from './headers.ts'
import { wholeBody } from './whole-body.ts'

/** A paper that went out; more of it is the office's business. */
export interface OutPaper {
  readonly sha256: string
  readonly size: number
  readonly log: string
  readonly paper: SignedPaper
  readonly signatures: number
  readonly places: readonly Place[]
}

export interface SigningOffice {
  issue(going: {
    readonly log: string
    readonly paper: SignedPaper
    readonly bytes: Uint8Array
    readonly places: readonly Place[]
  }): Promise<OutPaper | Refusal>
  issued(log: string, sha256: string): OutPaper | undefined
  bytesOf(paper: { readonly sha256: string; readonly size: number }): Promise<Uint8Array>
  take(log: string, sha256: string, file: Uint8Array): Promise<TakenPaper | Refusal>
  offer(
    log: string,
    sha256: string,
    base: string,
  ): Promise<{ offer: string; downloadUrl: string; uploadUrl: string; expiresInMs: number } | Refusal>
  collect(log: string, sha256: string, offer: string): Promise<TakenPaper | Refusal>
  readonly stamps: {
    ask(person: string, digest: Uint8Array): string | null
    state(
      person: string,
      stamp: string,
    ):
      | { readonly state: 'waiting' | 'none' }
      | { readonly state: 'done'; readonly token: Uint8Array }
      | undefined
  }
  readonly stamping: boolean
}

interface Printed {
  readonly bytes: Uint8Array
  readonly places: readonly Place[]
}

export interface SigningPress {
  resultSheet(log: string, viewer: Viewer, ballot: string): Promise<Printed | Refusal>
  tallyRecord(log: string, viewer: Viewer, paperBallot: string): Promise<Printed | Refusal>
  minutes(log: string, viewer: Viewer, final: boolean): Promise<Printed | Refusal>
}

export interface SigningParts {
  readonly look: Pick<Look, 'viewer' | 'state'>
  readonly press: SigningPress
  readonly office: SigningOffice
  /** Bytes that may be added to what went out. */
  readonly mostAdded: number
  /** Whether TLS stands in front of or in this server. */
  readonly secure: boolean
}

type Names =
  | 'signingIssue'
  | 'signingPaper'
  | 'signingTake'
  | 'signingOffer'
  | 'signingCollect'
  | 'stampAsk'
  | 'stampState'

const desk: readonly Role[] = ['chair', 'secretariat']

/** Those who run the sitting sign its papers; the tellers sign their own record. */
const signers = (paper: SignedPaper): readonly Role[] =>
  paper === 'tallyRecord' ? [...desk, 'committee'] : desk

const holdsOne = (viewer: Viewer, roles: readonly Role[]): boolean =>
  viewer.roles.some((role) => roles.includes(role))

export function signingHandlers(parts: SigningParts): Pick<Handlers, Names> {
  const { look, press, office } = parts

  async function within({ params, login }: Pick<Asked<Names>, 'params' | 'login'>) {
    const log = params['id'] ?? ''
    const viewer = log === houseLog ? undefined : await look.viewer(log, login.person)
    if (!viewer) return refuse('session.notSeen')
    return holdsOne(viewer, [...desk, 'committee']) ? { log, viewer } : refuse('command.notAllowed')
  }

  /** The paper named in the address, if this person may sign it now. */
  async function paperOf(asked: Pick<Asked<Names>, 'params' | 'login'>): Promise<OutPaper | Refusal> {
    const inside = await within(asked)
    if (isRefusal(inside)) return inside
    const paper = office.issued(inside.log, asked.params['sha256'] ?? '')
    if (!paper) return refuse('signing.notIssued')
    return holdsOne(inside.viewer, signers(paper.paper)) ? paper : refuse('command.notAllowed')
  }

  async function ofDocument(log: string, viewer: Viewer, id: string) {
    const document = (await look.state(log))?.one('document', id)
    if (!document || !sees(viewer, document.audience)) return refuse('document.notSeen')
    if (document.state === 'withdrawn') return refuse('document.withdrawn')
    if (document.replacedBy) return refuse('signing.superseded')
    const { sha256, size, signed } = document.facts
    const before = office.issued(log, sha256)
    return { paper: signed?.paper ?? ('document' as const), places: before?.places ?? [], sha256, size }
  }

  async function made(log: string, viewer: Viewer, asked: PaperAsked) {
    if (asked.kind === 'document') {
      const found = await ofDocument(log, viewer, asked.document)
      if (isRefusal(found)) return found
      if (!holdsOne(viewer, signers(found.paper))) return refuse('command.notAllowed')
      return { ...found, bytes: await office.bytesOf(found) }
    }
    if (!holdsOne(viewer, signers(asked.kind))) return refuse('command.notAllowed')
    const printed =
      asked.kind === 'minutes'
        ? await press.minutes(log, viewer, true)
        : asked.kind === 'resultSheet'
          ? await press.resultSheet(log, viewer, asked.ballot)
          : await press.tallyRecord(log, viewer, asked.paper)
    return isRefusal(printed) ? printed : { paper: asked.kind, places: printed.places, bytes: printed.bytes }
  }

  return {
    async signingIssue(asked): Promise<IssuedPaper | Refusal> {
      const inside = await within(asked)
      if (isRefusal(inside)) return inside
      const paper = await made(inside.log, inside.viewer, asked.body.paper)
      if (isRefusal(paper)) return paper
      const { bytes, places } = paper
      const out = await office.issue({ log: inside.log, paper: paper.paper, bytes, places })
      if (isRefusal(out)) return out
      const { sha256, size, signatures } = out
      return { sha256, size, signatures, places: [...places], timeStamps: office.stamping }
    },
    async signingPaper(asked) {
      const paper = await paperOf(asked)
      if (isRefusal(paper)) return paper
      const bytes = await office.bytesOf(paper)
      asked.response.set({
        'Content-Type': 'application/pdf',
        'Content-Disposition': `attachment; filename="ky-so-${paper.sha256.slice(0, 8)}.pdf"`,
        'Content-Security-Policy': documentPolicy,
        'Content-Length': String(bytes.length),
      })
      asked.response.end(asked.request.method === 'HEAD' ? undefined : bytes)
      return sent
    },
    async signingTake(asked) {
      const paper = await paperOf(asked)
      if (isRefusal(paper)) return paper
      const file = await wholeBody(asked.request, paper.size + parts.mostAdded)
      return isRefusal(file) ? file : office.take(paper.log, paper.sha256, file)
    },
    async signingOffer(asked) {
      const paper = await paperOf(asked)
      if (isRefusal(paper)) return paper
      const scheme = parts.secure ? 'https' : 'http'
      return office.offer(paper.log, paper.sha256, `${scheme}://${asked.request.headers.host ?? ''}`)
    },
    async signingCollect(asked) {
      const paper = await paperOf(asked)
      if (isRefusal(paper)) return paper
      return office.collect(paper.log, paper.sha256, asked.params['offer'] ?? '')
    },
    async stampAsk(asked) {
      const inside = await within(asked)
      if (isRefusal(inside)) return inside
      const stamp = office.stamps.ask(asked.login.person, Buffer.from(asked.body.digest, 'hex'))
      return stamp === null ? refuse('signing.noTimeStamps') : { stamp }
    },
    async stampState(asked) {
      const inside = await within(asked)
      if (isRefusal(inside)) return inside
      const found = office.stamps.state(asked.login.person, asked.params['stamp'] ?? '')
      if (!found) return notFound
      const token = found.state === 'done' ? Buffer.from(found.token).toString('base64') : null
      return { state: found.state, token }
    },
  }
}
