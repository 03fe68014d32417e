/**
 * Integrity: do digest and signature value fit these bytes and this key? For every SubFilter we know.
 * What must stay true: the algorithm named is the algorithm used; the certificate is found by issuer and serial or by key
 * identifier; what cannot be asked is UNVERIFIABLE, never VALID.
 */
import type { Certificate } from './cms/certificate.ts'
import { keyOf, tryCertificate } from './cms/certificate.ts'
import { hashOf, hashSizes, isWeak, readAlgorithm, schemeName, schemeOf } from './cms/algorithms.ts'
import type { Tlv } from './cms/der.ts'
import { bytesEqual, children, integerHex, is, octets, oid, readTlv, sequence } from './cms/der.ts'
import { nameKey } from './cms/name.ts'
import type { SignedData, SignerInfo } from './cms/signed-data.ts'
import { attributeCount, attributeValues, readSignedData } from './cms/signed-data.ts'
import { readTst, tstContentType } from './cms/tst.ts'
import type { TstInfo } from './cms/tst.ts'
import { reason } from './coverage.ts'
import { Malformed } from './limits.ts'
import type {
  ByteSource,
  ByteSpan,
  CheckResult,
  Crypto,
  HashName,
  SignatureScheme,
  SignedBytes,
} from './ports.ts'
import { bytesSource } from './ports.ts'
import type { Integrity, Reason } from './report.ts'

/** What was found out about one signature value. */
export interface Checked {
  readonly integrity: Integrity
  readonly reasons: Reason[]
  readonly signer: Certificate | null
  readonly signedData: SignedData | null
  readonly signerInfo: SignerInfo | null
  readonly tst: TstInfo | null
  readonly digest: HashName | null
  readonly algorithm: string | null
}

export interface Question {
  readonly subFilter: string | null
  readonly contents: Uint8Array
  /** DER of the certificates in /Cert, for adbe.x509.rsa_sha1. */
  readonly cert: readonly Uint8Array[]
  readonly source: ByteSource
  readonly spans: readonly ByteSpan[]
  /** More certificates to look for the signer in. */
  readonly others: readonly Certificate[]
}

const attribute = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const

const nothing = { signer: null, signedData: null, signerInfo: null, tst: null, digest: null, algorithm: null }

export const unverifiable = (...reasons: Reason[]): Checked => ({
  ...nothing,
  integrity: 'UNVERIFIABLE',
  reasons,
})

const keyIdentifier = (c: Certificate): Uint8Array | null => {
  const extension = c.extensions.get('2.5.29.14')
  return extension ? octets(readTlv(extension.value)) : null
}

export const findSigner = (info: SignerInfo, pool: readonly Certificate[]): Certificate | null =>
  pool.find((c) =>
    info.issuer
      ? c.serial === info.issuer.serial && c.issuerKey === info.issuer.name
      : info.keyId !== null && bytesEqual(keyIdentifier(c) ?? new Uint8Array(0), info.keyId),
  ) ?? null

/** Whether signing-certificate(-v2) names this certificate; null where neither attribute is there. */
const certificateNamed = async (
  info: SignerInfo,
  signer: Certificate,
  crypto: Crypto,
): Promise<boolean | null> => {
  const v2 = attributeValues(info.signedAttributes, attribute.signingCertificateV2)
  const v1 = attributeValues(info.signedAttributes, attribute.signingCertificate)
  if (v1.length + v2.length === 0) return null
  const check = async (value: Tlv, version: 1 | 2): Promise<boolean> => {
    const parts = sequence(sequence(sequence(value)[0])[0])
    let hash: HashName | null = version === 1 ? 'sha1' : 'sha256'
    if (version === 2 && is(parts[0], 16)) hash = hashOf(readAlgorithm(parts.shift()))
    const [certHash, issuerSerial] = parts
    const expected = hash && (await crypto.digest(hash, signer.der))
    if (!expected || !certHash || !bytesEqual(octets(certHash), expected)) return false
    if (!issuerSerial) return true
    const [names, serial] = sequence(issuerSerial)
    const directory = names && children(names).find((one) => is(one, 4, 2))
    const name = directory && children(directory)[0]
    return integerHex(serial) === signer.serial && (!name || nameKey(name) === signer.issuerKey)
  }
  for (const value of v2) if (!(await check(value, 2))) return false
  for (const value of v1) if (!(await check(value, 1))) return false
  return true
}

