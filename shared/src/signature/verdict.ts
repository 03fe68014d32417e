/**
 * The one door: judging a whole file. Four verdicts per signature, folded last.
 * What must stay true: same arguments, same answer; nothing a file contains makes this throw or run without end; the
 * fold is in one function.
 */
import type { Certificate } from './cms/certificate.ts'
import { isoTime, summary, tryCertificate } from './cms/certificate.ts'
import { personName } from './cms/name.ts'
import { judgeChanges, openSteps, orderProblem, readPermissions } from './changes/judge.ts'
import type { Judged, Permissions, Steps } from './changes/judge.ts'
import { judgeCoverage, overlaps, reason } from './coverage.ts'
import type { Covered } from './coverage.ts'
import { catalogOf, findSignatures } from './fields.ts'
import type { FoundSignature } from './fields.ts'
import { checkIntegrity, digestNeeded, unverifiable } from './integrity.ts'
import type { Checked } from './integrity.ts'
import { LimitReached, newBudget } from './limits.ts'
import { resolve, viewAt } from './pdf/document.ts'
import type { PdfDocument } from './pdf/document.ts'
import { openDocument } from './pdf/open.ts'
import { bytesOf, isArray, isDict, isString, nameOf, textOf } from './pdf/values.ts'
import type { ByteSource, Crypto, HashName } from './ports.ts'
import type { DocumentVerdict, FileError, Reason, SignatureOne, SignatureReport } from './report.ts'
import { readStore } from './trust/store.ts'
import type { JudgeOptions } from './trust/bundle.ts'
import { judgeTrust } from './trust/trust.ts'
import { noTrust } from './trust/none.ts'
import { claimedTime, levelOf } from './trust/claims.ts'

interface Prepared {
  readonly found: FoundSignature
  readonly covered: Covered
  readonly permissions: Permissions
  readonly subFilter: string | null
  readonly contents: Uint8Array | null
  readonly checked: Checked
  readonly judged: Judged
}

const warnings = new Set(['digest.weak', 'cms.contentEmpty', 'digest.disagree', 'time.weakImprint'])

/** Integrity, coverage and modifications folded into the document verdict; the first line that applies. */
export const fold = (
  one: Pick<SignatureOne, 'integrity' | 'coverage' | 'modifications' | 'reasons'>,
  warned: boolean,
): DocumentVerdict => {
  if (one.integrity === 'BROKEN' || one.coverage === 'INVALID' || one.modifications === 'FORBIDDEN')
    return 'INVALID'
  if (one.integrity === 'UNVERIFIABLE' || one.modifications === 'UNKNOWN') return 'INDETERMINATE'
  if (warned || one.reasons.some(({ code }) => warnings.has(code))) return 'WARN'
  return 'VALID'
}

const order: DocumentVerdict[] = ['VALID', 'WARN', 'INDETERMINATE', 'INVALID']
export const worst = (verdicts: readonly DocumentVerdict[]): DocumentVerdict | null =>
  verdicts.reduce<DocumentVerdict | null>(
    (sum, one) => (sum === null || order.indexOf(one) > order.indexOf(sum) ? one : sum),
    null,
  )

const emptyReport = (
  source: ByteSource,
  options: JudgeOptions,
  error: FileError | null,
): SignatureReport => ({
  schema: 1,
  signatures: [],
  emptyFields: [],
  verdict: null,
  error,
  size: source.size,
  encrypted: false,
  revisions: 0,
  bundle: options.bundle
    ? { issue: options.bundle.issue, date: options.bundle.date, sha256: options.bundle.sha256 }
    : null,
  checkedAt: isoTime(options.now),
})

/** A token of /Contents cut behind its first element is the reader's work; here only the form of the entry is asked. */
const contentsOf = (found: FoundSignature): Uint8Array | null => {
  const contents = resolve(found.view, found.dict.get('Contents'))
  return isString(contents) && contents.v.length > 0 ? bytesOf(contents.v) : null
}

const certsOf = (found: FoundSignature): Uint8Array[] => {
  const cert = resolve(found.view, found.dict.get('Cert'))
  return (isArray(cert) ? cert : [cert])
    .map((item) => resolve(found.view, item))
    .filter(isString)
    .map((item) => bytesOf(item.v))
}

const unknown: Judged = { modifications: 'UNKNOWN', reasons: [], warned: false }

