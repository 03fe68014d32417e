/**
 * The maker's side of a trust bundle, away from the server:
 *   trust-bundle make FOLDER OUT.json [--key KEY.pem] [--issue N] [--date YYYY-MM-DD]
 *   trust-bundle show FILE.json [--json]
 * FOLDER holds certificates (.pem .crt .cer .der), .crl and .ocsp; what lies below `intermediates/` is a link only.
 * What must stay true: a bundle is never written over; the key is made once, readable by its owner alone; exit 0 done,
 * 2 not.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { TrustDescription } from '@nghi-truong/shared/protocol/trust'
import { readBundle } from '@nghi-truong/shared/signature/trust/bundle'
import { nodeCrypto } from '../signature/node-crypto.ts'
import { readTrustFolder } from '../signature/trust-folder.ts'
import { contentOf, issueOfDay, signBundle } from '../trust/content.ts'
import { describe } from '../trust/describe.ts'
import { givenPath } from './given-path.ts'

const usage = `Cách dùng:
  node server/src/commands/trust-bundle.ts make THƯ-MỤC RA.json [--key KHÓA.pem] [--issue SỐ] [--date NĂM-THÁNG-NGÀY]
  node server/src/commands/trust-bundle.ts show TỆP.json [--json]
Thư mục: chứng thư (.pem .crt .cer .der), .crl, .ocsp; thư mục con intermediates/ chỉ dùng để nối chuỗi, không được ghim.
Khóa ký (Ed25519) được tạo nếu chưa có; mặc định là trust-bundle-key.pem cạnh tệp RA. Xin cất giữ khóa này.`

/** A mistake of the call, told in one line. */
class Mistake extends Error {}

function keyAt(path: string): KeyObject {
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(path, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' })
    console.error(`Đã tạo khóa ký: ${path}`)
  }
  const key = createPrivateKey(readFileSync(path))
  if (key.asymmetricKeyType !== 'ed25519') throw new Mistake(`${path}: không phải khóa Ed25519`)
  return key
}

const grouped = (sha256: string): string => (sha256.match(/.{4}/g) ?? []).join(' ')

function print(told: TrustDescription): void {
  console.log(`Gói tin cậy số ${told.issue}, ngày ${told.date}`)
  console.log(`  SHA-256 của tệp:     ${grouped(told.sha256)}`)
  console.log(`  SHA-256 của khóa ký: ${grouped(told.signedBy)}`)
  for (const one of told.certificates) {
    console.log(
      `\n${one.anchor ? 'Ghim' : 'Nối chuỗi'}: ${one.subject} (${one.key}; ${one.roles.join(', ')})`,
    )
    console.log(`  ${grouped(one.sha256)}`)
    console.log(`  ${one.notBefore} – ${one.notAfter}`)
    if (one.known !== null) console.log(`  Khớp giá trị đã biết: ${one.known}`)
    if (one.namesake !== null)
      console.log(`  CHÚ Ý: trùng tên ${one.namesake} nhưng SHA-256 khác giá trị đã biết`)
  }
  for (const list of told.crls) {
    const fault = list.usable ? '' : ' KHÔNG do chứng thư nào trong gói ký, sẽ không được dùng'
    console.log(
      `\nDanh sách thu hồi: ${list.issuer}, ${list.thisUpdate} – ${list.nextUpdate ?? '…'}, ${list.entries} chứng thư${fault}`,
    )
  }
}

async function show(path: string, json: boolean): Promise<void> {
  const bundle = await readBundle(new Uint8Array(readFileSync(path)), nodeCrypto)
  if (typeof bundle === 'string') throw new Mistake(`${path}: ${bundle}`)
  const told = await describe(bundle, '')
  if (json) console.log(JSON.stringify(told))
  else print(told)
}

interface Making {
  readonly key: string | undefined
  readonly issue: string | undefined
  readonly date: string | undefined
}

async function make(folder: string, out: string, given: Making): Promise<void> {
  const date = given.date ?? new Date().toISOString().slice(0, 10)
  const issue = given.issue === undefined ? issueOfDay(date) : Number(given.issue)
  if (!Number.isSafeInteger(issue) || issue < 1) throw new Mistake('--issue: không phải số nguyên dương')
  if (existsSync(out)) throw new Mistake(`${out} đã có; gói tin cậy không bao giờ được ghi đè`)
  const content = { ...contentOf(await readTrustFolder(folder, date)), issue, date }
  if (content.certificates.length === 0) throw new Mistake(`${folder}: không có chứng thư nào`)
  const bytes = signBundle(content, keyAt(given.key ?? join(dirname(out), 'trust-bundle-key.pem')))
  // Read back before it is written: what leaves here can be read by the server.
  const back = await readBundle(bytes, nodeCrypto)
  if (typeof back === 'string') throw new Mistake(`${folder}: ${back}`)
  writeFileSync(out, bytes, { flag: 'wx', flush: true })
  print(await describe(back, ''))
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      issue: { type: 'string' },
      date: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const [verb, first, second, ...more] = positionals
  if (verb === 'show' && first !== undefined && second === undefined) {
    await show(givenPath(first), values.json)
    return 0
  }
  if (verb === 'make' && first !== undefined && second !== undefined && more.length === 0) {
    const { key, issue, date } = values
    const stood = process.env['INIT_CWD'] ?? process.cwd()
    const making = { issue, date, key: key === undefined ? undefined : resolve(stood, key) }
    await make(givenPath(first), resolve(stood, second), making)
    return 0
  }
  console.error(usage)
  return 2
}

try {
  process.exitCode = await main()
} catch (problem) {
  console.error(problem instanceof Error ? problem.message : problem)
  process.exitCode = 2
}
