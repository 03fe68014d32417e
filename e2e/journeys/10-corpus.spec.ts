/**
 * Journey 10: every smaller file of the signature corpus is judged in the browser and on Node, and both say the same.
 * What must stay true: the whole report is compared, trust included; a file for which the browser lacks an algorithm never
 * counts as agreeing, is named with what was lacking, and is still never kinder than Node. Skips, saying so, where the
 * corpus is absent.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { expect, test } from '@playwright/test'
import { nodeCrypto, openFile } from '@nghi-truong/server/src/signature/node-crypto.ts'
import { derBlocks } from '@nghi-truong/server/src/signature/trust-folder.ts'
import type { SignatureReport } from '@nghi-truong/shared/signature/report'
import { makeBundle, toBase64, type BundleContent } from '@nghi-truong/shared/signature/trust/bundle'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { corpusDir } from '@nghi-truong/shared/test/corpus'
import { judgeIn } from '../fixtures/judging.ts'

const folder = join(corpusDir, 'signatures')
const present = existsSync(join(folder, 'pdf'))
/** Bytes. */
const largest = 60 * 1024
const now = Date.UTC(2026, 9, 1)

const certificatesIn = (name: string, anchor: boolean): BundleContent['certificates'] =>
  readdirSync(join(folder, name))
    .toSorted()
    .flatMap((file) => derBlocks(new Uint8Array(readFileSync(join(folder, name, file)))))
    .flatMap((der) =>
      (['signer', 'timestamp'] as const).map((role) => ({ role, anchor, der: toBase64(der) })),
    )

const onNode = async (file: string, content: BundleContent): Promise<SignatureReport> => {
  const bundle = makeBundle(content)
  if (typeof bundle === 'string') throw new Error(bundle)
  const source = openFile(join(folder, file))
  try {
    return await judge(source, { crypto: nodeCrypto, now, bundle })
  } finally {
    source.close()
  }
}

/** Signatures that the one calls valid, or trusts, and the other does not. */
const kinder = (one: SignatureReport, other: SignatureReport): boolean =>
  one.signatures.some((signature, n) => {
    const peer = other.signatures[n]
    const good = (verdict: string | undefined): boolean => verdict === 'VALID' || verdict === 'WARN'
    if (good(signature.verdict) && !good(peer?.verdict)) return true
    return signature.trust.indication === 'TOTAL_PASSED' && peer?.trust.indication !== 'TOTAL_PASSED'
  })

test('the browser judges the corpus as Node does', async ({ page, browser }) => {
  if (!present) console.log(`signature corpus not found at ${folder}: nothing was compared`)
  test.skip(!present, `signature corpus not found at ${folder}`)
  test.setTimeout(300_000)
  const bundle: BundleContent = {
    schema: 'trust-bundle/1',
    issue: 1,
    date: '2026-10-01',
    certificates: [...certificatesIn('anchors', true), ...certificatesIn('intermediates', false)],
    crls: [],
    ocsps: [],
  }
  const files = readdirSync(join(folder, 'pdf'))
    .filter((name) => name.endsWith('.pdf') && statSync(join(folder, 'pdf', name)).size <= largest)
    .toSorted()
    .map((name) => `pdf/${name}`)
  const there = await judgeIn(page, folder)
  let identical = 0
  const unsupported: string[] = []
  const different: string[] = []
  const tooKind: string[] = []
  for (const file of files) {
    const here = await onNode(file, bundle)
    const { report, lacking } = await there.judge(file, bundle, now)
    if (kinder(report, here)) tooKind.push(file)
    if (lacking.length > 0) unsupported.push(`${file}: ${lacking.join(', ')}`)
    else if (isDeepStrictEqual(report, here)) identical++
    else different.push(file)
  }
  await there.close()
  for (const line of unsupported) console.log(`not supported by this browser: ${line}`)
  console.log(
    `Chromium ${browser.version()}, ${files.length} files: ${identical} identical, ${unsupported.length} not supported by this browser, ${different.length} different`,
  )
  expect(different).toEqual([])
  expect(tooKind).toEqual([])
  // A browser that lacks nearly everything would prove nothing.
  expect(identical).toBeGreaterThan(files.length * 0.9)
})
