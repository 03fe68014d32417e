/**
 * The two functions that carry the house: a wish becomes events or a refusal, an event becomes puts.
 * What must stay true: rights are asked before anything else is looked at; nothing here knows a feature by name.
 */
import type { Actor, Context, Decision, Place, Who } from './feature.ts'
import type { Catalog } from './catalog.ts'
import { refuse } from './refusal.ts'
import type { Put, State } from './state.ts'

export interface Wish {
  readonly type: string
  readonly input: unknown
}

export const allowed = (may: readonly Who[], actor: Actor): boolean =>
  may.some((who) => (who === 'anyone' ? actor.roles.length > 0 : actor.roles.includes(who)))

export function decide(catalog: Catalog, state: State, wish: Wish, context: Context): Decision {
  const verb = Object.hasOwn(catalog.commands, wish.type) ? catalog.commands[wish.type] : undefined
  if (!verb) return refuse('command.unknown')
  if (!allowed(verb.may, context.actor)) return refuse('command.notAllowed')
  const input = verb.input.safeParse(wish.input)
  if (!input.success) {
    const where = input.error.issues[0]?.path.join('.')
    return refuse('command.badInput', { where: where === undefined || where === '' ? wish.type : where })
  }
  return verb.decide(state, input.data, context)
}

/** @throws when the log holds an event this version does not know: an old program must not guess. */
export function apply(
  catalog: Catalog,
  state: State,
  happened: { readonly type: string; readonly data: unknown },
  place: Place,
): readonly Put[] {
  const fact = Object.hasOwn(catalog.events, happened.type) ? catalog.events[happened.type] : undefined
  if (!fact) throw new Error(`unknown event ${happened.type}`)
  return fact.apply(state, happened.data, place)
}
