/**
 * The demo PKI on disk, inside the demo's data folder: certificates and lists as DER, keys as PKCS#8 readable by the
 * owner only. Made with the documents and belonging to them; never part of the source.
 */
import { createPrivateKey } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { signerPeople } from './people.ts'
import type { DemoPki } from './pki.ts'

const authorities = {
  root: 'root.der',
  subCa: 'subca.der',
  rootCrl: 'root.crl',
  subCaCrl: 'subca.crl',
} as const

const folderOf = (dir: string): string => join(dir, 'pki')

export async function writePki(dir: string, pki: DemoPki): Promise<void> {
  const folder = folderOf(dir)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const [key, file] of Object.entries(authorities)) {
    await writeFile(join(folder, file), pki[key as keyof typeof authorities])
  }
  for (const { key, certificate, privateKey } of pki.signers) {
    await writeFile(join(folder, `${key}.der`), certificate)
    await writeFile(join(folder, `${key}.key`), privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
    })
  }
}

/** Throws ENOENT when the folder is not complete. */
export async function readPki(dir: string): Promise<DemoPki> {
  const folder = folderOf(dir)
  const read = (file: string): Promise<Uint8Array> => readFile(join(folder, file))
  const signers: DemoPki['signers'] = []
  for (const { key } of signerPeople) {
    const pem = await readFile(join(folder, `${key}.key`), 'utf8')
    signers.push({ key, certificate: await read(`${key}.der`), privateKey: createPrivateKey(pem) })
  }
  return {
    root: await read(authorities.root),
    subCa: await read(authorities.subCa),
    rootCrl: await read(authorities.rootCrl),
    subCaCrl: await read(authorities.subCaCrl),
    signers,
  }
}

/** What a trust bundle needs, without touching any key. */
export async function readAnchors(dir: string): Promise<{ certificates: Uint8Array[]; crls: Uint8Array[] }> {
  const folder = folderOf(dir)
  const read = (file: string): Promise<Uint8Array> => readFile(join(folder, file))
  return {
    certificates: [await read(authorities.root), await read(authorities.subCa)],
    crls: [await read(authorities.rootCrl), await read(authorities.subCaCrl)],
  }
}
