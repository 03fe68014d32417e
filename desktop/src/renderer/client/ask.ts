/**
 * Plain questions: what a screen asks once and may ask again.
 * What must stay true: a question changes nothing; a late answer never overwrites a newer question's.
 */
import type { Refusal } from '@nghi-truong/shared/domain/refusal'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import type { AnswerOf, RouteName } from '@nghi-truong/shared/protocol/routes'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Unreachable } from './bridge.ts'
import { useHttp } from './client.tsx'
import type { Asking } from './http.ts'

export interface Asked<N extends RouteName> {
  readonly answer: AnswerOf<N> | null
  readonly refusal: Refusal | null
  readonly unreachable: boolean
  readonly pending: boolean
  readonly again: () => void
}

export function useAsk<N extends RouteName>(name: N): Asked<N> {
  const http = useHttp()
  const [state, setState] = useState<Omit<Asked<N>, 'again'>>({
    answer: null,
    refusal: null,
    unreachable: false,
    pending: true,
  })
  const newest = useRef(0)
  const again = useCallback(() => {
    const mine = ++newest.current
    const settle = (change: Partial<Omit<Asked<N>, 'again'>>): void => {
      if (mine === newest.current)
        setState((old) => ({ ...old, refusal: null, unreachable: false, pending: false, ...change }))
    }
    setState((old) => ({ ...old, pending: true }))
    http.call(name).then(
      (answer) => settle(isRefusal(answer) ? { refusal: answer } : { answer }),
      (cause: unknown) => {
        if (!(cause instanceof Unreachable)) throw cause
        settle({ unreachable: true })
      },
    )
  }, [http, name])
  useEffect(again, [again])
  return { ...state, again }
}

export type Called<N extends RouteName> = AnswerOf<N> | Refusal | 'unreachable'

/** A call made by a button, with silence as a value. */
export function useCall(): <N extends RouteName>(name: N, asking?: Asking<N>) => Promise<Called<N>> {
  const http = useHttp()
  return useCallback(
    async (name, asking) => {
      try {
        return await http.call(name, asking)
      } catch (cause) {
        if (cause instanceof Unreachable) return 'unreachable'
        throw cause
      }
    },
    [http],
  )
}
