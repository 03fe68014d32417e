/**
 * A signer from a PKCS#12 file.
 * What must stay true: the password is used once and kept nowhere; a wrong password or a file without key and
 * certificate is a refusal, not an exception.
 */
import { createPrivateKey } from 'node:crypto'
import forge from 'node-forge'
import { tryCertificate } from '@nghi-truong/shared/signature/cms/certificate'
import type { Certificate } from '@nghi-truong/shared/signature/cms/certificate'
import { keySigner } from './sign.ts'
import type { Signer } from './sign.ts'

export type Pkcs12Refusal = 'pkcs12.form' | 'pkcs12.password' | 'pkcs12.noKey' | 'pkcs12.noCertificate'

const bagsOf = (p12: forge.pkcs12.Pkcs12Pfx, type: string): forge.pkcs12.Bag[] =>
  p12.getBags({ bagType: type })[type] ?? []

/** Reads key and certificates; RSA only, as forge knows no other keys. */
export const readPkcs12 = (bytes: Uint8Array, password: string): Signer | Pkcs12Refusal => {
  let asn1
  try {
    asn1 = forge.asn1.fromDer(forge.util.createBuffer(Buffer.from(bytes).toString('binary')))
  } catch {
    return 'pkcs12.form'
  }
  let p12
  try {
    p12 = forge.pkcs12.pkcs12FromAsn1(asn1, false, password)
  } catch (problem) {
    return problem instanceof Error && /MAC|password/i.test(problem.message)
      ? 'pkcs12.password'
      : 'pkcs12.form'
  }
  const { keyBag, pkcs8ShroudedKeyBag, certBag } = forge.pki.oids
  const key = [...bagsOf(p12, pkcs8ShroudedKeyBag ?? ''), ...bagsOf(p12, keyBag ?? '')].find(
    (bag) => bag.key,
  )?.key
  if (!key) return 'pkcs12.noKey'
  const certificates: Certificate[] = []
  for (const bag of bagsOf(p12, certBag ?? '')) {
    if (!bag.cert) continue
    const der = Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(bag.cert)).getBytes(), 'binary')
    const certificate = tryCertificate(new Uint8Array(der))
    if (certificate) certificates.push(certificate)
  }
  const object = createPrivateKey(forge.pki.privateKeyToPem(key))
  const spki = forge.asn1.toDer(forge.pki.publicKeyToAsn1(forge.pki.setRsaPublicKey(key.n, key.e))).getBytes()
  const own = certificates.find((c) => Buffer.from(c.spki).toString('binary') === spki)
  if (!own) return 'pkcs12.noCertificate'
  return keySigner(object, own, certificates.filter(c => c !== own)) // prettier-ignore
}
