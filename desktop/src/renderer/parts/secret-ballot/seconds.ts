/** Seconds until a moment of the server's clock. */
import { useNow } from '../../client/clock.ts'

/** Seconds until that moment, never below 0. */
export function useSecondsTo(at: string | null | undefined): number {
  const now = useNow(500, at != null)
  return at ? Math.max(0, Math.ceil((Date.parse(at) - now) / 1000)) : 0
}
