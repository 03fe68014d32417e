/**
 * Routes of the electronic secret ballot: the door of the box, which knows no login, and the committee's and members' own.
 * What must stay true: at the door neither cookie nor token is looked at and nothing is logged; what is read of the record
 * is cut for the caller by whoever stands behind `BallotDesk`; a body is read only up to the size the question can need.
 */
import type { IncomingMessage } from 'node:http'
import type { Viewer } from '@nghi-truong/shared/domain/audience'
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import { isRefusal, refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { CastAnswer } from '@nghi-truong/shared/protocol/ballot-box'
import type { AnswerOf, BodyOf } from '@nghi-truong/shared/protocol/routes'
import type { Look } from '../engine/ports.ts'
import { notFound } from './answers.ts'
import { sent, type Handlers } from './handler.ts'
import { parseRange } from './range.ts'
import { roomIn } from './room-in.ts'

/** Bytes that stand still up to `size`, because they are only ever appended to. */
export interface RecordBytes {
  readonly size: number
  readonly name: string
  read(start: number, end: number): AsyncIterable<Uint8Array>
}

export interface BallotDesk {
  credential(
    log: string,
    person: string,
    ballot: string,
    body: BodyOf<'secretCredential'>,
  ): Promise<AnswerOf<'secretCredential'> | Refusal>
  roll(log: string, person: string, ballot: string): Promise<AnswerOf<'secretRoll'> | Refusal>
  events(
    log: string,
    viewer: Viewer,
    ballot: string,
    from: number,
  ): Promise<AnswerOf<'secretEvents'> | Refusal>
  record(log: string, viewer: Viewer, ballot: string): Promise<RecordBytes | Refusal>
  decryption(
    log: string,
    person: string,
    ballot: string,
    head: string,
    text: string,
  ): Promise<Refusal | undefined>
  /** Most bytes one ballot of that box can have, or a partial decryption of it; undefined for no such box. */
  largest(uuid: string): number | undefined
  largestDecryption(log: string, ballot: string): number | undefined
  /** The moment of the call is the moment of arrival. `line`: the connection it came by. */
  cast(uuid: string, sha256: string, bytes: Uint8Array, line: object): Promise<CastAnswer | Refusal>
  fate(uuid: string, sha256: string): CastAnswer | undefined
  test(uuid: string, sha256: string, sealed: Uint8Array): Promise<Refusal | undefined>
  tested(uuid: string, sha256: string): Promise<Uint8Array | undefined>
}

export interface SecretBallotRoutes {
  readonly look: Pick<Look, 'viewer'>
  readonly desk: BallotDesk
}

type Names =
  | 'secretCredential'
  | 'secretRoll'
  | 'secretEvents'
  | 'secretRecord'
  | 'secretDecryption'
  | 'castBallot'
  | 'castFate'
  | 'testBallot'
  | 'testedBallot'

const tooLarge = refuse('request.tooLarge')

/** The body, if it is no longer than `limit`. */
async function bodyOf(request: IncomingMessage, limit: number): Promise<Uint8Array | Refusal> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return tooLarge
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > limit) return tooLarge
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}

export function secretBallotHandlers({ look, desk }: SecretBallotRoutes): Pick<Handlers, Names> {
  const viewerOf = async (log: string, person: string): Promise<Viewer | Refusal> => {
    const viewer = log === houseLog ? undefined : await look.viewer(log, person)
    return viewer ?? refuse('session.notSeen')
  }
  const names = (params: Readonly<Record<string, string>>) => ({
    log: params['id'] ?? '',
    ballot: params['ballot'] ?? '',
    sha256: params['sha256'] ?? '',
  })

  return {
    async secretCredential({ params, body, login }) {
      const { log, ballot } = names(params)
      const viewer = await viewerOf(log, login.person)
      if (isRefusal(viewer)) return viewer
      return desk.credential(log, login.person, ballot, body)
    },
    async secretRoll({ params, login }) {
      const { log, ballot } = names(params)
      const viewer = await viewerOf(log, login.person)
      return isRefusal(viewer) ? viewer : desk.roll(log, login.person, ballot)
    },
    async secretEvents({ params, query, login }) {
      const { log, ballot } = names(params)
      const viewer = await viewerOf(log, login.person)
      return isRefusal(viewer) ? viewer : desk.events(log, viewer, ballot, query.from)
    },
    async secretRecord({ params, login, request, response }) {
      const { log, ballot } = names(params)
      const viewer = await viewerOf(log, login.person)
      if (isRefusal(viewer)) return viewer
      const record = await desk.record(log, viewer, ballot)
      if (isRefusal(record)) return record
      response.set({
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': `attachment; filename="${record.name}"`,
        'Accept-Ranges': 'bytes',
        'Cache-Control': 'no-store',
      })
      const range = parseRange(request.headers.range, record.size)
      if (range === 'unsatisfiable') {
        response.status(416).set('Content-Range', `bytes */${record.size}`).end()
        return sent
      }
      const { start, end } = range === 'whole' ? { start: 0, end: record.size } : range
      if (range !== 'whole')
        response.status(206).set('Content-Range', `bytes ${start}-${end - 1}/${record.size}`)
      response.set('Content-Length', String(end - start))
      if (request.method !== 'HEAD') {
        for await (const piece of record.read(start, end)) {
          if (!response.write(piece)) await roomIn(response)
          if (response.destroyed) return sent
        }
      }
      response.end()
      return sent
    },
    async secretDecryption({ params, query, login, request }) {
      const { log, ballot } = names(params)
      const viewer = await viewerOf(log, login.person)
      if (isRefusal(viewer)) return viewer
      const limit = desk.largestDecryption(log, ballot)
      if (limit === undefined) return refuse('secretBallot.notSeen')
      const body = await bodyOf(request, limit)
      if (isRefusal(body)) return body
      const text = Buffer.from(body).toString('utf8')
      return (await desk.decryption(log, login.person, ballot, query.head, text)) ?? { accepted: true }
    },
    async castBallot({ params, request }) {
      const { log: uuid, sha256 } = names(params)
      const limit = desk.largest(uuid)
      if (limit === undefined) return notFound
      const body = await bodyOf(request, limit)
      return isRefusal(body) ? body : desk.cast(uuid, sha256, body, request.socket)
    },
    async castFate({ params }) {
      const { log: uuid, sha256 } = names(params)
      return desk.fate(uuid, sha256) ?? notFound
    },
    async testBallot({ params, request }) {
      const { log: uuid, sha256 } = names(params)
      const limit = desk.largest(uuid)
      if (limit === undefined) return notFound
      // Sealing adds a tag of 16 bytes.
      const body = await bodyOf(request, limit + 16)
      if (isRefusal(body)) return body
      return (await desk.test(uuid, sha256, body)) ?? { tested: true }
    },
    async testedBallot({ params, response }) {
      const { log: uuid, sha256 } = names(params)
      const sealed = await desk.tested(uuid, sha256)
      if (!sealed) return notFound
      response.set({ 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' })
      response.end(Buffer.from(sealed))
      return sent
    },
  }
}
