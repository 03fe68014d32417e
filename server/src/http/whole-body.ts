/**
 * A body of bytes taken whole into memory.
 * What must stay true: its size is said before and bounded; who sends more or less than he said is refused.
 */
import type { Request } from 'express'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'

/** @param most bytes */
export async function wholeBody(request: Request, most: number): Promise<Uint8Array | Refusal> {
  const size = Number(request.headers['content-length'] ?? 'x')
  if (!Number.isSafeInteger(size)) return refuse('request.malformed')
  if (size === 0) return refuse('file.empty')
  if (size > most) return refuse('file.tooLarge', { limit: Math.floor(most / 1024 / 1024) })
  const whole = new Uint8Array(size)
  let at = 0
  try {
    for await (const piece of request as AsyncIterable<Uint8Array>) {
      whole.set(piece, at)
      at += piece.length
    }
  } catch (error) {
    if (request.destroyed) return refuse('file.cancelled')
    throw error
  }
  return at === size ? whole : refuse('request.malformed')
}
