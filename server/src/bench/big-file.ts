/** A document of a given size with nothing to draw: for measuring transport. What must stay true: the same bytes each time. */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SeedDocument } from '../seed.ts'

export function bigDocument(folder: string, megabytes: number): SeedDocument {
  const bytes = Buffer.alloc(megabytes * 1_000_000)
  let seed = 1
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    bytes.writeUInt32LE(seed, at)
  }
  bytes.write('%PDF-1.7\n1 0 obj <</Type /Page>> endobj\n')
  bytes.write('\n%%EOF\n', bytes.length - 7)
  const path = join(folder, 'big.pdf')
  writeFileSync(path, bytes)
  return {
    itemKey: 'one',
    title: 'Báo cáo tổng hợp',
    number: '01/BC-HĐND',
    type: 'report',
    path,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }
}
