/**
 * Routes about reading: copies for printing, the session pack and its keys, reading heat.
 * What must stay true: a copy is made only of a document that allows it, in the caller's sight; keys go out for what the
 * caller may see and keep; heat is taken from those who read and shown to the chair.
 */
import { sees, type Viewer } from '@nghi-truong/shared/domain/audience'
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import { sessionOf } from '@nghi-truong/shared/domain/find'
import { keepsOnDevice, mayCopy } from '@nghi-truong/shared/domain/reading'
import { isRefusal, refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import type { State } from '@nghi-truong/shared/domain/state'
import type { Heat } from '../documents/heat.ts'
import type { Packer } from '../documents/pack.ts'
import type { Places } from '../documents/places.ts'
import type { Look } from '../engine/ports.ts'
import { notFound } from './answers.ts'
import { sent, type Handlers } from './handler.ts'
import { documentPolicy } from './headers.ts'
import { roomIn } from './room-in.ts'

/** Makes a copy that names its reader on every page. */
export interface Copier {
  copy(sha256: string, stamp: CopyStamp): Promise<Uint8Array | Refusal>
}

export interface CopyStamp {
  readonly title: string
  readonly reader: string
  /** UTC. */
  readonly at: string
}

export interface ReadingRoutes {
  readonly look: Pick<Look, 'viewer' | 'state' | 'mayReadFile'>
  readonly copier: Copier
  readonly packer: Packer
  readonly heat: Heat
  readonly places: Places
  readonly now: () => string
}

type Names = 'place' | 'keepPlace' | 'documentCopy' | 'pack' | 'packKeys' | 'heatReport' | 'heat'

const ok = { ok: true } as const

/** Each file once. */
const filesOf = (documents: readonly DocumentRecord[]): { sha256: string; size: number }[] => [
  ...new Map(
    documents.map(({ facts }) => [facts.sha256, { sha256: facts.sha256, size: facts.size }]),
  ).values(),
]

const packed = (state: State): readonly DocumentRecord[] =>
  state.every('document').filter((one) => one.state === 'published' && keepsOnDevice(one))

export function readingHandlers(parts: ReadingRoutes): Pick<Handlers, Names> {
  const { look, copier, packer, heat, places, now } = parts

  async function inside(
    id: string,
    person: string,
  ): Promise<{ readonly viewer: Viewer; readonly state: State } | Refusal> {
    const viewer = id === houseLog ? undefined : await look.viewer(id, person)
    const state = await look.state(id)
    return viewer && state ? { viewer, state } : refuse('session.notSeen')
  }

  return {
    async place({ params, login }) {
      const sha256 = params['sha256'] ?? ''
      if (!(await look.mayReadFile(login.person, sha256))) return notFound
      return { place: await places.get(login.person, sha256) }
    },
    async keepPlace({ params, body, login }) {
      const sha256 = params['sha256'] ?? ''
      if (!(await look.mayReadFile(login.person, sha256))) return notFound
      places.put(login.person, sha256, body)
      return ok
    },
    async documentCopy({ params, login, response }) {
      const here = await inside(params['id'] ?? '', login.person)
      if (isRefusal(here)) return here
      const { viewer, state } = here
      const document = state.one('document', params['document'] ?? '')
      if (!document || !sees(viewer, document.audience)) return refuse('document.notSeen')
      if (!mayCopy(document)) return refuse('document.noCopy')
      const person = state.one('person', login.person)
      const reader = [person?.name ?? login.username, person?.position ?? ''].filter(Boolean).join(', ')
      const made = await copier.copy(document.facts.sha256, { title: document.title, reader, at: now() })
      if (isRefusal(made)) return made
      response.set({
        'Content-Type': 'application/pdf',
        'Content-Disposition': `attachment; filename="ban-sao-${document.facts.sha256.slice(0, 12)}.pdf"`,
        'Content-Security-Policy': documentPolicy,
        'Content-Length': String(made.length),
      })
      response.end(made)
      return sent
    },
    async pack({ params, login, response }) {
      const id = params['id'] ?? ''
      const here = await inside(id, login.person)
      if (isRefusal(here)) return here
      if (!here.viewer.roles.includes('secretariat')) return refuse('command.notAllowed')
      const files = filesOf(packed(here.state))
      const madeAt = now()
      const day = sessionOf(here.state)?.startsOn ?? madeAt.slice(0, 10)
      response.set({
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': `attachment; filename="goi-ky-hop-${day}.ntpack"`,
        'Content-Length': String(packer.size(id, madeAt, files)),
      })
      for await (const piece of packer.bytes(id, madeAt, files)) {
        if (response.destroyed) return sent
        if (!response.write(piece)) await roomIn(response)
      }
      response.end()
      return sent
    },
    async packKeys({ params, login }) {
      const id = params['id'] ?? ''
      const here = await inside(id, login.person)
      if (isRefusal(here)) return here
      const mine = packed(here.state).filter((one) => sees(here.viewer, one.audience))
      return {
        keys: filesOf(mine).map(({ sha256 }) => ({
          sha256,
          key: Buffer.from(packer.keyOf(id, sha256)).toString('base64url'),
        })),
      }
    },
    async heatReport({ params, body, login }) {
      const id = params['id'] ?? ''
      const here = await inside(id, login.person)
      if (isRefusal(here)) return here
      const { viewer, state } = here
      const document = state
        .every('document')
        .find((one) => one.facts.sha256 === body.file && sees(viewer, one.audience))
      if (!document) return refuse('document.notSeen')
      // Who sees the figures adds nothing to them: he would know his own part.
      if (viewer.roles.includes('delegate') && !viewer.roles.includes('chair')) {
        const pages = body.pages.filter((one) => one.page <= document.facts.pages)
        await heat.report(id, body.file, login.person, pages)
      }
      return ok
    },
    async heat({ params, login }) {
      const id = params['id'] ?? ''
      const here = await inside(id, login.person)
      if (isRefusal(here)) return here
      if (!here.viewer.roles.includes('chair')) return refuse('command.notAllowed')
      const files = here.state.every('document').filter((one) => sees(here.viewer, one.audience))
      const shown = await heat.shown(
        id,
        filesOf(files).map((one) => one.sha256),
      )
      return {
        at: shown.at,
        files: shown.files.map(({ sha256, pages }) => ({
          sha256,
          pages: pages.map((one) => ({ ...one })),
        })),
      }
    },
  }
}
