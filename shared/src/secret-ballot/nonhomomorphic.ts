/**
 * Reading the answers of non-homomorphic questions (foreign records only): small integers packed into one element.
 * What must stay true: decoding is the exact inverse of the encoding, so a value outside its form gives no answer.
 */
import type { Group } from './group.ts'

/** The integers behind a decrypted element, or undefined where it is not such an encoding. */
export function decodeChoices(group: Group, element: bigint, length: number): number[] | undefined {
  if (group.embedding === null) return undefined
  const { padding, bitsPerInt } = group.embedding
  let rest = element >> BigInt(padding)
  const choices: number[] = []
  for (let i = 0; i < length; i++) {
    choices.push(Number(BigInt.asUintN(bitsPerInt, rest)))
    rest >>= BigInt(bitsPerInt)
  }
  return rest === 0n ? choices.toReversed() : undefined
}

/** The smallest group member that carries the integers; used by tests of the reader. */
export function encodeChoices(
  group: Group,
  choices: readonly number[],
  isMember: (element: bigint) => boolean,
): bigint | undefined {
  if (group.embedding === null) return undefined
  const { padding, bitsPerInt } = group.embedding
  let packed = 0n
  for (const choice of choices) packed = (packed << BigInt(bitsPerInt)) | BigInt(choice)
  packed <<= BigInt(padding)
  for (let epsilon = 0n; epsilon < 1n << BigInt(padding); epsilon++) {
    if (isMember(packed | epsilon)) return packed | epsilon
  }
  return undefined
}
