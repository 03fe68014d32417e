/** The package as any tar reads it. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sessionPackage } from './package.ts'
import { tarOf, type TarEntry } from './tar.ts'

async function* pieces(...texts: string[]): AsyncIterable<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text))
}

async function whole(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const part of parts) all.push(part)
  return Buffer.concat(all)
}

const at = '2026-12-09T02:00:00.000Z'

test('a session comes out of the tar as it went in, each record alone in its folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tar-'))
  try {
    const record = (name: string, text: string) => ({
      name,
      size: Buffer.byteLength(text),
      read: (start: number, end: number) => pieces(text.slice(start, 3), text.slice(3, end)),
    })
    const bytes = await whole(
      sessionPackage(
        pieces2('{"a":1}', '{"b":"ế"}'),
        [record('AAAA.bel', 'x'.repeat(513)), record('BBBB.bel', 'y'.repeat(512))],
        at,
      ),
    )
    expect(bytes.length % 512).toBe(0)
    writeFileSync(join(folder, 'session.tar'), bytes)
    expect(spawnSync('tar', ['-xf', 'session.tar'], { cwd: folder }).status).toBe(0)
    expect(readFileSync(join(folder, 'nhat-ky.jsonl'), 'utf8')).toBe('{"a":1}\n{"b":"ế"}\n')
    expect(readFileSync(join(folder, 'bo-phieu-kin-AAAA', 'AAAA.bel'), 'utf8')).toBe('x'.repeat(513))
    expect(readFileSync(join(folder, 'bo-phieu-kin-BBBB', 'BBBB.bel'), 'utf8')).toBe('y'.repeat(512))
    const page = readFileSync(join(folder, 'HUONG-DAN-KIEM-PHIEU.txt'), 'utf8')
    expect(page).toContain('bo-phieu-kin-BBBB')
    expect(page).toBe(page.normalize('NFC'))
    // One page, on a screen and on paper.
    expect(page.split('\n').length).toBeLessThan(55)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

async function* pieces2(...lines: string[]): AsyncIterable<string> {
  for (const line of lines) yield await Promise.resolve(line)
}

test('an entry that is not as long as it said, or has a foreign name, is an error', async () => {
  const entry = (name: string, size: number): TarEntry => ({ name, size, bytes: pieces('abc') })
  await expect(whole(tarOf([entry('a', 4)], at))).rejects.toThrow('has 3 bytes')
  await expect(whole(tarOf([entry('hồ sơ', 3)], at))).rejects.toThrow('not a name')
  await expect(whole(tarOf([entry('a'.repeat(101), 3)], at))).rejects.toThrow('not a name')
})
