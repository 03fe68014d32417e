/**
 * Names of digests and signature algorithms: object identifiers to schemes (RFC 3279, 4055, 5480, 5754, 8017, 8419,
 * 8692, 8702; BSI TR-03111).
 * What must stay true: an identifier that is not listed is unsupported, never guessed; nothing of the signature
 * algorithm is ignored.
 */
import { Malformed } from '../limits.ts'
import type { HashName, SignatureScheme } from '../ports.ts'
import type { Tlv } from './der.ts'
import { children, is, oid, sequence, smallInteger } from './der.ts'

const sha2 = '2.16.840.1.101.3.4.2.'
const hashes: Record<string, HashName> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  [`${sha2}1`]: 'sha256',
  [`${sha2}2`]: 'sha384',
  [`${sha2}3`]: 'sha512',
  [`${sha2}4`]: 'sha224',
  [`${sha2}6`]: 'sha512-256',
  [`${sha2}7`]: 'sha3-224',
  [`${sha2}8`]: 'sha3-256',
  [`${sha2}9`]: 'sha3-384',
  [`${sha2}10`]: 'sha3-512',
  [`${sha2}12`]: 'shake256',
  [`${sha2}18`]: 'shake256',
  '1.3.36.3.2.1': 'ripemd160',
  // Some software names the signature algorithm where the digest belongs.
  '1.2.840.113549.1.1.4': 'md5',
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
}

type Family = 'rsa' | 'ecdsa' | 'ecdsaPlain' | 'dsa'
const schemes: Record<string, [Family, HashName]> = {
  '1.2.840.113549.1.1.4': ['rsa', 'md5'],
  '1.2.840.113549.1.1.5': ['rsa', 'sha1'],
  '1.3.14.3.2.29': ['rsa', 'sha1'],
  '1.2.840.113549.1.1.14': ['rsa', 'sha224'],
  '1.2.840.113549.1.1.11': ['rsa', 'sha256'],
  '1.2.840.113549.1.1.12': ['rsa', 'sha384'],
  '1.2.840.113549.1.1.13': ['rsa', 'sha512'],
  '1.2.840.113549.1.1.16': ['rsa', 'sha512-256'],
  '1.3.36.3.3.1.2': ['rsa', 'ripemd160'],
  '2.16.840.1.101.3.4.3.13': ['rsa', 'sha3-224'],
  '2.16.840.1.101.3.4.3.14': ['rsa', 'sha3-256'],
  '2.16.840.1.101.3.4.3.15': ['rsa', 'sha3-384'],
  '2.16.840.1.101.3.4.3.16': ['rsa', 'sha3-512'],
  '1.2.840.10045.4.1': ['ecdsa', 'sha1'],
  '1.2.840.10045.4.3.1': ['ecdsa', 'sha224'],
  '1.2.840.10045.4.3.2': ['ecdsa', 'sha256'],
  '1.2.840.10045.4.3.3': ['ecdsa', 'sha384'],
  '1.2.840.10045.4.3.4': ['ecdsa', 'sha512'],
  '2.16.840.1.101.3.4.3.9': ['ecdsa', 'sha3-224'],
  '2.16.840.1.101.3.4.3.10': ['ecdsa', 'sha3-256'],
  '2.16.840.1.101.3.4.3.11': ['ecdsa', 'sha3-384'],
  '2.16.840.1.101.3.4.3.12': ['ecdsa', 'sha3-512'],
  '0.4.0.127.0.7.1.1.4.1.1': ['ecdsaPlain', 'sha1'],
  '0.4.0.127.0.7.1.1.4.1.2': ['ecdsaPlain', 'sha224'],
  '0.4.0.127.0.7.1.1.4.1.3': ['ecdsaPlain', 'sha256'],
  '0.4.0.127.0.7.1.1.4.1.4': ['ecdsaPlain', 'sha384'],
  '0.4.0.127.0.7.1.1.4.1.5': ['ecdsaPlain', 'sha512'],
  '0.4.0.127.0.7.1.1.4.1.6': ['ecdsaPlain', 'ripemd160'],
  '0.4.0.127.0.7.1.1.4.1.8': ['ecdsaPlain', 'sha3-224'],
  '0.4.0.127.0.7.1.1.4.1.9': ['ecdsaPlain', 'sha3-256'],
  '0.4.0.127.0.7.1.1.4.1.10': ['ecdsaPlain', 'sha3-384'],
  '0.4.0.127.0.7.1.1.4.1.11': ['ecdsaPlain', 'sha3-512'],
  '1.2.840.10040.4.3': ['dsa', 'sha1'],
  '2.16.840.1.101.3.4.3.1': ['dsa', 'sha224'],
  '2.16.840.1.101.3.4.3.2': ['dsa', 'sha256'],
  '2.16.840.1.101.3.4.3.3': ['dsa', 'sha384'],
  '2.16.840.1.101.3.4.3.4': ['dsa', 'sha512'],
  '2.16.840.1.101.3.4.3.5': ['dsa', 'sha3-224'],
  '2.16.840.1.101.3.4.3.6': ['dsa', 'sha3-256'],
  '2.16.840.1.101.3.4.3.7': ['dsa', 'sha3-384'],
  '2.16.840.1.101.3.4.3.8': ['dsa', 'sha3-512'],
}
/** Keys named where the algorithm belongs: the digest comes from digestAlgorithm. */
const bare: Record<string, Family> = {
  '1.2.840.113549.1.1.1': 'rsa',
  '2.5.8.1.1': 'rsa',
  '1.2.840.10045.2.1': 'ecdsa',
  '1.2.840.10040.4.1': 'dsa',
}

