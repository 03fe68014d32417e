/** The QR code on paper is the QR code meant: rendered by a foreign program and read module by module. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import QRCode from 'qrcode'
import { expect, test } from 'vitest'
import { openPages } from './page-writer.ts'
import { drawQr } from './stamps.ts'

const there = spawnSync('pdftoppm', ['-v']).error === undefined
if (!there) console.warn('NOT RUN: pdftoppm is not installed, so the printed QR code was not read')

test.runIf(there)('every module is where it belongs, with its quiet zone', async () => {
  const words = `nghi-truong:v1?log=ky-hop-3&ballot=b1&seq=1234&head=${'c0ffee01'.repeat(8)}&result=7a3f19c2`
  const pages = openPages({ title: 'QR', author: '', subject: '', date: new Date(0) }, false)
  pages.newPage()
  drawQr(pages, words, 100, 100, 88)
  const folder = mkdtempSync(join(tmpdir(), 'qr-'))
  try {
    writeFileSync(join(folder, 'qr.pdf'), await pages.end())
    // 8 dots for a point: 704 dots for the side.
    execFileSync('pdftoppm', ['-gray', '-r', '576', '-x', '800', '-y', '800', '-W', '704', '-H', '704', join(folder, 'qr.pdf'), join(folder, 'qr')]) // prettier-ignore
    const image = readFileSync(join(folder, 'qr-1.pgm')).subarray(-704 * 704)
    const { modules } = QRCode.create(words, { errorCorrectionLevel: 'M' })
    const unit = 704 / (modules.size + 4)
    const dark = (row: number, column: number) =>
      (image[Math.floor((row + 2.5) * unit) * 704 + Math.floor((column + 2.5) * unit)] ?? 255) < 128
    for (let row = -2; row < modules.size + 2; row++)
      for (let column = -2; column < modules.size + 2; column++) {
        const inside = row >= 0 && column >= 0 && row < modules.size && column < modules.size
        expect(dark(row, column), `${row},${column}`).toBe(inside && Boolean(modules.get(row, column)))
      }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
