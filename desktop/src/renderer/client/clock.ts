/**
 * The server's time on this screen, for countdowns.
 * What must stay true: the offset of the last snapshot is used, so a device with a wrong clock still counts rightly.
 */
import { useEffect, useState } from 'react'
import { useClockOffset } from './view.ts'

/** Server time in UTC milliseconds, renewed every `everyMs` while `running`. */
export function useNow(everyMs = 500, running = true): number {
  const offset = useClockOffset()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    setNow(Date.now())
    if (!running) return undefined
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs, running])
  return now + offset
}
