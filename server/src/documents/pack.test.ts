/** The pack file: what a device opens with its keys is the document, and nothing else opens it. */
import { createHash, generateKeyPairSync, webcrypto } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  packBound,
  packHeader,
  packMagic,
  packNonce,
  packPiece,
  packTag,
  sealedSize,
} from '@nghi-truong/shared/protocol/reading'
import { createPacker } from './pack.ts'

const documents = [packPiece * 2 + 17, packPiece, 5].map((size, seed) =>
  Uint8Array.from({ length: size }, (_, n) => (n * 31 + seed) & 255),
)
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const byName = new Map(documents.map((bytes) => [hash(bytes), bytes]))
const store = {
  async *read(sha256: string, start: number, end: number) {
    // Pieces of another size than the pack's.
    const bytes = byName.get(sha256)?.subarray(start, end) ?? new Uint8Array()
    for (let at = 0; at < bytes.length; at += 100_001) yield bytes.subarray(at, at + 100_001)
  },
}
const { privateKey } = generateKeyPairSync('ed25519')
const packer = createPacker(store, privateKey)
const wanted = documents.map((bytes) => ({ sha256: hash(bytes), size: bytes.length }))

async function made(): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of packer.bytes('s', '2026-12-09T00:00:00.000Z', wanted)) pieces.push(piece)
  return Buffer.concat(pieces)
}

function read(file: Buffer) {
  expect(file.subarray(0, packMagic.length).toString()).toBe(packMagic)
  const length = file.readUInt32BE(packMagic.length)
  const start = packMagic.length + 4 + length
  return { header: packHeader.parse(JSON.parse(file.subarray(start - length, start).toString())), start }
}

async function open(
  file: Buffer,
  at: number,
  sha256: string,
  size: number,
  key: Uint8Array,
): Promise<Buffer> {
  const imported = await webcrypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt'])
  const out: Buffer[] = []
  for (let index = 0, from = at; index * packPiece < size; index++) {
    const length = Math.min(packPiece, size - index * packPiece) + packTag
    const plain = await webcrypto.subtle.decrypt(
      { name: 'AES-GCM', iv: packNonce(index), additionalData: Buffer.from(packBound(sha256, index)) },
      imported,
      file.subarray(from, from + length),
    )
    out.push(Buffer.from(plain))
    from += length
  }
  return Buffer.concat(out)
}

test('each document comes out byte for byte with its own key', async () => {
  const file = await made()
  expect(file.length).toBe(packer.size('s', '2026-12-09T00:00:00.000Z', wanted))
  const { header, start } = read(file)
  expect(file.length - start).toBe(wanted.reduce((sum, one) => sum + sealedSize(one.size), 0))
  for (const { sha256, size, offset } of header.files)
    expect(hash(await open(file, start + offset, sha256, size, packer.keyOf('s', sha256)))).toBe(sha256)
})

test('the key of another document or another session opens nothing; nothing lies in the clear', async () => {
  const file = await made()
  const { header, start } = read(file)
  const [one, two] = header.files
  if (!one || !two) throw new Error('two files are needed')
  for (const key of [packer.keyOf('s', two.sha256), packer.keyOf('t', one.sha256)])
    await expect(open(file, start + one.offset, one.sha256, one.size, key)).rejects.toThrow()
  expect(file.includes(Buffer.from(documents[0]?.subarray(0, 64) ?? 'none'))).toBe(false)
})
