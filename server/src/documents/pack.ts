/**
 * The session pack (gói kỳ họp) as one encrypted file, and the keys that open its documents.
 * What must stay true: the file alone opens nothing, so a lost stick is harmless; each document has a key of its own, made
 * from the server's secret, so that a person is given exactly the keys of what he may see; the same document in the same
 * session always has the same key and the same sealed bytes (no nonce ever meets other bytes).
 */
import { createCipheriv, createHmac, hkdfSync, type KeyObject } from 'node:crypto'
import {
  packBound,
  packMagic,
  packNonce,
  packPiece,
  sealedSize,
  type PackHeader,
} from '@nghi-truong/shared/protocol/reading'
import type { FileStore } from '../store/ports.ts'

export interface Packer {
  keyOf(session: string, sha256: string): Uint8Array
  /** Bytes of the whole file, known beforehand. */
  size(session: string, madeAt: string, files: readonly Packed[]): number
  bytes(session: string, madeAt: string, files: readonly Packed[]): AsyncIterable<Uint8Array>
}

export interface Packed {
  readonly sha256: string
  readonly size: number
}

export function createPacker(files: Pick<FileStore, 'read'>, serverKey: KeyObject): Packer {
  const private_ = serverKey.export({ format: 'der', type: 'pkcs8' })
  const secret = Buffer.from(hkdfSync('sha256', private_, '', 'nghi-truong-pack/v1', 32))

  const keyOf = (session: string, sha256: string): Uint8Array =>
    createHmac('sha256', secret).update(`${session}\n${sha256}`).digest()

  function head(session: string, madeAt: string, wanted: readonly Packed[]): Uint8Array {
    let offset = 0
    const header: PackHeader = {
      version: 1,
      session,
      madeAt,
      files: wanted.map(({ sha256, size }) => {
        const mine = { sha256, size, offset }
        offset += sealedSize(size)
        return mine
      }),
    }
    const json = Buffer.from(JSON.stringify(header))
    const length = Buffer.alloc(4)
    length.writeUInt32BE(json.length)
    return Buffer.concat([Buffer.from(packMagic), length, json])
  }

  async function* pieces({ sha256, size }: Packed): AsyncIterable<Buffer> {
    let rest = Buffer.alloc(0)
    for await (const part of files.read(sha256, 0, size)) {
      rest = rest.length === 0 ? Buffer.from(part) : Buffer.concat([rest, part])
      let at = 0
      for (; rest.length - at >= packPiece; at += packPiece) yield rest.subarray(at, at + packPiece)
      rest = rest.subarray(at)
    }
    if (rest.length > 0) yield rest
  }

  return {
    keyOf,
    size: (session, madeAt, wanted) =>
      head(session, madeAt, wanted).length + wanted.reduce((sum, one) => sum + sealedSize(one.size), 0),
    async *bytes(session, madeAt, wanted) {
      yield head(session, madeAt, wanted)
      for (const file of wanted) {
        const key = keyOf(session, file.sha256)
        let index = 0
        for await (const piece of pieces(file)) {
          const cipher = createCipheriv('aes-256-gcm', key, packNonce(index))
          cipher.setAAD(Buffer.from(packBound(file.sha256, index)))
          yield Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()])
          index++
        }
      }
    },
  }
}
