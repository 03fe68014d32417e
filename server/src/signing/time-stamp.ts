/**
 * Asks a time-stamp authority over HTTP (RFC 3161, section 3.4).
 * What must stay true: the answer's status must be "granted" and its token must hold the very digest asked about; anything
 * else rejects, and the paper is then signed without a time stamp.
 */
import { randomBytes } from 'node:crypto'
import { children, content, element, readTlv, whole } from '@nghi-truong/shared/signature/cms/der'
import {
  integerDer,
  nullDer,
  octetDer,
  oidDer,
  seq,
  smallInt,
} from '@nghi-truong/shared/signature/sign/der-write'
import type { TimestampAuthority } from '@nghi-truong/shared/signature/sign/sign'

const largest = 128 * 1024

/** TimeStampReq with the certificate asked for. */
export const timestampRequest = (digest: Uint8Array, nonce: Uint8Array): Uint8Array =>
  seq(
    smallInt(1),
    seq(seq(oidDer('2.16.840.1.101.3.4.2.1'), nullDer()), octetDer(digest)),
    integerDer(nonce),
    element(1, Uint8Array.of(255)),
  )

/** The token of a TimeStampResp. @throws where it was not granted or is about something else */
export function tokenOf(answer: Uint8Array, digest: Uint8Array): Uint8Array {
  const [status, token] = children(readTlv(answer))
  const [code] = status ? children(status) : []
  const granted = code && [0, 1].includes(content(code)[0] ?? 9)
  if (!granted || !token) throw new Error('the time-stamp authority refused')
  const bytes = whole(token)
  if (!Buffer.from(bytes).includes(Buffer.from(digest)))
    throw new Error('the time-stamp authority answered another question')
  return bytes.slice()
}

export const httpAuthority =
  (address: string, timeoutMs = 20_000): TimestampAuthority =>
  async (digest) => {
    const nonce = randomBytes(8)
    // A positive number without leading zeros.
    nonce[0] = 0x40 | ((nonce[0] ?? 0) & 0x3f)
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: new Uint8Array(timestampRequest(digest, nonce)),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    })
    if (!response.ok) throw new Error(`the time-stamp authority answered ${response.status}`)
    const bytes = new Uint8Array(await response.arrayBuffer())
    if (bytes.length > largest) throw new Error('the answer of the time-stamp authority is too large')
    return tokenOf(bytes, digest)
  }
