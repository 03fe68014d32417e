/**
 * The contract of a feature: verbs that decide, events that apply.
 * What must stay true: `may` is required on every verb; `decide` changes nothing and everything uncertain (time, ids,
 * files) reaches it by the context; `apply` needs nothing but the state and the event.
 */
import type { z } from 'zod'
import type { Role } from './audience.ts'
import type { FileFacts } from './records.ts'
import type { Refusal } from './refusal.ts'
import type { Put, State } from './state.ts'
import type { HousePerson, HouseGroup } from './records.ts'

/** `anyone` = any signed-in person of this log; `system` = the server's own clock and recovery. */
export type Who = Role | 'anyone' | 'system'

export interface Actor {
  readonly person: string
  readonly roles: readonly Who[]
  readonly groups: readonly string[]
  /** The device the command came from, for the record; absent for the system. */
  readonly device?: string
}

export interface Context {
  readonly actor: Actor
  /** UTC, ISO 8601 with milliseconds. */
  readonly at: string
  /** The log this is decided in. */
  readonly log: string
  /** Whether an Ed25519 signature (base64url) by that public key (base64url, 32 bytes) fits the UTF-8 text. */
  verify(key: string, text: string, signature: string): boolean
  /** SHA-256 of a text, lower-case hex. */
  hash(text: string): string
  /** A fresh id at each call. */
  id(): string
  /** What the server itself found out about a file. */
  file(sha256: string): FileFacts | undefined
  /** The issue number of a trust bundle the server holds under that name, read and found in order. */
  trust(sha256: string): number | undefined
  /** The people of the house at this moment: read at convening only. */
  roster(): { readonly people: readonly HousePerson[]; readonly groups: readonly HouseGroup[] }
}

export interface Happened {
  readonly type: string
  readonly data: unknown
}

export type Decision = Refusal | readonly Happened[]

export interface Verb<I extends z.ZodType = z.ZodType> {
  readonly input: I
  readonly may: readonly [Who, ...Who[]]
  decide(state: State, input: z.output<I>, context: Context): Decision
}

/** Where an event stands in its log. */
export interface Place {
  readonly seq: number
  readonly at: string
  readonly actor: string
}

export interface Fact<D extends z.ZodType = z.ZodType> {
  readonly data: D
  apply(state: State, data: z.output<D>, place: Place): readonly Put[]
}

export interface Feature {
  readonly commands: Readonly<Record<string, Verb>>
  readonly events: Readonly<Record<string, Fact>>
}

export const command = <I extends z.ZodType>(verb: Verb<I>): Verb<I> => verb

export const event = <D extends z.ZodType>(fact: Fact<D>): Fact<D> => fact

/** Gives `say`, which makes an event of this feature and is checked by the compiler. */
export function speaker<E extends Readonly<Record<string, Fact>>>(_events: E) {
  return <T extends keyof E & string>(type: T, data: z.input<E[T]['data']>): Happened => ({ type, data })
}
