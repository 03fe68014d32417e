/**
 * Decoding the streams that hold structure: object streams, cross-reference streams, metadata (ISO 32000-2, 7.4).
 * What must stay true: bounded output; a filter we do not know throws Malformed (pictures are never decoded here).
 */
import type { Budget } from '../limits.ts'
import { Malformed, maxInflated } from '../limits.ts'
import { inflate } from './inflate.ts'
import type { PdfDict, PdfValue } from './values.ts'
import { intOf, isArray, isDict, nameOf } from './values.ts'

const paeth = (a: number, b: number, c: number): number => {
  const p = a + b - c
  const pa = Math.abs(p - a)
  const pb = Math.abs(p - b)
  const pc = Math.abs(p - c)
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c
}

const predict = (bytes: Uint8Array, parms: PdfDict): Uint8Array => {
  const predictor = intOf(parms.get('Predictor')) ?? 1
  if (predictor <= 1) return bytes
  if (predictor < 10) throw new Malformed('predictor')
  const columns = intOf(parms.get('Columns')) ?? 1
  const colours = intOf(parms.get('Colors')) ?? 1
  const bits = intOf(parms.get('BitsPerComponent')) ?? 8
  const row = Math.ceil((columns * colours * bits) / 8)
  const left = Math.max(1, Math.ceil((colours * bits) / 8))
  if (columns < 1 || colours < 1 || bits < 1 || row > 1_000_000) throw new Malformed('predictor')
  const rows = Math.ceil(bytes.length / (row + 1))
  const out = new Uint8Array(rows * row)
  let size = 0
  for (let n = 0; n < rows; n++) {
    const source = n * (row + 1)
    const kind = bytes[source] ?? 0
    const length = Math.min(row, bytes.length - source - 1)
    for (let i = 0; i < length; i++) {
      const at = n * row + i
      const a = i >= left ? (out[at - left] ?? 0) : 0
      const b = n > 0 ? (out[at - row] ?? 0) : 0
      const c = i >= left && n > 0 ? (out[at - row - left] ?? 0) : 0
      const add = kind === 0 ? 0 : kind === 1 ? a : kind === 2 ? b : kind === 3 ? (a + b) >> 1 : kind === 4 ? paeth(a, b, c) : -1 // prettier-ignore
      if (add < 0) throw new Malformed('predictor row')
      out[at] = ((bytes[source + 1 + i] ?? 0) + add) & 255
    }
    size += Math.max(0, length)
  }
  return out.subarray(0, size)
}

const asciiHex = (bytes: Uint8Array): Uint8Array => {
  const out: number[] = []
  let high = -1
  for (const c of bytes) {
    if (c === 62) break
    const digit =
      c >= 48 && c <= 57 ? c - 48 : c >= 65 && c <= 70 ? c - 55 : c >= 97 && c <= 102 ? c - 87 : -1
    if (digit < 0) continue
    if (high < 0) high = digit
    else {
      out.push(high * 16 + digit)
      high = -1
    }
  }
  if (high >= 0) out.push(high * 16)
  return Uint8Array.from(out)
}

/** Decodes with filters and parameters already resolved to direct values. */
export const decode = (bytes: Uint8Array, filter: PdfValue, parms: PdfValue, budget: Budget): Uint8Array => {
  const filters = isArray(filter) ? filter : filter === null ? [] : [filter]
  const all = isArray(parms) ? parms : [parms]
  if (filters.length > 4) throw new Malformed('filters')
  return filters.reduce<Uint8Array>((data, one, index) => {
    const p = all[index]
    switch (nameOf(one)) {
      case 'FlateDecode':
      case 'Fl': {
        const plain = inflate(data, maxInflated, (bytes) => budget.inflated(bytes))
        return isDict(p) ? predict(plain, p) : plain
      }
      case 'ASCIIHexDecode':
      case 'AHx':
        return asciiHex(data)
      case 'Crypt':
        return data
      default:
        throw new Malformed('filter')
    }
  }, bytes)
}
