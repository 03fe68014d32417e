/**
 * Deflate and zlib (RFC 1950, 1951), bounded. Our own, so that server and device read the same bytes the same way and
 * no archive bomb can grow past the budget.
 * What must stay true: output never exceeds `limit`; anything that is not valid deflate throws Malformed. The checksum
 * is not asked for: what is read here is compared or parsed afterwards.
 */
import { Malformed } from '../limits.ts'

interface Bits {
  readonly bytes: Uint8Array
  pos: number
  hold: number
  count: number
}

interface Table {
  /** Codes of each length, and symbols in order of their codes. */
  readonly counts: Uint16Array
  readonly symbols: Uint16Array
  /** For the first nine bits: symbol * 16 + length, or 0 where the code is longer. */
  readonly quick: Uint16Array
}

const quickBits = 9

const reverse = (code: number, length: number): number => {
  let out = 0
  for (let n = 0; n < length; n++) out |= ((code >> n) & 1) << (length - 1 - n)
  return out
}

const table = (lengths: Uint8Array): Table => {
  const counts = new Uint16Array(16)
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1
  counts[0] = 0
  const offsets = new Uint16Array(17)
  const codes = new Uint16Array(17)
  let left = 1
  for (let n = 1; n <= 15; n++) {
    left = left * 2 - (counts[n] ?? 0)
    if (left < 0) throw new Malformed('deflate table')
    offsets[n + 1] = (offsets[n] ?? 0) + (counts[n] ?? 0)
    codes[n] = ((codes[n - 1] ?? 0) + (counts[n - 1] ?? 0)) << 1
  }
  const symbols = new Uint16Array(lengths.length)
  const quick = new Uint16Array(1 << quickBits)
  lengths.forEach((length, symbol) => {
    if (length === 0) return
    symbols[offsets[length] ?? 0] = symbol
    offsets[length] = (offsets[length] ?? 0) + 1
    const code = codes[length] ?? 0
    codes[length] = code + 1
    if (length > quickBits) return
    for (let at = reverse(code, length); at < quick.length; at += 1 << length)
      quick[at] = symbol * 16 + length
  })
  return { counts, symbols, quick }
}

const need = (b: Bits, count: number): void => {
  while (b.count < count) {
    const next = b.bytes[b.pos++]
    if (next === undefined) throw new Malformed('deflate end')
    b.hold |= next << b.count
    b.count += 8
  }
}
const take = (b: Bits, count: number): number => {
  if (count === 0) return 0
  need(b, count)
  const out = b.hold & ((1 << count) - 1)
  b.hold >>>= count
  b.count -= count
  return out
}
const symbol = (b: Bits, t: Table): number => {
  while (b.count < quickBits && b.pos < b.bytes.length) {
    b.hold |= (b.bytes[b.pos++] ?? 0) << b.count
    b.count += 8
  }
  const hit = t.quick[b.hold & ((1 << quickBits) - 1)] ?? 0
  const length = hit & 15
  if (length > 0 && length <= b.count) {
    b.hold >>>= length
    b.count -= length
    return hit >> 4
  }
  let code = 0
  let first = 0
  let index = 0
  for (let n = 1; n <= 15; n++) {
    code |= take(b, 1)
    const count = t.counts[n] ?? 0
    if (code - count < first) return t.symbols[index + code - first] ?? 0
    index += count
    first = (first + count) << 1
    code <<= 1
  }
  throw new Malformed('deflate code')
}

const lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258] // prettier-ignore
const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0] // prettier-ignore
const distanceBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577] // prettier-ignore
const distanceExtra = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13] // prettier-ignore
const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

const fixedTables = (): [Table, Table] => {
  const lengths = new Uint8Array(288)
  lengths.fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280, 288)
  return [table(lengths), table(new Uint8Array(30).fill(5))]
}

const dynamicTables = (b: Bits): [Table, Table] => {
  const literals = take(b, 5) + 257
  const distances = take(b, 5) + 1
  const codes = take(b, 4) + 4
  if (literals > 286 || distances > 30) throw new Malformed('deflate counts')
  const lengths = new Uint8Array(literals + distances)
  const first = new Uint8Array(19)
  for (let n = 0; n < codes; n++) first[order[n] ?? 0] = take(b, 3)
  const lengthTable = table(first)
  for (let n = 0; n < lengths.length;) {
    const s = symbol(b, lengthTable)
    if (s < 16) {
      lengths[n++] = s
      continue
    }
    if (s === 16 && n === 0) throw new Malformed('deflate repeat')
    const repeated = s === 16 ? (lengths[n - 1] ?? 0) : 0
    const times = s === 16 ? 3 + take(b, 2) : s === 17 ? 3 + take(b, 3) : 11 + take(b, 7)
    if (n + times > lengths.length) throw new Malformed('deflate repeat')
    lengths.fill(repeated, n, n + times)
    n += times
  }
  return [table(lengths.subarray(0, literals)), table(lengths.subarray(literals))]
}

/** Decompresses a zlib stream to at most `limit` bytes; more is Malformed. `spend` is told of every 64 KiB made. */
export const inflate = (bytes: Uint8Array, limit: number, spend: (bytes: number) => void): Uint8Array => {
  const head = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)
  if (bytes.length < 2 || (head & 0x0f00) !== 0x0800 || head % 31 !== 0 || (head & 0x20) !== 0)
    throw new Malformed('zlib header')
  const b: Bits = { bytes, pos: 2, hold: 0, count: 0 }
  let out = new Uint8Array(Math.min(limit, Math.max(1024, bytes.length * 4)))
  let size = 0
  let paid = 0
  const room = (extra: number) => {
    if (size > limit) throw new Malformed('inflated size')
    if (size - paid >= 65536) {
      spend(size - paid)
      paid = size
    }
    if (size + extra <= out.length) return
    const grown = new Uint8Array(Math.min(limit + 65_536, Math.max(out.length * 2, size + extra)))
    grown.set(out.subarray(0, size))
    out = grown
  }
  for (let final = 0; final === 0;) {
    final = take(b, 1)
    const type = take(b, 2)
    if (type === 3) throw new Malformed('deflate block')
    if (type === 0) {
      const back = b.count >> 3
      b.pos -= back
      b.hold = 0
      b.count = 0
      const length = (bytes[b.pos] ?? 0) | ((bytes[b.pos + 1] ?? 0) << 8)
      const check = (bytes[b.pos + 2] ?? 0) | ((bytes[b.pos + 3] ?? 0) << 8)
      b.pos += 4
      if ((length ^ check) !== 0xffff || b.pos + length > bytes.length) throw new Malformed('deflate stored')
      room(length)
      out.set(bytes.subarray(b.pos, b.pos + length), size)
      size += length
      b.pos += length
      continue
    }
    const [literals, distances] = type === 1 ? fixedTables() : dynamicTables(b)
    for (;;) {
      const s = symbol(b, literals)
      if (s === 256) break
      room(258)
      if (s < 256) {
        out[size++] = s
        continue
      }
      const index = s - 257
      const length = (lengthBase[index] ?? -1) + take(b, lengthExtra[index] ?? 0)
      const d = symbol(b, distances)
      const distance = (distanceBase[d] ?? -1) + take(b, distanceExtra[d] ?? 0)
      if (length < 3 || distance < 1 || distance > size) throw new Malformed('deflate distance')
      for (let n = 0; n < length; n++, size++) out[size] = out[size - distance] ?? 0
    }
  }
  if (size > limit) throw new Malformed('inflated size')
  spend(size - paid)
  return out.subarray(0, size)
}
