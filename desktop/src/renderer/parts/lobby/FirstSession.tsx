/** The session in progress, else the next one: for a screen that nobody sits at. */
import { useEffect, type ReactNode } from 'react'
import { useAsk } from '../../client/ask.ts'

const order = ['open', 'recess', 'preparing', 'closed'] as const

const renewMs = 10_000

export function FirstSession({
  none,
  children,
}: {
  readonly none: ReactNode
  readonly children: (session: string) => ReactNode
}) {
  const { answer, again } = useAsk('sessions')
  const sessions = (answer?.sessions ?? []).toSorted(
    (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.startsOn.localeCompare(b.startsOn),
  )
  const first = sessions[0]
  useEffect(() => {
    if (first) return undefined
    const timer = setInterval(again, renewMs)
    return () => clearInterval(timer)
  }, [again, first])
  return first ? children(first.id) : answer ? none : null
}
