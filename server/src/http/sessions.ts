/**
 * Routes of sessions: the list, a snapshot, wishes, the export, tickets for sockets, search.
 * What must stay true: everything that changes goes to the engine as a wish; everything read is cut for the caller.
 */
import { sees } from '@nghi-truong/shared/domain/audience'
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import { sessionOf } from '@nghi-truong/shared/domain/find'
import { mayRead } from '@nghi-truong/shared/domain/reading'
import { refuse } from '@nghi-truong/shared/domain/refusal'
import { ticketMs, type Tickets } from '../accounts/tickets.ts'
import type { Engine, Look } from '../engine/ports.ts'
import { sent, type Handlers } from './handler.ts'
import { roomIn } from './room-in.ts'
import type { Documents } from './ports.ts'

export interface Exporter {
  /** Lines of the export; with payloads, or headers only. */
  lines(log: string, withPayloads: boolean): AsyncIterable<string>
}

export interface SessionRoutes {
  readonly engine: Engine
  readonly look: Look
  readonly tickets: Tickets
  readonly exporter: Exporter
  readonly documents: Documents
  readonly now: () => string
}

type Names = 'sessions' | 'command' | 'snapshot' | 'exportLog' | 'ticket' | 'fileSearch'

const notSeen = refuse('session.notSeen')

export function sessionHandlers(parts: SessionRoutes): Pick<Handlers, Names> {
  const { engine, look, tickets, exporter, documents, now } = parts
  return {
    async sessions({ login }) {
      const mine = await look.sessionsOf(login.person)
      return {
        sessions: mine.flatMap(({ id, state, roles }) => {
          const session = sessionOf(state)
          if (!session) return []
          const { title, council, startsOn, state: stage } = session
          return [{ id, title, council, startsOn, state: stage, roles: [...roles] }]
        }),
      }
    },
    command: ({ params, body, login }) =>
      engine.command(
        params['id'] ?? '',
        { person: login.person, device: login.device },
        {
          id: body.id,
          type: body.type,
          input: body.input ?? {},
        },
      ),
    async snapshot({ params, login }) {
      const id = params['id'] ?? ''
      const viewer = await look.viewer(id, login.person)
      const found = viewer && (await look.snapshot(id, viewer))
      if (!found) return notSeen
      return {
        seq: found.seq,
        head: found.head,
        now: now(),
        records: found.records.map((one) => ({ ...one })),
      }
    },
    async exportLog({ params, login, response }) {
      const id = params['id'] ?? ''
      const viewer = await look.viewer(id, login.person)
      if (!viewer) return notSeen
      const payloads = viewer.roles.some((role) => role === 'chair' || role === 'auditor')
      response.set('Content-Type', 'application/jsonl; charset=utf-8')
      response.set('Content-Disposition', `attachment; filename="${id}.jsonl"`)
      for await (const line of exporter.lines(id, payloads)) {
        if (response.destroyed) return sent
        if (!response.write(`${line}\n`)) await roomIn(response)
      }
      response.end()
      return sent
    },
    async ticket({ login }) {
      return { ticket: tickets.issue(login), expiresInMs: ticketMs }
    },
    async fileSearch({ params, query, login }) {
      const id = params['id'] ?? ''
      const viewer = id === houseLog ? undefined : await look.viewer(id, login.person)
      const state = await look.state(id)
      if (!viewer || !state) return notSeen
      // A line of the text is a reading of the document.
      const seen = state.every('document').filter((one) => sees(viewer, one.audience))
      const newest = new Set(seen.map((one) => one.id))
      const inSight = seen.filter(
        (one) =>
          mayRead(state, viewer, one) &&
          one.state !== 'withdrawn' &&
          // The newest version in sight speaks for the older ones.
          !(one.replacedBy !== null && newest.has(one.replacedBy)),
      )
      return documents.search(
        inSight.map((one) => ({ document: one.id, sha256: one.facts.sha256 })),
        query.q,
        query.limit,
      )
    },
  }
}
