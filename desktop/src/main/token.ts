/**
 * Tokens and cards at this device, reached by OpenSC's `pkcs11-tool`: the key never leaves them, and no native module is
 * loaded into this process.
 * What must stay true: which library is loaded is this shell's choice, never the page's; nothing is signed but the signed
 * attributes of a document signature with that very certificate, after the person at the device has said yes; the PIN
 * travels in the environment of the child, never on its command line, and is kept nowhere.
 */
import { execFile } from 'node:child_process'
import { createHash, createPublicKey } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tryCertificate, type Certificate } from '@nghi-truong/shared/signature/cms/certificate'
import { personName } from '@nghi-truong/shared/signature/cms/name'
import { areSignedAttributes } from '@nghi-truong/shared/signature/sign/cms-build'
import type { BridgeTokens, Bytes, ShellRefusal, TokenCertificate } from '../bridge.ts'

export interface TokenParts {
  /** PKCS#11 libraries of the tokens' makers, by path; those that are not there are passed over. */
  readonly modules: readonly string[]
  readonly program?: string
  /** Asks the person at the device whether this certificate may sign now. */
  readonly confirm: (signer: string) => Promise<boolean>
  /** Further environment, e.g. the configuration of SoftHSM. */
  readonly environment?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

/** Where the makers of official tokens put their libraries (domain: tokens), and OpenSC. */
export const knownModules: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  win32: [
    'C:\\Windows\\System32\\eTPKCS11.dll',
    'C:\\Windows\\System32\\bit4xpki.dll',
    'C:\\Windows\\System32\\eps2003csp11.dll',
    'C:\\Program Files\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll',
  ],
  darwin: ['/usr/local/lib/libeTPkcs11.dylib', '/Library/OpenSC/lib/opensc-pkcs11.so'],
  linux: [
    '/usr/lib/libeToken.so',
    '/usr/lib/bit4id/libbit4xpki.so',
    '/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so',
    '/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so',
  ],
}

const pinVariable = 'NGHI_TRUONG_TOKEN_PIN'
const refuse = (refused: ShellRefusal['refused']): ShellRefusal => ({ refused })

interface Found {
  readonly module: string
  readonly label: string
  /** CKA_ID of key and certificate, hex. */
  readonly id: string
  readonly certificate: Certificate
}

export function createTokens(parts: TokenParts): BridgeTokens {
  /** Certificates of the last look, by the name the page was given. */
  const known = new Map<string, Found>()

  function run(module: string, words: readonly string[], pin = ''): Promise<string | null> {
    return new Promise((resolve) => {
      execFile(
        parts.program ?? 'pkcs11-tool',
        ['--module', module, ...words],
        {
          timeout: parts.timeoutMs ?? 60_000,
          env: { ...process.env, ...parts.environment, [pinVariable]: pin, LC_ALL: 'C' },
          encoding: 'utf8',
        },
        // What the tool says in anger may name the card's owner: the outcome alone is told.
        (error, output) => resolve(error === null ? output : null),
      )
    })
  }

  /** Runs `words` with input and output as files in a folder of its own. @returns what was written, or null */
  async function through(
    { module, label }: Pick<Found, 'module' | 'label'>,
    words: readonly string[],
    pin?: string,
    input?: Uint8Array,
  ): Promise<Bytes | null> {
    const folder = await mkdtemp(join(tmpdir(), 'nghi-truong-token-'))
    try {
      const [from, to] = [join(folder, 'in'), join(folder, 'out')]
      if (input) await writeFile(from, input, { mode: 0o600 })
      const files = [...(input ? ['--input-file', from] : []), '--output-file', to]
      const done = await run(module, ['--token-label', label, ...words, ...files], pin)
      return done === null ? null : new Uint8Array(await readFile(to))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  async function look(module: string): Promise<Found[]> {
    const slots = (await run(module, ['--list-token-slots'])) ?? ''
    const found: Found[] = []
    for (const [, label = ''] of slots.matchAll(/^ *token label *: *(.+?) *$/gm)) {
      const listed = (await run(module, ['--token-label', label, '--list-objects', '--type', 'cert'])) ?? ''
      for (const [, id = ''] of listed.matchAll(/^ *ID: *([0-9a-fA-F]+) *$/gm)) {
        const der = await through({ module, label }, ['--read-object', '--type', 'cert', '--id', id])
        const certificate = der && tryCertificate(der)
        if (certificate) found.push({ module, label, id, certificate })
      }
    }
    return found
  }

  function signWith({ module, label, id, certificate }: Found, pin: string, bytes: Uint8Array) {
    const spki = { key: Buffer.from(certificate.spki), format: 'der', type: 'spki' } as const
    const kind = createPublicKey(spki).asymmetricKeyType
    const login = ['--login', '--pin', `env:${pinVariable}`, '--sign', '--id', id]
    const at = { module, label }
    if (kind === 'rsa') return through(at, [...login, '--mechanism', 'SHA256-RSA-PKCS'], pin, bytes)
    if (kind !== 'ec') return null
    const digest = new Uint8Array(createHash('sha256').update(bytes).digest())
    return through(at, [...login, '--mechanism', 'ECDSA', '--signature-format', 'sequence'], pin, digest)
  }

  return {
    async list() {
      const modules = parts.modules.filter((path) => existsSync(path))
      known.clear()
      for (const module of modules)
        for (const one of await look(module)) {
          const name = createHash('sha256')
            .update([module, one.label, one.id].join('\n'))
            .digest('hex')
            .slice(0, 32)
          known.set(name, one)
        }
      if (known.size === 0) return refuse('token.absent')
      return [...known].map(([token, { label, certificate }]): TokenCertificate => ({
        token,
        label,
        certificate: new Uint8Array(certificate.der),
      }))
    },
    async sign(token, pin, attributes) {
      const found = known.get(token)
      if (!found) return refuse('token.absent')
      if (!areSignedAttributes(attributes, found.certificate)) return refuse('token.notDocument')
      const { commonName, full } = personName(found.certificate.subject)
      if (!(await parts.confirm(commonName ?? full))) return refuse('server.declined')
      return (await signWith(found, pin, attributes)) ?? refuse('token.refused')
    },
  }
}
