/**
 * Routes of the keys of private notes: all of them the caller's own.
 * What must stay true: nobody asks for another person's ring; nothing that passes here is written to a technical log.
 */
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import type { Handlers } from './handler.ts'
import type { Rings } from './ports.ts'

type Names = 'ring' | 'postRing' | 'meetings' | 'meet' | 'meetingStep'

const ok = { ok: true } as const

export function privateNotesHandlers(rings: Rings): Pick<Handlers, Names> {
  return {
    ring: ({ login, query }) => rings.read(login.person, query.after),
    postRing: async ({ login, body }) => (await rings.append(login, body)) ?? ok,
    meetings: async ({ login }) => ({ meetings: [...rings.meetings(login.person)] }),
    meet: async ({ login, body }) => rings.meet(login.person, body),
    async meetingStep({ login, params, body }) {
      const next = await rings.step(login, params['id'] ?? '', body)
      return isRefusal(next) ? next : { ...next }
    },
  }
}
