/**
 * What the HTTP side asks of rooms and documents; compose puts the real ones behind these.
 * What must stay true: whoever stands behind a port is never asked for something the caller may not see.
 */
import type { WebSocket } from 'ws'
import type { FileFacts } from '@nghi-truong/shared/domain/records'
import type { Refusal } from '@nghi-truong/shared/domain/refusal'
import type { RoomRef } from '@nghi-truong/shared/protocol/rooms'
import type {
  Pairing,
  PairingStep,
  RingAnswer,
  RingVersion,
} from '@nghi-truong/shared/protocol/private-notes'
import type { AnswerOf } from '@nghi-truong/shared/protocol/routes'
import type { FileStore } from '../store/ports.ts'

export interface Annotations {
  /** Takes over an open socket; asks for the right itself, at the door and again when rights may have changed. */
  join(socket: WebSocket, room: RoomRef, person: string): void
  /** Bytes of the largest message a room takes. */
  readonly largestFrame: number
  close(): Promise<void>
}

/** The locked keys of private notes; every call is for the caller's own. */
export interface Rings {
  read(person: string, after: number): Promise<RingAnswer>
  append(
    caller: { readonly person: string; readonly device: string },
    posting: { readonly ring: RingVersion; readonly key: string; readonly signing: string | null },
  ): Promise<Refusal | undefined>
  revokeDevice(person: string, device: string): Promise<void>
  meetings(person: string): readonly Pairing[]
  meet(person: string, asked: Pick<Pairing, 'name' | 'commitment'>): Pairing | Refusal
  step(
    caller: { readonly person: string; readonly device: string },
    id: string,
    step: PairingStep,
  ): Promise<Pairing | Refusal>
}

/** A document in the caller's sight, to be searched. */
export interface Searched {
  readonly document: string
  readonly sha256: string
}

export interface Documents {
  /** Looks at a stored file and keeps what it found. A refusal means: the file is not to be kept. */
  examine(sha256: string): Promise<FileFacts | Refusal>
  /** Looks again at a file already known. A refusal leaves what was known. */
  examineAgain(sha256: string): Promise<FileFacts | Refusal>
  /** What is known of a file, at hand for the engine's decisions. */
  factsOf(sha256: string): FileFacts | undefined
  /** The full signature report of a file that was examined. */
  report(sha256: string): Promise<Record<string, unknown> | undefined>
  search(documents: readonly Searched[], words: string, limit: number): Promise<AnswerOf<'fileSearch'>>
  close(): Promise<void>
}

/** The trust bundles: uploaded and described here, put in force by the house's own command. */
export interface TrustDesk {
  upload(bytes: Uint8Array): Promise<AnswerOf<'putTrust'> | Refusal>
  now(): Promise<AnswerOf<'trust'>>
  /** The file in force, if it is here and in order. */
  file(): Promise<{ readonly sha256: string; readonly size: number } | undefined>
  readonly files: Pick<FileStore, 'read'>
}
