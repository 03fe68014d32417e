/**
 * Wishes on their way up: one id each, sent again under the same id until the server has answered.
 * What must stay true: a wish is never doubled (the id is made once); "accepted" is said only with the server's receipt;
 * a refusal made here is one the server would certainly make too, because it rests on nothing that may still change.
 */
import type { CommandType, InputOf } from '@nghi-truong/shared/domain/catalog'
import { catalogOf } from '@nghi-truong/shared/domain/catalog'
import { decide } from '@nghi-truong/shared/domain/decide'
import { isRefusal, type Refusal, type RefusalCode } from '@nghi-truong/shared/domain/refusal'
import type { State } from '@nghi-truong/shared/domain/state'
import type { Receipt } from '@nghi-truong/shared/protocol/routes'
import { createContext, useCallback, useContext, useRef, useState } from 'react'
import { Unreachable } from './bridge.ts'
import type { Http } from './http.ts'
import { freshId } from './keep.ts'
import { delayMs } from './live.ts'
import type { View, You } from './view.ts'

export type Sent =
  | { readonly kind: 'accepted'; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Not reached in time. It may have happened or not; pressing again uses the same id. */
  | { readonly kind: 'unreachable'; readonly id: string }

export type Send = <T extends CommandType>(type: T, input: InputOf<T>, id?: string) => Promise<Sent>

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** The server has done nothing and will take it later. */
export const passing: readonly RefusalCode[] = [
  'server.busy',
  'server.closing',
  'server.superseded',
  'request.tooMany',
]

export interface PostParts {
  readonly http: Pick<Http, 'call'>
  readonly session: string
  readonly random?: () => number
  readonly wait?: (ms: number) => Promise<void>
  /** Asked before each attempt: false when this wish must not go out any more. */
  readonly stillWanted?: () => boolean
}

/** Sends one wish, again and again under its id, at most `attempts` times. */
export async function post(
  { http, session, random = Math.random, wait = pause, stillWanted = () => true }: PostParts,
  wish: { readonly id: string; readonly type: string; readonly input: unknown },
  attempts: number,
): Promise<Sent> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await wait(delayMs(attempt, random))
    if (!stillWanted()) break
    try {
      const answer = await http.call('command', { params: { id: session }, body: wish })
      if (!isRefusal(answer)) return { kind: 'accepted', receipt: answer }
      if (!passing.includes(answer.refused) || attempt === attempts - 1)
        return { kind: 'refused', refusal: answer }
    } catch (cause) {
      if (!(cause instanceof Unreachable)) throw cause
    }
  }
  return { kind: 'unreachable', id: wish.id }
}

/** Refusals that depend on the wish alone, or on what never goes back. */
const certain: readonly RefusalCode[] = [
  'command.unknown',
  'command.badInput',
  'command.notAllowed',
  'attendance.reasonNeeded',
  'ballot.reasonNeeded',
  'ballot.methodNotElectronic',
  'document.classified',
  'session.closed',
]

/** What can be refused at once, without asking. Never says yes. */
export function refusedAtOnce(
  session: string,
  records: State,
  you: You,
  wish: { readonly type: string; readonly input: unknown },
): Refusal | null {
  const decision = decide(catalogOf(session), records, wish, {
    actor: { person: you.person, roles: you.roles, groups: you.groups },
    at: '1970-01-01T00:00:00.000Z',
    log: session,
    // Of the right length: what is made of it is thrown away.
    hash: () => '0'.repeat(64),
    verify: () => true,
    id: () => 'x',
    file: () => undefined,
    trust: () => undefined,
    roster: () => ({ people: [], groups: [] }),
  })
  return isRefusal(decision) && certain.includes(decision.refused) ? decision : null
}

const attemptsForOne = 6

export function createSend(parts: PostParts, view: View): Send {
  return async (type, input, id = freshId()) => {
    const { records, you, seq } = view.now()
    const refusal = seq >= 0 ? refusedAtOnce(parts.session, records, you, { type, input }) : null
    if (refusal) return { kind: 'refused', refusal }
    return post(parts, { id, type, input }, attemptsForOne)
  }
}

export const SendContext = createContext<Send | null>(null)

export function useSend(): Send {
  const send = useContext(SendContext)
  if (!send) throw new Error('no session around this part')
  return send
}

export interface Wish {
  readonly pending: boolean
  /** What the last wish came to, until dismissed or repeated. */
  readonly refusal: Refusal | null
  readonly unreachable: boolean
  readonly dismiss: () => void
  /** True when the server has accepted it. */
  readonly wish: <T extends CommandType>(type: T, input: InputOf<T>) => Promise<boolean>
}

/** For a button or a form: one wish at a time, and what came of it. */
export function useWish(): Wish {
  const send = useSend()
  const [state, setState] = useState<{ pending: boolean; sent: Sent | null }>({ pending: false, sent: null })
  // The same wish pressed again after silence keeps its id, so that it cannot happen twice.
  const unanswered = useRef<{ key: string; id: string } | null>(null)
  const wish = useCallback(
    async <T extends CommandType>(type: T, input: InputOf<T>): Promise<boolean> => {
      const key = `${type} ${JSON.stringify(input)}`
      setState({ pending: true, sent: null })
      const again = unanswered.current?.key === key ? unanswered.current.id : undefined
      const sent = await send(type, input, again)
      unanswered.current = sent.kind === 'unreachable' ? { key, id: sent.id } : null
      setState({ pending: false, sent })
      return sent.kind === 'accepted'
    },
    [send],
  )
  const dismiss = useCallback(() => setState({ pending: false, sent: null }), [])
  return {
    pending: state.pending,
    refusal: state.sent?.kind === 'refused' ? state.sent.refusal : null,
    unreachable: state.sent?.kind === 'unreachable',
    dismiss,
    wish,
  }
}