const changesOf = (
  steps: Steps,
  document: PdfDocument,
  found: FoundSignature,
  covered: Covered,
  permissions: Permissions,
  earlier: readonly Permissions[],
): Judged => {
  if (covered.revisionEnd === null) return unknown
  if (document.crypt === 'locked') return { ...unknown, reasons: [reason('file.encrypted')] }
  try {
    const judged = judgeChanges(steps, document.revisions.length - 1, found, covered.revisionEnd, permissions)
    const problem = orderProblem(permissions, earlier)
    if (problem || permissions.unreadable) {
      const reasons = problem ? [...judged.reasons, problem] : judged.reasons
      return {
        ...judged,
        modifications: judged.modifications === 'FORBIDDEN' ? 'FORBIDDEN' : 'UNKNOWN',
        reasons,
      }
    }
    return judged
  } catch (problem) {
    if (problem instanceof LimitReached)
      return { ...unknown, reasons: [reason('change.overLimit', problem.message)] }
    throw problem
  }
}

/** One pass over the file for the digests of all signatures. */
const digestsFor = async (
  crypto: Crypto,
  source: ByteSource,
  all: readonly { covered: Covered; subFilter: string | null; contents: Uint8Array | null }[],
): Promise<(index: number) => (hash: HashName) => Promise<Uint8Array | null>> => {
  const wanted = all.map(({ covered, subFilter, contents }) =>
    covered.spans && contents ? digestNeeded(subFilter, contents) : null,
  )
  const requests = all.flatMap(({ covered }, index) => {
    const hash = wanted[index]
    return hash && covered.spans ? [{ index, request: { hash, spans: covered.spans } }] : []
  })
  const results = await crypto.digests(
    source,
    requests.map((one) => one.request),
  )
  const ready = new Map(requests.map((one, n) => [`${one.index}:${one.request.hash}`, results[n] ?? null]))
  return (index) => async (hash) => {
    const known = ready.get(`${index}:${hash}`)
    if (known !== undefined) return known
    const spans = all[index]?.covered.spans
    return spans ? ((await crypto.digests(source, [{ hash, spans }]))[0] ?? null) : null
  }
}

const prepareAll = async (
  source: ByteSource,
  document: PdfDocument,
  signatures: readonly FoundSignature[],
  pool: readonly Certificate[],
  options: JudgeOptions,
): Promise<Prepared[]> => {
  const steps = openSteps(document)
  const first = signatures.map((found) => ({
    found,
    covered: judgeCoverage(found),
    permissions: readPermissions(found),
    subFilter: nameOf(resolve(found.view, found.dict.get('SubFilter'))),
    contents: contentsOf(found),
  }))
  const ready = await digestsFor(options.crypto, source, first)
  const out: Prepared[] = []
  for (const [index, one] of first.entries()) {
    const clash = first.some(
      (other, n) => n !== index && other.found.holder?.key !== one.found.holder?.key && overlaps(document, one.covered, other.covered), // prettier-ignore
    )
    const covered: Covered =
      clash && one.covered.coverage === 'INVALID'
        ? { ...one.covered, reasons: [...one.covered.reasons, reason('byteRange.overlap')] }
        : one.covered
    const spans = covered.spans
    const checked = !one.contents
      ? unverifiable(reason('contents.missing', null, one.found.holder?.num ?? null))
      : !spans
        ? unverifiable(...covered.reasons)
        : await checkIntegrity(
            options.crypto,
            {
              subFilter: one.subFilter,
              contents: one.contents,
              cert: certsOf(one.found),
              source,
              spans,
              others: pool,
            },
            ready(index),
          )
    const earlier = first.filter(
      (other) => other.found.revision < one.found.revision && !isTimestamp(other.subFilter),
    )
    const judged = changesOf(steps, document, one.found, covered, one.permissions, earlier.map(other => other.permissions)) // prettier-ignore
    out.push({ ...one, covered, checked, judged })
  }
  return out
}

const isTimestamp = (subFilter: string | null): boolean => subFilter === 'ETSI.RFC3161'

const stated = (found: FoundSignature, key: string): string | null =>
  textOf(resolve(found.view, found.dict.get(key)))

