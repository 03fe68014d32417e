/**
 * Judges what came back from signing.
 * What must stay true: the issued bytes are the beginning of the file, byte for byte, and a revision of their own; what
 * was added since is signatures and nothing else (a change slipped into the signed revision is refused although the
 * signature over it is sound); every signature fits, and behind the newest stands nothing but validation data. Trust is told, not asked:
 * revocation lists may come later.
 */
import { openSteps } from '@nghi-truong/shared/signature/changes/judge'
import { newBudget } from '@nghi-truong/shared/signature/limits'
import { openDocument } from '@nghi-truong/shared/signature/pdf/open'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import type { Crypto } from '@nghi-truong/shared/signature/ports'
import type { SignatureOne, SignatureReport } from '@nghi-truong/shared/signature/report'
import type { JudgeOptions } from '@nghi-truong/shared/signature/trust/bundle'
import { judge } from '@nghi-truong/shared/signature/verdict'

export type AcceptRefusal =
  /** The file does not begin with the issued bytes. */
  | 'signed.otherDocument'
  /** The issued bytes as they went out, or more bytes without a new signature. */
  | 'signed.unsigned'
  /** Something besides signatures was changed. */
  | 'signed.changed'
  /** A signature does not fit, or something else than validation data follows the newest. */
  | 'signed.invalid'
  | 'signed.unreadable'

export interface Accepted {
  readonly sha256: string
  readonly report: SignatureReport
  /** Signatures that were added. */
  readonly added: number
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

async function sha256(crypto: Crypto, bytes: Uint8Array): Promise<string> {
  const digest = await crypto.digest('sha256', bytes)
  if (!digest) throw new Error('the platform has no SHA-256')
  return hexOf(digest)
}

/** The first thing that was changed besides signatures; null where nothing was. */
function changed(file: Uint8Array, issuedSize: number): AcceptRefusal | null {
  const document = openDocument(bytesSource(file), newBudget(file.length))
  if (typeof document === 'string') return 'signed.unreadable'
  const last = document.revisions.length - 1
  const issued = document.revisions.findLastIndex((one) => one.end !== null && one.end <= issuedSize)
  const end = document.revisions[issued]?.end ?? null
  // Without a revision that ends where the issued bytes end, what is shown need not rest on them at all.
  if (end === null || issued === last || issuedSize - end > 2) return 'signed.changed'
  const steps = openSteps(document)
  if (steps.form(issued, end).length > 0) return 'signed.changed'
  const findings = [...steps.between(issued, last)]
  for (let index = issued; index < last; index++) findings.push(...steps.between(index, index + 1))
  const foreign = findings.some(({ level }) => level !== 'LTA' && level !== 'FORM_FILL')
  return foreign ? 'signed.changed' : null
}

/** @param issued what went out: its hash and size are enough, so that nothing but the record needs to be kept */
export async function accept(
  issued: { readonly sha256: string; readonly size: number; readonly signatures: number },
  file: Uint8Array,
  options: JudgeOptions,
): Promise<Accepted | AcceptRefusal> {
  if (file.length < issued.size) return 'signed.otherDocument'
  const { crypto } = options
  if ((await sha256(crypto, file.subarray(0, issued.size))) !== issued.sha256) return 'signed.otherDocument'
  if (file.length === issued.size) return 'signed.unsigned'
  const report = await judge(bytesSource(file), options)
  if (report.error) return 'signed.unreadable'
  const added = report.signatures.filter((one) => (one.revisionEnd ?? Infinity) > issued.size)
  if (!added.some((one) => one.kind === 'signature')) return 'signed.unsigned'
  const sound = report.signatures.every(
    (one) => one.integrity === 'VALID' && one.coverage !== 'INVALID' && one.modifications !== 'FORBIDDEN',
  )
  const newest = report.signatures.reduce<SignatureOne | null>(
    (last, one) => ((one.revisionEnd ?? 0) > (last?.revisionEnd ?? -1) ? one : last),
    null,
  )
  const whole = newest !== null && ['NONE', 'LTA'].includes(newest.modifications)
  if (!sound || !whole || report.signatures.length - added.length !== issued.signatures)
    return 'signed.invalid'
  const foreign = changed(file, issued.size)
  if (foreign) return foreign
  return {
    sha256: await sha256(crypto, file),
    report,
    added: added.filter((one) => one.kind === 'signature').length,
  }
}
