/**
 * A token reached by OpenSC's `pkcs11-tool`: the key never leaves it, and no native module is loaded into this process.
 * What must stay true: the PIN travels in the environment of the child, never on its command line; signatures are
 * SHA-256 with RSA (PKCS#1 v1.5) or ECDSA, the latter turned into DER; a token that is not there is a refusal.
 */
import { execFile } from 'node:child_process'
import { createHash, createPublicKey } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tryCertificate, type Certificate } from '@nghi-truong/shared/signature/cms/certificate'
import type { Signer as KeySigner, TimestampAuthority } from '@nghi-truong/shared/signature/sign/sign'
import { KeyFailed, keySignerOf } from './key-signer.ts'
import type { Signer, SigningRefusal } from './signer.ts'

export interface Token {
  /** The PKCS#11 library of the token's maker. */
  readonly module: string
  readonly label: string
  /** CKA_ID of key and certificate, hex. */
  readonly id: string
  readonly pin: string
  readonly program?: string
  /** Further environment, e.g. the configuration of SoftHSM. */
  readonly environment?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

const pinVariable = 'NGHI_TRUONG_TOKEN_PIN'

function run(token: Token, words: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(
      token.program ?? 'pkcs11-tool',
      ['--module', token.module, '--token-label', token.label, ...words],
      {
        timeout: token.timeoutMs ?? 60_000,
        env: { ...process.env, ...token.environment, [pinVariable]: token.pin },
      },
      // What the tool prints may name the card's owner: the outcome alone is told.
      (error) => resolve(error === null),
    )
  })
}

/** Runs `words` with input and output as files in a folder of its own. @returns what was written, or null */
async function through(
  token: Token,
  words: readonly string[],
  input?: Uint8Array,
): Promise<Uint8Array | null> {
  const folder = await mkdtemp(join(tmpdir(), 'nghi-truong-token-'))
  try {
    const [from, to] = [join(folder, 'in'), join(folder, 'out')]
    if (input) await writeFile(from, input, { mode: 0o600 })
    const done = await run(token, [...words, ...(input ? ['--input-file', from] : []), '--output-file', to])
    return done ? new Uint8Array(await readFile(to)) : null
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function keyOf(token: Token, certificate: Certificate, chain: readonly Certificate[]): KeySigner | null {
  const spki = { key: Buffer.from(certificate.spki), format: 'der', type: 'spki' } as const
  const kind = createPublicKey(spki).asymmetricKeyType
  if (kind !== 'rsa' && kind !== 'ec') return null
  const login = ['--login', '--pin', `env:${pinVariable}`, '--sign', '--id', token.id]
  return {
    certificate,
    chain,
    key: kind === 'rsa' ? 'rsa' : 'ecdsa',
    async sign(bytes) {
      const value =
        kind === 'rsa'
          ? await through(token, [...login, '--mechanism', 'SHA256-RSA-PKCS'], bytes)
          : await through(
              token,
              [...login, '--mechanism', 'ECDSA', '--signature-format', 'sequence'],
              new Uint8Array(createHash('sha256').update(bytes).digest()),
            )
      if (!value) throw new KeyFailed('the token did not sign')
      return value
    },
  }
}

export async function pkcs11Signer(
  token: Token,
  chain: readonly Certificate[] = [],
  authority?: TimestampAuthority,
): Promise<Signer | SigningRefusal> {
  const der = await through(token, ['--read-object', '--type', 'cert', '--id', token.id])
  if (!der) return 'signing.unreachable'
  const certificate = tryCertificate(der)
  const key = certificate && keyOf(token, certificate, chain)
  return key ? keySignerOf('pkcs11', key, authority) : 'signing.answer'
}
