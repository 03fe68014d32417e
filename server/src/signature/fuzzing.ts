/**
 * Mutants of PDFs for fuzzing: seeded, so that every one can be made again from its number.
 * What must stay true: mutant n of seed s is always the same bytes.
 */
import { seeded } from './mutation.ts'

const tokens = [
  '<<', '>>', '[', ']', '(', ')', '<', '>', ' 0 R', ' obj', 'endobj', 'stream\n', 'endstream', 'xref\n', 'trailer', 'startxref\n', '%%EOF', '/Kids', '/Parent', '/Prev 0', '/Prev 1', '/XRefStm 9', '/Length 99999999', '/Length -1', '/Contents', '/ByteRange [0 1 2 3]', '/W[8 8 8]', '/Index[0 8388607]', '/N 100000', '/First 0', '/FlateDecode', '/Filter[/FlateDecode/FlateDecode/FlateDecode]', '/Size 999999999', '-', '9'.repeat(20), '0'.repeat(200), '('.repeat(500), '['.repeat(500), '<<'.repeat(500), '\0'.repeat(64), '/V', '/FT/Sig', '/DSS', '/Encrypt',
] // prettier-ignore

const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

const splice = (bytes: Uint8Array, at: number, remove: number, insert: Uint8Array): Uint8Array => {
  const out = new Uint8Array(bytes.length - remove + insert.length)
  out.set(bytes.subarray(0, at))
  out.set(insert, at)
  out.set(bytes.subarray(at + remove), at + insert.length)
  return out
}

/** Where structure is: around keywords, so that mutations hit what is read. */
const structural = (bytes: Uint8Array, random: () => number): number => {
  const word = pick(random, ['xref', 'trailer', 'obj', '/Kids', '/Fields', '/V', '/ByteRange', '/Contents', '/Prev', '/AcroForm', '/Length', '/W', '/Index', '30']) // prettier-ignore
  const from = Math.floor(random() * bytes.length)
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(word, from)
  return at < 0 ? from : Math.min(bytes.length - 1, at + Math.floor(random() * 24))
}

const mutateOnce = (bytes: Uint8Array, random: () => number, others: readonly Uint8Array[]): Uint8Array => {
  const at = random() < 0.6 ? structural(bytes, random) : Math.floor(random() * bytes.length)
  const kind = Math.floor(random() * 8)
  if (kind === 0) {
    const out = bytes.slice()
    out[at] = Math.floor(random() * 256)
    return out
  }
  if (kind === 1)
    return splice(bytes, at, Math.min(bytes.length - at, Math.floor(random() * 64)), new Uint8Array(0))
  if (kind === 2) return splice(bytes, at, 0, Buffer.from(pick(random, tokens)))
  if (kind === 3) {
    const text = pick(random, tokens)
    return splice(bytes, at, Math.min(text.length, bytes.length - at), Buffer.from(text))
  }
  if (kind === 4) return bytes.slice(0, at)
  if (kind === 5) {
    const other = pick(random, others)
    const from = Math.floor(random() * other.length)
    return splice(bytes, at, 0, other.subarray(from, from + Math.floor(random() * 2000)))
  }
  if (kind === 6) {
    // A number becomes another: offsets, lengths, object numbers.
    const out = bytes.slice()
    for (let n = at; n < Math.min(out.length, at + 400); n++) {
      const c = out[n] ?? 0
      if (c >= 48 && c <= 57) {
        out[n] = 48 + Math.floor(random() * 10)
        break
      }
    }
    return out
  }
  return splice(bytes, at, 0, bytes.subarray(at, at + Math.floor(random() * 4000)))
}

export const mutant = (seeds: readonly Uint8Array[], seed: number, number: number): Uint8Array => {
  const random = seeded((seed * 1_000_003 + number) >>> 0)
  let bytes = pick(random, seeds)
  for (let n = 1 + Math.floor(random() * 4); n > 0; n--) bytes = mutateOnce(bytes, random, seeds)
  return bytes
}
