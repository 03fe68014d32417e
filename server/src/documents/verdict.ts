/**
 * The one place where the server has signatures judged, and where a report becomes the badge's summary.
 * What must stay true: whatever goes wrong here, the outcome is amber, never green; the verdict is the signature
 * module's, nothing is added to it.
 */
import { readFile, stat } from 'node:fs/promises'
import { badge, type SignatureReport } from '@nghi-truong/shared/signature/report'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { readBundle, type TrustBundle } from '@nghi-truong/shared/signature/trust/bundle'
import type { ByteSource } from '@nghi-truong/shared/signature/ports'
import type { SignatureSummary } from '@nghi-truong/shared/domain/records'
import { nodeCrypto } from '../signature/node-crypto.ts'
import { readTrustFolder } from '../signature/trust-folder.ts'

/** A report that says only that nothing could be said: its badge is amber. */
const unreadable = (size: number, now: number): SignatureReport => ({
  schema: 1,
  signatures: [],
  emptyFields: [],
  verdict: null,
  error: 'internal',
  size,
  encrypted: false,
  revisions: 0,
  bundle: null,
  checkedAt: new Date(now).toISOString(),
})

/** Without a readable bundle nothing is trusted: the verdict is then about bytes alone. */
export async function bundleAt(path: string | null, now: number): Promise<TrustBundle | null> {
  if (path === null) return null
  if ((await stat(path)).isDirectory()) return readTrustFolder(path, new Date(now).toISOString().slice(0, 10))
  const bundle = await readBundle(new Uint8Array(await readFile(path)), nodeCrypto)
  return typeof bundle === 'string' ? null : bundle
}

/** @param trust where the trust bundle lies, or null */
export async function judgeFile(
  source: ByteSource,
  now: number,
  trust: string | null,
): Promise<SignatureReport> {
  try {
    return await judge(source, { crypto: nodeCrypto, now, bundle: await bundleAt(trust, now) })
  } catch {
    // A fault of ours must not look like a verdict: the report says so by its error, and the badge is amber.
    return unreadable(source.size, now)
  }
}

const maxSigners = 20

export function summaryOf(report: SignatureReport): SignatureSummary {
  const { colour, code } = badge(report)
  const signed = report.signatures.filter((one) => one.kind === 'signature')
  return {
    colour,
    code,
    count: signed.length,
    signers: signed.slice(0, maxSigners).map(({ signer }) => ({
      name: (signer?.commonName ?? signer?.full ?? '').normalize('NFC'),
      office: (signer?.organisation ?? signer?.units[0] ?? '').normalize('NFC'),
    })),
    checkedAt: report.checkedAt,
    bundle: report.bundle?.sha256 ?? null,
  }
}
