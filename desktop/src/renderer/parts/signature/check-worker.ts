/**
 * Judges a document's bytes on this device, away from the screen's thread.
 * What must stay true: the bytes are first held against the hash they are named by; trust is judged under the bundle that
 * came along, and without one the answer is about the document alone.
 */
import { judge } from '@nghi-truong/shared/signature/verdict'
import { readBundle } from '@nghi-truong/shared/signature/trust/bundle'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import { webCrypto } from '@nghi-truong/shared/signature/webcrypto'
import type { SignatureReport } from '@nghi-truong/shared/signature/report'

export interface CheckRequest {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly sha256: string
  /** File of the trust bundle, already held against its name. */
  readonly bundle: Uint8Array<ArrayBuffer> | null
  /** Milliseconds since 1970. */
  readonly now: number
}

export type CheckAnswer =
  { readonly report: SignatureReport } | { readonly otherFile: true } | { readonly failed: true }

const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

async function check({ bytes, sha256, bundle, now }: CheckRequest): Promise<CheckAnswer> {
  if (hex(await crypto.subtle.digest('SHA-256', bytes)) !== sha256) return { otherFile: true }
  const platform = webCrypto(crypto.subtle)
  const trusted = bundle && (await readBundle(bundle, platform))
  const report = await judge(bytesSource(bytes), {
    crypto: platform,
    now,
    bundle: typeof trusted === 'string' ? null : trusted,
  })
  return { report }
}

self.onmessage = (event: MessageEvent<CheckRequest>): void => {
  check(event.data).then(
    (answer) => self.postMessage(answer),
    // A fault of ours is no verdict: the server's stands.
    () => self.postMessage({ failed: true } satisfies CheckAnswer),
  )
}
