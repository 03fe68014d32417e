/**
 * Files to try signing with by hand: PKCS#12 of some people of the demo and the pictures of their signatures and seal.
 * What must stay true: every name in them says DEMO; the one password is no secret; nothing here is trusted by anyone who
 * has not imported the demo's own trust bundle.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import forge from 'node-forge'
import { handwriting, seal } from './appearance.ts'
import { signerPeople, type SignerKey } from './people.ts'
import type { DemoPki } from './pki.ts'
import { stampsOf } from './raster.ts'

export const keyFilesFolder = 'ky-so'
/** With Vietnamese letters, as people choose them. */
export const keyFilesPassword = 'Mật khẩu Demo@2026'

/** Name of the files without their ending, by signer; the user names are those of the demo's accounts. */
export const keyFiles: Readonly<Partial<Record<SignerKey, string>>> = {
  clerkCouncil: 'thuky1',
  chairCouncil: 'chutoa',
  sealCouncil: 'con-dau-hdnd',
  revoked: 'da-bi-thu-hoi',
}

/** A PNG of one colour whose opacity is the drawing (ISO/IEC 15948). */
function png(
  drawing: string,
  size: { width: number; height: number },
  colour: readonly [number, number, number],
) {
  const scale = 4
  const [width, height] = [Math.ceil(size.width * scale), Math.ceil(size.height * scale)]
  const opacity = new Uint8Array(width * height)
  for (const stamp of stampsOf(drawing, scale, size.height))
    for (let y = 0; y < stamp.height; y++)
      for (let x = 0; x < stamp.width; x++) {
        const [left, top] = [Math.round(stamp.left) + x, Math.round(stamp.top) + y]
        if (left < 0 || top < 0 || left >= width || top >= height) continue
        const at = top * width + left
        opacity[at] = Math.max(opacity[at] ?? 0, stamp.coverage[y * stamp.width + x] ?? 0)
      }
  const rows = Buffer.alloc((width * 4 + 1) * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows.set([...colour, opacity[y * width + x] ?? 0], y * (width * 4 + 1) + 1 + x * 4)
  const chunk = (name: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 6, 0, 0, 0], 8)
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    magic,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.of()),
  ])
}

function pkcs12(pki: DemoPki, key: SignerKey): Buffer {
  const found = pki.signers.find((one) => one.key === key)
  if (!found) throw new Error(`key files: no signer ${key}`)
  const certificate = (der: Uint8Array) =>
    forge.pki.certificateFromAsn1(forge.asn1.fromDer(Buffer.from(der).toString('binary')))
  const file = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(found.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()),
    [certificate(found.certificate), certificate(pki.subCa)],
    keyFilesPassword,
    // As Windows writes it; forge's AES takes letters beyond Latin-1 apart in a way no other tool reads.
    { algorithm: '3des', friendlyName: 'DEMO' },
  )
  return Buffer.from(forge.asn1.toDer(file).getBytes(), 'binary')
}

export async function writeKeyFiles(dir: string, pki: DemoPki): Promise<void> {
  const folder = join(dir, keyFilesFolder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const [key, name] of Object.entries(keyFiles) as [SignerKey, string][]) {
    await writeFile(join(folder, `${name}.p12`), pkcs12(pki, key), { mode: 0o600 })
    const person = signerPeople.find((one) => one.key === key)
    if (!person) continue
    const picture =
      person.kind === 'agency'
        ? png(seal(person.name, 104), { width: 104, height: 104 }, [209, 18, 28])
        : png(handwriting(person.name, 132, 62), { width: 132, height: 62 }, [15, 41, 158])
    await writeFile(join(folder, `${name}.png`), picture)
  }
}
