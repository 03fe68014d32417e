/**
 * Flipping bytes of signed files: no flip inside what a signature signs may leave that signature VALID.
 * What must stay true: a flip inside the gap may stay VALID only where key, signed attributes, algorithm and signature
 * value are still the same bytes (padding, unsigned attributes, other certificates, the case of a digit), or where only
 * the signer's certificate around its key changed and nothing signed names it: that breaks the chain, which is for trust.
 */
import { readSignedData } from '@nghi-truong/shared/signature/cms/signed-data'
import { hex } from '@nghi-truong/shared/signature/cms/der'
import { findSigner } from '@nghi-truong/shared/signature/integrity'
import { Malformed } from '@nghi-truong/shared/signature/limits'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import type { SignatureOne } from '@nghi-truong/shared/signature/report'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { nodeCrypto } from './node-crypto.ts'

/** A small seeded generator (mulberry32): the same seed, the same mutants, everywhere. */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const today = Date.UTC(2026, 10, 20)
const verdicts = async (bytes: Uint8Array): Promise<SignatureOne[]> =>
  (await judge(bytesSource(bytes), { crypto: nodeCrypto, now: today })).signatures

/** What of a message decides about the document: the signed part, and the key of the certificate it embeds. */
const essence = (
  bytes: Uint8Array,
  [, from = 0, to = 0]: readonly number[],
): { part: string; key: string | null } | null => {
  try {
    const data = readSignedData(
      Buffer.from(Buffer.from(bytes.subarray(from + 1, to - 1)).toString('latin1'), 'hex'),
    )
    const [info] = data.signers
    if (!info) return null
    const signer = findSigner(info, data.certificates)
    const forms = info.signedForms.map(hex).join(',')
    const part = [
      info.digest.oid,
      info.algorithm.oid,
      hex(info.signature),
      forms,
      data.content && hex(data.content),
    ].join('|')
    return { part, key: signer && hex(signer.keyBits) }
  } catch (problem) {
    if (problem instanceof Malformed) return null
    throw problem
  }
}

export interface MutationResult {
  readonly flips: number
  /** Flips inside the gap without effect, e.g. in padding or unsigned attributes. */
  readonly harmless: number
  readonly survivors: readonly { offset: number; mask: number; field: string }[]
}

/** Flips one bit at each of `count` sampled positions. */
export const flipBytes = async (file: Uint8Array, count: number, seed: number): Promise<MutationResult> => {
  const random = seeded(seed)
  const before = (await verdicts(file)).filter((one) => one.verdict === 'VALID' || one.verdict === 'WARN')
  const survivors: { offset: number; mask: number; field: string }[] = []
  let harmless = 0
  for (let n = 0; n < count; n++) {
    const offset = Math.floor(random() * file.length)
    const mask = 1 << Math.floor(random() * 8)
    const mutant = file.slice()
    mutant[offset] = (mutant[offset] ?? 0) ^ mask
    const after = await verdicts(mutant)
    for (const one of before) {
      const [a = 0, b = 0, c = 0, d = 0] = one.byteRange ?? []
      if (offset >= c + d) continue
      const still = after.find(
        (other) =>
          other.field === one.field &&
          `${other.byteRange?.join()}` === `${one.byteRange?.join()}` &&
          (other.verdict === 'VALID' || other.verdict === 'WARN'),
      )
      if (!still) continue
      const inGap = offset >= a + b && offset < c
      const known = inGap ? essence(file, [a, b, c, d]) : null
      const now = inGap ? essence(mutant, [a, b, c, d]) : null
      const gapOf = (bytes: Uint8Array): string =>
        Buffer.from(bytes.subarray(b, c)).toString('latin1').toLowerCase()
      if (inGap && gapOf(file) === gapOf(mutant)) {
        harmless++
        continue
      }
      // The certificate may also be found in the file's store, untouched.
      const sameKey = known?.key === now?.key || still.certificate?.sha256 === one.certificate?.sha256
      if (known && now && known.part === now.part && sameKey) harmless++
      else survivors.push({ offset, mask, field: one.field })
    }
  }
  return { flips: count, harmless, survivors }
}
