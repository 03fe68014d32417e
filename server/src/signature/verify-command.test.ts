/** The command `verify`: one line per file, the file as it was given, the exit code. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { samplePdf } from './sample-pdf.ts'
import { signPdf } from './sign.ts'
import { issue, signerOf, testNow } from './test-pki.ts'

const folder = mkdtempSync(join(tmpdir(), 'verify-'))
const command = fileURLToPath(new URL('../commands/verify.ts', import.meta.url))
const run = (...args: string[]) => {
  const { stdout, status } = spawnSync(process.execPath, [command, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, INIT_CWD: folder },
  })
  return { lines: stdout.split('\n').filter(Boolean), status }
}
interface Line {
  file: string
  error: string | null
  ms: number
  signatures: { field: string; verdict: string; trust: { indication: string; subIndication: string } }[]
}
const parse = (lines: string[]): Line[] => lines.map((line) => JSON.parse(line) as Line)

beforeAll(async () => {
  const party = issue({ name: 'signer' })
  const file = await signPdf(
    samplePdf(),
    { field: 'Sig1', page: 0, rect: null, time: testNow },
    signerOf(party),
  )
  if (typeof file === 'string') throw new Error(file)
  mkdirSync(join(folder, 'pdf'))
  mkdirSync(join(folder, 'trust'))
  writeFileSync(join(folder, 'pdf', 'a.pdf'), file)
  writeFileSync(join(folder, 'pdf', 'b.pdf'), samplePdf())
  writeFileSync(join(folder, 'bad.pdf'), 'hello')
  writeFileSync(join(folder, 'trust', 'signer.crt'), party.certificate.der)
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('verify', () => {
  it('prints one line per file of a folder, named as given', () => {
    const { lines, status } = run('--json', 'pdf')
    const [a, b] = parse(lines)
    expect(a).toMatchObject({
      file: 'pdf/a.pdf',
      error: null,
      signatures: [{ field: 'Sig1', verdict: 'VALID' }],
    })
    expect(b).toMatchObject({ file: 'pdf/b.pdf', signatures: [] })
    expect(lines).toHaveLength(2)
    expect(status).toBe(0)
  })
  it('takes absolute names, and names relative to a folder', () => {
    const absolute = join(folder, 'pdf', 'a.pdf')
    expect(parse(run('--json', absolute).lines)[0]?.file).toBe(absolute)
    expect(parse(run('--json', '--relative-to', folder, absolute).lines)[0]?.file).toBe('pdf/a.pdf')
  })
  it('says what it could not judge, and exits with 1', () => {
    const { lines, status } = run('--json', 'bad.pdf', 'missing.pdf', 'pdf/a.pdf')
    expect(parse(lines).map((one) => one.error)).toEqual(['notPdf', 'ENOENT', null])
    expect(status).toBe(1)
    expect(run('--json').status).toBe(2)
  })
  it('pins what the folder holds', () => {
    const at = new Date(testNow).toISOString()
    const [one] = parse(run('--json', '--at', at, '--trust', join(folder, 'trust'), 'pdf/a.pdf').lines)
    expect(one?.signatures[0]?.trust.indication).toBe('TOTAL_PASSED')
    expect(parse(run('--json', 'pdf/a.pdf').lines)[0]?.signatures[0]?.trust.subIndication).toBe(
      'NO_CERTIFICATE_CHAIN_FOUND',
    )
  })
  it('speaks Vietnamese without --json', () => {
    expect(run('pdf/a.pdf').lines.join(' ')).toContain('Chưa xác định được nơi cấp chứng thư')
    expect(run('pdf/b.pdf').lines.join(' ')).toContain('Văn bản không có chữ ký số')
  })
})
