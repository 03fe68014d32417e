/**
 * Signed and sealed messages between trustees. What must stay true: a message is read only if its seal opens, its
 * signature is the sender's and it names the reader as recipient; so a server that carries it can neither read nor
 * forge nor redirect it.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { ccmDecrypt, ccmEncrypt } from './ccm.ts'
import { fromUtf8, utf8 } from './digest.ts'
import { divide, isElement, multiply, power } from './group.ts'
import type { Group } from './group.ts'
import { bytesToInteger, fromHex, randomExponent, toHex } from './numbers.ts'
import type { RandomBytes } from './numbers.ts'
import { checkKnowledge, elementShape, messagePrefix, proveKnowledge } from './proofs.ts'
import type { ProofText } from './proofs.ts'
import { fields, isFault, matching, parseCanonical, text } from './shapes.ts'
import type { Num } from './shapes.ts'
import { signedShape } from './trustees.ts'

export type SignedText = { readonly message: string; readonly signature: ProofText }

/** The keys behind a member's seed of 22 base58 characters; not reduced, as the format has them. */
export type MemberKeys = { readonly signing: bigint; readonly decryption: bigint }

export const keysOfSeed = (seed: string): MemberKeys => ({
  signing: bytesToInteger(sha256(utf8(`sk|${seed}`))),
  decryption: bytesToInteger(sha256(utf8(`dk|${seed}`))),
})

export const sign = (group: Group, key: bigint, message: string, random: RandomBytes): SignedText => ({
  message,
  signature: proveKnowledge(group, messagePrefix(message), key, random),
})

const keyAndIv = (shared: bigint, alpha: string) => ({
  key: sha256(utf8(`key|${shared}`)),
  iv: sha256(utf8(`iv|${alpha}`)),
})

export function seal(group: Group, recipient: bigint, plaintext: string, random: RandomBytes): string {
  const r = randomExponent(random, group.q)
  const shared = group.powerOfG(randomExponent(random, group.q))
  const alpha = group.powerOfG(r).toString()
  const beta = multiply(group, power(group, recipient, r), shared).toString()
  const { key, iv } = keyAndIv(shared, alpha)
  return JSON.stringify({ alpha, beta, data: toHex(ccmEncrypt(key, iv, utf8(plaintext))) })
}

export function unseal(group: Group, decryption: bigint, sealed: string): string | undefined {
  const read = parseCanonical(
    sealed,
    fields({ alpha: elementShape(group), beta: elementShape(group), data: matching(/^[0-9a-f]*$/, 'hex') }),
  )
  if (isFault(read)) return undefined
  const { alpha, beta } = read
  if (!isElement(group, alpha.value) || !isElement(group, beta.value)) return undefined
  const shared = divide(group, beta.value, power(group, alpha.value, decryption))
  const { key, iv } = keyAndIv(shared, alpha.text)
  const data = fromHex(read.data)
  const plaintext = data === undefined ? undefined : ccmDecrypt(key, iv, data)
  return plaintext === undefined ? undefined : fromUtf8(plaintext)
}

/** Signs for one recipient, then seals to it. */
export function send(group: Group, from: MemberKeys, to: Num, message: string, random: RandomBytes): string {
  const addressed = JSON.stringify({ recipient: to.text, message })
  return seal(group, to.value, JSON.stringify(sign(group, from.signing, addressed, random)), random)
}

/** Opens a sealed message from the holder of `verification`; undefined where anything is not as it should be. */
export function receive(
  group: Group,
  own: MemberKeys,
  verification: bigint,
  sealed: string,
): string | undefined {
  const opened = unseal(group, own.decryption, sealed)
  const signed = opened === undefined ? undefined : parseCanonical(opened, signedShape(group))
  if (signed === undefined || isFault(signed)) return undefined
  if (!checkKnowledge(group, messagePrefix(signed.message), verification, signed.signature)) return undefined
  const addressed = parseCanonical(signed.message, fields({ recipient: text, message: text }))
  if (isFault(addressed) || addressed.recipient !== group.powerOfG(own.decryption).toString())
    return undefined
  return addressed.message
}