/** Tries the scheme as named; where the two hash names differ, with digestAlgorithm first. */
const checkValue = async (
  crypto: Crypto,
  info: SignerInfo,
  digest: HashName,
  signer: Certificate,
  forms: readonly SignedBytes[],
): Promise<{ result: CheckResult; scheme: SignatureScheme | null; disagree: boolean }> => {
  const found = schemeOf(info.algorithm, digest)
  if (!found) return { result: 'unsupported', scheme: null, disagree: false }
  const { scheme, named } = found
  const differs = named !== null && named !== digest
  const attempts: [SignatureScheme, boolean][] = []
  if (differs && scheme.kind !== 'rsaPss' && 'hash' in scheme)
    attempts.push([{ ...scheme, hash: digest }, true])
  attempts.push([scheme, differs])
  if (scheme.kind === 'rsa') {
    for (const hash of ['sha1', 'sha256', 'sha384', 'sha512'] as const)
      if (hash !== scheme.hash && hash !== digest) attempts.push([{ kind: 'rsa', hash }, true])
  }
  let unsupported = false
  for (const [attempt, disagree] of attempts) {
    for (const form of forms) {
      const result = await crypto.verify(attempt, signer.spki, info.signature, form)
      if (result === 'valid') return { result, scheme: attempt, disagree }
      if (result === 'unsupported' && attempt === scheme) unsupported = true
    }
  }
  return { result: unsupported ? 'unsupported' : 'invalid', scheme, disagree: false }
}

const keyReasons = (signer: Certificate): Reason[] => {
  const key = keyOf(signer)
  return (key.kind === 'rsa' && key.bits < 2048) || key.kind === 'dsa' ? [reason('key.weak', key.text)] : []
}

/**
 * Checks one SignedData over its content. `source` and `spans`: the content where it is detached. The digests asked for
 * beforehand may be given, so that one pass over a large file serves several signatures.
 */
export const checkSignedData = async (
  crypto: Crypto,
  data: SignedData,
  bytes: { source: ByteSource; spans: readonly ByteSpan[] },
  others: readonly Certificate[],
  ready?: (hash: HashName) => Promise<Uint8Array | null>,
): Promise<Checked> => {
  const [info, ...more] = data.signers
  const base = { ...nothing, signedData: data }
  if (!info || more.length > 0)
    return {
      ...base,
      integrity: 'UNVERIFIABLE',
      reasons: [reason('cms.signerCount', `${data.signers.length}`)],
    }
  const digest = hashOf(info.digest)
  const signer = findSigner(info, data.certificates) ?? findSigner(info, others)
  const at = { ...base, signerInfo: info, signer, digest }
  if (!digest)
    return { ...at, integrity: 'UNVERIFIABLE', reasons: [reason('algorithm.unsupported', info.digest.oid)] }
  if (!signer) return { ...at, integrity: 'UNVERIFIABLE', reasons: [reason('signer.notFound')] }
  const reasons: Reason[] = []
  if (isWeak(digest)) reasons.push(reason('digest.weak', digest))
  let forms: SignedBytes[] = [{ source: bytes.source, spans: bytes.spans }]
  if (info.signedAttributes) {
    const types = attributeValues(info.signedAttributes, attribute.contentType)
    const digests = attributeValues(info.signedAttributes, attribute.messageDigest)
    if (types.length !== 1 || oid(types[0]) !== data.contentType)
      return { ...at, integrity: 'BROKEN', reasons: [reason('cms.contentType')] }
    const [expected] = digests
    if (
      attributeCount(info.signedAttributes, attribute.messageDigest) !== 1 ||
      digests.length !== 1 ||
      !expected
    )
      return { ...at, integrity: 'BROKEN', reasons: [reason('cms.messageDigest')] }
    const actual = ready
      ? await ready(digest)
      : ((await crypto.digests(bytes.source, [{ hash: digest, spans: bytes.spans }]))[0] ?? null)
    if (!actual)
      return { ...at, integrity: 'UNVERIFIABLE', reasons: [reason('algorithm.unsupported', digest)] }
    const given = octets(expected)
    if (!bytesEqual(actual.subarray(0, hashSizes[digest]), given))
      return { ...at, integrity: 'BROKEN', reasons: [reason('digest.mismatch', digest)] }
    forms = info.signedForms.map((form) => ({ bytes: form }))
  }
  const { result, scheme, disagree } = await checkValue(crypto, info, digest, signer, forms)
  const algorithm = scheme && schemeName(scheme)
  if (result === 'unsupported')
    return { ...at, algorithm, integrity: 'UNVERIFIABLE', reasons: [reason('algorithm.unsupported', info.algorithm.oid)] } // prettier-ignore
  if (result === 'invalid')
    return { ...at, algorithm, integrity: 'BROKEN', reasons: [reason('signature.mismatch')] }
  if (disagree) reasons.push(reason('digest.disagree'))
  if (scheme && 'hash' in scheme && scheme.hash !== digest && isWeak(scheme.hash))
    reasons.push(reason('digest.weak', scheme.hash))
  const named = await certificateNamed(info, signer, crypto)
  if (named === false)
    return { ...at, algorithm, integrity: 'UNVERIFIABLE', reasons: [reason('signer.certificateMismatch')] }
  if (named === null) reasons.push(reason('signer.noReference'))
  return { ...at, algorithm, integrity: 'VALID', reasons: [...reasons, ...keyReasons(signer)] }
}

const checkDetached = async (crypto: Crypto, q: Question, ready: Ready): Promise<Checked> => {
  const data = readSignedData(q.contents)
  const extra: Reason[] = []
  if (data.content !== null) {
    if (data.content.length > 0) return unverifiable(reason('cms.content'))
    extra.push(reason('cms.contentEmpty'))
  }
  const checked = await checkSignedData(crypto, data, q, q.others, ready)
  return { ...checked, reasons: [...extra, ...checked.reasons] }
}

