/**
 * The two faces of the engine that the rest of the server knows: one takes wishes, one answers what may be seen.
 * What must stay true: live, annotations, archive and http import nothing else of the engine; every answer of `Look` is
 * for a named viewer, and rights are looked up at each call.
 */
import type { Role, Viewer } from '@nghi-truong/shared/domain/audience'
import type { FileFacts, AnyRecord } from '@nghi-truong/shared/domain/records'
import type { Refusal } from '@nghi-truong/shared/domain/refusal'
import type { Put, State } from '@nghi-truong/shared/domain/state'
import type { RoomRef } from '@nghi-truong/shared/protocol/rooms'
import type { RoomRight } from '@nghi-truong/shared/domain/annotations'
import type { FileReading } from '@nghi-truong/shared/domain/reading'
import type { Receipt } from '@nghi-truong/shared/protocol/routes'
import type { Entry } from '@nghi-truong/shared/log/chain'

export interface Wished {
  readonly id: string
  readonly type: string
  readonly input: unknown
}

/** Who asks: the person and the device; roles and groups are found by the engine in the log concerned. */
export interface Asker {
  readonly person: string
  readonly device: string
}

/** The store failed in a way that leaves the outcome open: the process stops, and no answer may be given. */
export class EngineDead extends Error {
  override readonly name = 'EngineDead'
}

export interface Engine {
  /**
   * Decides, makes durable, applies, answers. The same id again gives the same receipt, also after a restart.
   * @throws EngineDead: then nothing may be answered, the client asks again after the restart
   */
  command(log: string, asker: Asker, wish: Wished): Promise<Receipt | Refusal>
  /** Stops taking wishes, finishes what is queued. */
  close(): Promise<void>
}

/** What changed with one committed batch: the record as it was (if it was) and as it is. */
export interface Change {
  readonly put: Put
  readonly before: AnyRecord | undefined
}

export interface Committed {
  readonly log: string
  readonly seq: number
  readonly head: string
  readonly changes: readonly Change[]
}

export interface Look {
  /** The logs this person has a place in, `house` left out. */
  sessionsOf(
    person: string,
  ): Promise<readonly { readonly id: string; readonly state: State; readonly roles: readonly Role[] }[]>
  /** The viewer in that log as of now, or undefined when he has no place in it. */
  viewer(log: string, person: string): Promise<Viewer | undefined>
  /** Roles of the person in the house. */
  houseRoles(person: string): Promise<readonly Role[]>
  /** What the viewer may see now, with where the log stands. */
  snapshot(
    log: string,
    viewer: Viewer,
  ): Promise<
    { readonly seq: number; readonly head: string; readonly records: readonly AnyRecord[] } | undefined
  >
  /** Whether some document in this person's sight, in any log, bears the file. */
  mayReadFile(person: string, sha256: string): Promise<boolean>
  /** How this person may read the file now: by the widest of his rights in any log. */
  fileReading(person: string, sha256: string): Promise<FileReading>
  /** What this person may do in that room. */
  roomRight(person: string, room: RoomRef): Promise<RoomRight>
  /** The folded state, for archive and search. Callers must ask `sees` themselves. */
  state(log: string): Promise<State | undefined>
  entries(log: string): AsyncIterable<Entry>
  /** Called after each commit, in order. @returns how to stop listening */
  onCommit(listener: (committed: Committed) => void): () => void
}

/** What the engine asks of documents: facts the server itself established. */
export type FileFactsOf = (sha256: string) => FileFacts | undefined
