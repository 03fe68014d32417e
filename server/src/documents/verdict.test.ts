import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import { corpusDir, hasCorpus } from '@nghi-truong/shared/test/corpus'
import { plainPage } from './pdfs.fixture.ts'
import { judgeFile, summaryOf } from './verdict.ts'

const now = Date.parse('2026-11-03T02:00:00Z')
const folder = join(corpusDir, 'signatures')

describe('what the server says of signatures', () => {
  test('an unsigned file has no badge', async () => {
    const summary = summaryOf(await judgeFile(bytesSource(plainPage('trống')), now, null))
    expect(summary).toEqual({
      colour: 'none',
      code: 'unsigned',
      count: 0,
      signers: [],
      checkedAt: '2026-11-03T02:00:00.000Z',
      bundle: null,
    })
  })

  test('a fault of ours is amber, never green', async () => {
    const broken = {
      size: 100,
      read(): Uint8Array {
        throw new TypeError('a bug')
      },
    }
    expect(summaryOf(await judgeFile(broken, now, null)).colour).toBe('amber')
    const missing = await judgeFile(bytesSource(plainPage('x')), now, '/không/có')
    expect(summaryOf(missing)).toMatchObject({ colour: 'amber', code: 'unreadable' })
  })

  const manifest = join(folder, 'manifest.json')
  const there = hasCorpus && existsSync(manifest)
  test.skipIf(!there)(
    'signed files of the corpus (skipped where the corpus is absent): no green without a bundle',
    async () => {
      const files = readFileSync(manifest, 'latin1').match(/pdf\/[0-9a-f]{16}\.pdf/g) ?? []
      expect(files.length).toBeGreaterThan(100)
      for (const file of [...new Set(files)].slice(0, 40)) {
        const report = await judgeFile(
          bytesSource(new Uint8Array(readFileSync(join(folder, file)))),
          now,
          null,
        )
        expect(summaryOf(report).colour, file).not.toBe('green')
      }
    },
  )
})
