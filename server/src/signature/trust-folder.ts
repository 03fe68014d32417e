/**
 * A trust bundle from a folder of files, for the command line: certificates (PEM or DER), `.crl`, `.ocsp`, or one signed
 * bundle (`.json`). Certificates below a folder called `intermediates` are links only; everything else is pinned, for
 * signers and time stamps alike.
 * What must stay true: a file that cannot be read is named and stops the command; nothing is skipped silently.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { BundleContent, TrustBundle } from '@nghi-truong/shared/signature/trust/bundle'
import { makeBundle, readBundle, toBase64 } from '@nghi-truong/shared/signature/trust/bundle'
import { nodeCrypto } from './node-crypto.ts'

/** The DER blocks of a PEM file, or the file itself where it is no PEM. */
export const derBlocks = (bytes: Uint8Array): Uint8Array[] => {
  const text = Buffer.from(bytes).toString('latin1')
  if (!text.includes('-----BEGIN')) return [bytes]
  return [...text.matchAll(/-----BEGIN [A-Z0-9 ]+-----([^-]+)-----END/g)].map(
    (match) => new Uint8Array(Buffer.from(match[1] ?? '', 'base64')),
  )
}

export const readTrustFolder = async (folder: string, date: string): Promise<TrustBundle> => {
  const content: BundleContent = {
    schema: 'trust-bundle/1',
    issue: 1,
    date,
    certificates: [],
    crls: [],
    ocsps: [],
  }
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const bytes = (): Uint8Array => new Uint8Array(readFileSync(join(folder, name)))
    if (/\.json$/i.test(name)) {
      const bundle = await readBundle(bytes(), nodeCrypto)
      if (typeof bundle === 'string') throw new Error(`${join(folder, name)}: ${bundle}`)
      return bundle
    }
    if (/\.(pem|crt|cer|der)$/i.test(name)) {
      const anchor = !name.split(sep).includes('intermediates')
      for (const der of derBlocks(bytes()))
        for (const role of ['signer', 'timestamp'] as const)
          content.certificates.push({ role, anchor, der: toBase64(der) })
    } else if (/\.crl$/i.test(name)) content.crls.push(...derBlocks(bytes()).map(toBase64))
    else if (/\.ocsp$/i.test(name)) content.ocsps.push(toBase64(bytes()))
  }
  const bundle = makeBundle(content)
  if (typeof bundle === 'string') throw new Error(`${folder}: ${bundle}`)
  return bundle
}
