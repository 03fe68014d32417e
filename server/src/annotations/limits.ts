/**
 * How much a socket may send and a room may hold, beyond what the protocol itself states in `roomLimits`.
 * What must stay true: a limit is checked before the work it bounds is done.
 */
import { roomLimits } from '@nghi-truong/shared/protocol/rooms'

export interface AnnotationLimits {
  /** Bytes of one update as somebody writes. */
  readonly updateBytes: number
  /** Bytes of everything a device brings at once after having been away (sync step 2). */
  readonly syncBytes: number
  /** Yjs clients named in one update. */
  readonly clients: number
  /** The same in what a device brings after having been away: one for each time its page was opened. */
  readonly syncClients: number
  /** Structs, and ranges of deletions, in one update. */
  readonly structs: number
  readonly roomBytes: number
  /** Bytes of one person in one room. */
  readonly personBytes: number
  readonly messagesPerSecond: number
  readonly bytesPerSecond: number
  readonly socketsPerPerson: number
  /** Bytes of what one person shows of himself while he is there. */
  readonly presenceBytes: number
  /** Bytes waiting in a socket above which it gets nothing more until it has drained below `lowWater`. */
  readonly highWater: number
  readonly lowWater: number
  /** A socket that has not drained for so long is cut, in milliseconds. */
  readonly drainMs: number
  /** An empty room stays in memory for so long, in milliseconds. */
  readonly idleMs: number
  /** How often every right is asked again, in milliseconds. */
  readonly recheckMs: number
  readonly keepAliveMs: number
  /** Updates are gathered for so long at least, and at most under load, in milliseconds. */
  readonly frameMs: number
  readonly slowFrameMs: number
  readonly presenceMs: number
}

export const annotationLimits: AnnotationLimits = {
  updateBytes: roomLimits.updateBytes,
  syncBytes: 2 * 1024 * 1024,
  clients: roomLimits.clients,
  syncClients: 2_048,
  structs: 100_000,
  roomBytes: roomLimits.roomBytes,
  personBytes: 2 * 1024 * 1024,
  messagesPerSecond: roomLimits.messagesPerSecond,
  bytesPerSecond: 128 * 1024,
  socketsPerPerson: 16,
  presenceBytes: 4 * 1024,
  highWater: 512 * 1024,
  lowWater: 64 * 1024,
  drainMs: 30_000,
  idleMs: 30_000,
  recheckMs: 60_000,
  keepAliveMs: 20_000,
  frameMs: 16,
  slowFrameMs: 50,
  presenceMs: 50,
}

/** What the WebSocket door must let through as one message: `maxPayload` of `ws`. */
export const maxRoomFrame = annotationLimits.syncBytes + 1024

/** A measure that fills with time and is emptied by use. */
export interface Bucket {
  /** @returns false when there is not enough left; nothing is taken then */
  take(amount: number, now: number): boolean
}

export function createBucket(perSecond: number, size: number, now: number): Bucket {
  let left = size
  let at = now
  return {
    take(amount, later) {
      left = Math.min(size, left + (Math.max(0, later - at) * perSecond) / 1000)
      at = later
      if (left < amount) return false
      left -= amount
      return true
    },
  }
}
