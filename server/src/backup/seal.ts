/**
 * The sealed form of every backup file: AES-256-GCM in chunks, under a key that only the passphrase gives back.
 * What must stay true: nothing readable leaves here; a chunk that was changed, moved, dropped or added is found, and so is
 * an end that was cut off; no key and nonce are ever used twice.
 *
 * Form: `NTBACKUP1\n`, 16 random bytes, then chunks of 1 MiB of content (the last one shorter, perhaps empty), each
 * followed by its 16-byte tag. Key of the file: HKDF-SHA256(master key, salt = the 16 bytes, info `nghi-truong-backup/v1
 * file`). Nonce of chunk n: 11 bytes n, big-endian, then 1 for the last chunk, else 0. Associated data: the first line.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

export class Damaged extends Error {
  override readonly name = 'Damaged'
}

export const magic = Buffer.from('NTBACKUP1\n')
const saltBytes = 16
const tagBytes = 16
export const chunkBytes = 1024 * 1024

const fileKey = (master: Uint8Array, salt: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', master, salt, 'nghi-truong-backup/v1 file', 32))

function nonceOf(chunk: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(chunk, 5, 6)
  nonce[11] = last ? 1 : 0
  return nonce
}

/** The stream again in pieces of exactly `size`, the last one shorter; at least one, which may be empty. */
async function* pieces(
  bytes: AsyncIterable<Uint8Array>,
  size: number,
): AsyncIterable<{ readonly bytes: Buffer; readonly last: boolean }> {
  let held: Buffer[] = []
  let length = 0
  for await (const part of bytes) {
    held.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength))
    length += part.length
    // More than one piece at hand: only then is the first certainly not the last.
    if (length <= size) continue
    let whole = Buffer.concat(held)
    while (whole.length > size) {
      yield { bytes: whole.subarray(0, size), last: false }
      whole = whole.subarray(size)
    }
    held = [Buffer.from(whole)]
    length = whole.length
  }
  yield { bytes: Buffer.concat(held), last: true }
}

export async function* sealed(master: Uint8Array, content: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  const salt = randomBytes(saltBytes)
  const key = fileKey(master, salt)
  yield Buffer.concat([magic, salt])
  let chunk = 0
  for await (const { bytes, last } of pieces(content, chunkBytes)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(chunk++, last))
    cipher.setAAD(magic)
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
  }
}

/** @throws Damaged at the first chunk that is not what was written; what came before it was */
export async function* opened(master: Uint8Array, stored: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  const head = magic.length + saltBytes
  let begin: Buffer = Buffer.alloc(0)
  const iterator = stored[Symbol.asyncIterator]()
  while (begin.length < head) {
    const next = await iterator.next()
    if (next.done) throw new Damaged('the file ends in its first line')
    begin = Buffer.concat([begin, next.value])
  }
  if (!begin.subarray(0, magic.length).equals(magic)) throw new Damaged('not a backup file')
  const key = fileKey(master, begin.subarray(magic.length, head))
  async function* rest(): AsyncIterable<Uint8Array> {
    if (begin.length > head) yield begin.subarray(head)
    for (;;) {
      const next = await iterator.next()
      if (next.done) return
      yield next.value
    }
  }
  let chunk = 0
  for await (const { bytes, last } of pieces(rest(), chunkBytes + tagBytes)) {
    if (bytes.length < tagBytes) throw new Damaged(`cut off in chunk ${chunk}`)
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(chunk, last), { authTagLength: tagBytes })
    decipher.setAAD(magic)
    decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes))
    let plain: Buffer
    try {
      plain = Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - tagBytes)), decipher.final()])
    } catch (error) {
      throw new Damaged(`chunk ${chunk} is not what was written`, { cause: error })
    }
    chunk++
    yield plain
  }
}