const checkSha1 = async (crypto: Crypto, q: Question, ready: Ready): Promise<Checked> => {
  const data = readSignedData(q.contents)
  if (!data.content) return unverifiable(reason('cms.content'))
  const actual = await ready('sha1')
  if (!actual) return unverifiable(reason('algorithm.unsupported', 'sha1'))
  const inner = bytesSource(data.content)
  const checked = await checkSignedData(crypto, data, { source: inner, spans: [[0, inner.size]] }, q.others)
  if (checked.integrity !== 'VALID') return checked
  if (!bytesEqual(actual, data.content)) return { ...checked, integrity: 'BROKEN', reasons: [reason('digest.mismatch', 'sha1')] } // prettier-ignore
  return { ...checked, reasons: [...checked.reasons, reason('digest.weak', 'sha1')] }
}

/** A time-stamp token over something whose digest can be asked for. */
export const checkToken = async (
  crypto: Crypto,
  bytes: Uint8Array,
  digestOf: Ready,
  others: readonly Certificate[],
): Promise<Checked> => {
  const data = readSignedData(bytes)
  if (data.contentType !== tstContentType || !data.content) return unverifiable(reason('cms.contentType'))
  const tst = readTst(data.content)
  const inner = bytesSource(data.content)
  const checked = await checkSignedData(crypto, data, { source: inner, spans: [[0, inner.size]] }, others)
  const full = { ...checked, tst }
  if (checked.integrity !== 'VALID') return full
  const actual = tst.hash && (await digestOf(tst.hash))
  if (!tst.hash || !actual)
    return { ...full, integrity: 'UNVERIFIABLE', reasons: [reason('algorithm.unsupported')] }
  if (!bytesEqual(actual.subarray(0, hashSizes[tst.hash]), tst.imprint))
    return { ...full, integrity: 'BROKEN', reasons: [reason('digest.mismatch', tst.hash)] }
  return isWeak(tst.hash)
    ? { ...full, reasons: [...full.reasons, reason('time.weakImprint', tst.hash)] }
    : full
}

const checkRaw = async (crypto: Crypto, q: Question): Promise<Checked> => {
  const signer = q.cert[0] ? tryCertificate(q.cert[0]) : null
  if (!signer) return unverifiable(reason('signer.notFound'))
  const outer = readTlv(q.contents)
  if (!is(outer, 4)) return unverifiable(reason('cms.malformed'))
  const at = { ...nothing, signer, algorithm: 'RSA' }
  let unsupported = false
  for (const hash of ['sha1', 'sha256', 'sha384', 'sha512'] as const) {
    const result = await crypto.verify({ kind: 'rsa', hash }, signer.spki, octets(outer), q)
    if (result === 'valid')
      return { ...at, digest: hash, integrity: 'VALID', reasons: [reason('digest.weak', 'adbe.x509.rsa_sha1'), ...keyReasons(signer)] } // prettier-ignore
    if (result === 'unsupported') unsupported = true
  }
  return unsupported
    ? { ...at, integrity: 'UNVERIFIABLE', reasons: [reason('algorithm.unsupported')] }
    : { ...at, integrity: 'BROKEN', reasons: [reason('signature.mismatch')] }
}

type Ready = (hash: HashName) => Promise<Uint8Array | null>

/** Answers one question. `ready` gives digests of the signed spans. */
export const checkIntegrity = async (crypto: Crypto, q: Question, ready: Ready): Promise<Checked> => {
  if (q.contents.every((b) => b === 0)) return unverifiable(reason('contents.empty'))
  try {
    switch (q.subFilter) {
      case 'ETSI.CAdES.detached':
      case 'adbe.pkcs7.detached':
        return await checkDetached(crypto, q, ready)
      case 'adbe.pkcs7.sha1':
        return await checkSha1(crypto, q, ready)
      case 'ETSI.RFC3161':
        return await checkToken(crypto, q.contents, ready, q.others)
      case 'adbe.x509.rsa_sha1':
        return await checkRaw(crypto, q)
      default:
        return unverifiable(reason('subFilter.unknown', q.subFilter))
    }
  } catch (problem) {
    if (problem instanceof Malformed) return unverifiable(reason('cms.malformed', problem.message))
    throw problem
  }
}

/** The digest a signature will ask for first, so that a file can be hashed once for all of its signatures. */
export const digestNeeded = (subFilter: string | null, contents: Uint8Array): HashName | null => {
  try {
    if (subFilter === 'adbe.pkcs7.sha1') return 'sha1'
    if (subFilter !== 'ETSI.CAdES.detached' && subFilter !== 'adbe.pkcs7.detached' && subFilter !== 'ETSI.RFC3161') return null // prettier-ignore
    const data = readSignedData(contents)
    if (subFilter === 'ETSI.RFC3161') return data.content ? readTst(data.content).hash : null
    const [info] = data.signers
    return info?.signedAttributes ? hashOf(info.digest) : null
  } catch (problem) {
    if (problem instanceof Malformed) return null
    throw problem
  }
}
