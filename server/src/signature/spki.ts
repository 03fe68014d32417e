/**
 * Keys marked RSASSA-PSS, rewritten as plain RSA keys.
 * What must stay true: the modulus and exponent are the same bytes; only the algorithm's name changes, because OpenSSL
 * would otherwise refuse what the signature's own parameters allow.
 */
import { bits, element, oid, readTlv, sequence } from '@nghi-truong/shared/signature/cms/der'
import { Malformed } from '@nghi-truong/shared/signature/limits'

const rsaAlgorithm = Uint8Array.from([0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0])

export const asRsaKey = (spki: Uint8Array): Uint8Array => {
  try {
    const [algorithm, key] = sequence(readTlv(spki))
    if (!key || oid(sequence(algorithm)[0]) !== '1.2.840.113549.1.1.10') return spki
    return element(0x30, rsaAlgorithm, element(3, Uint8Array.of(0), bits(key)))
  } catch (problem) {
    if (problem instanceof Malformed) return spki
    throw problem
  }
}