export const hashSizes: Record<HashName, number> = { md5: 16, sha1: 20, ripemd160: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64, 'sha512-256': 32, 'sha3-224': 28, 'sha3-256': 32, 'sha3-384': 48, 'sha3-512': 64, shake256: 64 } // prettier-ignore

export const isWeak = (hash: HashName): boolean => hash === 'md5' || hash === 'sha1' || hash === 'ripemd160'

export interface Algorithm {
  readonly oid: string
  readonly parameters: Tlv | null
}

/** AlgorithmIdentifier. */
export const readAlgorithm = (item: Tlv | undefined): Algorithm => {
  const [id, parameters] = sequence(item)
  return { oid: oid(id), parameters: parameters ?? null }
}

export const hashOf = (algorithm: Algorithm): HashName | null => hashes[algorithm.oid] ?? null

const pssParameters = (item: Tlv | null): SignatureScheme | null => {
  let hash: HashName | null = 'sha1'
  let mgfHash: HashName | null = 'sha1'
  let saltLength = 20
  if (item && is(item, 16)) {
    for (const part of children(item)) {
      const [inner] = children(part)
      if (part.cls !== 2) throw new Malformed('pss')
      if (part.tag === 0) hash = hashOf(readAlgorithm(inner))
      else if (part.tag === 1) {
        const mgf = readAlgorithm(inner)
        if (mgf.oid !== '1.2.840.113549.1.1.8' || !mgf.parameters) return null
        mgfHash = hashOf(readAlgorithm(mgf.parameters))
      } else if (part.tag === 2) saltLength = smallInteger(inner)
      else if (part.tag === 3 && smallInteger(inner) !== 1) return null
    }
  }
  return hash && mgfHash ? { kind: 'rsaPss', hash, mgfHash, saltLength } : null
}

const build = (family: Family, hash: HashName): SignatureScheme =>
  family === 'rsa' || family === 'dsa'
    ? { kind: family, hash }
    : { kind: 'ecdsa', hash, plain: family === 'ecdsaPlain' }

/**
 * The scheme of a signature algorithm, null where unsupported. `digest`: what digestAlgorithm says, used where the
 * algorithm names only the key. `named`: the hash the algorithm itself names, null if it names none.
 */
export const schemeOf = (
  algorithm: Algorithm,
  digest: HashName | null,
): { scheme: SignatureScheme; named: HashName | null } | null => {
  const known = schemes[algorithm.oid]
  if (known) return { scheme: build(...known), named: known[1] }
  const family = bare[algorithm.oid]
  if (family) return digest ? { scheme: build(family, digest), named: null } : null
  if (algorithm.oid === '1.2.840.113549.1.1.10') {
    const scheme = pssParameters(algorithm.parameters)
    return scheme && scheme.kind === 'rsaPss' ? { scheme, named: scheme.hash } : null
  }
  if (algorithm.oid === '1.3.101.112') return { scheme: { kind: 'ed25519' }, named: null }
  if (algorithm.oid === '1.3.101.113') return { scheme: { kind: 'ed448' }, named: null }
  return null
}

export const schemeName = (scheme: SignatureScheme): string =>
  ({ rsa: 'RSA', rsaPss: 'RSA-PSS', ecdsa: 'ECDSA', dsa: 'DSA', ed25519: 'Ed25519', ed448: 'Ed448' })[
    scheme.kind
  ]
