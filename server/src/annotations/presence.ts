/**
 * Who is in a room and what he shows of himself (Yjs awareness), made by the server from what clients say.
 * What must stay true: one Yjs client for each socket, never one that belongs to another person; the `person` in a state
 * is the server's word; a name is never taken from a client.
 */
import { readBlock, readerOf, readText, readUint, Unreadable } from './bytes.ts'
import type { AwarenessEntry } from './assemble.ts'

const maxEntries = 1_000

/** The entries of an awareness message, or null when malformed. Stock clients repeat those of others. */
export function readAwareness(message: Uint8Array, maxStateBytes: number): AwarenessEntry[] | null {
  try {
    const reader = readerOf(message)
    const count = readUint(reader)
    if (count > maxEntries) return null
    const entries: AwarenessEntry[] = []
    for (let i = 0; i < count; i++) {
      const client = readUint(reader)
      const clock = readUint(reader)
      const from = reader.at
      const bytes = readBlock(reader)
      if (bytes.length > maxStateBytes) return null
      reader.at = from
      entries.push({ client, clock, state: readText(reader) })
    }
    return reader.at === message.length ? entries : null
  } catch (error) {
    if (error instanceof Unreadable) return null
    throw error
  }
}

/** The state as others may see it, `null` for one who leaves, undefined when it is not a state. */
export function signedState(state: string, person: string): string | undefined {
  let value: unknown
  try {
    value = JSON.parse(state)
  } catch {
    return undefined
  }
  if (value === null) return 'null'
  if (typeof value !== 'object' || Array.isArray(value)) return undefined
  const { user, ...rest } = value as Record<string, unknown>
  const colour = typeof user === 'object' && user !== null && 'color' in user ? user.color : undefined
  return JSON.stringify({
    ...rest,
    person,
    user: {
      id: person,
      ...(typeof colour === 'string' && /^#[0-9a-f]{3,8}$/i.test(colour) && { color: colour }),
    },
  })
}

export interface Presence<Socket> {
  /** What a socket says of itself. @returns false when there was nothing of its own in it */
  say(socket: Socket, person: string, entries: readonly AwarenessEntry[]): boolean
  leave(socket: Socket): void
  /** What changed since asked last. */
  changes(): AwarenessEntry[]
  everybody(): AwarenessEntry[]
}

export function createPresence<Socket>(ownerOf: (client: number) => string | undefined): Presence<Socket> {
  const entries = new Map<number, AwarenessEntry & { readonly socket: Socket; readonly person: string }>()
  const clientOf = new Map<Socket, number>()
  const changed = new Map<number, AwarenessEntry>()

  const mayBe = (client: number, person: string) =>
    (ownerOf(client) ?? person) === person && (entries.get(client)?.person ?? person) === person

  const leave = (socket: Socket) => {
    const client = clientOf.get(socket)
    clientOf.delete(socket)
    const entry = client === undefined ? undefined : entries.get(client)
    if (!entry || entry.socket !== socket) return
    entries.delete(entry.client)
    changed.set(entry.client, { client: entry.client, clock: entry.clock + 1, state: 'null' })
  }

  return {
    say(socket, person, said) {
      const bound = clientOf.get(socket)
      const own = said.find(({ client }) => (bound === undefined ? mayBe(client, person) : client === bound))
      const state = own && signedState(own.state, person)
      if (!own || state === undefined || !mayBe(own.client, person)) return false
      if (state === 'null') {
        leave(socket)
        return true
      }
      const before = entries.get(own.client)
      if (before && before.clock > own.clock) return false
      if (before && before.socket !== socket) clientOf.delete(before.socket)
      clientOf.set(socket, own.client)
      const entry = { client: own.client, clock: own.clock, state }
      entries.set(own.client, { ...entry, socket, person })
      changed.set(own.client, entry)
      return true
    },
    leave,
    changes() {
      const list = [...changed.values()]
      changed.clear()
      return list
    },
    everybody: () => [...entries.values()].map(({ client, clock, state }) => ({ client, clock, state })),
  }
}
