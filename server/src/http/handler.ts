/**
 * The contract of a handler: what it is given, already checked, and what it may give back.
 * What must stay true: a handler never sees a body that does not fit its route, nor a caller without the route's access.
 */
import type { Request, Response } from 'express'
import type { z } from 'zod'
import type { Refusal } from '@nghi-truong/shared/domain/refusal'
import type { AnswerOf, RouteName, routes } from '@nghi-truong/shared/protocol/routes'
import type { Login } from '../store/ports.ts'

type BodyIn<N extends RouteName> = (typeof routes)[N] extends { body: infer B extends z.ZodType }
  ? z.output<B>
  : undefined
type QueryIn<N extends RouteName> = (typeof routes)[N] extends { query: infer Q extends z.ZodType }
  ? z.output<Q>
  : undefined
type LoginIn<N extends RouteName> = (typeof routes)[N] extends { access: 'open' } ? undefined : Login

export interface Asked<N extends RouteName> {
  readonly body: BodyIn<N>
  readonly query: QueryIn<N>
  readonly params: Readonly<Record<string, string>>
  readonly login: LoginIn<N>
  readonly address: string
  readonly request: Request
  readonly response: Response
}

/** The handler has written the answer itself (bytes). */
export const sent = Symbol('sent')

export type Handler<N extends RouteName> = (asked: Asked<N>) => Promise<AnswerOf<N> | Refusal | typeof sent>

export type Handlers = { readonly [N in RouteName]: Handler<N> }