const reportOne = async (
  one: Prepared,
  all: readonly Prepared[],
  pool: readonly Certificate[],
  document: PdfDocument,
  options: JudgeOptions,
): Promise<SignatureOne> => {
  const { found, covered, checked, judged } = one
  const locked = document.crypt === 'locked'
  const seen = new Set<string>()
  const reasons: Reason[] = [...checked.reasons, ...covered.reasons, ...judged.reasons].filter((item) => {
    const key = JSON.stringify(item)
    return seen.has(key) ? false : (seen.add(key), true)
  })
  const kind = isTimestamp(one.subFilter) ? 'documentTimestamp' : 'signature'
  const base = { integrity: locked ? ('UNVERIFIABLE' as const) : checked.integrity, coverage: covered.coverage, modifications: judged.modifications, reasons } // prettier-ignore
  const claimed = claimedTime(found, checked)
  const later = all.filter(
    other => isTimestamp(other.subFilter) && other.covered.coverage !== 'INVALID' && (other.covered.revisionEnd ?? 0) >= (covered.revisionEnd ?? Infinity), // prettier-ignore
  )
  const store = readStore(viewAt(document, document.revisions.length - 1), found)
  const { trust, timestamps, proven } = await judgeTrust({
    checked,
    kind,
    integrity: base.integrity,
    coverage: base.coverage,
    subFilter: one.subFilter,
    claimed,
    later: later.filter((other) => other !== one).map((other) => other.checked),
    store,
    pool,
    ...options,
  })
  return {
    field: found.field.name,
    kind,
    subFilter: one.subFilter,
    signer: checked.signer && personName(checked.signer.subject),
    certificate: checked.signer && summary(checked.signer),
    claimedTime: claimed.text,
    provenTime: proven && isoTime(proven.time),
    provenBy: proven && proven.by,
    timestamps,
    stated: { name: stated(found, 'Name'), reason: stated(found, 'Reason'), location: stated(found, 'Location'), contact: stated(found, 'ContactInfo') }, // prettier-ignore
    ...base,
    trust,
    verdict: fold(base, judged.warned),
    digest: checked.digest,
    algorithm: checked.algorithm,
    byteRange: covered.byteRange,
    revisionEnd: covered.revisionEnd,
    docMdp: one.permissions.docMdp,
    level: levelOf(one.subFilter, checked, later.length, store, base.coverage),
  }
}

/** The certificates of the store in the newest revision, besides those of each message. */
const poolOf = (document: PdfDocument, options: JudgeOptions): Certificate[] => {
  const store = readStore(viewAt(document, document.revisions.length - 1), null)
  const own = store.certificates.map((der) => tryCertificate(der)).filter((item) => item !== null)
  return [...own, ...(options.bundle?.certificates.map((one) => one.certificate) ?? [])]
}

/** An encrypted file whose form cannot be read: whether it has signatures is itself unknown, and that is said. */
const lockedReport = (report: SignatureReport, document: PdfDocument): SignatureReport => {
  const view = viewAt(document, document.revisions.length - 1)
  const catalog = catalogOf(view)
  const form = catalog && resolve(view, catalog.get('AcroForm'))
  const readable = catalog !== null && (!catalog.has('AcroForm') || isDict(form))
  if (readable) return { ...report, error: 'encrypted' }
  return {
    ...report,
    error: 'encrypted',
    verdict: 'INDETERMINATE',
    signatures: [
      {
        field: '',
        kind: 'signature',
        subFilter: null,
        signer: null,
        certificate: null,
        claimedTime: null,
        provenTime: null,
        provenBy: null,
        timestamps: [],
        stated: { name: null, reason: null, location: null, contact: null },
        integrity: 'UNVERIFIABLE',
        coverage: 'INVALID',
        modifications: 'UNKNOWN',
        trust: noTrust(report.checkedAt, 'SIGNED_DATA_NOT_FOUND'),
        verdict: 'INDETERMINATE',
        reasons: [reason('file.encrypted')],
        digest: null,
        algorithm: null,
        byteRange: null,
        revisionEnd: null,
        docMdp: null,
        level: null,
      },
    ],
  }
}

/**
 * Judges all signatures of a file. Never throws for what a file contains; `error` says when it could not be read at all,
 * and then no signature is VALID.
 */
export const judge = async (source: ByteSource, options: JudgeOptions): Promise<SignatureReport> => {
  const budget = newBudget(source.size)
  try {
    const document = openDocument(source, budget)
    if (typeof document === 'string') return emptyReport(source, options, document)
    const found = findSignatures(document)
    const base = { ...emptyReport(source, options, null), encrypted: document.crypt !== null, revisions: document.revisions.length, emptyFields: found.emptyFields } // prettier-ignore
    if (document.crypt === 'locked' && found.signatures.length === 0) return lockedReport(base, document)
    const pool = poolOf(document, options)
    const prepared = await prepareAll(source, document, found.signatures, pool, options)
    const signatures: SignatureOne[] = []
    for (const one of prepared) signatures.push(await reportOne(one, prepared, pool, document, options))
    const error = document.crypt === 'locked' ? 'encrypted' : null
    return { ...base, signatures, verdict: worst(signatures.map((one) => one.verdict)), error }
  } catch (problem) {
    if (problem instanceof LimitReached) return emptyReport(source, options, 'limit')
    throw problem
  }
}
